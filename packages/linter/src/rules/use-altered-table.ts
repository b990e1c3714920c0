import * as LintRule from "@pipewright/core/LintRule"
import { at, nameOf, noteOf } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "use-altered-table",
  group: "tables",
  severity: "info",
  preset: "recommended",
  summary: "Who changes the columns of a pipe alters its table as well.",
  link: "https://clickhouse.com/docs/sql-reference/statements/alter/column",
  checks: {
    edit: (edited) => {
      const { place, change } = edited
      const note = noteOf(edited, "table-unchanged")
      const first = change.differences.find(({ path }) => path.startsWith("destination.columns"))
      if (note === undefined || first === undefined || change.action === "replace") return []
      return [
        {
          ...(first.origin === undefined ? place : at({ origin: first.origin })),
          message: `columns of ${nameOf(edited)} are others than before: ${note}`,
          help: "run `ALTER TABLE` before `apply`; a pipe that writes into columns that are not there stops with errors",
        },
      ]
    },
  },
})
