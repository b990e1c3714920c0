import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, mode, rows } from "../internal/places.ts"

const most = 32

export const rule = LintRule.make({
  name: "no-crowded-first-read",
  group: "databases",
  severity: "info",
  preset: "strict",
  summary: "The first read leaves the source some connections.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe) => {
      if (mode(pipe) === "cdc_only") return []
      const tables = Ir.get(pipe.source, "settings", "snapshotNumberOfParallelTables")
      const workers = Ir.get(pipe.source, "settings", "initialLoadParallelism")
      const shown = tables ?? workers
      if (shown === undefined) return []
      // What the service takes where nothing is said.
      const [atOnce, each] = [Number(Ir.literal(tables) ?? 1), Number(Ir.literal(workers) ?? 4)]
      const readers = Math.min(atOnce, rows(pipe).length) * each
      return readers <= most
        ? []
        : [
            {
              ...at(shown),
              message: `the first read opens ${readers} connections to the source at the same time`,
              help: "read fewer tables at once, or each with fewer workers, unless the source is made for it",
            },
          ]
    },
  },
})
