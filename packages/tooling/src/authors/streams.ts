/** Sources of messages and of files, each type with the ways to log in that it offers. */
import { type Author, block, lines } from "./author.ts"
import { type Virtual, virtual } from "./tables.ts"

/** A source in two parts, so that the first may stand in a connection. */
export interface Source {
  readonly type: string
  /** Where it is and how to log in. */
  readonly place: ReadonlyArray<string>
  /** What is read there. */
  readonly reading: ReadonlyArray<string>
  /** The columns that the service fills itself. */
  readonly filled: Virtual
  /** What stands beside `from` and `into`. */
  readonly beside: ReadonlyArray<string>
}

const user = (author: Author): string =>
  `credentials { username = "clickpipes", password = ${author.slip('secret("LOGIN_PASSWORD")', '"kept-in-git"')} }`

const accessKey = (author: Author): string =>
  `accessKey { accessKeyId = "AKIAIOSFODNN7EXAMPLE", secretKey = ${author.slip('secret("AWS_SECRET_KEY")', '"kept-in-git"')} }`

const role = (author: Author): string =>
  `iamRole = ${author.one(["param.role", '"arn:aws:iam::123456789012:role/clickpipes"', '"arn:aws-us-gov:iam::123456789012:role/teams/shop/clickpipes-reader"'])}`

const logins: Readonly<Record<string, (author: Author) => ReadonlyArray<string>>> = {
  PLAIN: (author) => [user(author)],
  "SCRAM-SHA-256": (author) => [user(author)],
  "SCRAM-SHA-512": (author) => [user(author)],
  MUTUAL_TLS: () => [
    'credentials { certificate = file("keys/client.pem"), privateKey = file("keys/client.key") }',
  ],
  IAM_ROLE: (author) => [role(author)],
  IAM_USER: (author) => [
    `credentials { accessKeyId = "AKIAIOSFODNN7EXAMPLE", secretKey = ${author.slip('secret("AWS_SECRET_KEY")', '"kept-in-git"')} }`,
  ],
}

const scaling = (author: Author): string | undefined =>
  author.chance(50)
    ? `scaling { replicas = ${author.one(["1", "2", "param.replicas"])}, ${author.slip(
        author.one(["size = XS", "size = M", "replicaCpuMillicores = 500m, replicaMemoryGb = 2GiB"]),
        "replicaCpuMillicores = 500m, replicaMemoryGb = 3GiB",
        "replicaCpuMillicores = 250m, replicaMemoryGb = 0.5",
      )} }`
    : undefined

const streaming = (author: Author): ReadonlyArray<string> =>
  lines(
    scaling(author),
    author.chance(50) &&
      block("settings", [
        `streaming_max_insert_wait_ms = ${author.one(["5s", "500ms", "1min"])}`,
        ...author.some(["clickhouse_max_threads = 8", "clickhouse_parallel_view_processing = true"]),
      ]),
  )

/** Types with their ways to log in, and a broker of each. */
const brokerTypes: ReadonlyArray<readonly [string, ReadonlyArray<string>, string]> = [
  ["kafka", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "MUTUAL_TLS"], "[2001:db8::1]:9092"],
  ["redpanda", ["SCRAM-SHA-256", "SCRAM-SHA-512"], "seed-0.abc.byoc.prd.cloud.redpanda.com:9092"],
  [
    "msk",
    ["SCRAM-SHA-512", "IAM_ROLE", "IAM_USER", "MUTUAL_TLS"],
    "b-1.shop.a1b2c3.c4.kafka.eu-west-1.amazonaws.com:9098",
  ],
  ["gcmk", ["PLAIN", "MUTUAL_TLS"], "bootstrap.shop.europe-west4.managedkafka.my-project.cloud.goog:9092"],
  ["confluent", ["PLAIN", "MUTUAL_TLS"], "pkc-4r000.europe-west1.gcp.confluent.cloud:9092"],
  ["warpstream", ["PLAIN"], "serverless.warpstream.com:9092"],
  ["dokafka", ["SCRAM-SHA-256", "MUTUAL_TLS"], "db-kafka-ams3-1.b.db.ondigitalocean.com:25073"],
]

/** Its brokers and its login are like no other's. */
const hub = ["azureeventhub", ["PLAIN"], "shop.servicebus.windows.net:9093"] as const

