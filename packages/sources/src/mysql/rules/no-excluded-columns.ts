import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { rows } from "../../shared/databaseChecks.ts"

const mariaDb = ["mariadb", "rdsmariadb"]

export const rule = LintRule.make({
  name: "mysql/no-excluded-columns",
  group: "databases",
  severity: "info",
  preset: "all",
  summary: "Columns are left out only where the server names the columns of a change.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/mysql/source/generic",
  checks: {
    pipe: ({ source, type }) =>
      mariaDb.includes(type) || Ir.literal(Ir.get(source, "settings", "replicationMode")) === "snapshot"
        ? []
        : rows(source).flatMap((row) => {
            const excluded = row.fields.get("excludedColumns")
            return excluded === undefined
              ? []
              : [
                  {
                    ...Checks.at(excluded),
                    message:
                      "a server of MySQL 5.7 does not name the columns of a change, and no column can be left out there",
                    help: "say in a comment that the server is newer, or copy all columns",
                  },
                ]
          }),
  },
})
