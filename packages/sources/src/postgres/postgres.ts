import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import { iamRoleWith, userAndPassword } from "../shared/credentials.ts"
import * as Database from "../shared/database.ts"
import * as DatabaseChecks from "../shared/databaseChecks.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Mappings from "../shared/mappings.ts"
import * as Tls from "../shared/tls.ts"
import * as PostgresChecks from "./checks.ts"

const { replication } = Database

const types = [
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
]

export const postgres = SourceKind.make({
  name: "postgres",
  arm: "postgres",
  types,
  summary: "Copies tables of a PostgreSQL database and keeps the copies in step with it.",
  flavour: { key: "type", unsent: "postgres", alike: [types] },
  destination: "database",
  fields: {
    host: Database.host,
    port: Database.port({ default: 5432, example: "5432" }),
    database: Field.string({
      doc: "The database to read from.",
      edit: "live",
      required: true,
      example: "shop",
    }),
    authentication: Database.authentication("replace"),
    iamRole: iamRoleWith("replace"),
    credentials: userAndPassword("The user that reads and replicates; its password goes with `basic`.", {
      required: true,
      passwordRequired: false,
    }),
    ...Tls.database,
    settings: Database.settings({
      replicationMode: replication.replicationMode,
      syncIntervalSeconds: replication.syncIntervalSeconds,
      pullBatchSize: replication.pullBatchSize,
      publicationName: Field.string({
        doc: "The publication to read. Without it the service makes one.",
        edit: "replace",
        example: "clickpipes_publication",
      }),
      replicationSlotName: Field.string({
        doc: "The replication slot to read, for `cdc_only`. In the other modes the service makes its own.",
        edit: "replace",
        example: "clickpipes_slot",
      }),
      allowNullableColumns: replication.allowNullableColumns,
      initialLoadParallelism: replication.initialLoadParallelism,
      snapshotNumRowsPerPartition: replication.snapshotNumRowsPerPartition,
      snapshotNumberOfParallelTables: replication.snapshotNumberOfParallelTables,
      enableFailoverSlots: Field.boolean({
        doc: "Whether the slot that the service makes outlives a failover. From PostgreSQL 17 on.",
        edit: "replace",
        default: false,
        untold: true,
      }),
      deleteOnMerge: replication.deleteOnMerge,
    }),
    tables: Mappings.tables({
      doc: "The tables to copy, and the ClickHouse tables that they go to. Those are made if they are not there.",
      source: ["sourceSchemaName", "sourceTable"],
      fields: {
        ...Mappings.columns,
        partitionKey: Mappings.partitionKey,
        partitionByExpr: Mappings.partitionByExpr,
      },
      example: "public.users -> users",
    }),
  },
  place: ["host", "port", "database", "authentication", "iamRole", "credentials", ...Tls.names],
  priced: "shared",
  lifecycle: Lifecycles.database([
    "host",
    "port",
    "database",
    "tlsHost",
    "caCertificate",
    "disableTls",
    "skipCertVerification",
    "settings",
  ]),
  start: () => ({ port: true, credentials: { password: true } }),
  unreturned: DatabaseChecks.unreturned,
  check: [
    DatabaseChecks.login,
    PostgresChecks.slot,
    DatabaseChecks.uniqueTargets,
    DatabaseChecks.sortingKeys,
    DatabaseChecks.partitions,
  ],
})