const brokers = (author: Author, name: string): Source => {
  const { one, chance, slip } = author
  const [type, methods, known] = chance(25) ? hub : one(brokerTypes)
  const method = one(methods)
  const isHub = type === "azureeventhub"
  const format = one(["JSONEachRow", "Avro", "AvroConfluent", "Protobuf"])
  const needsRegistry = format !== "JSONEachRow"
  return {
    type,
    filled: virtual.topic,
    place: [
      isHub
        ? `brokers = ${slip(`"${known}"`, '"shop.servicebus.windows.net:9092"', '"shop.servicebus.windows.net"')}`
        : `brokers = [${one([`"${known}"`, '"10.0.0.7:9092"', '"broker_1:9092,broker_2:9092"', '"${param.stage}-kafka.example.com:9092"', "param.broker"])}, ${slip('"b-2.example.com:9092"', '"kafka://b-2.example.com:9092"', '" b-2.example.com:9092"')}]`,
      `authentication = ${method}`,
      ...(isHub ? ['credentials { connectionString = secret("HUB_CONNECTION") }'] : logins[method]!(author)),
      ...lines(
        chance(15) && !isHub && 'caCertificate = file("keys/ca.pem")',
        chance(20) &&
          `reversePrivateEndpointIds = ${one(["[endpoint.way.id]", '["2f9a3c1e-5b7d-4e80-9c6a-0d1b2e3f4a5b"]'])}`,
      ),
    ],
    reading: lines(
      `format = ${format}`,
      `topics = ${one([`"${name}"`, `["${name}"]`, `["${name}", "${name}.retries"]`, `"${name},${name}_v2"`])}`,
      chance(60) && `consumerGroup = "${one(["clickpipes", "${param.stage}", "analytics.team_a"])}-${name}"`,
      chance(50) &&
        `offset { ${one(["strategy = from_beginning", "strategy = from_latest", 'strategy = from_timestamp, timestamp = "2026-01-31T08:30"'])} }`,
      needsRegistry &&
        block("schemaRegistry", [
          `url = "https://${one([
            "registry.example.com",
            "psrc-4r000.europe-west1.gcp.confluent.cloud",
            `registry.example.com:8081/subjects/${name}-value/versions/latest`,
            "registry.example.com/schemas/ids/17",
          ])}"`,
          "authentication = PLAIN",
          'credentials { username = "registry", password = secret("REGISTRY_PASSWORD") }',
        ]),
      chance(15) && "exactlyOnce = true",
    ),
    beside: streaming(author),
  }
}

const shards = (author: Author, name: string): Source => {
  const { one, chance, slip } = author
  return {
    type: "kinesis",
    filled: virtual.shard,
    place: [
      `region = "${one(["eu-west-1", "us-east-1", "ap-southeast-2", "us-gov-west-1", "mx-central-1", "cn-north-1", "us-iso-east-1"])}"`,
      ...(chance(50)
        ? ["authentication = IAM_ROLE", role(author)]
        : ["authentication = IAM_USER", accessKey(author)]),
    ],
    reading: lines(
      `format = ${one(["JSONEachRow", "Avro", "AvroConfluent"])}`,
      `streamName = "${name}"`,
      one([
        "iteratorType = LATEST",
        "iteratorType = TRIM_HORIZON",
        `iteratorType = AT_TIMESTAMP\ntimestamp = ${slip("1769848200", "1769848200000", "1769848200999")}`,
      ]),
      chance(20) && "useEnhancedFanOut = true",
    ),
    beside: streaming(author),
  }
}

const subscription = (author: Author, name: string): Source => {
  const { one, chance } = author
  return {
    type: "pubsub",
    filled: virtual.none,
    place: [
      'projectId = "my-project"',
      "authentication = SERVICE_ACCOUNT",
      `serviceAccountKey { serviceAccountFile = ${one(['secret("GCP_SERVICE_ACCOUNT")', 'base64(file("keys/account.json"))'])} }`,
    ],
    reading: lines(
      `format = ${one(["JSONEachRow", "Avro", "Protobuf"])}`,
      `topic = "${name}"`,
      one([
        "seekType = latest",
        "seekType = earliest",
        'seekType = timestamp\nseekTimestamp = "2026-01-31T08:30:00Z"',
      ]),
      chance(20) &&
        `filter = "${one(['attributes.country = \\"NL\\"', 'hasPrefix(attributes.path, \\"/secret\\")'])}"`,
      chance(20) && "enableOrdering = true",
      chance(20) && "ackDeadline = 1min",
    ),
    beside: streaming(author),
  }
}

/** The endings of files by their format, the one that is another's last. */
const formats: ReadonlyArray<readonly [string, string, string]> = [
  ["json", "JSONEachRow", "Parquet"],
  ["jsonl", "JSONEachRow", "CSVWithNames"],
  ["ndjson", "JSONEachRow", "CSV"],
  ["json", "JSONAsObject", "Avro"],
  ["csv", "CSVWithNames", "JSONEachRow"],
  ["csv", "CSV", "Parquet"],
  ["tsv", "TabSeparatedWithNames", "JSONEachRow"],
  ["parquet", "Parquet", "JSONEachRow"],
  ["avro", "Avro", "Parquet"],
]

const compressions: ReadonlyArray<readonly [string, string]> = [
  ["gz", "gzip"],
  ["zst", "zstd"],
  ["br", "br"],
  ["xz", "xz"],
]

