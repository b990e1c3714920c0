import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import { serviceAccount } from "../shared/credentials.ts"
import * as Database from "../shared/database.ts"
import * as DatabaseChecks from "../shared/databaseChecks.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Mappings from "../shared/mappings.ts"

const { replication } = Database

export const bigquery = SourceKind.make({
  name: "bigquery",
  arm: "bigquery",
  types: ["bigquery"],
  summary: "Copies tables of Google BigQuery, once.",
  destination: "database",
  fields: {
    snapshotStagingPath: Field.string({
      doc: "The folder in a Cloud Storage bucket through which rows pass. It is emptied after the load.",
      edit: "replace",
      required: true,
      pattern: { source: "^gs://[^/]+", claim: "a path that starts with `gs://` and the name of a bucket" },
      example: "gs://my-staging-bucket/staging/",
    }),
    credentials: serviceAccount("replace"),
    settings: Field.block(
      {
        replicationMode: Field.oneOf(["snapshot"], {
          doc: "What is read: all rows, once.",
          edit: "replace",
          required: true,
        }),
        allowNullableColumns: replication.allowNullableColumns,
        initialLoadParallelism: replication.initialLoadParallelism,
        // The bound of the other kinds is not this one's: here any number of rows is taken.
        snapshotNumRowsPerPartition: Field.integer({
          doc: "How many rows make one portion of the read.",
          edit: "replace",
          minimum: 1,
        }),
        snapshotNumberOfParallelTables: replication.snapshotNumberOfParallelTables,
      },
      { doc: "What is copied, and how.", edit: "replace", required: true },
    ),
    tables: Mappings.tables({
      doc: "The tables to copy, and the ClickHouse tables that they go to. Those are made if they are not there.",
      source: ["sourceDatasetName", "sourceTable"],
      fields: Mappings.columns,
      example: "shop.orders -> orders",
      edit: "replace",
    }),
  },
  lifecycle: { ...Lifecycles.database([]), pauseBefore: [] },
  check: [DatabaseChecks.uniqueTargets, DatabaseChecks.sortingKeys],
})
