import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"

/** The most cores that the manual names; the API takes some more. */
const most = 24

export const rule = LintRule.make({
  name: "no-oversized-cdc-scaling",
  group: "databases",
  severity: "warning",
  preset: "strict",
  summary: "Pipes from databases share no more cores than the manual offers.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    program: ({ program }) => {
      const cpu = program.target?.cdcScaling && Ir.get(program.target.cdcScaling, "replicaCpuMillicores")
      return cpu !== undefined && Number(Ir.literal(cpu)) > most * 1000
        ? [
            {
              ...at(cpu),
              message: `the manual offers up to ${most} cores, and more than that may not be given`,
              help: `write ${most * 1000} or less, or ask support first`,
            },
          ]
        : []
    },
  },
})
