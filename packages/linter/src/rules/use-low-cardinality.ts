import * as LintRule from "@pipewright/core/LintRule"
import { tableOf } from "../internal/tables.ts"

/** Names of what mostly has few values, alone or as the last word of a longer name. */
const few =
  /(^|_)(status|type|country|region|level|currency)$|[a-z](Status|Type|Country|Region|Level|Currency)$|^event(_?(type|name|kind))?$/i

export const rule = LintRule.make({
  name: "use-low-cardinality",
  group: "tables",
  severity: "info",
  preset: "all",
  summary: "A text that has few values is kept as numbers.",
  link: "https://clickhouse.com/docs/sql-reference/data-types/lowcardinality",
  checks: {
    pipe: (pipe, subject) => {
      const { engine, columns } = tableOf(pipe, subject)
      // The types of a table that exists are not chosen here.
      if (engine === undefined) return []
      return [...columns.values()].flatMap(({ name, type, node, typed }) => {
        const isText = type.family === "String" || type.text === "Nullable(String)"
        if (!isText || !few.test(name)) return []
        const text = `LowCardinality(${type.text})`
        return [
          {
            file: typed.file,
            span: typed.span,
            message: `\`${name}\` is called like something that has few values`,
            help: `with up to some 10,000 of them \`${text}\` is smaller and faster; with many more it is not`,
            ...(LintRule.isWrittenHere(typed)
              ? { fixes: [{ title: `Write \`${text}\``, safe: false, edits: [{ span: node.span, text }] }] }
              : {}),
          },
        ]
      })
    },
  },
})
