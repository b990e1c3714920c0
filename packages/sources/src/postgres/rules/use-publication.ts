import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"

/** Names of servers that only read: the reader of an Aurora cluster, and what people call theirs. */
const replica = /\.cluster-ro-|(?:^|[.-])(?:read-?)?(?:replica|standby)\d*(?:[.-]|$)/i

export const rule = LintRule.make({
  name: "postgres/use-publication",
  group: "databases",
  severity: "warning",
  preset: "recommended",
  summary: "A pipe that reads changes from a replica names a publication.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/postgres/faq",
  checks: {
    pipe: ({ source }) => {
      const host = Ir.get(source, "host")
      const settings = Ir.get(source, "settings")
      if (host === undefined || settings?._tag !== "Block") return []
      const isRead = Ir.literal(Ir.get(settings, "replicationMode")) !== "snapshot"
      return isRead &&
        replica.test(String(Ir.literal(host) ?? "")) &&
        Checks.lacks(settings, "publicationName")
        ? [
            {
              ...Checks.at(host),
              message: "this looks like a replica, on which the service cannot make a publication",
              help: 'make a publication on the primary, and name it: `settings { publicationName = "…" }`',
            },
          ]
        : []
    },
  },
})
