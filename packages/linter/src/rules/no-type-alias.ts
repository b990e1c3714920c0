import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as ColumnTypes from "@pipewright/core/ColumnTypes"
import * as LintRule from "@pipewright/core/LintRule"

/** Blanks are the formatter's, which sets some that ClickHouse leaves out. */
const bare = (type: string): string => type.replace(/\s+/g, "")

export const rule = LintRule.make({
  name: "no-type-alias",
  group: "types",
  severity: "info",
  preset: "strict",
  summary: "A type is written as ClickHouse keeps it.",
  link: "https://clickhouse.com/docs/sql-reference/data-types",
  checks: {
    file: (file) =>
      ColumnTypes.rows(file).flatMap(({ type }) => {
        if (ClickHouseType.check(type).some(ClickHouseType.isRefusal)) return []
        const kept = ClickHouseType.print(type)
        const written = file.source.text.slice(type.span.start, type.span.end)
        if (bare(kept) === bare(written)) return []
        return [
          {
            file: file.source.file,
            span: type.span,
            message: `ClickHouse keeps \`${written}\` as \`${kept}\``,
            help: "write it as it is kept, so that the program and the table read alike",
            fixes: [{ title: `Write \`${kept}\``, safe: true, edits: [{ span: type.span, text: kept }] }],
          },
        ]
      }),
  },
})
