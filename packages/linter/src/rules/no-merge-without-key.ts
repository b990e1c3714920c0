import * as LintRule from "@pipewright/core/LintRule"
import { merges, tableOf, withoutKey } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "no-merge-without-key",
  group: "tables",
  severity: "error",
  preset: "recommended",
  summary: "An engine that merges rows by their key is given a key.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const table = tableOf(pipe, subject)
      const at = withoutKey(table)
      if (at === undefined || !merges(table)) return []
      return [
        {
          file: at.file,
          span: at.span,
          message: `\`${table.engine}\` makes one row of all that are equal in \`orderBy\`, and without it all rows of the table are`,
          help: "name the columns that tell one row from another: `orderBy = [id]`",
        },
      ]
    },
  },
})
