import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"

export const rule = LintRule.make({
  name: "no-single-replica",
  group: "streaming",
  severity: "info",
  preset: "all",
  summary: "A pipe that reads a stream has more than one replica.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: ({ kind, source, scaling, origin }) => {
      // Only pipes that read streams have a size of their own.
      if (kind.scaling?.replicaCpuMillicores === undefined) return []
      if (scaling?.unsound?.has("replicas") === true) return []
      const replicas = scaling === undefined ? undefined : Ir.get(scaling, "replicas")
      const count = Ir.literal(replicas)
      if (replicas !== undefined && count !== 1) return []
      const { file, span } = (replicas ?? { origin }).origin
      const isExact = Ir.literal(Ir.get(source, "exactlyOnce")) === true
      return [
        {
          file,
          span,
          message: "with one replica the pipe runs in one zone, and stands still while that is down",
          help: isExact
            ? "write `scaling { replicas = 2 }` or more; with `exactlyOnce` each replica keeps a block for each of its partitions, so more replicas also need less memory each"
            : "write `scaling { replicas = 2 }` or more",
        },
      ]
    },
  },
})
