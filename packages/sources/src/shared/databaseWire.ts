/** Pieces of the wire contracts of databases. */
import type { Json, JsonObject, Refusal, WireLifecycle } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as LifecycleTables from "./lifecycleTables.ts"
import * as Wire from "./wire.ts"

/** A host name or an address; a scheme or a port in it is refused. */
export const host = Wire.text.pipe(
  Schema.pattern(/^([A-Za-z0-9._-]+|[0-9A-Fa-f:]+)$/, { description: "a host name or an address" }),
)

export const port = Wire.wholeBetween(1, 65_535)

export const authentication = Schema.Literal("basic", "IAM_ROLE")

/** With `IAM_ROLE` there is no password. */
export const credentials = Schema.Struct({ username: Wire.text, password: Wire.optional(Wire.text) })

/** What create and read have in common. */
export const tls = {
  tlsHost: Wire.optional(Wire.text),
  caCertificate: Wire.optional(Wire.text),
  disableTls: Wire.optional(Schema.Boolean),
  skipCertVerification: Wire.optional(Schema.Boolean),
}

export const tlsPatch = {
  tlsHost: Wire.nullable(Wire.text),
  caCertificate: Wire.nullable(Wire.text),
  disableTls: Wire.nullable(Schema.Boolean),
  skipCertVerification: Wire.nullable(Schema.Boolean),
}

/** Settings by name; each kind takes some. */
export const settings = {
  replicationMode: Schema.Literal("cdc", "snapshot", "cdc_only"),
  syncIntervalSeconds: Wire.optional(Wire.wholeFrom(1)),
  pullBatchSize: Wire.optional(Wire.wholeFrom(1)),
  allowNullableColumns: Wire.optional(Schema.Boolean),
  initialLoadParallelism: Wire.optional(Wire.wholeFrom(1)),
  snapshotNumRowsPerPartition: Wire.optional(Wire.wholeFrom(1000)),
  snapshotNumberOfParallelTables: Wire.optional(Wire.wholeFrom(1)),
  deleteOnMerge: Wire.optional(Schema.Boolean),
}

export const settingsPatch = {
  syncIntervalSeconds: Wire.nullable(Wire.wholeFrom(1)),
  pullBatchSize: Wire.nullable(Wire.wholeFrom(1)),
}

export const tableEngine = Schema.Literal("MergeTree", "ReplacingMergeTree", "Null")

/** What a mapping of a source with columns may say. */
export const mappingColumns = {
  targetTable: Wire.text,
  excludedColumns: Wire.optional(Wire.distinctTexts),
  useCustomSortingKey: Wire.optional(Schema.Boolean),
  sortingKeys: Wire.optional(Wire.distinctTexts),
  tableEngine: Wire.optional(tableEngine),
}

/** Mappings of a new pipe. */
export const mappings = <A, I>(mapping: Schema.Schema<A, I>) =>
  Schema.Array(mapping).pipe(Schema.minItems(1, { description: "at least one table" }))

/** The keys of a PATCH that change which tables are read. */
export const mappingEdits = <A, I, B, J>(added: Schema.Schema<A, I>, removed: Schema.Schema<B, J>) => ({
  tableMappingsToAdd: Wire.optional(Schema.Array(added)),
  tableMappingsToRemove: Wire.optional(Schema.Array(removed)),
})

const edits = ["tableMappingsToAdd", "tableMappingsToRemove"]

/**
 * A PATCH that edits more than the list of tables makes the service connect anew, and for that it wants `along`.
 * The reference has some of them as always required, but takes a change of tables alone.
 */
export const connecting = <A extends object, I>(schema: Schema.Schema<A, I>, along: ReadonlyArray<string>) =>
  schema.pipe(
    Schema.filter(
      (patch) => Object.keys(patch).every((key) => edits.includes(key)) || along.every((key) => key in patch),
      { description: `${along.join(", ")} along with an edit of the connection or its settings` },
    ),
  )

export const lifecycle: WireLifecycle = {
  tables: [LifecycleTables.databaseCdc, LifecycleTables.databaseChanges, LifecycleTables.databaseOnce],
  of: (source) => {
    const { replicationMode } = objectAt(source, "settings")
    if (replicationMode === "snapshot") return LifecycleTables.databaseOnce
    return replicationMode === "cdc_only" ? LifecycleTables.databaseChanges : LifecycleTables.databaseCdc
  },
  commands: ["start", "stop", "resync"],
  pausedEdits: edits,
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const objects = (value: Json | undefined): ReadonlyArray<JsonObject> =>
  Array.isArray(value) ? value.filter(isObject) : []

/** The object at a key, or an empty one. */
export const objectAt = (source: JsonObject, key: string): JsonObject => {
  const value = source[key]
  return isObject(value) ? value : {}
}

/** The empty texts that stand for those of the keys that the object does not have. */
export const unset = (object: JsonObject, keys: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(keys.filter((key) => object[key] === undefined).map((key) => [key, ""]))

/** What the service fills into each mapping. */
export const filledMappings = (source: JsonObject, defaults: JsonObject): JsonObject => ({
  tableMappings: objects(source.tableMappings).map((mapping) => ({ ...defaults, ...mapping })),
})

/** No two tables go to one, and a sorting key of one's own has columns. */
export const refuseMappings = (source: JsonObject): ReadonlyArray<Refusal> => {
  const targets = new Set<Json | undefined>()
  return objects(source.tableMappings).flatMap((mapping, index) => {
    const at = ["tableMappings", index]
    const isTaken = targets.has(mapping.targetTable)
    targets.add(mapping.targetTable)
    const keys = mapping.sortingKeys
    const hasKeys = Array.isArray(keys) && keys.length > 0
    return [
      ...(isTaken ? [{ path: [...at, "targetTable"], message: "is the target of another table" }] : []),
      ...(mapping.useCustomSortingKey === true && !hasKeys
        ? [{ path: [...at, "sortingKeys"], message: "is required with useCustomSortingKey" }]
        : []),
    ]
  })
}

/** A role needs its name; a password is needed without one. */
export const refuseLogin = (source: JsonObject): ReadonlyArray<Refusal> => {
  const isRole = source.authentication === "IAM_ROLE"
  const hasPassword = objectAt(source, "credentials").password !== undefined
  if (isRole) return Wire.requiredWith(source, { field: "authentication", is: "IAM_ROLE", needs: "iamRole" })
  return hasPassword ? [] : [{ path: ["credentials", "password"], message: "is required" }]
}
