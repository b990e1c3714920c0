import * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Checks from "../shared/checks.ts"
import { iamRole, userAndPassword } from "../shared/credentials.ts"
import * as Dates from "../shared/dates.ts"
import * as Lifecycles from "../shared/lifecycles.ts"
import * as Settings from "../shared/settings.ts"
import { caCertificate } from "../shared/tls.ts"
import * as KafkaChecks from "./checks.ts"

const methods = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "IAM_ROLE", "IAM_USER", "MUTUAL_TLS"]

/** The API takes one of four shapes here; which one follows from `authentication` and is checked. */
const credentials = Field.block(
  {
    username: Field.string({
      doc: "The user, for `PLAIN` and the two `SCRAM` methods.",
      edit: "live",
      writeOnly: true,
      example: "clickpipes",
    }),
    password: Field.secret({ doc: "The password of the user.", edit: "live" }),
    accessKeyId: Field.string({
      doc: "The id of an IAM user's access key, for `IAM_USER`.",
      edit: "live",
      writeOnly: true,
      example: "AKIAIOSFODNN7EXAMPLE",
    }),
    secretKey: Field.secret({ doc: "The secret of the access key.", edit: "live" }),
    connectionString: Field.secret({
      doc: "The connection string of the namespace, for `azureeventhub`.",
      edit: "live",
    }),
    certificate: Field.secret({ doc: "The client's certificate as PEM, for `MUTUAL_TLS`.", edit: "live" }),
    privateKey: Field.secret({ doc: "The private key of the certificate, as PEM.", edit: "live" }),
  },
  {
    doc: "How the pipe logs in. Which fields it has follows from `authentication`.",
    edit: "live",
    writeOnly: true,
  },
)

const offset = Field.block(
  {
    strategy: Field.oneOf(["from_beginning", "from_latest", "from_timestamp"], {
      doc: "Where reading starts: at the oldest message, at new ones, or at `timestamp`.",
      edit: "replace",
      required: true,
    }),
    timestamp: Field.string({
      doc: "The minute at which reading starts, in UTC, for `from_timestamp`.",
      edit: "replace",
      pattern: {
        source: `^${Dates.day}T${Dates.minute}$`,
        claim: "a minute in UTC, such as `2026-01-31T08:30`",
        near: { source: ":[0-5][0-9](\\.[0-9]+)?Z?$", by: "" },
      },
      example: "2026-01-31T08:30",
    }),
  },
  { doc: "Where a pipe without a committed offset starts to read.", edit: "replace" },
)

const schemaRegistry = Field.block(
  {
    url: Field.string({
      doc: "The address of the registry, or of one subject or schema in it.",
      edit: "replace",
      required: true,
      pattern: {
        source: "^https://.+",
        claim: "an address that starts with `https://`",
        near: { source: "^http://", by: "https://" },
      },
      example: "https://registry.example.com",
    }),
    authentication: Field.oneOf(["PLAIN"], {
      doc: "How the pipe logs in to the registry.",
      edit: "replace",
      required: true,
    }),
    credentials: userAndPassword("The login at the registry.", { required: true, edit: "replace" }),
    caCertificate: caCertificate("the registry", "replace"),
  },
  { doc: "The registry that holds the schemas of the messages.", edit: "replace" },
)

export const kafka = SourceKind.make({
  name: "kafka",
  arm: "kafka",
  types: ["kafka", "redpanda", "msk", "gcmk", "confluent", "warpstream", "azureeventhub", "dokafka"],
  summary: "Reads messages from Apache Kafka and from services that speak its protocol.",
  flavour: { key: "type" },
  destination: "table",
  fields: {
    format: Field.oneOf(["JSONEachRow", "Avro", "AvroConfluent", "Protobuf"], {
      doc: "How a message is encoded.",
      edit: "replace",
      required: true,
    }),
    brokers: Field.commaList({
      doc: "The brokers that the pipe first turns to, each as host and port.",
      edit: "replace",
      required: true,
      example: "broker.example.com:9092",
    }),
    topics: Field.commaList({
      doc: "The topics to read. Their messages go into the same table.",
      edit: "replace",
      required: true,
      example: "orders",
    }),
    consumerGroup: Field.string({
      doc: "The consumer group of the pipe. Without it the service makes one from the id of the pipe.",
      edit: "replace",
      generated: "clickpipes-<id>",
      example: "clickpipes-orders",
    }),
    authentication: Field.oneOf(methods, {
      doc: "How the pipe logs in. Each type of source takes some of these methods; without one the brokers let anyone in.",
      edit: "live",
    }),
    credentials,
    iamRole,
    offset,
    schemaRegistry,
    caCertificate: caCertificate("the brokers"),
    reversePrivateEndpointIds: Field.set(
      {
        _tag: "String",
        pattern: {
          source: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
          claim: "the id of an endpoint",
        },
      },
      { doc: "The reverse private endpoints through which the brokers are reached.", edit: "live" },
    ),
    exactlyOnce: Field.boolean({
      doc: "Whether each message is inserted once and only once, also when the pipe restarts. It cannot be turned on or off later.",
      edit: "replace",
      default: false,
    }),
  },
  place: [
    "brokers",
    "authentication",
    "credentials",
    "iamRole",
    "caCertificate",
    "reversePrivateEndpointIds",
  ],
  scaling: Scaling.fields,
  settings: {
    ...Settings.streaming,
    kafka_read_committed: Field.boolean({
      doc: "Whether messages of transactions are read only once these are committed.",
      edit: "settings",
    }),
  },
  priced: "pipe",
  lifecycle: { ...Lifecycles.streaming, ...Lifecycles.login(["caCertificate"], ["credentials"]) },
  start: KafkaChecks.start,
  unreturned: KafkaChecks.unreturned,
  check: [
    Checks.offered(KafkaChecks.offers),
    KafkaChecks.credentials,
    Checks.needs({
      field: "authentication",
      is: "IAM_ROLE",
      needs: "iamRole",
      unset: "none",
      offers: KafkaChecks.offers,
    }),
    Checks.needs({ in: "offset", field: "strategy", is: "from_timestamp", needs: "timestamp" }),
    KafkaChecks.registry,
    KafkaChecks.redpandaCertificates,
  ],
  rules: KafkaChecks.rules,
})
