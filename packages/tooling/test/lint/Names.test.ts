/** Names and addresses that are known to be right or wrong, where programs have them, and what `lint` says of each. */
import { describe, expect, it } from "vitest"
import { find, rules } from "./pages.ts"

/** A program with a text at the place that it is about. */
type Place = (text: string) => string

const streamed = (from: string): string => `pipe "orders" {
  from ${from}
  into existing orders { columns { id UInt64 } }
}
`

const copied = (from: string): string => `pipe "shop" {
  from ${from}
  into analytics.*
}
`

const kafka = ({ brokers = "b:9092", topics = "t", more = "" }): string =>
  streamed(`kafka { brokers = "${brokers}", topics = "${topics}", format = JSONEachRow${more} }`)

const kinesis = ({ stream = "s", region = "us-east-1", role = "arn:aws:iam::123456789012:role/r" }): string =>
  streamed(
    `kinesis { streamName = "${stream}", region = "${region}", format = JSONEachRow, iteratorType = LATEST, authentication = IAM_ROLE, iamRole = "${role}" }`,
  )

const files = (type: string, url: string, more = ""): string =>
  streamed(`${type} { url = "${url}", format = JSONEachRow${more} }`)

const pubsub = ({ project = "my-project", topic = "orders" }): string =>
  streamed(
    `pubsub { projectId = "${project}", topic = "${topic}", format = JSONEachRow, authentication = SERVICE_ACCOUNT, serviceAccountKey { serviceAccountFile = secret("K") }, seekType = latest }`,
  )

const mongodb: Place = (uri) =>
  copied(
    `mongodb { uri = "${uri}", readPreference = primary, credentials { username = "u", password = secret("P") }, settings { replicationMode = cdc }, tables { shop.users -> users } }`,
  )

const postgres: Place = (slot) =>
  copied(
    `postgres { host = "db.example.com", database = "d", credentials { username = "u", password = secret("P") }, settings { replicationMode = cdc_only, replicationSlotName = "${slot}" }, tables { public.users -> users } }`,
  )

const bigquery = ({ dataset = "shop", path = "gs://b/staging/" }): string =>
  copied(
    `bigquery { snapshotStagingPath = "${path}", credentials { serviceAccountFile = secret("K") }, settings { replicationMode = snapshot }, tables { "${dataset}".users -> users } }`,
  )

const through = (endpoint: string): string => `endpoint way: ${endpoint}

${kafka({ more: ", reversePrivateEndpointIds = [endpoint.way.id]" })}`

interface Known {
  readonly what: string
  readonly at: Place
  readonly right: ReadonlyArray<string>
  readonly wrong: ReadonlyArray<string>
  /** What tells of the wrong ones. */
  readonly by?: ReadonlyArray<string>
}

