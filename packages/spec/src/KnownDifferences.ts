/**
 * Differences from the published document that are meant, each with its reason. One that is not there any more is
 * reported: the document has changed, or we have.
 */
import type { Fact } from "./internal/compareShapes.ts"
import * as OpenApi from "./OpenApi.ts"

export interface KnownDifference {
  /** A `*` at its end stands for each key that the document has there. */
  readonly pointer: string
  readonly fact: Fact
  readonly ours: string
  readonly theirs: string
  readonly reason: string
}

/** An operation of the guide that the document does not have. */
const guideOnly = (reason: string, method: string, path: string): KnownDifference => ({
  pointer: OpenApi.below("/paths", path, method),
  fact: "operation",
  ours: "present",
  theirs: "absent",
  reason,
})

/** Something in one of the document's schemas, from the name of the schema on. */
const inSchema = (
  at: string,
  fact: Fact,
  [ours, theirs]: readonly [string, string],
  reason: string,
): KnownDifference => ({ pointer: `/components/schemas/${at}`, fact, ours, theirs, reason })

const organizationCdcScaling = "/v1/organizations/{organizationId}/clickpipes/cdcScaling"
const ofOrganization =
  "The guide has the shared size below the organisation, and the document below the service. Both forms are known."
const waking = "Of a service nothing is read but what waking it needs."

const concurrency =
  "The document calls it outdated; `object_storage_concurrency` in the settings takes its place."
const readCommitted =
  "A setting of newer services. The document does not have it yet, and another tool sends it to live ones."
const samples = "An experiment of the service that tries a source out; nothing of a pipe depends on it."
const numbers =
  "The document gives a bare number. It counts something, and the service refuses 0 in settings."
const tablesAlone =
  "The document asks for it in every edit, but the service takes an edit of tables alone without it. The contract asks for it whenever something else is edited."
const engineColumns =
  "The document has one schema for what is sent and what is returned. The service does not always return it, so it is never compared."
const connectionString =
  "It holds the key of the account. The document lists it among what is returned; nothing here relies on that, and the emulator keeps it back."

/** The numbers of a copy from the one source whose schema gives them no bounds. */
const unbounded = ["initialLoadParallelism", "snapshotNumRowsPerPartition", "snapshotNumberOfParallelTables"]

export const knownDifferences: ReadonlyArray<KnownDifference> = [
  guideOnly(ofOrganization, "get", organizationCdcScaling),
  guideOnly(ofOrganization, "patch", organizationCdcScaling),
  inSchema("Service/properties/*", "field", ["absent", "present"], waking),
  inSchema("Service/properties/*", "field", ["absent", "deprecated"], waking),
  inSchema("ScalingSchedule", "field", ["absent", "present"], waking),
  inSchema("CurrentScaling", "field", ["absent", "present"], waking),
  inSchema("ClickPipeScaling/properties/concurrency", "field", ["absent", "deprecated"], concurrency),
  inSchema(
    "ClickPipeScalingPatchRequest/properties/concurrency",
    "field",
    ["absent", "deprecated"],
    concurrency,
  ),
  inSchema(
    "ClickPipeSettings/properties/kafka_read_committed",
    "field",
    ["present", "absent"],
    readCommitted,
  ),
  inSchema(
    "ClickPipeSettingsPutRequest/properties/kafka_read_committed",
    "field",
    ["present", "absent"],
    readCommitted,
  ),
  inSchema("ClickPipePostSource/properties/validateSamples", "field", ["absent", "present"], samples),
  inSchema("ClickPipePatchSource/properties/validateSamples", "field", ["absent", "present"], samples),
  ...unbounded.flatMap((name) => [
    inSchema(`ClickPipeBigQueryPipeSettings/properties/${name}`, "integer", ["yes", "no"], numbers),
    inSchema(`ClickPipeBigQueryPipeSettings/properties/${name}`, "minimum", ["1", "none"], numbers),
  ]),
  ...["excludedColumns", "sortingKeys"].map((name) =>
    inSchema(
      `ClickPipeBigQueryPipeTableMapping/properties/${name}`,
      "uniqueItems",
      ["true", "none"],
      "The same list of the other databases names each column once, and naming one twice says nothing.",
    ),
  ),
  inSchema(
    "ClickPipePostKinesisSource/properties/timestamp",
    "minimum",
    ["0", "none"],
    "It counts seconds from 1970 on, and no stream is older.",
  ),
  inSchema(
    "ClickPipeMutateMySQLSource/properties/credentials",
    "required",
    ["yes", "no"],
    "The document lists some required keys and leaves the login out; its text and other tools ask for it.",
  ),
  inSchema("ClickPipePatchMongoDBSource/required/0", "required", ["no", "yes"], tablesAlone),
  inSchema("ClickPipePatchMongoDBSource/required/1", "required", ["no", "yes"], tablesAlone),
  inSchema("ClickPipePatchMySQLSource/required/0", "required", ["no", "yes"], tablesAlone),
  inSchema("ClickPipePatchMySQLSource/required/1", "required", ["no", "yes"], tablesAlone),
  inSchema(
    "ClickPipePatchPubSubSource/required/1",
    "required",
    ["no", "yes"],
    "It may be `null`, and another tool leaves it out: an edit of something else does not need the key again.",
  ),
  inSchema(
    "ClickPipeDestinationTableEngine/properties/versionColumnId",
    "returned",
    ["no", "yes"],
    engineColumns,
  ),
  inSchema("ClickPipeDestinationTableEngine/properties/columnIds", "returned", ["no", "yes"], engineColumns),
  inSchema(
    "ClickPipeObjectStorageSource/properties/connectionString",
    "field",
    ["absent", "present"],
    connectionString,
  ),
  inSchema(
    "ClickPipeObjectStorageSource/properties/connectionString",
    "returned",
    ["no", "yes"],
    connectionString,
  ),
]
