import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as DatabaseWire from "../shared/databaseWire.ts"
import * as Wire from "../shared/wire.ts"

const settings = Schema.Struct({
  ...DatabaseWire.settings,
  replicationMechanism: Wire.optional(Schema.Literal("GTID", "FILE_POS")),
  useCompression: Wire.optional(Schema.Boolean),
})

const mapping = Schema.Struct({
  sourceSchemaName: Wire.text,
  sourceTable: Wire.text,
  ...DatabaseWire.mappingColumns,
  partitionKey: Wire.optional(Wire.text),
})

const removal = Schema.Struct({
  sourceSchemaName: Schema.NullOr(Wire.text),
  sourceTable: Schema.NullOr(Wire.text),
  targetTable: Schema.NullOr(Wire.text),
  tableEngine: Wire.nullable(DatabaseWire.tableEngine),
  partitionKey: Wire.nullable(Wire.text),
})

const serverId = Wire.wholeBetween(1, 4_294_967_295)

const readable = {
  type: Wire.nullable(Schema.Literal("mysql", "rdsmysql", "auroramysql", "mariadb", "rdsmariadb")),
  host: DatabaseWire.host,
  port: DatabaseWire.port,
  authentication: Wire.optional(DatabaseWire.authentication),
  iamRole: Wire.optional(Wire.text),
  ...DatabaseWire.tls,
  serverId: Wire.optional(serverId),
  settings,
  tableMappings: DatabaseWire.mappings(mapping),
}

const refuseMechanism = (source: JsonObject): ReadonlyArray<Refusal> => {
  const isMariaDb = source.type === "mariadb" || source.type === "rdsmariadb"
  return isMariaDb && DatabaseWire.objectAt(source, "settings").replicationMechanism === "FILE_POS"
    ? [{ path: ["settings", "replicationMechanism"], message: "has to be GTID for MariaDB" }]
    : []
}

export const wire: WireContract = {
  arm: "mysql",
  destination: "database",
  create: Schema.Struct({ ...readable, credentials: DatabaseWire.credentials }),
  patch: DatabaseWire.connecting(
    Schema.Struct({
      credentials: Wire.optional(DatabaseWire.credentials),
      host: Wire.nullable(DatabaseWire.host),
      port: Wire.nullable(DatabaseWire.port),
      authentication: Wire.nullable(DatabaseWire.authentication),
      iamRole: Wire.nullable(Wire.text),
      ...DatabaseWire.tlsPatch,
      serverId: Wire.nullable(serverId),
      settings: Wire.optional(
        Schema.Struct({ ...DatabaseWire.settingsPatch, useCompression: Wire.nullable(Schema.Boolean) }),
      ),
      ...DatabaseWire.mappingEdits(mapping, removal),
    }),
    ["host", "port", "credentials"],
  ),
  read: Schema.Struct(readable),
  fill: (source, pipeId) => ({
    type: "mysql",
    authentication: "basic",
    disableTls: false,
    skipCertVerification: false,
    // Some number of the service's own, the same for a pipe each time it is asked for.
    serverId: 1 + (Number.parseInt(pipeId.replaceAll(/[^0-9a-f]/gi, "").slice(0, 7), 16) || 0),
    ...source,
    settings: {
      replicationMechanism: "GTID",
      useCompression: false,
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
    ...refuseMechanism(source),
    ...DatabaseWire.refuseMappings(source),
  ],
  echo: (source, oddly) =>
    oddly
      ? {
          ...Wire.withoutDefaults(source, { type: "mysql", authentication: "basic" }),
          ...DatabaseWire.unset(source, ["tlsHost", "caCertificate", "iamRole"]),
          settings: Wire.withoutDefaults(DatabaseWire.objectAt(source, "settings"), {
            replicationMechanism: "GTID",
          }),
          ...DatabaseWire.filledMappings(source, { partitionKey: "" }),
        }
      : source,
  previews: (source) =>
    DatabaseWire.objectAt(source, "settings").replicationMechanism === "FILE_POS"
      ? [
          {
            path: ["settings", "replicationMechanism"],
            message: "FILE_POS is not enabled for this organization",
          },
        ]
      : [],
  scaling: false,
  settings: false,
  lifecycle: DatabaseWire.lifecycle,
}
