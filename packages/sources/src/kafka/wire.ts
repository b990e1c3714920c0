import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as Wire from "../shared/wire.ts"

const authentication = Schema.Literal(
  "PLAIN",
  "SCRAM-SHA-256",
  "SCRAM-SHA-512",
  "IAM_ROLE",
  "IAM_USER",
  "MUTUAL_TLS",
)

const credentials = Schema.Union(
  Wire.userAndPassword,
  Wire.accessKey,
  Schema.Struct({ connectionString: Wire.text }),
  Schema.Struct({ certificate: Wire.text, privateKey: Wire.text }),
)

const registry = {
  url: Wire.text.pipe(Schema.startsWith("https://", { description: "an address that starts with https://" })),
  authentication: Schema.Literal("PLAIN"),
  caCertificate: Wire.nullable(Wire.text),
}

const readable = {
  type: Schema.Literal(
    "kafka",
    "redpanda",
    "msk",
    "gcmk",
    "confluent",
    "warpstream",
    "azureeventhub",
    "dokafka",
  ),
  format: Schema.Literal("JSONEachRow", "Avro", "AvroConfluent", "Protobuf"),
  brokers: Wire.text,
  topics: Wire.text,
  consumerGroup: Wire.nullable(Wire.text),
  authentication: Wire.optional(authentication),
  iamRole: Wire.nullable(Wire.text),
  offset: Wire.nullable(
    Schema.Struct({
      strategy: Schema.Literal("from_beginning", "from_latest", "from_timestamp"),
      timestamp: Wire.nullable(Wire.text),
    }),
  ),
  caCertificate: Wire.nullable(Wire.text),
  reversePrivateEndpointIds: Wire.optional(Schema.Array(Wire.text)),
  exactlyOnce: Wire.nullable(Schema.Boolean),
}

const password = ["username", "password"]

/** What each type takes, as the reference lists it. */
const offers: Readonly<Record<string, ReadonlyArray<string>>> = {
  kafka: ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "MUTUAL_TLS"],
  msk: ["SCRAM-SHA-512", "IAM_ROLE", "IAM_USER", "MUTUAL_TLS"],
  gcmk: ["PLAIN", "MUTUAL_TLS"],
  confluent: ["PLAIN", "MUTUAL_TLS"],
  warpstream: ["PLAIN"],
  azureeventhub: ["PLAIN"],
  // The reference has `MUTUAL_TLS` here too; the service was seen to refuse it.
  redpanda: ["SCRAM-SHA-256", "SCRAM-SHA-512"],
  dokafka: ["SCRAM-SHA-256", "MUTUAL_TLS"],
}

const keysFor = (type: unknown, method: unknown): ReadonlyArray<string> => {
  if (type === "azureeventhub") return ["connectionString"]
  if (method === "IAM_USER") return ["accessKeyId", "secretKey"]
  return method === "MUTUAL_TLS" ? ["certificate", "privateKey"] : password
}

const refuseLogin = (source: JsonObject): ReadonlyArray<Refusal> => {
  const { type, authentication: method, credentials: given } = source
  if (typeof method !== "string" || typeof type !== "string") return []
  if (offers[type]?.includes(method) !== true) {
    return [{ path: ["authentication"], message: "is not supported for this type of source" }]
  }
  if (method === "IAM_ROLE") {
    return [
      ...Wire.requiredWith(source, { field: "authentication", is: "IAM_ROLE", needs: "iamRole" }),
      ...(given == null ? [] : [{ path: ["credentials"], message: "is not accepted with IAM_ROLE" }]),
    ]
  }
  const path = ["credentials"]
  if (given == null) return [{ path, message: "is required" }]
  const hasAll = keysFor(type, method).every((key) => typeof given === "object" && key in given)
  return hasAll ? [] : [{ path, message: "does not match the authentication" }]
}

const refuseOffset = (source: JsonObject): ReadonlyArray<Refusal> => {
  const { offset } = source
  if (typeof offset !== "object" || offset === null || !("strategy" in offset)) return []
  const wanted = offset.strategy === "from_timestamp"
  const given = offset.timestamp != null
  if (wanted === given) return []
  const message = wanted ? "is required with from_timestamp" : "is accepted with from_timestamp only"
  return [{ path: ["offset", "timestamp"], message }]
}

export const wire: WireContract = {
  arm: "kafka",
  destination: "table",
  create: Schema.Struct({
    ...readable,
    schemaRegistry: Wire.nullable(Schema.Struct({ ...registry, credentials: Wire.userAndPassword })),
    credentials: Wire.optional(credentials),
  }),
  patch: Schema.Struct({
    authentication: Wire.nullable(authentication),
    iamRole: Wire.nullable(Wire.text),
    caCertificate: Wire.nullable(Wire.text),
    reversePrivateEndpointIds: Wire.optional(Schema.Array(Wire.text)),
    credentials: Wire.optional(credentials),
  }),
  read: Schema.Struct({ ...readable, schemaRegistry: Wire.nullable(Schema.Struct(registry)) }),
  fill: (source, pipeId) => ({ consumerGroup: `clickpipes-${pipeId}`, exactlyOnce: false, ...source }),
  refuse: (source) => [...refuseLogin(source), ...refuseOffset(source)],
  scaling: true,
  settings: true,
  settingKeys: Wire.Settings.kafka,
  settingDefaults: Wire.streamingDefaults,
  discovery: true,
  lifecycle: Wire.streaming,
}
