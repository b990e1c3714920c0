import type { WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as DatabaseWire from "../shared/databaseWire.ts"
import * as LifecycleTables from "../shared/lifecycleTables.ts"
import * as Wire from "../shared/wire.ts"

const readable = {
  snapshotStagingPath: Wire.text.pipe(
    Schema.startsWith("gs://", { description: "a path that starts with gs://" }),
  ),
  // The reference says "number" without bounds; the service refuses 0 in settings.
  settings: Schema.Struct({
    replicationMode: Schema.Literal("snapshot"),
    allowNullableColumns: Wire.optional(Schema.Boolean),
    initialLoadParallelism: Wire.optional(Wire.wholeFrom(1)),
    snapshotNumRowsPerPartition: Wire.optional(Wire.wholeFrom(1)),
    snapshotNumberOfParallelTables: Wire.optional(Wire.wholeFrom(1)),
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
  lifecycle: {
    ...DatabaseWire.lifecycle,
    tables: [LifecycleTables.databaseOnce],
    of: () => LifecycleTables.databaseOnce,
    commands: ["start", "stop"],
    pausedEdits: [],
  },
}
