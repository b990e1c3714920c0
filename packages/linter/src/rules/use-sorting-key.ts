import * as LintRule from "@pipewright/core/LintRule"
import { merges, tableOf, withoutKey } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "use-sorting-key",
  group: "tables",
  severity: "warning",
  preset: "strict",
  summary: "A table that is made says what sorts its rows.",
  link: "https://clickhouse.com/docs/best-practices/choosing-a-primary-key",
  checks: {
    pipe: (pipe, subject) => {
      const table = tableOf(pipe, subject)
      const at = withoutKey(table)
      if (at === undefined || merges(table)) return []
      return [
        {
          file: at.file,
          span: at.span,
          message: "nothing sorts the rows of this table, so every query reads all of them",
          help: "name the columns that queries ask for: `orderBy = [customer_id, created_at]`",
        },
      ]
    },
  },
})
