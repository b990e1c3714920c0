import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, mode } from "../internal/places.ts"

const leastSeconds = 10
const mostRows = 10_000_000

export const rule = LintRule.make({
  name: "no-extreme-sync",
  group: "databases",
  severity: "warning",
  preset: "recommended",
  summary: "Changes are fetched in portions that the service copes with.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe) => {
      const settings = Ir.get(pipe.source, "settings")
      if (settings?._tag !== "Block" || mode(pipe) === "snapshot") return []
      const interval = settings.fields.get("syncIntervalSeconds")
      const batch = settings.fields.get("pullBatchSize")
      return [
        ...(interval !== undefined && Number(Ir.literal(interval)) < leastSeconds
          ? [
              {
                ...at(interval),
                message: `changes are fetched more often than every ${leastSeconds} seconds, in many small inserts`,
                help: `write ${leastSeconds}s or more; without it the service takes a minute`,
              },
            ]
          : []),
        ...(batch !== undefined && Number(Ir.literal(batch)) > mostRows
          ? [
              {
                ...at(batch),
                message: `more than ${mostRows} rows at a time may be more than the memory of the pipe holds`,
                help: `write ${mostRows} or less; without it the service takes 100000`,
              },
            ]
          : []),
      ]
    },
  },
})
