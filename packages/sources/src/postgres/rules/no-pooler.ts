import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"

/** Names under which providers offer their poolers: PgBouncer and the like, and the proxy of RDS. */
const name = /(?:^|[.-])(?:pooler|pgbouncer)[.-]|\.proxy-/i

/** The ports that poolers usually listen at. */
const ports: ReadonlyArray<unknown> = [6432, 6543]

const help = "name the database itself; poolers have another name or port beside it"

export const rule = LintRule.make({
  name: "postgres/no-pooler",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "A pipe that reads changes does not go through a connection pooler.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/postgres",
  checks: {
    pipe: ({ source }) => {
      if (Ir.literal(Ir.get(source, "settings", "replicationMode")) === "snapshot") return []
      const host = Ir.get(source, "host")
      const port = Ir.get(source, "port")
      if (host !== undefined && name.test(String(Ir.literal(host) ?? "")))
        return [
          {
            ...Checks.at(host),
            message: "this is the name of a pooler, and no replication passes through one",
            help,
          },
        ]
      return port === undefined || !ports.includes(Ir.literal(port))
        ? []
        : [
            {
              ...Checks.at(port),
              severity: "warning",
              message: `poolers listen at ${Ir.literal(port)}, and no replication passes through one`,
              help,
            },
          ]
    },
  },
})
