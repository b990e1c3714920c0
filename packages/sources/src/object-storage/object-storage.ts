import * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Checks from "../shared/checks.ts"
import { accessKey, iamRole } from "../shared/credentials.ts"
import * as Settings from "../shared/settings.ts"
import * as StorageChecks from "./checks.ts"
import { lifecycle } from "./lifecycle.ts"

const azure = ["azureblobstorage"]
const withUrl = ["s3", "gcs", "dospaces", "cloudflarer2", "ovhobjectstorage"]

const settings: Field.Fields = {
  object_storage_concurrency: Field.integer({
    doc: "How many files are read at the same time.",
    edit: "settings",
    minimum: 1,
    maximum: 35,
  }),
  object_storage_polling_interval_ms: Field.integer({
    doc: "How often a continuous pipe looks for new files, in milliseconds.",
    edit: "settings",
    minimum: 100,
    maximum: 3_600_000,
    unit: "ms",
  }),
  object_storage_max_insert_bytes: Field.integer({
    doc: "The most bytes that go into one insert.",
    edit: "settings",
    minimum: 10_485_760,
    maximum: 53_687_091_200,
    unit: "byte",
  }),
  object_storage_max_file_count: Field.integer({
    doc: "The most files that go into one insert.",
    edit: "settings",
    minimum: 1,
    maximum: 10_000,
  }),
  object_storage_use_cluster_function: Field.boolean({
    doc: "Whether the replicas of the service share the reading of files.",
    edit: "settings",
  }),
  ...Settings.clickHouse,
}

/** Which field goes with which way of authentication. */
export const objectStorage = SourceKind.make({
  name: "object-storage",
  arm: "objectStorage",
  types: ["s3", "gcs", "dospaces", "azureblobstorage", "cloudflarer2", "ovhobjectstorage"],
  summary: "Reads files from a bucket or a container, once or as they arrive.",
  flavour: { key: "type" },
  destination: "table",
  fields: {
    url: Field.string({
      doc: "The files to read, with wildcards as in a shell. For all stores but Azure.",
      edit: "replace",
      example: "https://my-bucket.s3.amazonaws.com/data/*.json",
    }),
    azureContainerName: Field.string({
      doc: "The container that holds the files, for Azure.",
      edit: "live",
      untold: azure,
      example: "my-container",
    }),
    path: Field.string({
      doc: "The files to read in the container, with wildcards as in a shell, for Azure.",
      edit: "live",
      untold: azure,
      example: "data/*.json",
    }),
    format: Field.oneOf(
      [
        "JSONEachRow",
        "JSONAsObject",
        "CSV",
        "CSVWithNames",
        "TabSeparated",
        "TabSeparatedWithNames",
        "Parquet",
        "Avro",
      ],
      { doc: "How the rows of a file are encoded.", edit: "replace", required: true },
    ),
    delimiter: Field.string({
      doc: "What separates two values of a row, for formats that separate them.",
      edit: "replace",
      example: ";",
    }),
    compression: Field.oneOf(["none", "gzip", "gz", "brotli", "br", "xz", "LZMA", "zstd", "auto"], {
      doc: "How the files are compressed. `auto` goes by their names.",
      edit: "replace",
    }),
    isContinuous: Field.boolean({
      doc: "Whether the pipe waits for more files. New ones have to come in the order of their names unless a queue tells of them.",
      edit: "replace",
      default: false,
    }),
    queueUrl: Field.string({
      doc: "The queue that tells of new files: an SQS queue for S3, a Pub/Sub subscription for Google Cloud Storage.",
      edit: "replace",
      example: "https://sqs.us-east-1.amazonaws.com/123456789012/new-files",
    }),
    skipInitialLoad: Field.boolean({
      doc: "Whether files that are there already are left out, so that only those that the queue tells of are read.",
      edit: "live",
      default: false,
      untold: true,
    }),
    startAfter: Field.string({
      doc: "The key after which the first load starts. Files up to it, and it itself, are left out.",
      edit: "live",
      example: "data/2026-01-31.json",
    }),
    authentication: Field.oneOf(["IAM_USER", "IAM_ROLE", "SERVICE_ACCOUNT", "CONNECTION_STRING"], {
      doc: "How the pipe gets at the files. Without it they have to be public.",
      edit: "live",
      untold: azure,
    }),
    accessKey,
    iamRole,
    serviceAccountKey: Field.secret({
      doc: "The JSON key file of a Google Cloud service account, in base64, for `SERVICE_ACCOUNT`. `base64(file(…))` makes it.",
      edit: "live",
    }),
    connectionString: Field.secret({
      doc: "The connection string of the storage account, for Azure.",
      edit: "live",
    }),
  },
  // CPU and memory are the streaming kinds'.
  scaling: { replicas: Scaling.fields.replicas! },
  settings,
  priced: "pipe",
  lifecycle,
  start: StorageChecks.start,
  unreturned: StorageChecks.unreturned,
  check: [
    Checks.ofTypes({ field: "url", types: withUrl, required: true }),
    Checks.ofTypes({ field: "azureContainerName", types: azure, required: true }),
    Checks.ofTypes({ field: "path", types: azure, required: false }),
    StorageChecks.azureLogin,
    Checks.offered(StorageChecks.offers),
    ...StorageChecks.logins.map(Checks.needs),
    StorageChecks.queue,
    StorageChecks.initialLoad,
  ],
})
