/** Programs that break one rule each, and the same programs with the rule kept. */

/** Entries of the `from` block by a name of their own; an empty one leaves out what the others have. */
type Entries = Readonly<Record<string, string>>

export interface Rule {
  /** The word after `from`. */
  readonly type: string
  readonly says: string
  /** What is reported stands between « and ». */
  readonly wrong: Entries
  readonly code: string
  readonly right: Entries
}

export const userAndPassword = 'credentials { username = "me", password = secret("X") }'
export const userKey = 'accessKey { accessKeyId = "AKIA", secretKey = secret("X") }'
export const role = 'iamRole = "arn:aws:iam::123456789012:role/clickpipes"'
export const markedRole = 'iamRole = «"arn:aws:iam::123456789012:role/clickpipes"»'

const streams: Entries = {
  format: "format = JSONEachRow",
  brokers: 'brokers = "b.example.com:9092"',
  topics: 'topics = "t"',
  authentication: "authentication = PLAIN",
  credentials: userAndPassword,
}

const server: Entries = {
  host: 'host = "db.example.com"',
  credentials: userAndPassword,
  settings: "settings { replicationMode = cdc }",
  tables: "tables { a.b -> c }",
}

const files: Entries = { format: "format = JSONEachRow", url: 'url = "https://files.example.com/*"' }

const azure: Entries = {
  format: "format = JSONEachRow",
  azureContainerName: 'azureContainerName = "c"',
  authentication: "authentication = CONNECTION_STRING",
  connectionString: 'connectionString = secret("X")',
}

const bases: Readonly<Record<string, Entries>> = {
  kafka: streams,
  msk: { ...streams, authentication: "authentication = IAM_ROLE", credentials: role },
  azureeventhub: { ...streams, credentials: 'credentials { connectionString = secret("X") }' },
  s3: files,
  gcs: files,
  dospaces: files,
  azureblobstorage: azure,
  kinesis: {
    format: "format = JSONEachRow",
    stream: 'streamName = "s", region = "us-east-1"',
    iteratorType: "iteratorType = LATEST",
    authentication: "authentication = IAM_ROLE",
    login: role,
  },
  pubsub: {
    format: "format = JSONEachRow",
    topic: 'projectId = "my-project", topic = "t"',
    authentication: "authentication = SERVICE_ACCOUNT",
    key: 'serviceAccountKey { serviceAccountFile = secret("X") }',
    seekType: "seekType = latest",
  },
  postgres: { ...server, database: 'database = "d"' },
  mysql: { ...server, port: "port = 3306" },
  mariadb: { ...server, port: "port = 3306" },
  mongodb: {
    uri: 'uri = "mongodb+srv://cluster.example.com"',
    readPreference: "readPreference = nearest",
    credentials: userAndPassword,
    settings: server.settings!,
    tables: server.tables!,
  },
  bigquery: {
    path: 'snapshotStagingPath = "gs://bucket/path/"',
    credentials: 'credentials { serviceAccountFile = secret("X") }',
    settings: "settings { replicationMode = snapshot }",
    tables: server.tables!,
  },
}

const databases = ["postgres", "mysql", "mariadb", "mongodb", "bigquery"]

/** A program of one pipe, with the marks still in it. */
export const program = (type: string, entries: Entries): string => {
  const { beside = "", into, ...own } = entries
  const all = Object.entries({ ...bases[type], ...own }).filter(([, text]) => text !== "")
  const usual = databases.includes(type)
    ? "into analytics.*"
    : "into t {\n    engine = Null\n    columns { id UInt64 }\n  }"
  return `pipe "p" {
  from ${type} {
${all.map(([, text]) => `    ${text}`).join("\n")}
  }
  ${into ?? usual}
  ${beside}
}
`
}
