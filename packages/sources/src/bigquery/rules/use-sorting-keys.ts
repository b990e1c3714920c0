import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { rows } from "../../shared/databaseChecks.ts"

export const rule = LintRule.make({
  name: "bigquery/use-sorting-keys",
  group: "databases",
  severity: "warning",
  preset: "strict",
  summary: "A table that is copied says what sorts its rows.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/bigquery/get-started",
  checks: {
    pipe: ({ source }) =>
      rows(source).flatMap((row) => {
        const target = row.fields.get("targetTable")
        if (target === undefined || !Checks.lacks(row, "sortingKeys")) return []
        return [
          {
            ...Checks.at(target),
            message: "nothing sorts the rows of this table, so every query reads all of them",
            help: "name the columns that queries ask for: `{ sortingKeys = [customer_id, created_at] }`",
          },
        ]
      }),
  },
})