const stores: Readonly<Record<string, (author: Author, path: string) => ReadonlyArray<string>>> = {
  s3: (author, path) => [
    `url = "${author.one([
      "https://my-bucket.s3.amazonaws.com",
      "https://my-bucket.s3.eu-west-1.amazonaws.com",
      "https://s3.eu-west-1.amazonaws.com/my-bucket",
      "https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com",
      "https://my-bucket.s3.cn-north-1.amazonaws.com.cn",
      "https://bucket.vpce-0a1b2c3d-4e5f6a7b.s3.eu-west-1.vpce.amazonaws.com/my-bucket",
      "https://minio.example.com:9000/my-bucket",
      "https://my-${param.stage}-bucket.s3.amazonaws.com",
      "s3://my-bucket",
    ])}/${path}"`,
    ...author.one([
      ["authentication = IAM_ROLE", role(author)],
      ["authentication = IAM_USER", accessKey(author)],
      [],
    ]),
  ],
  gcs: (author, path) => [
    `url = "${author.slip(
      author.one([
        `https://storage.googleapis.com/my-bucket/${path}`,
        `https://my-bucket.storage.googleapis.com/${path}`,
        `https://storage.cloud.google.com/my-bucket/${path}`,
      ]),
      `gs://my-bucket/${path}`,
    )}"`,
    "authentication = SERVICE_ACCOUNT",
    'serviceAccountKey = base64(file("keys/account.json"))',
  ],
  dospaces: (author, path) => [
    `url = "https://${author.one(["my-space.ams3.digitaloceanspaces.com", "my-space.ams3.cdn.digitaloceanspaces.com", "ams3.digitaloceanspaces.com/my-space"])}/${path}"`,
    "authentication = IAM_USER",
    accessKey(author),
  ],
  azureblobstorage: (_, path) => [
    'azureContainerName = "my-container"',
    `path = "${path}"`,
    "authentication = CONNECTION_STRING",
    'connectionString = secret("AZURE_CONNECTION_STRING")',
  ],
  cloudflarer2: (author, path) => [
    `url = "https://${author.one(["0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/my-bucket", "0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/my-bucket", "files.example.com"])}/${path}"`,
    "authentication = IAM_USER",
    accessKey(author),
  ],
  ovhobjectstorage: (author, path) => [
    `url = "https://${author.one(["my-bucket.s3.gra.io.cloud.ovh.net", "s3.gra.perf.cloud.ovh.net/my-bucket", "my-bucket.s3.us-east-va.io.cloud.ovh.us"])}/${path}"`,
    "authentication = IAM_USER",
    accessKey(author),
  ],
}

/** Here the address says what is read, so that there is little for a connection. */
const files = (author: Author, name: string): Source => {
  const { one, chance, slip } = author
  const type = one(Object.keys(stores))
  const [ending, right, wrong] = one(formats)
  const packed = chance(30) && !/parquet|avro/.test(ending) ? one(compressions) : undefined
  const pattern = slip(
    one(["*", "**/part-?", "2026-01-31", "v1.2/*", "${param.stage}/*.export"]),
    "{web,app}-*",
    "part-[0-9]",
  )
  // A name may say nothing of what is in the file, or stand behind a parameter.
  const path = `${name}/${pattern}${chance(85) ? `.${ending}${packed === undefined ? "" : `.${packed[0]}`}` : one(["", "-data", ".${param.stage}"])}`
  const format = slip(right, wrong)
  const isOld = slip(false, true)
  const queue =
    type === "s3"
      ? "https://sqs.eu-west-1.amazonaws.com/123456789012/new-files"
      : type === "gcs"
        ? "projects/my-project/subscriptions/new-files"
        : undefined
  const source = stores[type]!(author, path)
  const canQueue = queue !== undefined && source.some((it) => it.startsWith("authentication"))
  return {
    type,
    filled: virtual.file,
    place: [],
    reading: lines(
      ...source,
      `format = ${format}`,
      format.startsWith("CSV") && chance(30) && 'delimiter = ";"',
      packed !== undefined && chance(70) && `compression = ${slip(packed[1], "LZMA", "none")}`,
      chance(40) &&
        (canQueue && chance(60) ? `isContinuous = true\nqueueUrl = "${queue}"` : "isContinuous = true"),
    ),
    beside: lines(
      chance(40) && "scaling { replicas = param.replicas }",
      isOld
        ? one(["raw { scaling = { concurrency = 8 } }", "raw { scaling { concurrency = 2 } }"])
        : chance(40) &&
            block("settings", [
              "object_storage_concurrency = 4",
              ...author.some(["clickhouse_max_threads = 8"]),
            ]),
    ),
  }
}

export const stream = (author: Author, name: string): Source =>
  author.one([brokers, brokers, shards, subscription, files, files])(author, name)
