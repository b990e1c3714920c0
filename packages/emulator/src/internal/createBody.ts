/** Judges the body of a create. */
import type * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { withoutNulls } from "./json.ts"
import * as Judge from "./judge.ts"
import type { Refused } from "./refused.ts"
import type { StoredPipe } from "./storedPipe.ts"

type Problem = SchemaProblems.Problem

/** The names of the users that the service itself goes by. */
const reservedRoles: ReadonlySet<string> = new Set(["clickpipes", "clickpipes_system"])

const missing = (...path: ReadonlyArray<string>): Problem => ({ path, what: "is missing" })
const notTaken = (...path: ReadonlyArray<string>): Problem => ({
  path,
  what: "is not accepted for this kind of source",
})

/** The roles that are given take the place of the one that pipes have by themselves, so they have to do. */
const roleProblems = (
  { roles = [] }: Wire.Destination,
  weakRoles: ReadonlyArray<string>,
): ReadonlyArray<Problem> => {
  const reserved = roles.flatMap((role, index) =>
    reservedRoles.has(role) ? [{ path: ["destination", "roles", index], what: "is a reserved name" }] : [],
  )
  const isWeak = roles.length > 0 && roles.every((role) => weakRoles.includes(role))
  const what = "the roles have not enough privileges; CREATE TABLE and INSERT are needed"
  return isWeak ? [...reserved, { path: ["destination", "roles"], what }] : reserved
}

const tableProblems = (body: Wire.CreatePipe): ReadonlyArray<Problem> => {
  const { table, managedTable = true, tableDefinition, columns } = body.destination
  const problems: Array<Problem> = []
  if (table === undefined) problems.push(missing("destination", "table"))
  if (columns === undefined) problems.push(missing("destination", "columns"))
  else if (columns.length === 0) {
    problems.push({ path: ["destination", "columns"], what: "expected at least one column" })
  }
  if (managedTable && tableDefinition === undefined) problems.push(missing("destination", "tableDefinition"))
  if (!managedTable && tableDefinition !== undefined) {
    problems.push({ path: ["destination", "tableDefinition"], what: "is accepted for a managed table only" })
  }
  return problems
}

const databaseProblems = (body: Wire.CreatePipe): ReadonlyArray<Problem> => [
  ...Object.keys(body.destination)
    .filter((key) => key !== "database" && key !== "roles")
    .map((key) => notTaken("destination", key)),
  ...(body.fieldMappings === undefined ? [] : [notTaken("fieldMappings")]),
]

/** What the service keeps of the definition of a table: of its engine the name alone. */
const kept = ({ engine, sortingKey = [], ...rest }: Wire.TableDefinition): Wire.TableDefinition => ({
  engine: { type: engine.type },
  sortingKey,
  ...rest,
})

/** The destination as `GET` returns it: the database is filled in, and the roles and what the engine takes are gone. */
const destinationOf = (
  { database = "default", table, managedTable = true, tableDefinition, columns }: Wire.Destination,
  contract: WireContract,
): StoredPipe["destination"] =>
  contract.destination === "database"
    ? { database }
    : {
        database,
        ...(table === undefined ? {} : { table }),
        managedTable,
        ...(tableDefinition === undefined ? {} : { tableDefinition: kept(tableDefinition) }),
        ...(columns === undefined ? {} : { columns }),
      }

/** A create that is accepted. `source` is as it was sent, secrets included. */
export interface Accepted {
  readonly contract: WireContract
  readonly name: string
  readonly source: JsonObject
  readonly destination: StoredPipe["destination"]
  readonly fieldMappings: ReadonlyArray<Wire.FieldMapping>
  readonly scaling: Wire.Scaling
  readonly settings: JsonObject
  readonly startPaused: boolean
}

/** With `startPaused`, which the API takes though the published document does not have it. */
const CreatePipe = Schema.Struct({
  ...Wire.CreatePipe.fields,
  startPaused: Schema.optionalWith(Schema.Boolean, { exact: true }),
})

/** What a create is judged by besides the contracts. */
export interface Surroundings {
  readonly previews: boolean
  readonly weakRoles: ReadonlyArray<string>
}

/** Accepts the body, or says everything that is wrong with it. */
export const judge = (
  json: unknown,
  contracts: Judge.Contracts,
  { previews, weakRoles }: Surroundings,
): Effect.Effect<Accepted, Refused> =>
  Effect.gen(function* () {
    const body = yield* Judge.decode(CreatePipe, json)
    const { contract, value } = yield* Judge.onlyArm(body.source, contracts)
    const below = ["source", contract.arm]
    const shape = Judge.shapeProblems(contract.create, value, below)
    const source = withoutNulls(value)
    yield* Judge.none([
      ...shape,
      // A contract may rely on the shape.
      ...(shape.length === 0 ? Judge.refusals(contract, source) : []),
      ...(shape.length === 0 && !previews ? Judge.previews(contract, source) : []),
      ...(contract.destination === "table" ? tableProblems(body) : databaseProblems(body)),
      ...roleProblems(body.destination, weakRoles),
      ...(body.scaling !== undefined && !contract.scaling ? [notTaken("scaling")] : []),
      ...(body.settings === undefined
        ? []
        : contract.settings
          ? Judge.settingsProblems(contract, body.settings, ["settings"], Wire.Settings)
          : [notTaken("settings")]),
    ])
    return {
      contract,
      name: body.name,
      source,
      destination: destinationOf(body.destination, contract),
      fieldMappings: body.fieldMappings ?? [],
      scaling: body.scaling ?? {},
      settings: withoutNulls(body.settings ?? {}),
      startPaused: body.startPaused ?? false,
    }
  })
