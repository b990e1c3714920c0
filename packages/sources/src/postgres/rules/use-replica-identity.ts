import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { rows } from "../../shared/databaseChecks.ts"

export const rule = LintRule.make({
  name: "postgres/use-replica-identity",
  group: "databases",
  severity: "info",
  preset: "all",
  summary: "The replica identity of a table covers the columns that sort its copy.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/postgres/ordering_keys",
  checks: {
    pipe: ({ source }) =>
      Ir.literal(Ir.get(source, "settings", "replicationMode")) === "snapshot"
        ? []
        : rows(source).flatMap((row) => {
            const keys = row.fields.get("sortingKeys")
            if (keys === undefined) return []
            return [
              {
                ...Checks.at(keys),
                message:
                  "a deleted row is found again only if REPLICA IDENTITY covers these columns, which cannot be seen from here",
                help: "set REPLICA IDENTITY FULL, or USING INDEX with one that has them all, and say so in a comment",
              },
            ]
          }),
  },
})
