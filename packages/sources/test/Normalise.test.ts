/**
 * What the service makes of a pipe that nobody changed. Each test is one row of the list of such habits: the API's
 * object says the same in its own way, in each of these ways, and that is no difference. Beside it stands what is one.
 */
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { cases, type Program, read, readCase, render } from "./programs.ts"

/** Changes of the API's object, by a dotted path; `undefined` takes away. */
type Changes = Readonly<Record<string, Json | undefined>>

const put = (
  value: Json | undefined,
  path: ReadonlyArray<string>,
  leaf: Json | undefined,
): Json | undefined => {
  const [key, ...rest] = path
  if (key === undefined) return leaf
  if (Array.isArray(value))
    return value.map((it, index) => (String(index) === key ? put(it, rest, leaf)! : it))
  const entries = Object.entries((value ?? {}) as JsonObject).filter(([name]) => name !== key)
  const inner = put((value as JsonObject | undefined)?.[key], rest, leaf)
  return Object.fromEntries(inner === undefined ? entries : [...entries, [key, inner]])
}

const text = "text of the file"

const differences = (program: Program, changes: Changes): ReadonlyArray<string> => {
  if (program.diagnostics.length > 0) throw new Error(render(program))
  const [pipe] = program.pipes
  const [request] = program.requests
  const values: Evaluate.Values = new Map(
    Evaluate.deferred(request!.body)
      .filter(({ secret }) => !secret)
      .map((it) => [it, Redacted.make(text)]),
  )
  const live = Object.entries(changes).reduce<Json | undefined>(
    (object, [path, value]) => put(object, path.split("."), value),
    Evaluate.comparable(request!.body, values),
  )
  return Diff.compare({ pipe: pipe!, request: request!, live: live as JsonObject, values }).differences.map(
    ({ path }) => path,
  )
}

const full = (kind: string): Program => {
  const program = readCase(cases.find((it) => it.kind === kind && it.name === "full")!)
  return { ...program, pipes: program.pipes.slice(0, 1), requests: program.requests.slice(0, 1) }
}

const stream = (source: string, rest = "", into = "analytics.clicks", engine = "MergeTree") =>
  read(`pipe "clicks" {
  from kinesis {
    format = Avro, streamName = "clicks", region = "eu-west-1", iteratorType = LATEST
    authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/clickpipes"
    ${source}
  }
  into ${into} { engine = ${engine}, columns { id UInt64, at DateTime } }
  ${rest}
}`)

const broker = (source: string) =>
  read(`pipe "orders" {
  from kafka { format = Avro, brokers = "b-1:9092,b-2:9092", topics = "orders", ${source} }
  into orders { engine = MergeTree, columns { id UInt64 } }
}`)

const files = (source: string) =>
  read(`pipe "files" {
  from s3 {
    url = "https://my-bucket.s3.amazonaws.com/*.json", format = JSONEachRow
    ${source}
  }
  into files { engine = MergeTree, columns { id UInt64 } }
}`)

const azure = read(`pipe "files" {
  from azureblobstorage {
    azureContainerName = "my-container", path = "data/*.json", format = JSONEachRow
    authentication = CONNECTION_STRING, connectionString = secret("AZURE")
  }
  into files { engine = MergeTree, columns { id UInt64 } }
}`)

const database = (kind: "postgres" | "mysql", source = "", settings = "", row = "", into = "analytics.*") =>
  read(`pipe "shop" {
  from ${kind} {
    host = "db.example.com", port = ${kind === "postgres" ? 5432 : 3306}
    ${kind === "postgres" ? 'database = "shop"' : ""}
    credentials { username = "u", password = secret("P") }
    ${source}
    settings { replicationMode = cdc, ${settings} }
    tables { public.users -> users { ${row} }, public.orders -> orders }
  }
  into ${into}
}`)

const postgres = "source.postgres"
const mysql = "source.mysql"
const mongodb = "source.mongodb"
const kinesis = "source.kinesis"
const table = "destination.tableDefinition"
const row = `${postgres}.tableMappings.0`

