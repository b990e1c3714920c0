import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, rows } from "../internal/places.ts"

interface Seen {
  readonly pipe: string
  readonly target: Ir.Value
}

export const rule = LintRule.make({
  name: "no-shared-table",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "No two pipes copy into one table.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    program: ({ program }) => {
      const first = new Map<string, Seen>()
      return program.pipes.flatMap((pipe) =>
        rows(pipe).flatMap(({ target }) => {
          const table = Ir.literal(target)
          const database = Ir.get(pipe.destination, "database")
          if (target === undefined || table === undefined || (database && Ir.literal(database) === undefined))
            return []
          const place = JSON.stringify([Ir.literal(database), table])
          const other = first.get(place)
          if (other === undefined) first.set(place, { pipe: pipe.name, target })
          // Two rows of one pipe are a finding of the language.
          if (other === undefined || other.pipe === pipe.name) return []
          return [
            {
              ...at(target),
              message: `\`${pipe.name}\` and \`${other.pipe}\` both copy into \`${table}\`, and a copy holds the rows of one table`,
              help: "give each a table of its own, and join them in a view",
              related: [{ message: "the other one is here", ...at(other.target) }],
            },
          ]
        }),
      )
    },
  },
})
