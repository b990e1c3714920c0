import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { rows } from "../../shared/databaseChecks.ts"

/** What a name has at most, in bytes: what is more of it the server cuts off. */
const most = 63

const isLong = (name: string): boolean => new TextEncoder().encode(name).length > most

interface Judged {
  readonly value: Ir.Value | undefined
  readonly why: (name: string) => string | undefined
}

const ofTable = (name: string): string | undefined =>
  name.includes(".") ? "replication breaks on a name with a dot in it" : undefined

const ofSlot = (name: string): string | undefined =>
  /^[a-z0-9_]*$/.test(name) ? undefined : "the name of a slot has small letters, digits and `_` only"

const ofLength = (name: string): string | undefined =>
  isLong(name) ? `a name has at most ${most} bytes, and the server cuts off the rest` : undefined

export const rule = LintRule.make({
  name: "postgres/no-unusable-name",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "Slots, publications and tables have names that replication can use.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/postgres/faq",
  checks: {
    pipe: ({ source }) => {
      const judged: ReadonlyArray<Judged> = [
        { value: Ir.get(source, "settings", "replicationSlotName"), why: ofSlot },
        { value: Ir.get(source, "settings", "publicationName"), why: () => undefined },
        ...rows(source).flatMap((row) => [
          { value: row.fields.get("sourceSchemaName"), why: ofTable },
          { value: row.fields.get("sourceTable"), why: ofTable },
        ]),
      ]
      return judged.flatMap(({ value, why }) => {
        const name = Ir.literal(value)
        if (value === undefined || typeof name !== "string") return []
        const message = why(name) ?? ofLength(name)
        return message === undefined
          ? []
          : [
              {
                ...Checks.at(value),
                message,
                help: "give it another name in the database, and write that one",
              },
            ]
      })
    },
  },
})
