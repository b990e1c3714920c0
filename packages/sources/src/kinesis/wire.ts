import type { WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as Wire from "../shared/wire.ts"

const authentication = Schema.Literal("IAM_ROLE", "IAM_USER")

const readable = {
  format: Schema.Literal("JSONEachRow", "Avro", "AvroConfluent"),
  streamName: Wire.text,
  region: Wire.text,
  useEnhancedFanOut: Wire.nullable(Schema.Boolean),
  iteratorType: Schema.Literal("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"),
  timestamp: Wire.nullable(Wire.wholeFrom(0)),
  authentication,
  iamRole: Wire.nullable(Wire.text),
}

export const wire: WireContract = {
  arm: "kinesis",
  destination: "table",
  create: Schema.Struct({ ...readable, accessKey: Wire.nullable(Wire.accessKey) }),
  patch: Schema.Struct({
    authentication: Wire.nullable(authentication),
    iamRole: Wire.nullable(Wire.text),
    accessKey: Wire.nullable(Wire.accessKey),
  }),
  read: Schema.Struct(readable),
  fill: (source) => ({ useEnhancedFanOut: false, ...source }),
  refuse: (source) => [
    ...Wire.requiredWith(source, { field: "iteratorType", is: "AT_TIMESTAMP", needs: "timestamp" }),
    ...Wire.requiredWith(source, { field: "authentication", is: "IAM_USER", needs: "accessKey" }),
    ...Wire.requiredWith(source, { field: "authentication", is: "IAM_ROLE", needs: "iamRole" }),
  ],
  scaling: true,
  settings: true,
  settingKeys: Wire.Settings.streaming,
  settingDefaults: Wire.streamingDefaults,
  foreignSettings: Wire.foreignSettings,
  discovery: true,
  lifecycle: Wire.streaming,
}
