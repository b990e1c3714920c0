import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"

export const rule = LintRule.make({
  name: "postgres/use-own-slot",
  group: "databases",
  severity: "warning",
  preset: "strict",
  summary: "A pipe that reads changes only names the slot that has kept them.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/postgres/faq",
  checks: {
    pipe: ({ source }) => {
      const settings = Ir.get(source, "settings")
      if (settings?._tag !== "Block") return []
      const mode = Ir.get(settings, "replicationMode")
      return mode !== undefined &&
        Ir.literal(mode) === "cdc_only" &&
        Checks.lacks(settings, "replicationSlotName")
        ? [
            {
              ...Checks.at(mode),
              message: "changes from before the pipe starts are lost: no slot keeps them",
              help: 'make a slot when the first rows are copied, and name it: `replicationSlotName = "…"`',
            },
          ]
        : []
    },
  },
})
