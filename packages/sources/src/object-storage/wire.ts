import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as LifecycleTables from "../shared/lifecycleTables.ts"
import * as Wire from "../shared/wire.ts"

const authentication = Schema.Literal("IAM_ROLE", "IAM_USER", "CONNECTION_STRING", "SERVICE_ACCOUNT")

const readable = {
  type: Schema.Literal("s3", "gcs", "dospaces", "azureblobstorage", "cloudflarer2", "ovhobjectstorage"),
  format: Schema.Literal(
    "JSONEachRow",
    "JSONAsObject",
    "CSV",
    "CSVWithNames",
    "TabSeparated",
    "TabSeparatedWithNames",
    "Parquet",
    "Avro",
  ),
  url: Wire.optional(Wire.text),
  delimiter: Wire.nullable(Wire.text),
  compression: Wire.nullable(
    Schema.Literal("none", "gzip", "gz", "brotli", "br", "xz", "LZMA", "zstd", "auto"),
  ),
  isContinuous: Wire.nullable(Schema.Boolean),
  queueUrl: Wire.nullable(Wire.text),
  skipInitialLoad: Wire.nullable(Schema.Boolean),
  startAfter: Wire.nullable(Wire.text),
  authentication: Wire.nullable(authentication),
  iamRole: Wire.nullable(Wire.text),
  path: Wire.nullable(Wire.text),
  azureContainerName: Wire.nullable(Wire.text),
}

const secrets = {
  accessKey: Wire.nullable(Wire.accessKey),
  serviceAccountKey: Wire.nullable(Wire.text),
  connectionString: Wire.nullable(Wire.text),
}

const offers: Readonly<Record<string, ReadonlyArray<string>>> = {
  s3: ["IAM_USER", "IAM_ROLE"],
  gcs: ["IAM_USER", "SERVICE_ACCOUNT"],
  dospaces: ["IAM_USER"],
  azureblobstorage: ["CONNECTION_STRING"],
  cloudflarer2: ["IAM_USER"],
  ovhobjectstorage: ["IAM_USER"],
}

const when = (isWrong: boolean, key: string, message: string): ReadonlyArray<Refusal> =>
  isWrong ? [{ path: [key], message }] : []

const refuseLogin = (source: JsonObject): ReadonlyArray<Refusal> => {
  const { type, authentication: method } = source
  const field = "authentication"
  return [
    ...when(
      typeof type === "string" && typeof method === "string" && offers[type]?.includes(method) !== true,
      field,
      "is not supported for this type of store",
    ),
    ...Wire.requiredWith(source, { field, is: "IAM_USER", needs: "accessKey" }),
    ...Wire.requiredWith(source, { field, is: "IAM_ROLE", needs: "iamRole" }),
    ...Wire.requiredWith(source, { field, is: "SERVICE_ACCOUNT", needs: "serviceAccountKey" }),
    ...Wire.requiredWith(source, { field, is: "CONNECTION_STRING", needs: "connectionString" }),
  ]
}

const refusePlace = (source: JsonObject): ReadonlyArray<Refusal> => {
  const isAzure = source.type === "azureblobstorage"
  return [
    ...when(!isAzure && source.url == null, "url", "is required"),
    ...when(isAzure && source.azureContainerName == null, "azureContainerName", "is required"),
    ...when(isAzure && source.authentication == null, "authentication", "is required"),
  ]
}

const refuseQueue = (source: JsonObject): ReadonlyArray<Refusal> => {
  const { type, queueUrl, isContinuous, authentication: method, skipInitialLoad, startAfter } = source
  const hasQueue = queueUrl != null
  return [
    ...when(hasQueue && type !== "s3" && type !== "gcs", "queueUrl", "is accepted for s3 and gcs only"),
    ...when(hasQueue && isContinuous !== true, "queueUrl", "is accepted with isContinuous only"),
    ...when(hasQueue && method == null, "queueUrl", "is accepted with authentication only"),
    ...when(skipInitialLoad === true && !hasQueue, "skipInitialLoad", "is accepted with queueUrl only"),
    ...when(
      skipInitialLoad === true && startAfter != null,
      "startAfter",
      "is not accepted with skipInitialLoad",
    ),
  ]
}

const untoldOfAzure = ["authentication", "path", "azureContainerName"]

export const wire: WireContract = {
  arm: "objectStorage",
  destination: "table",
  create: Schema.Struct({ ...readable, ...secrets }),
  patch: Schema.Struct({
    skipInitialLoad: Wire.nullable(Schema.Boolean),
    startAfter: Wire.nullable(Wire.text),
    authentication: Wire.nullable(authentication),
    iamRole: Wire.nullable(Wire.text),
    path: Wire.nullable(Wire.text),
    azureContainerName: Wire.nullable(Wire.text),
    ...secrets,
  }),
  // The reference lists `connectionString` here too; a service that returned it would give a secret away.
  read: Schema.Struct(readable),
  fill: (source) => ({ isContinuous: false, ...source }),
  refuse: (source) => [...refusePlace(source), ...refuseLogin(source), ...refuseQueue(source)],
  scaling: true,
  settings: true,
  settingKeys: Wire.Settings.objectStorage,
  settingDefaults: { object_storage_concurrency: 4, clickhouse_max_threads: 0 },
  foreignSettings: Wire.foreignSettings,
  // The reference has these for every store.
  echo: (source) => (source.type === "azureblobstorage" ? Wire.without(source, untoldOfAzure) : source),
  lifecycle: {
    ...Wire.streaming,
    tables: [LifecycleTables.files, LifecycleTables.filesOnce],
    of: ({ isContinuous }) => (isContinuous === true ? LifecycleTables.files : LifecycleTables.filesOnce),
  },
}
