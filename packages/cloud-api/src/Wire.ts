/**
 * The JSON that crosses the wire, as schemas: everything about a pipe that does not depend on its source kind.
 *
 * What we send is checked for its bounds (by the emulator; the client sends what it is given). What we read is taken
 * leniently: any field may be missing or `null`, unknown fields are kept and unknown enum values pass.
 */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { lenient, nonEmpty, optional } from "./internal/schemas.ts"
import type { JsonObject as WireObject } from "./WireContract.ts"

const between = (least: number, most: number) =>
  Schema.Number.pipe(
    Schema.between(least, most, { description: `a number from ${least} to ${most}` }),
  ).annotations({ jsonSchema: { type: "number", minimum: least, maximum: most } })

const wholeBetween = (least: number, most: number) =>
  Schema.Int.pipe(
    Schema.between(least, most, { description: `a whole number from ${least} to ${most}` }),
  ).annotations({ jsonSchema: { type: "integer", minimum: least, maximum: most } })

// ---------------------------------------------------------------------------------------------- open JSON

/** An object of JSON whose contents are not looked at: it passes unchanged, whatever keys it has. */
export const JsonObject: Schema.Schema<WireObject> = Schema.declare(
  (value: unknown): value is WireObject => Predicate.isRecord(value),
  { identifier: "JsonObject", description: "an object", jsonSchema: { type: "object" } },
)

// ---------------------------------------------------------------------------------------------- destination

/** A column of the destination table; `type` is a ClickHouse type. */
export const Column = Schema.Struct({ name: nonEmpty, type: nonEmpty })
export type Column = typeof Column.Type

/** Which field of the source fills which column. */
export const FieldMapping = Schema.Struct({ sourceField: nonEmpty, destinationField: nonEmpty })
export type FieldMapping = typeof FieldMapping.Type

/** The engines a managed table can have. */
export const TableEngine = Schema.Literal("MergeTree", "ReplacingMergeTree", "SummingMergeTree", "Null")
export type TableEngine = typeof TableEngine.Type

/** How a managed table is made. `partitionBy` and `primaryKey` are SQL expressions, `sortingKey` is plain names. */
export const TableDefinition = Schema.Struct({
  engine: Schema.Struct({
    type: TableEngine,
    versionColumnId: optional(Schema.NullOr(nonEmpty)),
    columnIds: optional(Schema.Array(nonEmpty)),
  }),
  sortingKey: optional(Schema.Array(nonEmpty)),
  partitionBy: optional(nonEmpty),
  primaryKey: optional(nonEmpty),
})
export type TableDefinition = typeof TableDefinition.Type

/** `destination` of a create. Database kinds take `database` and `roles` only; `database` is `default` when left out. */
export const Destination = Schema.Struct({
  database: optional(nonEmpty),
  table: optional(nonEmpty),
  managedTable: optional(Schema.Boolean),
  tableDefinition: optional(TableDefinition),
  columns: optional(Schema.Array(Column)),
  roles: optional(Schema.Array(nonEmpty)),
})
export type Destination = typeof Destination.Type

// ---------------------------------------------------------------------------------------------- scaling, settings

const replicas = wholeBetween(1, 40)
const replicaCpuMillicores = wholeBetween(125, 2000)
const replicaMemoryGb = between(0.5, 8)

/** Compute of one pipe: replicas (1 to 40), CPU of each in millicores (125 to 2000), memory of each in GB (0.5 to 8). */
export const Scaling = Schema.Struct({
  replicas: optional(replicas),
  replicaCpuMillicores: optional(replicaCpuMillicores),
  replicaMemoryGb: optional(replicaMemoryGb),
})
export type Scaling = typeof Scaling.Type

/** Body of `PATCH …/scaling`: only what should change. */
export const ScalingPatch = Schema.Struct({
  replicas: optional(Schema.NullOr(replicas)),
  replicaCpuMillicores: optional(Schema.NullOr(replicaCpuMillicores)),
  replicaMemoryGb: optional(Schema.NullOr(replicaMemoryGb)),
})
export type ScalingPatch = typeof ScalingPatch.Type

/** The settings whose bounds hold for every kind that takes settings. The rest are named by the kind's contract. */
const commonSettings = Schema.Struct({
  clickhouse_max_threads: optional(Schema.NullOr(wholeBetween(0, 64))),
  clickhouse_max_insert_threads: optional(Schema.NullOr(wholeBetween(0, 16))),
  clickhouse_min_insert_block_size_bytes: optional(Schema.NullOr(wholeBetween(0, 10_737_418_240))),
  clickhouse_max_download_threads: optional(Schema.NullOr(wholeBetween(0, 32))),
  clickhouse_parallel_distributed_insert_select: optional(Schema.NullOr(wholeBetween(0, 2))),
  clickhouse_parallel_view_processing: optional(Schema.NullOr(Schema.Boolean)),
})

const settingValue = Schema.Union(Schema.Boolean, Schema.Int, Schema.Null).annotations({
  description: "a whole number, true, false or null",
})

/** Body of `PUT …/settings` and `settings` of a create: a flat map whose keys and bounds depend on the kind. */
export const Settings = Schema.extend(
  commonSettings,
  Schema.Record({ key: Schema.String, value: settingValue }),
)
export type Settings = { readonly [key: string]: number | boolean | null }

// ---------------------------------------------------------------------------------------------- bodies

