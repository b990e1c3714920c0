import * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Checks from "../shared/checks.ts"
import { accessKey, iamRole } from "../shared/credentials.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Settings from "../shared/settings.ts"

const accessKeyOfUser: Checks.Needs = { field: "authentication", is: "IAM_USER", needs: "accessKey" }

export const kinesis = SourceKind.make({
  name: "kinesis",
  arm: "kinesis",
  types: ["kinesis"],
  summary: "Reads records from an Amazon Kinesis data stream.",
  destination: "table",
  fields: {
    format: Field.oneOf(["JSONEachRow", "Avro", "AvroConfluent"], {
      doc: "How a record is encoded.",
      edit: "replace",
      required: true,
    }),
    streamName: Field.string({
      doc: "The name of the stream.",
      edit: "replace",
      required: true,
      example: "clicks",
    }),
    region: Field.string({
      doc: "The AWS region of the stream.",
      edit: "replace",
      required: true,
      example: "us-east-1",
    }),
    iteratorType: Field.oneOf(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"], {
      doc: "Where reading starts: at the oldest record that the stream still has, at new ones, or at `timestamp`.",
      edit: "replace",
      required: true,
    }),
    timestamp: Field.integer({
      doc: "The moment at which reading starts, for `AT_TIMESTAMP`, in seconds of UNIX time.",
      edit: "replace",
      minimum: 0,
      example: "1700000000",
    }),
    useEnhancedFanOut: Field.boolean({
      doc: "Whether the pipe has read throughput of its own (enhanced fan-out).",
      edit: "replace",
      default: false,
    }),
    authentication: Field.oneOf(["IAM_USER", "IAM_ROLE"], {
      doc: "How the pipe authenticates with AWS: as a user with an access key, or in a role.",
      edit: "live",
      required: true,
    }),
    accessKey,
    iamRole,
  },
  place: ["region", "authentication", "accessKey", "iamRole"],
  scaling: Scaling.fields,
  settings: Settings.streaming,
  priced: "pipe",
  lifecycle: { ...Lifecycles.streaming, ...Lifecycles.login([], ["accessKey"]) },
  start: () => ({ accessKey: true }),
  unreturned: Checks.neededBy([accessKeyOfUser]),
  check: [
    Checks.needs(accessKeyOfUser),
    Checks.needs({ field: "authentication", is: "IAM_ROLE", needs: "iamRole" }),
    Checks.needs({ field: "iteratorType", is: "AT_TIMESTAMP", needs: "timestamp" }),
  ],
})
