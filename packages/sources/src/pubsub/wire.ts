import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as Wire from "../shared/wire.ts"

const authentication = Schema.Literal("SERVICE_ACCOUNT")

const ackDeadline = Wire.nullable(Wire.wholeBetween(10, 600))

const date = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"
const time = "([01]\\d|2[0-3]):[0-5]\\d"

/** Of RFC 3339. */
const moment = Schema.String.pipe(
  Schema.pattern(new RegExp(`^${date}T${time}:[0-5]\\d(\\.\\d+)?(Z|[+-]${time})$`), {
    description: "a moment such as 2026-01-31T08:30:00Z",
  }),
)

const readable = {
  format: Schema.Literal("JSONEachRow", "Avro", "Protobuf"),
  projectId: Wire.text,
  topic: Wire.text,
  authentication,
  seekType: Schema.Literal("latest", "earliest", "timestamp"),
  seekTimestamp: Wire.nullable(moment),
  filter: Wire.nullable(
    Schema.String.pipe(Schema.maxLength(256, { description: "a text of at most 256 characters" })),
  ),
  enableOrdering: Wire.nullable(Schema.Boolean),
  ackDeadline,
}

const refuseSeek = (source: JsonObject): ReadonlyArray<Refusal> => {
  const wanted = source.seekType === "timestamp"
  if (wanted === (source.seekTimestamp != null)) return []
  const message = wanted ? "is required with timestamp" : "is accepted with timestamp only"
  return [{ path: ["seekTimestamp"], message }]
}

export const wire: WireContract = {
  arm: "pubsub",
  destination: "table",
  create: Schema.Struct({ ...readable, serviceAccountKey: Wire.serviceAccount }),
  // The reference requires the key too, though it may be `null`; another client leaves it out and that is taken.
  patch: Schema.Struct({
    authentication: Schema.NullOr(authentication),
    ackDeadline,
    serviceAccountKey: Wire.nullable(Wire.serviceAccount),
  }),
  read: Schema.Struct(readable),
  fill: (source) => ({ enableOrdering: false, ...source }),
  refuse: refuseSeek,
  previews: () => [{ path: [], message: "is in limited preview and not enabled for this organization" }],
  scaling: true,
  settings: true,
  settingKeys: Wire.Settings.streaming,
  settingDefaults: Wire.streamingDefaults,
  foreignSettings: Wire.foreignSettings,
  lifecycle: Wire.streaming,
}
