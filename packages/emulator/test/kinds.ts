/** Invented source kinds, so that nothing here depends on a real one. */
import type { Json, JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as Tables from "./lifecycleTables.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const accessKey = Schema.Struct({ id: Schema.NonEmptyString, secret: Schema.NonEmptyString })
const authentication = Schema.Literal("KEY", "ROLE")

/** Streams into one table, once or for ever; has a secret and can be edited while it runs. */
export const sprinkler: WireContract = {
  arm: "sprinkler",
  destination: "table",
  create: Schema.Struct({
    streamName: Schema.NonEmptyString,
    isContinuous: optional(Schema.Boolean),
    authentication,
    accessKey: optional(Schema.NullOr(accessKey)),
    role: optional(Schema.NullOr(Schema.NonEmptyString)),
    pressure: optional(Schema.Int.pipe(Schema.between(1, 9, { description: "a whole number from 1 to 9" }))),
  }),
  patch: Schema.Struct({
    authentication: optional(authentication),
    accessKey: optional(accessKey),
    role: optional(Schema.NullOr(Schema.NonEmptyString)),
    pressure: optional(Schema.NullOr(Schema.Int)),
  }),
  read: Schema.Struct({
    streamName: Schema.String,
    isContinuous: optional(Schema.Boolean),
    authentication,
    role: optional(Schema.String),
    pressure: optional(Schema.Int),
    group: Schema.String,
  }),
  fill: (source, pipeId) => ({ group: `sprinkler-${pipeId}`, ...source }),
  refuse: (source) =>
    source.authentication === "KEY" && source.accessKey === undefined
      ? [{ path: ["accessKey"], message: "is needed to authenticate by key" }]
      : source.authentication === "ROLE" && source.role === undefined
        ? [{ path: ["role"], message: "is needed to authenticate by role" }]
        : [],
  echo: (source, oddly) => {
    const { pressure, ...untold } = source
    return oddly ? { role: "", ...source } : source.streamName === "secretive" ? untold : source
  },
  previews: ({ pressure }) =>
    pressure === 9 ? [{ path: ["pressure"], message: "of 9 is not enabled for this organization" }] : [],
  settingDefaults: { spray_rate: 5 },
  foreignSettings: { height: "Setting 'height' is only supported for fountains" },
  scaling: true,
  settings: true,
  settingKeys: Schema.Struct({
    spray_rate: optional(Schema.Int.pipe(Schema.between(1, 10))),
    spray_fine: optional(Schema.Boolean),
    clickhouse_max_threads: optional(Schema.NullOr(Schema.Int)),
  }),
  discovery: true,
  lifecycle: {
    tables: [Tables.flow, Tables.pour],
    of: ({ isContinuous }) => (isContinuous === false ? Tables.pour : Tables.flow),
    commands: ["start", "stop"],
    pausedEdits: [],
  },
}

const mapping = Schema.Struct({
  sourceSchema: Schema.NonEmptyString,
  sourceTable: Schema.NonEmptyString,
  targetTable: Schema.NonEmptyString,
  excludedColumns: optional(Schema.Array(Schema.String)),
  isWide: optional(Schema.Boolean),
  tableEngine: optional(Schema.Literal("MergeTree", "Null")),
})

const firstSync = (source: JsonObject): Json | undefined => source.replicationMode

/** Copies tables of a database; its list of tables is edited while it is paused. */
export const fountain: WireContract = {
  arm: "fountain",
  destination: "database",
  create: Schema.Struct({
    host: Schema.NonEmptyString,
    credentials: Schema.Struct({ username: Schema.NonEmptyString, password: Schema.NonEmptyString }),
    replicationMode: optional(Schema.Literal("cdc", "snapshot")),
    settings: optional(Schema.Struct({ every: optional(Schema.Int), batch: optional(Schema.Int) })),
    tableMappings: Schema.NonEmptyArray(mapping),
  }),
  patch: Schema.Struct({
    host: optional(Schema.NullOr(Schema.NonEmptyString)),
    settings: optional(
      Schema.Struct({ every: optional(Schema.NullOr(Schema.Int)), batch: optional(Schema.Int) }),
    ),
    tableMappingsToAdd: optional(Schema.Array(mapping)),
    tableMappingsToRemove: optional(
      Schema.Array(
        Schema.Struct({
          sourceSchema: Schema.NonEmptyString,
          sourceTable: Schema.NonEmptyString,
          targetTable: optional(Schema.NonEmptyString),
        }),
      ),
    ),
  }),
  read: Schema.Struct({
    host: Schema.String,
    replicationMode: optional(Schema.String),
    settings: optional(Schema.Struct({ every: optional(Schema.Int), batch: optional(Schema.Int) })),
    tableMappings: Schema.Array(mapping),
  }),
  fill: (source) => source,
  refuse: () => [],
  scaling: false,
  settings: false,
  lifecycle: {
    tables: [Tables.copy, Tables.copyOnce],
    of: (source) => (firstSync(source) === "snapshot" ? Tables.copyOnce : Tables.copy),
    commands: ["start", "stop", "resync"],
    pausedEdits: ["tableMappingsToAdd", "tableMappingsToRemove"],
  },
}

/** Cannot be edited at all. */
export const stone: WireContract = {
  ...fountain,
  arm: "stone",
  create: Schema.Struct({ file: Schema.NonEmptyString }),
  read: Schema.Struct({ file: Schema.String }),
  lifecycle: { tables: [Tables.still], of: () => Tables.still, commands: [], pausedEdits: [] },
}
const { patch: _, ...stoneWithoutPatch } = stone
export const contracts: ReadonlyArray<WireContract> = [sprinkler, fountain, stoneWithoutPatch]

/** A secret that must not be found anywhere. */
export const canary = "canary-4f1c"

export const destination = {
  table: "drops",
  tableDefinition: { engine: { type: "MergeTree" }, sortingKey: ["at"] },
  columns: [
    { name: "at", type: "DateTime" },
    { name: "amount", type: "UInt32" },
  ],
}

export const sprinklerBody = (change: JsonObject = {}, source: JsonObject = {}): JsonObject => ({
  name: "lawn",
  source: {
    sprinkler: {
      streamName: "drops",
      authentication: "KEY",
      accessKey: { id: `${canary}-id`, secret: `${canary}-secret` },
      ...source,
    },
  },
  destination,
  ...change,
})

export const fountainBody = (change: JsonObject = {}, source: JsonObject = {}): JsonObject => ({
  name: "square",
  source: {
    fountain: {
      host: "db.example",
      credentials: { username: `${canary}-user`, password: `${canary}-password` },
      tableMappings: [{ sourceSchema: "public", sourceTable: "a", targetTable: "public_a" }],
      ...source,
    },
  },
  destination: {},
  ...change,
})
