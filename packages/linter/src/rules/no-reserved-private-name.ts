import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"

/** Last parts of names that ClickHouse Cloud resolves by itself. */
const reserved = /(?:^|\.)(local|localhost|internal|corp|private)$/i

export const rule = LintRule.make({
  name: "no-reserved-private-name",
  group: "safety",
  severity: "error",
  preset: "recommended",
  summary: "A private name ends in a part that is yours to give.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/aws-privatelink",
  checks: {
    program: ({ program }) =>
      program.endpoints.flatMap(({ fields }) => {
        const list = fields.fields.get("customPrivateDnsMappings")
        const items = list?._tag === "List" ? list.items : []
        return items.flatMap((item) => {
          const name = item._tag === "Block" ? item.fields.get("privateDnsName") : item
          const last = reserved.exec(String(Ir.literal(name) ?? ""))?.[1]
          return name === undefined || last === undefined
            ? []
            : [
                {
                  ...at(name),
                  message: `no private name ends in \`.${last}\`: the service keeps such names for itself`,
                  help: "choose a name below a domain of your own, such as `db.example.com`",
                },
              ]
        })
      }),
  },
})
