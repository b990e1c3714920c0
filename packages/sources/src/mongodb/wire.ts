import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as DatabaseWire from "../shared/databaseWire.ts"
import * as Wire from "../shared/wire.ts"
import { holdsPassword } from "./address.ts"

const uri = Wire.text.pipe(
  Schema.pattern(/^mongodb(\+srv)?:\/\/.+/, { description: "an address of mongodb:// or mongodb+srv://" }),
)

const readPreference = Schema.Literal(
  "primary",
  "primaryPreferred",
  "secondary",
  "secondaryPreferred",
  "nearest",
)

const { replicationMode, syncIntervalSeconds, pullBatchSize, deleteOnMerge } = DatabaseWire.settings
const { snapshotNumRowsPerPartition, snapshotNumberOfParallelTables } = DatabaseWire.settings

const settings = Schema.Struct({
  replicationMode,
  syncIntervalSeconds,
  pullBatchSize,
  snapshotNumRowsPerPartition,
  snapshotNumberOfParallelTables,
  deleteOnMerge,
  useJsonNativeFormat: Wire.optional(Schema.Boolean),
})

const mapping = Schema.Struct({
  sourceDatabaseName: Wire.text,
  sourceCollection: Wire.text,
  targetTable: Wire.text,
  tableEngine: Wire.optional(DatabaseWire.tableEngine),
})

const removal = Schema.Struct({
  sourceDatabaseName: Schema.NullOr(Wire.text),
  sourceCollection: Schema.NullOr(Wire.text),
  targetTable: Schema.NullOr(Wire.text),
  tableEngine: Wire.nullable(DatabaseWire.tableEngine),
})

const readable = {
  uri,
  readPreference,
  ...DatabaseWire.tls,
  settings,
  tableMappings: DatabaseWire.mappings(mapping),
}

/** The address is returned to everyone who may see the pipe. */
const refuseLogin = ({ uri }: JsonObject): ReadonlyArray<Refusal> =>
  typeof uri === "string" && holdsPassword(uri)
    ? [{ path: ["uri"], message: "holds a password, which belongs in credentials" }]
    : []

export const wire: WireContract = {
  arm: "mongodb",
  destination: "database",
  create: Schema.Struct({ ...readable, credentials: Wire.optional(Wire.userAndPassword) }),
  // A database may ask for no login, so it cannot be asked for.
  patch: DatabaseWire.connecting(
    Schema.Struct({
      credentials: Wire.optional(Wire.userAndPassword),
      uri: Wire.nullable(uri),
      readPreference: Wire.nullable(readPreference),
      ...DatabaseWire.tlsPatch,
      settings: Wire.optional(Schema.Struct(DatabaseWire.settingsPatch)),
      ...DatabaseWire.mappingEdits(mapping, removal),
    }),
    ["uri", "readPreference"],
  ),
  read: Schema.Struct(readable),
  fill: (source) => ({
    ...source,
    settings: {
      syncIntervalSeconds: 60,
      pullBatchSize: 100_000,
      snapshotNumRowsPerPartition: 100_000,
      snapshotNumberOfParallelTables: 1,
      useJsonNativeFormat: true,
      ...DatabaseWire.objectAt(source, "settings"),
    },
    ...DatabaseWire.filledMappings(source, { tableEngine: "ReplacingMergeTree" }),
  }),
  refuse: (source) => [...refuseLogin(source), ...DatabaseWire.refuseMappings(source)],
  echo: (source, oddly) =>
    oddly ? Wire.without(source, ["tlsHost", "caCertificate", "disableTls"]) : source,
  scaling: false,
  settings: false,
  // The reference offers a resync for PostgreSQL and MySQL only.
  lifecycle: { ...DatabaseWire.lifecycle, commands: ["start", "stop"] },
}