/** The name of a pipe: 1 to 255 characters, not unique in a service. */
export const Name = Schema.String.pipe(
  Schema.minLength(1),
  Schema.maxLength(255, { description: "a text of 1 to 255 characters" }),
)

/** Body of a create. `source` is one arm, by key. */
export const CreatePipe = Schema.Struct({
  name: Name,
  source: JsonObject,
  destination: Destination,
  fieldMappings: optional(Schema.Array(FieldMapping)),
  scaling: optional(Scaling),
  settings: optional(Settings),
})
export type CreatePipe = typeof CreatePipe.Type

/** Body of an update. A key that is left out keeps its value. */
export const PatchPipe = Schema.Struct({
  name: optional(Schema.NullOr(Name)),
  source: optional(Schema.NullOr(JsonObject)),
  destination: optional(Schema.NullOr(Schema.Struct({ columns: optional(Schema.Array(Column)) }))),
  fieldMappings: optional(Schema.Array(FieldMapping)),
  settings: optional(Schema.NullOr(Settings)),
})
export type PatchPipe = typeof PatchPipe.Type

const pipeCommand = Schema.Literal("start", "stop", "resync")

/** Body of `PATCH …/state`. */
export const StateCommand = Schema.Struct({ command: pipeCommand })
export type StateCommand = typeof StateCommand.Type

/** The same as the guide writes it, which the published document does not have. */
export const StateAction = Schema.Struct({ action: pipeCommand })

/** The compute that all database pipes of a service share: CPU in millicores, memory in GiB, 4 GiB for each core. */
export const CdcScaling = Schema.Struct({
  replicaCpuMillicores: wholeBetween(1000, 32_000).pipe(
    Schema.multipleOf(1000, { description: "a multiple of 1000" }),
  ),
  replicaMemoryGb: between(4, 128).pipe(Schema.multipleOf(4, { description: "a multiple of 4" })),
})
export type CdcScaling = typeof CdcScaling.Type

// ---------------------------------------------------------------------------------------------- answers

/**
 * A pipe as the API returns it. Only `id` and `name` are relied on; a field that is `null` reads as absent.
 *
 * `state` is one of `WireContract.PipeState` or a newer one. The numbers of `scaling` may be texts with units.
 */
export const Pipe = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  serviceId: lenient(Schema.String),
  state: Schema.optionalWith(Schema.String, { nullable: true, default: () => "Unknown" }),
  source: Schema.optionalWith(JsonObject, { nullable: true, default: () => ({}) }),
  destination: Schema.optionalWith(JsonObject, { nullable: true, default: () => ({}) }),
  fieldMappings: Schema.optionalWith(Schema.Array(JsonObject), { nullable: true, default: () => [] }),
  scaling: lenient(JsonObject),
  settings: lenient(JsonObject),
  createdAt: lenient(Schema.String),
  updatedAt: lenient(Schema.String),
}).annotations({ identifier: "Pipe" })
export type Pipe = typeof Pipe.Type

/** The shared compute as the API returns it; 0 or absent while it is being changed. */
export const CdcScalingAnswer = Schema.Struct({
  replicaCpuMillicores: lenient(Schema.Number),
  replicaMemoryGb: lenient(Schema.Number),
})
export type CdcScalingAnswer = typeof CdcScalingAnswer.Type

/** The envelope of an answer that carries nothing else. */
export const EmptyEnvelope = Schema.Struct({ status: Schema.Number, requestId: lenient(Schema.String) })

/** The options go with the whole envelope: on an inner schema they are lost when an outer one is transformed. */
const keepUnknownKeys = { parseOptions: { onExcessProperty: "preserve" } } as const

/** The envelope of every answer that succeeds. Unknown keys are kept, in it and below. */
export const envelope = <A, I>(result: Schema.Schema<A, I>) =>
  Schema.Struct({ ...EmptyEnvelope.fields, result }).annotations(keepUnknownKeys)

/** The envelope of a list, whose `result` may be `null` when there is nothing in it. */
export const listEnvelope = <A, I>(item: Schema.Schema<A, I>) =>
  Schema.Struct({
    ...EmptyEnvelope.fields,
    result: Schema.optionalWith(Schema.Array(item), { nullable: true, default: () => [] }),
  }).annotations(keepUnknownKeys)

const failure = <Status extends number>(status: Status, description: string) =>
  Schema.Struct({
    status: Schema.Literal(status),
    error: Schema.String,
    requestId: Schema.String,
  }).annotations(HttpApiSchema.annotations({ status, description }))

export const BadRequest = failure(400, "The request breaks a rule; `error` says which.")
export const Unauthorized = failure(401, "The key is missing or wrong.")
export const Forbidden = failure(403, "The key has no right to do this.")
export const NotFound = failure(404, "There is no such thing.")
export const Conflict = failure(409, "Something else is being done to it.")
export const FailedDependency = failure(424, "The service is idle or stopped.")
export const TooManyRequests = failure(429, "The quota of requests is used up.")
export const InternalError = failure(500, "The API failed.")

/** The envelope of every answer that fails; `error` leads with a code word, such as `BAD_REQUEST: `. */
export const Failure = Schema.Union(
  BadRequest,
  Unauthorized,
  Forbidden,
  NotFound,
  Conflict,
  FailedDependency,
  TooManyRequests,
  InternalError,
)
export type Failure = typeof Failure.Type
