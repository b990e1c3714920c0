/** Pieces of wire contracts that several kinds share, as the API's reference has them. */
import type { JsonObject, Refusal, WireLifecycle } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as LifecycleTables from "./lifecycleTables.ts"

export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** A key that may be left out or be `null`. */
export const nullable = <A, I>(schema: Schema.Schema<A, I>) => optional(Schema.NullOr(schema))

export const text = Schema.NonEmptyString.annotations({ description: "a text that is not empty" })

export const wholeBetween = (least: number, most: number) =>
  Schema.Int.pipe(Schema.between(least, most, { description: `a whole number from ${least} to ${most}` }))

export const wholeFrom = (least: number) =>
  Schema.Int.pipe(Schema.greaterThanOrEqualTo(least, { description: `a whole number from ${least}` }))

/** Texts of which none comes twice. */
export const distinctTexts = Schema.Array(text).pipe(
  Schema.filter((items) => new Set(items).size === items.length, {
    description: "a list in which nothing comes twice",
    jsonSchema: { uniqueItems: true },
  }),
)

export const accessKey = Schema.Struct({ accessKeyId: text, secretKey: text })

export const userAndPassword = Schema.Struct({ username: text, password: text })

export const serviceAccount = Schema.Struct({ serviceAccountFile: text })

const clickHouseSettings = {
  clickhouse_max_threads: nullable(wholeBetween(0, 64)),
  clickhouse_max_insert_threads: nullable(wholeBetween(0, 16)),
  clickhouse_min_insert_block_size_bytes: nullable(wholeBetween(0, 10_737_418_240)),
  clickhouse_max_download_threads: nullable(wholeBetween(0, 32)),
  clickhouse_parallel_distributed_insert_select: nullable(wholeBetween(0, 2)),
  clickhouse_parallel_view_processing: nullable(Schema.Boolean),
}

const streamingSettings = {
  streaming_max_insert_wait_ms: nullable(wholeBetween(500, 60_000)),
  ...clickHouseSettings,
}

/** The settings of a pipe, by what it reads. */
export const Settings = {
  streaming: Schema.Struct(streamingSettings),
  kafka: Schema.Struct({ ...streamingSettings, kafka_read_committed: nullable(Schema.Boolean) }),
  objectStorage: Schema.Struct({
    object_storage_concurrency: nullable(wholeBetween(1, 35)),
    object_storage_polling_interval_ms: nullable(wholeBetween(100, 3_600_000)),
    object_storage_max_insert_bytes: nullable(wholeBetween(10_485_760, 53_687_091_200)),
    object_storage_max_file_count: nullable(wholeBetween(1, 10_000)),
    object_storage_use_cluster_function: nullable(Schema.Boolean),
    ...clickHouseSettings,
  }),
}

/** Settings that come back though nobody sent them. */
export const streamingDefaults = { streaming_max_insert_wait_ms: 5000, clickhouse_max_threads: 0 }

/** The setting of one kind, in all others. */
export const foreignSettings = {
  kafka_read_committed: "Setting 'kafka_read_committed' is only supported for Kafka ClickPipes",
}

/** Streams run until they are stopped. */
export const streaming: WireLifecycle = {
  tables: [LifecycleTables.streaming],
  of: () => LifecycleTables.streaming,
  commands: ["start", "stop"],
  pausedEdits: [],
}

/** The object without some of its keys. */
export const without = (object: JsonObject, keys: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))

/** The object without the keys that are as they would be by default. */
export const withoutDefaults = (object: JsonObject, defaults: JsonObject): JsonObject =>
  without(
    object,
    Object.keys(defaults).filter((key) => object[key] === defaults[key]),
  )

/** A field that a choice calls for. `message` is the same whatever the choice was before an edit. */
export const requiredWith = (
  source: JsonObject,
  choice: { readonly field: string; readonly is: string; readonly needs: string },
): ReadonlyArray<Refusal> =>
  source[choice.field] === choice.is && source[choice.needs] == null
    ? [{ path: [choice.needs], message: `is required with ${choice.is}` }]
    : []
