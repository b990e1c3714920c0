import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, mode } from "../internal/places.ts"

export const rule = LintRule.make({
  name: "no-idle-sync",
  group: "databases",
  severity: "info",
  preset: "strict",
  summary: "A pipe that reads all rows once does not say how changes are fetched.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe) => {
      const settings = Ir.get(pipe.source, "settings")
      if (settings?._tag !== "Block" || mode(pipe) !== "snapshot") return []
      return ["syncIntervalSeconds", "pullBatchSize"].flatMap((name) => {
        const value = settings.fields.get(name)
        return value === undefined
          ? []
          : [
              {
                ...at(value),
                message: `\`${name}\` is about changes, and this pipe reads none`,
                help: `remove \`${name}\`, or choose the mode \`cdc\``,
              },
            ]
      })
    },
  },
})
