import type { WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as DatabaseWire from "../shared/databaseWire.ts"
import * as Wire from "../shared/wire.ts"

const readable = {
  snapshotStagingPath: Wire.text.pipe(
    Schema.startsWith("gs://", { description: "a path that starts with gs://" }),
  ),
  settings: Schema.Struct({
    replicationMode: Schema.Literal("snapshot"),
    allowNullableColumns: Wire.optional(Schema.Boolean),
    initialLoadParallelism: Wire.optional(Schema.Number),
    snapshotNumRowsPerPartition: Wire.optional(Schema.Number),
    snapshotNumberOfParallelTables: Wire.optional(Schema.Number),
  }),
  tableMappings: DatabaseWire.mappings(
    Schema.Struct({
      sourceDatasetName: Wire.text,
      sourceTable: Wire.text,
      ...DatabaseWire.mappingColumns,
    }),
  ),
}

/** There is no `patch`: nothing of such a source can be edited. */
export const wire: WireContract = {
  arm: "bigquery",
  destination: "database",
  create: Schema.Struct({ ...readable, credentials: Wire.serviceAccount }),
  read: Schema.Struct(readable),
  fill: (source) => ({
    ...source,
    settings: {
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
  refuse: DatabaseWire.refuseMappings,
  scaling: false,
  settings: false,
  lifecycle: { ...DatabaseWire.lifecycle, commands: ["start", "stop"], pausedEdits: [] },
}