interface Row {
  readonly program: Program
  /** What the service says of it, in each of its ways. */
  readonly same: ReadonlyArray<Changes>
  /** What it would have to say to mean another pipe; none where nothing can be told apart. */
  readonly other: ReadonlyArray<Changes>
}

const rows: Readonly<Record<string, Row>> = {
  "all secrets": {
    program: full("kafka"),
    same: [
      {},
      { "source.kafka.credentials": { username: "other", password: "leaked" } },
      { "source.kafka.schemaRegistry.credentials": null },
    ],
    other: [{ "source.kafka.schemaRegistry.url": "https://other.example.com" }],
  },
  "a consumer group that the service made": {
    program: broker(""),
    same: [{ "source.kafka.consumerGroup": "clickpipes-5e1f3c2a" }],
    other: [{ "source.kafka.topics": "clickpipes-5e1f3c2a" }],
  },
  "a consumer group that the author chose": {
    program: broker('consumerGroup = "mine"'),
    same: [{}],
    other: [{ "source.kafka.consumerGroup": "clickpipes-5e1f3c2a" }, { "source.kafka.consumerGroup": null }],
  },
  "destination.database": {
    program: stream("", "", "clicks"),
    same: [{ "destination.database": "default" }, { "destination.database": "" }],
    other: [{ "destination.database": "analytics" }],
  },
  "destination.database that is called `default`": {
    program: stream("", "", "default.clicks"),
    same: [{ "destination.database": null }, { "destination.database": undefined }],
    other: [{ "destination.database": "analytics" }],
  },
  "tableDefinition of a table that is not managed": {
    program: read(`pipe "clicks" {
  from kinesis {
    format = Avro, streamName = "clicks", region = "eu-west-1", iteratorType = LATEST
    authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/clickpipes"
  }
  into existing analytics.clicks { columns { id UInt64 } }
}`),
    same: [{ [table]: null }, { [table]: { engine: { type: "MergeTree" } } }],
    other: [{ "destination.managedTable": true }],
  },
  "tableDefinition that is not told": {
    program: stream(""),
    same: [{ [table]: null }, { [table]: undefined }],
    other: [{ [table]: { engine: { type: "Null" } } }],
  },
  "tableDefinition.sortingKey": {
    program: stream(""),
    same: [{ [`${table}.sortingKey`]: null }, { [`${table}.sortingKey`]: [] }],
    other: [],
  },
  "tableDefinition.sortingKey that is empty": {
    program: stream("", "", "analytics.clicks", "MergeTree, orderBy = []"),
    same: [{ [`${table}.sortingKey`]: null }, { [`${table}.sortingKey`]: undefined }],
    other: [{ [`${table}.sortingKey`]: ["id"] }],
  },
  "tableDefinition.engine.type": {
    program: stream("", "", "analytics.clicks", "ReplacingMergeTree(at)"),
    same: [
      { [`${table}.engine.type`]: "ReplacingMergeTree()" },
      { [`${table}.engine.type`]: " ReplacingMergeTree(at) " },
    ],
    other: [{ [`${table}.engine.type`]: "MergeTree()" }],
  },
  "engine.versionColumnId": {
    program: stream("", "", "analytics.clicks", "ReplacingMergeTree(at)"),
    same: [{ [`${table}.engine.versionColumnId`]: undefined }, { [`${table}.engine.versionColumnId`]: null }],
    other: [],
  },
  "engine.columnIds": {
    program: stream("", "", "analytics.clicks", "SummingMergeTree(id)"),
    same: [{ [`${table}.engine.columnIds`]: undefined }, { [`${table}.engine.columnIds`]: [] }],
    other: [],
  },
  "tableDefinition.primaryKey and partitionBy": {
    program: stream("", "", "analytics.clicks", 'MergeTree, primaryKey = "id", partitionBy = "toYYYYMM(at)"'),
    same: [
      { [`${table}.primaryKey`]: null, [`${table}.partitionBy`]: null },
      { [`${table}.primaryKey`]: "", [`${table}.partitionBy`]: undefined },
    ],
    other: [{ [`${table}.primaryKey`]: "at" }, { [`${table}.partitionBy`]: "id" }],
  },
  "destination.roles": {
    program: stream("", "", "analytics.clicks", 'MergeTree, roles = ["ingest"]'),
    same: [{ "destination.roles": undefined }, { "destination.roles": [] }],
    other: [],
  },
  "destination.managedTable of a database pipe": {
    program: database("postgres"),
    same: [
      { "destination.managedTable": true },
      { "destination.managedTable": false, "destination.tableDefinition": null, "destination.columns": [] },
    ],
    other: [{ "destination.database": "brown" }],
  },
  "the order of columns": {
    program: stream(""),
    same: [
      {
        "destination.columns": [
          { name: "at", type: "DateTime" },
          { name: "id", type: "UInt64" },
        ],
      },
    ],
    other: [{ "destination.columns": [{ name: "id", type: "UInt64" }] }],
  },
  fieldMappings: {
    program: stream(""),
    same: [{ fieldMappings: [] }, { fieldMappings: null }],
    other: [],
  },
  "the map of settings": {
    program: stream("", "settings { streaming_max_insert_wait_ms = 5s, clickhouse_max_threads = 0 }"),
    same: [
      { "settings.clickhouse_max_insert_threads": 4, "settings.of_tomorrow": true },
      { "settings.streaming_max_insert_wait_ms": "5000", "settings.clickhouse_max_threads": "0" },
      { "settings.streaming_max_insert_wait_ms": 5000.0 },
    ],
    other: [{ "settings.streaming_max_insert_wait_ms": 6000 }, { "settings.clickhouse_max_threads": 1 }],
  },
  "scaling in quantities": {
    program: stream("", "scaling { replicas = 2, size = S }"),
    same: [
      { "scaling.replicaCpuMillicores": "250m", "scaling.replicaMemoryGb": "1Gi" },
      { "scaling.replicaCpuMillicores": "0.25", "scaling.replicaMemoryGb": "1024Mi" },
      { "scaling.replicaMemoryGb": "1073741824", "scaling.replicas": "2" },
      { "scaling.replicaMemoryGb": 1_073_741_824 },
      { "scaling.replicaMemoryGb": 1.000_000_000_1 },
    ],
    other: [
      { "scaling.replicaCpuMillicores": "500m" },
      { "scaling.replicaMemoryGb": "2Gi" },
      { "scaling.replicas": 3 },
    ],
  },
  "scaling right after a change": {
    program: stream("", "scaling { replicas = 2, size = S }"),
    same: [
      { "scaling.replicas": 0, "scaling.replicaCpuMillicores": 0, "scaling.replicaMemoryGb": 0 },
      { "scaling.replicaCpuMillicores": "0m", "scaling.replicaMemoryGb": "0" },
      { "scaling.replicas": null, "scaling.replicaCpuMillicores": 124, "scaling.replicaMemoryGb": 0.4 },
      { scaling: null },
    ],
    other: [{ "scaling.replicas": 1 }],
  },
  "scaling that is not declared": {
    program: stream("", "scaling { replicas = 2 }"),
    same: [{ "scaling.replicaCpuMillicores": 1000, "scaling.replicaMemoryGb": 4, "scaling.concurrency": 3 }],
    other: [{ "scaling.replicas": 4 }],
  },
  "the login in an address": {
    program: full("mongodb"),
    same: [{ [`${mongodb}.uri`]: "mongodb+srv://user:pass@cluster0.example.mongodb.net/?retryWrites=true" }],
    other: [{ [`${mongodb}.uri`]: "mongodb+srv://user:pass@other.example.mongodb.net/?retryWrites=true" }],
  },
  "settings of a database that the service fills in": {
    program: database("postgres"),
    same: [
      {
        [`${postgres}.settings.syncIntervalSeconds`]: 60,
        [`${postgres}.settings.pullBatchSize`]: 100_000,
        [`${postgres}.settings.allowNullableColumns`]: false,
        [`${postgres}.settings.initialLoadParallelism`]: 4,
      },
    ],
    other: [{ [`${postgres}.settings.replicationMode`]: "snapshot" }],
  },
  "enableFailoverSlots and deleteOnMerge": {
    program: database("postgres", "", "enableFailoverSlots = true, deleteOnMerge = true"),
    same: [
      { [`${postgres}.settings.enableFailoverSlots`]: undefined },
      { [`${postgres}.settings.deleteOnMerge`]: null },
    ],
    other: [
      { [`${postgres}.settings.enableFailoverSlots`]: false },
      { [`${postgres}.settings.deleteOnMerge`]: false },
    ],
  },
  "settings and encryption of the document store": {
    program: full("mongodb"),
    same: [
      ...["tlsHost", "caCertificate", "disableTls", "skipCertVerification"].map((it) => ({
        [`${mongodb}.${it}`]: undefined,
      })),
      ...["syncIntervalSeconds", "pullBatchSize", "deleteOnMerge", "useJsonNativeFormat"].map((it) => ({
        [`${mongodb}.settings.${it}`]: null,
      })),
    ],
    other: [
      { [`${mongodb}.skipCertVerification`]: false },
      { [`${mongodb}.settings.useJsonNativeFormat`]: true },
      { [`${mongodb}.readPreference`]: undefined },
    ],
  },
  "an empty text for what is not set": {
    program: database("postgres", "", "", 'partitionKey = "id"'),
    same: [
      {
        [`${postgres}.settings.publicationName`]: "",
        [`${postgres}.settings.replicationSlotName`]: "",
        [`${postgres}.tlsHost`]: "",
        [`${postgres}.caCertificate`]: "",
        [`${postgres}.iamRole`]: "",
        [`${row}.partitionByExpr`]: "",
      },
    ],
    other: [{ [`${row}.partitionKey`]: "" }, { [`${row}.partitionKey`]: null }],
  },
  "a publication and a slot that the service made": {
    program: database("postgres"),
    same: [
      {
        [`${postgres}.settings.publicationName`]: "peerflow_pub",
        [`${postgres}.settings.replicationSlotName`]: "peerflow_slot",
      },
    ],
    other: [{ [`${postgres}.host`]: "peerflow_pub" }],
  },
  "type and authentication of a database": {
    program: database("postgres", "authentication = basic"),
    same: [
      { [`${postgres}.type`]: "postgres", [`${postgres}.authentication`]: "basic" },
      { [`${postgres}.type`]: null, [`${postgres}.authentication`]: undefined },
      { [`${postgres}.type`]: "neon" },
    ],
    other: [{ [`${postgres}.authentication`]: "IAM_ROLE" }],
  },
  "flavours of one engine": {
    program: database("mysql"),
    same: [{ "source.mysql.type": "rdsmysql" }],
    other: [{ "source.mysql.type": "mariadb" }],
  },
  "replicationMechanism, useCompression, disableTls and skipCertVerification": {
    program: database(
      "mysql",
      "disableTls = false, skipCertVerification = false",
      "replicationMechanism = GTID, useCompression = false",
    ),
    same: [
      {
        [`${mysql}.settings.replicationMechanism`]: undefined,
        [`${mysql}.settings.useCompression`]: null,
        [`${mysql}.disableTls`]: undefined,
        [`${mysql}.skipCertVerification`]: null,
      },
    ],
    other: [
      { [`${mysql}.settings.replicationMechanism`]: "FILE_POS" },
      { [`${mysql}.settings.useCompression`]: true },
      { [`${mysql}.disableTls`]: true },
    ],
  },
  "tableEngine of a mapping": {
    program: database("postgres"),
    same: [{ [`${row}.tableEngine`]: "ReplacingMergeTree" }, { [`${row}.tableEngine`]: null }],
    other: [],
  },
  "tableEngine of a mapping that is declared": {
    program: database("postgres", "", "", "tableEngine = ReplacingMergeTree"),
    same: [{ [`${row}.tableEngine`]: undefined }, { [`${row}.tableEngine`]: "" }],
    other: [{ [`${row}.tableEngine`]: "MergeTree" }],
  },
  "excludedColumns of a mapping": {
    program: database("postgres", "", "", "excludedColumns = []"),
    same: [{ [`${row}.excludedColumns`]: null, [`${row}.sortingKeys`]: [] }],
    other: [{ [`${row}.excludedColumns`]: ["note"] }],
  },
  "the order of excludedColumns, and not that of sortingKeys": {
    program: database("postgres", "", "", "excludedColumns = [a, b], sortingKeys = [c, d]"),
    same: [{ [`${row}.excludedColumns`]: ["b", "a"] }],
    other: [{ [`${row}.sortingKeys`]: ["d", "c"] }],
  },
  "useCustomSortingKey of a mapping": {
    program: database("postgres", "", "", "useCustomSortingKey = false"),
    same: [{ [`${row}.useCustomSortingKey`]: null }, { [`${row}.useCustomSortingKey`]: undefined }],
    other: [{ [`${row}.useCustomSortingKey`]: true }],
  },
  "the order of mappings": {
    program: database("postgres"),
    same: [
      {
        [`${postgres}.tableMappings`]: [
          { sourceSchemaName: "public", sourceTable: "orders", targetTable: "orders" },
          { sourceSchemaName: "public", sourceTable: "users", targetTable: "users" },
        ],
      },
    ],
    other: [
      {
        [`${postgres}.tableMappings`]: [
          { sourceSchemaName: "public", sourceTable: "users", targetTable: "users" },
        ],
      },
    ],
  },
  exactlyOnce: {
    program: broker("exactlyOnce = false"),
    same: [{ "source.kafka.exactlyOnce": null }, { "source.kafka.exactlyOnce": undefined }],
    other: [{ "source.kafka.exactlyOnce": true }],
  },
  enableOrdering: {
    program: read(`pipe "orders" {
  from pubsub {
    format = Avro, projectId = "my-project", topic = "orders", authentication = SERVICE_ACCOUNT
    serviceAccountKey { serviceAccountFile = secret("ACCOUNT") }
    seekType = latest, enableOrdering = false
  }
  into orders { engine = MergeTree, columns { id UInt64 } }
}`),
    same: [{ "source.pubsub.enableOrdering": null }, { "source.pubsub.enableOrdering": undefined }],
    other: [{ "source.pubsub.enableOrdering": true }],
  },
  useEnhancedFanOut: {
    program: stream("useEnhancedFanOut = false"),
    same: [{ [`${kinesis}.useEnhancedFanOut`]: null }, { [`${kinesis}.useEnhancedFanOut`]: undefined }],
    other: [{ [`${kinesis}.useEnhancedFanOut`]: true }],
  },
  "isContinuous of files": {
    program: files("isContinuous = false"),
    same: [{ "source.objectStorage.isContinuous": null }, { "source.objectStorage.isContinuous": undefined }],
    other: [{ "source.objectStorage.isContinuous": true }],
  },
  skipInitialLoad: {
    program: full("object-storage"),
    same: [
      { "source.objectStorage.skipInitialLoad": undefined },
      { "source.objectStorage.skipInitialLoad": null },
    ],
    other: [{ "source.objectStorage.skipInitialLoad": false }],
  },
  "authentication, path and container of Azure": {
    program: azure,
    same: [
      {
        "source.objectStorage.authentication": undefined,
        "source.objectStorage.path": null,
        "source.objectStorage.azureContainerName": "",
      },
    ],
    other: [{ "source.objectStorage.path": "other/*.json" }],
  },
  "authentication of a store that tells it": {
    program: full("object-storage"),
    same: [{}],
    other: [{ "source.objectStorage.authentication": undefined }],
  },
  "lists that are one text with commas": {
    program: broker('reversePrivateEndpointIds = ["2f9a3c1e-5b7d-4e80-9c6a-0d1b2e3f4a5b"]'),
    same: [
      { "source.kafka.brokers": "b-2:9092, b-1:9092" },
      { "source.kafka.brokers": ["b-1:9092", "b-2:9092"] },
    ],
    other: [{ "source.kafka.brokers": "b-1:9092" }, { "source.kafka.reversePrivateEndpointIds": [] }],
  },
}

describe.each(Object.entries(rows))("%s", (_, { program, same, other }) => {
  it.each(same.map((it) => [JSON.stringify(it), it] as const))("is the same as %s", (_, changes) => {
    expect(differences(program, changes)).toEqual([])
  })

  it.each(other.map((it) => [JSON.stringify(it), it] as const))("differs from %s", (_, changes) => {
    expect(differences(program, changes)).toHaveLength(1)
  })
})
