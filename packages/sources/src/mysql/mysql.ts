import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import { iamRole, userAndPassword } from "../shared/credentials.ts"
import * as Database from "../shared/database.ts"
import * as DatabaseChecks from "../shared/databaseChecks.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Mappings from "../shared/mappings.ts"
import * as Tls from "../shared/tls.ts"
import * as MySqlChecks from "./checks.ts"

const { replication } = Database

export const mysql = SourceKind.make({
  name: "mysql",
  arm: "mysql",
  types: ["mysql", "rdsmysql", "auroramysql", "mariadb", "rdsmariadb"],
  summary: "Copies tables of a MySQL or MariaDB server and keeps the copies in step with it.",
  flavour: {
    key: "type",
    unsent: "mysql",
    alike: [
      ["mysql", "rdsmysql", "auroramysql"],
      ["mariadb", "rdsmariadb"],
    ],
  },
  destination: "database",
  fields: {
    host: Database.host,
    port: Database.port({ required: true, example: "3306" }),
    authentication: Database.authentication("live"),
    iamRole,
    credentials: userAndPassword("The user that reads and replicates; its password goes with `basic`.", {
      required: true,
      passwordRequired: false,
    }),
    ...Tls.database,
    serverId: Field.integer({
      doc: "The server id under which the pipe takes part in replication. No replica may share it. Without it the service picks one.",
      edit: "live",
      minimum: 1,
      maximum: 4_294_967_295,
      example: "4242",
    }),
    settings: Database.settings({
      replicationMode: replication.replicationMode,
      replicationMechanism: Field.oneOf(["GTID", "FILE_POS"], {
        doc: "How the place in the binary log is told: by transaction, or by file and position. MariaDB has the first only; for MySQL the second has to be enabled by support.",
        edit: "replace",
        default: "GTID",
      }),
      useCompression: Field.boolean({
        doc: "Whether the traffic with the server is compressed.",
        edit: "live",
        default: false,
      }),
      syncIntervalSeconds: replication.syncIntervalSeconds,
      pullBatchSize: replication.pullBatchSize,
      allowNullableColumns: replication.allowNullableColumns,
      initialLoadParallelism: replication.initialLoadParallelism,
      snapshotNumRowsPerPartition: replication.snapshotNumRowsPerPartition,
      snapshotNumberOfParallelTables: replication.snapshotNumberOfParallelTables,
      deleteOnMerge: replication.deleteOnMerge,
    }),
    tables: Mappings.tables({
      doc: "The tables to copy, and the ClickHouse tables that they go to. Those are made if they are not there.",
      source: ["sourceSchemaName", "sourceTable"],
      fields: { ...Mappings.columns, partitionKey: Mappings.partitionKey },
      example: "shop.orders -> orders",
    }),
  },
  place: ["host", "port", "authentication", "iamRole", "credentials", ...Tls.names],
  lifecycle: {
    ...Lifecycles.database(
      [
        "host",
        "port",
        "authentication",
        "iamRole",
        "credentials",
        "tlsHost",
        "caCertificate",
        "disableTls",
        "skipCertVerification",
        "serverId",
        "settings",
      ],
      ["host", "port", "credentials"],
    ),
    clearAlong: Lifecycles.roleOfAuthentication,
  },
  start: () => ({ credentials: { password: true } }),
  unreturned: DatabaseChecks.unreturned,
  check: [
    DatabaseChecks.login,
    MySqlChecks.mechanism,
    DatabaseChecks.uniqueTargets,
    DatabaseChecks.sortingKeys,
  ],
})
