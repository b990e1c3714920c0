import * as LintRule from "@pipewright/core/LintRule"
import { tableOf } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "no-columns-alike",
  group: "tables",
  severity: "info",
  preset: "strict",
  summary: "Two columns differ in more than the case of their letters.",
  link: "https://clickhouse.com/docs/reference/syntax",
  checks: {
    pipe: (pipe, subject) => {
      const seen = new Map<string, string>()
      return [...tableOf(pipe, subject).columns.values()].flatMap(({ name, named: { file, span } }) => {
        const first = seen.get(name.toLowerCase())
        seen.set(name.toLowerCase(), first ?? name)
        if (first === undefined) return []
        return [
          {
            file,
            span,
            message: `\`${first}\` and \`${name}\` are two columns for ClickHouse, and one for many who read or ask for them`,
            help: "give one of them a name that says how they differ",
          },
        ]
      })
    },
  },
})
