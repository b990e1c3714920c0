import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as DatabaseWire from "../shared/databaseWire.ts"
import * as Wire from "../shared/wire.ts"

const settings = Schema.Struct({
  ...DatabaseWire.settings,
  publicationName: Wire.optional(Wire.text),
  replicationSlotName: Wire.optional(Wire.text),
  enableFailoverSlots: Wire.optional(Schema.Boolean),
})

const mapping = Schema.Struct({
  sourceSchemaName: Wire.text,
  sourceTable: Wire.text,
  ...DatabaseWire.mappingColumns,
  partitionKey: Wire.optional(Wire.text),
  partitionByExpr: Wire.optional(Wire.text),
})

const removal = Schema.Struct({
  sourceSchemaName: Schema.NullOr(Wire.text),
  sourceTable: Schema.NullOr(Wire.text),
  targetTable: Schema.NullOr(Wire.text),
  tableEngine: Wire.nullable(DatabaseWire.tableEngine),
  partitionKey: Wire.nullable(Wire.text),
  partitionByExpr: Wire.nullable(Wire.text),
})

const readable = {
  type: Wire.nullable(
    Schema.Literal(
      "postgres",
      "supabase",
      "neon",
      "alloydb",
      "planetscale",
      "rdspostgres",
      "aurorapostgres",
      "cloudsqlpostgres",
      "azurepostgres",
      "crunchybridge",
      "tigerdata",
    ),
  ),
  host: DatabaseWire.host,
  port: Wire.optional(DatabaseWire.port),
  database: Wire.text,
  authentication: Wire.optional(DatabaseWire.authentication),
  iamRole: Wire.optional(Wire.text),
  ...DatabaseWire.tls,
  settings,
  tableMappings: DatabaseWire.mappings(mapping),
}

const refuseSlot = (source: JsonObject): ReadonlyArray<Refusal> => {
  const { replicationMode, replicationSlotName, enableFailoverSlots } = DatabaseWire.objectAt(
    source,
    "settings",
  )
  if (replicationSlotName === undefined) return []
  return [
    ...(replicationMode === "cdc_only"
      ? []
      : [{ path: ["settings", "replicationSlotName"], message: "is accepted with cdc_only only" }]),
    ...(enableFailoverSlots === true
      ? [{ path: ["settings", "enableFailoverSlots"], message: "is not accepted with replicationSlotName" }]
      : []),
  ]
}

export const wire: WireContract = {
  arm: "postgres",
  destination: "database",
  create: Schema.Struct({ ...readable, credentials: DatabaseWire.credentials }),
  patch: DatabaseWire.connecting(
    Schema.Struct({
      credentials: Wire.optional(DatabaseWire.credentials),
      host: Wire.nullable(DatabaseWire.host),
      port: Wire.nullable(DatabaseWire.port),
      database: Wire.nullable(Wire.text),
      ...DatabaseWire.tlsPatch,
      settings: Wire.optional(Schema.Struct(DatabaseWire.settingsPatch)),
      ...DatabaseWire.mappingEdits(mapping, removal),
    }),
    ["credentials"],
  ),
  read: Schema.Struct(readable),
  fill: (source) => ({
    type: "postgres",
    port: 5432,
    authentication: "basic",
    disableTls: false,
    skipCertVerification: false,
    ...source,
    settings: {
      syncIntervalSeconds: 60,
      pullBatchSize: 100_000,
      allowNullableColumns: false,
      initialLoadParallelism: 4,
      snapshotNumRowsPerPartition: 100_000,
      snapshotNumberOfParallelTables: 1,
      ...DatabaseWire.objectAt(source, "settings"),
    },
    ...DatabaseWire.filledMappings(source, {
      excludedColumns: [],
      useCustomSortingKey: false,
      sortingKeys: [],
      tableEngine: "ReplacingMergeTree",
    }),
  }),
  refuse: (source) => [
    ...DatabaseWire.refuseLogin(source),
    ...refuseSlot(source),
    ...DatabaseWire.refuseMappings(source),
  ],
  echo: (source, oddly) =>
    oddly
      ? {
          ...Wire.withoutDefaults(source, { type: "postgres", authentication: "basic" }),
          ...DatabaseWire.unset(source, ["tlsHost", "caCertificate", "iamRole"]),
          settings: {
            ...DatabaseWire.objectAt(source, "settings"),
            ...DatabaseWire.unset(DatabaseWire.objectAt(source, "settings"), [
              "publicationName",
              "replicationSlotName",
            ]),
          },
          ...DatabaseWire.filledMappings(source, { partitionKey: "", partitionByExpr: "" }),
        }
      : source,
  scaling: false,
  settings: false,
  lifecycle: DatabaseWire.lifecycle,
}
