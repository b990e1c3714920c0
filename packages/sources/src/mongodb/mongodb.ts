import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import { userAndPassword } from "../shared/credentials.ts"
import * as Database from "../shared/database.ts"
import * as DatabaseChecks from "../shared/databaseChecks.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Mappings from "../shared/mappings.ts"
import * as Tls from "../shared/tls.ts"
import * as MongoChecks from "./checks.ts"

const { replication } = Database

export const mongodb = SourceKind.make({
  name: "mongodb",
  arm: "mongodb",
  types: ["mongodb"],
  summary: "Copies collections of a MongoDB database and keeps the copies in step with it.",
  destination: "database",
  fields: {
    uri: Field.string({
      doc: "The connection string of the cluster, without the login. The API returns it, so it is no place for a password.",
      edit: "live",
      required: true,
      pattern: {
        source: "^mongodb(\\+srv)?://.+",
        claim: "an address that starts with `mongodb://` or `mongodb+srv://`",
      },
      example: "mongodb+srv://cluster0.example.mongodb.net",
    }),
    readPreference: Field.oneOf(
      ["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"],
      { doc: "Which members of the replica set are read.", edit: "live", required: true },
    ),
    credentials: userAndPassword(
      "The user that reads the collections. Left out only where the database asks for no login.",
    ),
    ...Field.untold(Tls.database),
    settings: Database.settings({
      replicationMode: replication.replicationMode,
      ...Field.untold({
        syncIntervalSeconds: replication.syncIntervalSeconds,
        pullBatchSize: replication.pullBatchSize,
        snapshotNumRowsPerPartition: replication.snapshotNumRowsPerPartition,
        snapshotNumberOfParallelTables: replication.snapshotNumberOfParallelTables,
        deleteOnMerge: replication.deleteOnMerge,
        useJsonNativeFormat: Field.boolean({
          doc: "Whether documents go into columns of the type JSON. Otherwise they are strings.",
          edit: "replace",
          default: true,
        }),
      }),
    }),
    tables: Mappings.tables({
      doc: "The collections to copy, and the ClickHouse tables that they go to. Those are made if they are not there.",
      source: ["sourceDatabaseName", "sourceCollection"],
      fields: { tableEngine: Mappings.tableEngine },
      example: "shop.users -> users",
    }),
  },
  place: ["uri", "readPreference", "credentials", ...Tls.names],
  lifecycle: Lifecycles.database(
    [
      "uri",
      "readPreference",
      "credentials",
      "tlsHost",
      "caCertificate",
      "disableTls",
      "skipCertVerification",
      "settings",
    ],
    ["uri", "readPreference", "credentials"],
  ),
  start: () => ({ credentials: true }),
  // Few databases ask for no login, and what the API tells is the same for them.
  unreturned: () => [{ path: ["credentials"] }],
  check: [MongoChecks.login, DatabaseChecks.uniqueTargets],
})