const known: ReadonlyArray<Known> = [
  {
    what: "a topic",
    at: (topics) => kafka({ topics }),
    right: ["a.b_c-1", "x".repeat(249)],
    wrong: [".", "..", "a b", "a/b", "x".repeat(250)],
    by: ["kafka/no-illegal-topic"],
  },
  {
    what: "a broker",
    at: (brokers) => kafka({ brokers }),
    right: ["b-1.x.kafka.us-east-1.amazonaws.com:9098", "[::1]:9092", "h:1"],
    wrong: ["h", "h:0", "http://h:1", "h:99999a"],
    by: ["kafka/use-host-and-port"],
  },
  {
    what: "the minute of an offset",
    at: (minute) => kafka({ more: `, offset { strategy = from_timestamp, timestamp = "${minute}" }` }),
    right: ["2021-01-01T00:00"],
    wrong: ["2021-01-01T00:00:30Z"],
    by: ["text-does-not-fit"],
  },
  {
    what: "a replication slot",
    at: postgres,
    right: ["a_1", "x".repeat(63)],
    wrong: ["A", "a-b", "x".repeat(64)],
    by: ["postgres/no-unusable-name"],
  },
  {
    what: "a role",
    at: (role) => kinesis({ role }),
    right: ["arn:aws:iam::123456789012:role/MyRole", "arn:aws:iam::123456789012:role/a/b/MyRole"],
    wrong: ["arn:aws:iam::12345:role/x", "arn:aws:iam::123456789012:user/x"],
    by: ["text-does-not-fit"],
  },
  {
    what: "a cluster of MSK",
    at: (arn) =>
      through(`MSK_MULTI_VPC { description = "d", mskClusterArn = "${arn}", mskAuthentication = SASL_IAM }`),
    right: [
      "arn:aws:kafka:us-east-1:123456789012:cluster/my-cluster",
      "arn:aws:kafka:us-west-2:123456789012:cluster/brokers/b194d5ae-5013-4b5b-ad27-3ca9f56299c9-10",
    ],
    wrong: ["arn:aws:kafka:us-east-1:1:cluster/x"],
    by: ["no-malformed-arn"],
  },
  {
    what: "a shared resource",
    at: (arn) =>
      through(
        `VPC_RESOURCE { description = "d", vpcResourceConfigurationId = "rcfg-0", vpcResourceShareArn = "${arn}" }`,
      ),
    right: ["arn:aws:ram:us-east-1:123456789012:resource-share/share-12345678901234567"],
    wrong: ["arn:aws:ram:us-east-1:1:resource-share/x", "share-12345678901234567"],
    by: ["no-malformed-arn", "text-does-not-fit"],
  },
  {
    what: "a region",
    at: (region) => kinesis({ region }),
    right: ["us-east-1", "ap-southeast-2", "us-gov-west-1", "eu-central-1", "mx-central-1", "il-central-1"],
    wrong: ["us-east1", "useast-1"],
    by: ["no-unknown-region"],
  },
  { what: "a stream", at: (stream) => kinesis({ stream }), right: ["my-stream", "a.b_c-1"], wrong: [] },
  {
    what: "files in S3",
    at: (url) => files("s3", url),
    right: [
      "https://datasets-documentation.s3.eu-west-3.amazonaws.com/http/**.ndjson.gz",
      "https://bucket.s3.amazonaws.com/folder/*.json",
      "https://s3.us-east-1.amazonaws.com/bucket/a",
    ],
    wrong: ["https://storage.googleapis.com/b/x", "gs://b/x"],
    by: ["object-storage/no-url-of-other-store"],
  },
  {
    what: "files in Cloud Storage",
    at: (url) => files("gcs", url),
    right: ["https://storage.googleapis.com/my_bucket/a/*.json", "gs://my_bucket/a/*.json"],
    wrong: ["https://bucket.s3.amazonaws.com/a/*.json", "s3://bucket/a/*.json"],
    by: ["object-storage/no-url-of-other-store"],
  },
  {
    what: "a queue of SQS",
    at: (queue) =>
      files(
        "s3",
        "https://b.s3.amazonaws.com/a/*.json",
        `, isContinuous = true, queueUrl = "${queue}", authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/r"`,
      ),
    right: ["https://sqs.us-east-1.amazonaws.com/123456789012/MyQueue"],
    wrong: ["https://sqs.us-east-1.amazonaws.com/1/q", "projects/p/subscriptions/s"],
    by: ["queue-of-other-store"],
  },
  {
    what: "a subscription",
    at: (queue) =>
      files(
        "gcs",
        "https://storage.googleapis.com/b/a/*.json",
        `, isContinuous = true, queueUrl = "${queue}", authentication = SERVICE_ACCOUNT, serviceAccountKey = secret("K")`,
      ),
    right: ["projects/my-gcp-project/subscriptions/sub-1"],
    wrong: ["my-sub"],
    by: ["queue-of-other-store"],
  },
  {
    what: "a topic of Pub/Sub",
    at: (topic) => pubsub({ topic }),
    right: ["my-topic"],
    wrong: ["projects/p/topics/t"],
    by: ["text-does-not-fit"],
  },
  {
    what: "a project",
    at: (project) => pubsub({ project }),
    right: ["my-gcp-project"],
    wrong: ["My-Project", "1-project", "short", "ends-in-"],
    by: ["text-does-not-fit"],
  },
  {
    what: "a dataset",
    at: (dataset) => bigquery({ dataset }),
    right: ["a_1"],
    wrong: ["a-b"],
    by: ["bigquery/no-impossible-dataset"],
  },
  {
    what: "a path for a copy of BigQuery",
    at: (path) => bigquery({ path }),
    right: ["gs://my-bucket/staging/", "gs://my-bucket"],
    wrong: ["https://storage.googleapis.com/my-bucket/staging/"],
    by: ["text-does-not-fit"],
  },
  {
    what: "a cluster with a password",
    at: mongodb,
    right: ["mongodb+srv://h.example.com/db"],
    wrong: ["mongodb+srv://u:p@h.example.com/db", "mongodb://u:p@h1:1,h2:2/"],
    by: ["login-in-uri"],
  },
  {
    what: "a cluster",
    at: mongodb,
    right: ["mongodb+srv://cluster0.example.mongodb.net/mydb", "mongodb+srv://u@h.example.com/?a=b"],
    wrong: ["mongodb+srv://h.example.com:27017/", "mongodb+srv://a.example.com,b.example.com/"],
    by: ["mongodb/no-malformed-uri"],
  },
]

describe.each(known)("Of what may be $what", ({ at, right, wrong, by = [] }) => {
  const codes = (text: string) =>
    find(rules, "recommended")(new Map([["main.pipe", at(text)]])).map(({ code }) => code)

  it.each(right)("%s is right", (text) => {
    expect(codes(text)).toEqual([])
  })

  it.each(wrong)("%s is wrong, and told of once", (text) => {
    expect(codes(text).map((code) => by.includes(code) || code)).toEqual([true])
  })
})
