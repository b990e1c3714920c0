import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, rows } from "../internal/places.ts"

interface Reserved {
  readonly pattern: RegExp
  readonly why: string
}

/** Tables that the service makes beside those of a pipe. */
const beside: ReadonlyArray<Reserved> = [
  { pattern: /_clickpipes_error$/, why: "ClickPipes keeps the rows that failed in tables of such names" },
  {
    pattern: /clickpipe_.*_archive$/,
    why: "ClickPipes keeps the files that it read in tables of such names",
  },
]

const swapped: Reserved = {
  pattern: /_resync$/,
  why: "a table of such a name is made, and taken away, when all rows are copied again",
}

const system = /^(system|information_schema)$/i

export const rule = LintRule.make({
  name: "no-reserved-table",
  group: "tables",
  severity: "error",
  preset: "recommended",
  summary: "A table has no name that the service uses for its own.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe) => {
      const found = (value: Ir.Value | undefined, known: ReadonlyArray<Reserved>) => {
        const name = Ir.literal(value)
        const reserved = known.find(({ pattern }) => typeof name === "string" && pattern.test(name))
        return value === undefined || reserved === undefined
          ? []
          : [
              {
                ...at(value),
                message: `\`${name}\` is not yours: ${reserved.why}`,
                help: "choose another name",
              },
            ]
      }
      const database = { pattern: system, why: "ClickHouse tells of itself in this database" }
      return [
        ...found(Ir.get(pipe.destination, "database"), [database]),
        ...found(Ir.get(pipe.destination, "table"), beside),
        ...rows(pipe).flatMap(({ target }) => found(target, [...beside, swapped])),
      ]
    },
  },
})
