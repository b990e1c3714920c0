import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as ColumnTypes from "@pipewright/core/ColumnTypes"
import * as LintRule from "@pipewright/core/LintRule"

/** Types that take a length or a number of digits, as other databases do, and have no use for it. */
const ofOneSize = /^(String|U?Int\d+|B?Float\d+)$/

export const rule = LintRule.make({
  name: "no-ignored-argument",
  group: "types",
  severity: "warning",
  preset: "recommended",
  summary: "A type has no length that ClickHouse passes over.",
  link: "https://clickhouse.com/docs/sql-reference/data-types",
  checks: {
    file: (file) =>
      ColumnTypes.rows(file).flatMap(({ type }) => {
        if (ClickHouseType.check(type).some(ClickHouseType.isRefusal)) return []
        return ClickHouseType.parts(type).flatMap(({ name, span, arguments: given = [] }) => {
          const family = ClickHouseType.family(name.text) ?? ""
          const [first, last] = [given[0], given.at(-1)]
          if (first === undefined || last === undefined || !ofOneSize.test(family)) return []
          const kept = family === "String" ? "texts of any length" : "all numbers of its size"
          return [
            {
              file: file.source.file,
              span: { start: first.span.start, end: last.span.end },
              message: `ClickHouse passes over what is in the parentheses of \`${name.text}\`, and the column takes ${kept}`,
              help: `write \`${name.text}\`; what must not be longer or larger has to be cut where it comes from`,
              fixes: [
                {
                  title: `Write \`${name.text}\``,
                  safe: true,
                  edits: [{ span: { start: name.span.end, end: span.end }, text: "" }],
                },
              ],
            },
          ]
        })
      }),
  },
})
