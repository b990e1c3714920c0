import * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Checks from "../shared/checks.ts"
import { serviceAccount } from "../shared/credentials.ts"
import * as Dates from "../shared/dates.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Settings from "../shared/settings.ts"

export const pubsub = SourceKind.make({
  name: "pubsub",
  arm: "pubsub",
  types: ["pubsub"],
  summary: "Reads messages from a Google Cloud Pub/Sub topic.",
  destination: "table",
  fields: {
    format: Field.oneOf(["JSONEachRow", "Avro", "Protobuf"], {
      doc: "How a message is encoded.",
      edit: "replace",
      required: true,
    }),
    projectId: Field.string({
      doc: "The id of the project that the topic belongs to.",
      edit: "replace",
      required: true,
      pattern: {
        source: "^[a-z][a-z0-9-]{4,28}[a-z0-9]$",
        claim: "the id of a project: 6 to 30 lower-case letters, digits and hyphens",
      },
      example: "my-project",
    }),
    topic: Field.string({
      doc: "The name of the topic, without the path before it.",
      edit: "replace",
      required: true,
      pattern: {
        source: "^[^/]+$",
        claim: "the bare name of a topic, without `/`",
        near: { source: "^projects/[^/]+/topics/", by: "" },
      },
      example: "orders",
    }),
    authentication: Field.oneOf(["SERVICE_ACCOUNT"], {
      doc: "How the pipe logs in: as a service account.",
      edit: "live",
      required: true,
    }),
    serviceAccountKey: serviceAccount("live"),
    seekType: Field.oneOf(["latest", "earliest", "timestamp"], {
      doc: "Where reading starts: at new messages, at the oldest that are kept, or at `seekTimestamp`.",
      edit: "replace",
      required: true,
    }),
    seekTimestamp: Field.string({
      doc: "The moment at which reading starts, for `timestamp`.",
      edit: "replace",
      pattern: {
        source: `^${Dates.day}T${Dates.minute}:[0-5][0-9](\\.[0-9]+)?(Z|[+-]${Dates.minute})$`,
        claim: "a moment with its offset, such as `2026-01-31T08:30:00Z`",
      },
      example: "2026-01-31T08:30:00Z",
    }),
    filter: Field.string({
      doc: "An expression over the attributes of messages; only those that it holds for are read.",
      edit: "replace",
      maxLength: 256,
      example: 'attributes.country = "NL"',
    }),
    enableOrdering: Field.boolean({
      doc: "Whether messages with the same ordering key come in order.",
      edit: "replace",
      default: false,
    }),
    ackDeadline: Field.integer({
      doc: "How long the pipe may take to confirm a message before it is sent again, in seconds.",
      edit: "live",
      minimum: 10,
      maximum: 600,
      unit: "s",
      lasting: true,
    }),
  },
  place: ["projectId", "authentication", "serviceAccountKey"],
  scaling: Scaling.fields,
  settings: Settings.streaming,
  lifecycle: {
    ...Lifecycles.streaming,
    sendAlong: [{ with: ["serviceAccountKey", "ackDeadline"], send: ["authentication"] }],
  },
  check: [Checks.needs({ field: "seekType", is: "timestamp", needs: "seekTimestamp" })],
})
