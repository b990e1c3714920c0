/** Fields that the kinds of databases share. */
import * as Field from "@pipewright/core/Field"

export const host: Field.Field = Field.string({
  doc: "The name or the address of the server. With a private endpoint, the name of the endpoint.",
  edit: "live",
  required: true,
  pattern: {
    source: "^([A-Za-z0-9._-]+|[0-9A-Fa-f:]+)$",
    claim: "a host name or an address, without a scheme and a port",
  },
  example: "db.example.com",
})

export const port = (facts: {
  readonly default?: number
  readonly required?: boolean
  readonly example: string
}) => Field.integer({ doc: "The port of the server.", edit: "live", minimum: 1, maximum: 65_535, ...facts })

/** How to log in to a server that takes passwords and roles. */
export const authentication = (edit: Field.Edit): Field.Field =>
  Field.oneOf(["basic", "IAM_ROLE"], {
    doc: "How the pipe logs in: with a password, or in an AWS role.",
    edit,
    default: "basic",
  })

const count = (doc: string, edit: Field.Edit, minimum = 1): Field.Field =>
  Field.integer({ doc, edit, minimum })

/** The settings that a database pipe may have; each kind names those that it takes. */
export const replication = {
  replicationMode: Field.oneOf(["cdc", "snapshot", "cdc_only"], {
    doc: "What is read: all rows and then every change (`cdc`), all rows once (`snapshot`), or changes only (`cdc_only`).",
    edit: "replace",
    required: true,
  }),
  syncIntervalSeconds: Field.integer({
    doc: "How often changes are fetched, in seconds.",
    edit: "live",
    minimum: 1,
    unit: "s",
  }),
  pullBatchSize: count("How many rows are fetched at a time while changes are read.", "live"),
  allowNullableColumns: Field.boolean({
    doc: "Whether columns that may be NULL become Nullable. Otherwise a NULL becomes the default of the type.",
    edit: "replace",
  }),
  initialLoadParallelism: count("How many workers share the first read of a table.", "replace"),
  snapshotNumRowsPerPartition: count("How many rows make one portion of the first read.", "replace", 1000),
  snapshotNumberOfParallelTables: count("How many tables are first read at the same time.", "replace"),
  deleteOnMerge: Field.boolean({
    doc: "Whether rows that are deleted at the source are removed when a ReplacingMergeTree merges, and not only marked.",
    edit: "replace",
    default: false,
    untold: true,
  }),
} satisfies Field.Fields

/** The settings of a database pipe as a block. */
export const settings = (fields: Field.Fields): Field.Field =>
  // Some of them can be edited in place; a plan reads that from each.
  Field.block(fields, { doc: "What is replicated, and how.", edit: "live", required: true })
