/**
 * A pipe as the emulator keeps it, in memory and on disk.
 *
 * Its source is what the contract's `read` lets through, so no secret is ever kept: there is nothing to leak into an
 * answer, a file or a log.
 */
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import { type JsonObject, pipeStates, type WireContract } from "@pipewright/cloud-api/WireContract"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { isObject } from "./json.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

// These alone, so that a file of another version is refused instead of served.
const State = Schema.Literal(...pipeStates)

export const StoredPipe = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  /** The key below `source`, which is the contract's. */
  arm: Schema.String,
  source: Wire.JsonObject,
  destination: Schema.Struct({
    database: Schema.String,
    table: optional(Schema.String),
    managedTable: optional(Schema.Boolean),
    tableDefinition: optional(Wire.TableDefinition),
    columns: optional(Schema.Array(Wire.Column)),
  }),
  fieldMappings: Schema.Array(Wire.FieldMapping),
  scaling: Wire.Scaling,
  /** When its sizes were changed last, in milliseconds since 1970. */
  scaledAt: optional(Schema.Number),
  settings: Wire.JsonObject,
  run: Schema.Struct({ since: Schema.Number, states: Schema.NonEmptyArray(State) }),
  createdAt: Schema.String,
  updatedAt: Schema.String,
})
export type StoredPipe = typeof StoredPipe.Type

/** Readers of what contracts return. One is costly to make, and is made once for a contract. */
const readers = new WeakMap<WireContract, ReturnType<typeof readerOf>>()

const readerOf = ({ read }: WireContract) =>
  Schema.decodeUnknownEither(Schema.encodedSchema(read), { errors: "all" }) as (
    source: JsonObject,
  ) => Either.Either<JsonObject, Parameters<typeof SchemaProblems.fromParseError>[0]>

/** What `GET` returns below the arm, or why the contract cannot read it. */
const read = (
  contract: WireContract,
  source: JsonObject,
): Either.Either<JsonObject, ReadonlyArray<SchemaProblems.Problem>> => {
  const reader = readers.get(contract) ?? readerOf(contract)
  readers.set(contract, reader)
  return Either.mapLeft(reader(source), (error) =>
    SchemaProblems.fromParseError(error, ["source", contract.arm]),
  )
}

/** What `GET` returns below the arm. A contract that cannot read what it accepted is broken, and it says where. */
export const readable = (contract: WireContract, source: JsonObject): JsonObject =>
  Either.getOrThrowWith(
    read(contract, source),
    (problems) =>
      new Error(
        `the contract of ${contract.arm} cannot read what it accepted: ${SchemaProblems.format(problems)}`,
      ),
  )

/** The fields that a pipe cannot be without and that are missing in what an edit makes of it. */
export const cleared = (contract: WireContract, source: JsonObject): ReadonlyArray<SchemaProblems.Problem> =>
  Either.match(read(contract, source), {
    onLeft: (problems) =>
      problems
        .filter(({ what }) => what === SchemaProblems.missing)
        .map(({ path }) => ({ path, what: "cannot be cleared" })),
    onRight: () => [],
  })

/** A table that a pipe writes to, as `database.table`, and where the body names it. */
export interface Target {
  readonly table: string
  readonly path: ReadonlyArray<string | number>
}

/** The tables that a pipe makes and fills. A table of the engine `Null` never holds a row, so it is not one. */
export const targets = (pipe: Pick<StoredPipe, "arm" | "source" | "destination">): ReadonlyArray<Target> => {
  const { database, table, managedTable, tableDefinition } = pipe.destination
  if (table !== undefined) {
    return managedTable === false || tableDefinition?.engine.type === "Null"
      ? []
      : [{ table: `${database}.${table}`, path: ["destination", "table"] }]
  }
  const mappings = Array.isArray(pipe.source.tableMappings) ? pipe.source.tableMappings : []
  return mappings.flatMap((mapping, index) =>
    isObject(mapping) && typeof mapping.targetTable === "string" && mapping.tableEngine !== "Null"
      ? [
          {
            table: `${database}.${mapping.targetTable}`,
            path: ["source", pipe.arm, "tableMappings", index, "targetTable"],
          },
        ]
      : [],
  )
}
