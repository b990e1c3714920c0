/** Bodies of creates and edits, each with its own secrets in it. All secrets of a run can be told by one mark. */
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import type { Random } from "../internal/random.ts"

/** Characters that encoders spell in more than one way. */
const odd = ["", '"', "\\", "/", " ", "\n", "%", "é", "+", "@:", "=="]

/** Makes secrets, each of them another one. */
export const secrets = (mark: string, { one }: Random): (() => string) => {
  let made = 0
  return () => `${mark}${one(odd)}-${made++}${one(odd)}`
}

const destination = (table: string) => ({
  table,
  tableDefinition: { engine: { type: "MergeTree" }, sortingKey: ["id"] },
  columns: [{ name: "id", type: "UInt64" }],
})

type Sources = (secret: () => string) => JsonObject

interface Kind {
  readonly arm: string
  /** Whether it writes into one table, whose columns the body has, or into one for each of its own. */
  readonly table: boolean
  readonly source: Sources
  /** What an edit of its login sends. */
  readonly login: Sources
}

const keyOf = (secret: () => string) => ({ accessKeyId: "AKIAEXAMPLE", secretKey: secret() })
const userOf = (secret: () => string) => ({ username: "loader", password: secret() })

export const kinds: ReadonlyArray<Kind> = [
  {
    arm: "kafka",
    table: true,
    source: (secret) => ({
      type: "confluent",
      format: "JSONEachRow",
      brokers: "broker.example:9092",
      topics: "orders",
      authentication: "PLAIN",
      credentials: userOf(secret),
      caCertificate: secret(),
    }),
    login: (secret) => ({ credentials: userOf(secret) }),
  },
  {
    arm: "kinesis",
    table: true,
    source: (secret) => ({
      format: "JSONEachRow",
      streamName: "orders",
      region: "eu-west-1",
      iteratorType: "TRIM_HORIZON",
      authentication: "IAM_USER",
      accessKey: keyOf(secret),
    }),
    login: (secret) => ({ accessKey: keyOf(secret) }),
  },
  {
    arm: "postgres",
    table: false,
    source: (secret) => ({
      host: "db.example",
      port: 5432,
      database: "shop",
      credentials: userOf(secret),
      settings: { replicationMode: "cdc" },
      tableMappings: [{ sourceSchemaName: "public", sourceTable: "orders", targetTable: "orders" }],
    }),
    login: (secret) => ({ host: "db.example", credentials: userOf(secret) }),
  },
  {
    arm: "mongodb",
    table: false,
    source: (secret) => ({
      uri: "mongodb+srv://cluster.example",
      readPreference: "primary",
      credentials: userOf(secret),
      settings: { replicationMode: "cdc" },
      tableMappings: [{ sourceDatabaseName: "shop", sourceCollection: "orders", targetTable: "orders" }],
    }),
    login: (secret) => ({ credentials: userOf(secret) }),
  },
]

export const create = (kind: Kind, name: string, secret: () => string): JsonObject => ({
  name,
  source: { [kind.arm]: kind.source(secret) },
  destination: kind.table ? destination(name) : { database: "default" },
})

export const edit = (kind: Kind, secret: () => string): JsonObject => ({
  source: { [kind.arm]: kind.login(secret) },
})

/** The create of an endpoint, whose description is all that there is of a name. */
export const endpoint = (description: string, named: boolean): JsonObject => ({
  description,
  type: "VPC_RESOURCE",
  vpcResourceConfigurationId: "rcfg-1",
  vpcResourceShareArn: "arn:aws:ram:eu-west-1:1:resource-share/1",
  ...(named ? names([`${description}.example`]) : {}),
})

export const names = (all: ReadonlyArray<string>): JsonObject => ({
  customPrivateDnsMappings: all.map((privateDnsName) => ({ privateDnsName })),
})

/** A look at the source of a pipe that is still to be made. */
export const discovery = (secret: () => string): JsonObject => ({
  source: { [kinds[0]!.arm]: kinds[0]!.source(secret) },
})
