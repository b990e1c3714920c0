import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import { contracts } from "@pipewright/sources/Contracts"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const contractOf = (arm: string) => contracts.find((contract) => contract.arm === arm)!

/** What GET returns of a source that was accepted. */
const echo = (arm: string, source: JsonObject, oddly = false): JsonObject => {
  const { fill, echo = (kept) => kept } = contractOf(arm)
  return echo(fill(source, "11111111-1111-4111-8111-111111111111"), oddly)
}

const azure = {
  type: "azureblobstorage",
  authentication: "CONNECTION_STRING",
  azureContainerName: "files",
  path: "*.csv",
  format: "CSV",
}

const database = (type: string, settings: JsonObject = {}): JsonObject => ({
  type,
  host: "db.example.com",
  port: 1,
  settings: { replicationMode: "cdc", ...settings },
  tableMappings: [{ sourceSchemaName: "a", sourceTable: "b", targetTable: "c" }],
})

describe("The service returns", () => {
  it("of Azure neither the login nor where the files are, and of other stores both", () => {
    expect(Object.keys(echo("objectStorage", azure)).sort()).toEqual(["format", "isContinuous", "type"])
    const s3 = { type: "s3", authentication: "IAM_ROLE", format: "CSV", url: "s3://files/*" }
    expect(echo("objectStorage", s3)).toEqual({ ...s3, isContinuous: false })
  })

  it("a consumer group of its own where none is given", () => {
    expect(echo("kafka", {}).consumerGroup).toBe("clickpipes-11111111-1111-4111-8111-111111111111")
    expect(echo("kafka", { consumerGroup: "mine" }).consumerGroup).toBe("mine")
  })

  it("the settings of a database that nobody sent, and the engine of each table", () => {
    for (const arm of ["postgres", "mysql", "mongodb", "bigquery"]) {
      const { settings, tableMappings } = echo(arm, database(arm))
      expect(settings, arm).toMatchObject({ snapshotNumberOfParallelTables: 1 })
      expect(tableMappings, arm).toMatchObject([{ tableEngine: "ReplacingMergeTree" }])
    }
  })

  it("flags that are false whether or not they were sent", () => {
    expect(echo("kafka", {}).exactlyOnce).toBe(false)
    expect(echo("kinesis", {}).useEnhancedFanOut).toBe(false)
    expect(echo("pubsub", {}).enableOrdering).toBe(false)
    expect(echo("objectStorage", {}).isContinuous).toBe(false)
  })

  it("a number for a replica of MySQL that has none", () => {
    expect(echo("mysql", database("mysql")).serverId).toBeGreaterThan(0)
    expect(echo("mysql", { ...database("mysql"), serverId: 7 }).serverId).toBe(7)
  })
})

describe("The service returns now and then", () => {
  it("of PostgreSQL empty texts for what is not set, and no type or login that is the default", () => {
    const told = echo("postgres", database("postgres"), true)
    expect(told).toMatchObject({
      tlsHost: "",
      caCertificate: "",
      iamRole: "",
      settings: { publicationName: "", replicationSlotName: "", syncIntervalSeconds: 60 },
      tableMappings: [{ partitionKey: "", partitionByExpr: "" }],
    })
    expect(told).not.toHaveProperty("type")
    expect(told).not.toHaveProperty("authentication")
    const other = echo("postgres", { ...database("neon", { publicationName: "p" }), iamRole: "r" }, true)
    expect(other).toMatchObject({ type: "neon", iamRole: "r", settings: { publicationName: "p" } })
  })

  it("of MySQL no mechanism that is the default", () => {
    const mechanism = (settings: JsonObject) =>
      (echo("mysql", database("mysql", settings), true).settings as JsonObject).replicationMechanism
    expect(mechanism({})).toBeUndefined()
    expect(mechanism({ replicationMechanism: "FILE_POS" })).toBe("FILE_POS")
  })

  it("of MongoDB nothing of its TLS", () => {
    const told = echo("mongodb", { ...database("mongodb"), disableTls: true, tlsHost: "h" }, true)
    expect(told).not.toHaveProperty("disableTls")
    expect(told).not.toHaveProperty("tlsHost")
  })
})

describe("The service refuses", () => {
  it("ports of 0, empty lists and empty names, and says where they are", () => {
    const wrong = (change: JsonObject) => {
      const source = { ...database("postgres"), database: "d", credentials: { username: "u" }, ...change }
      const read = Schema.decodeUnknownEither(contractOf("postgres").create, { errors: "all" })(source)
      return Either.match(read, {
        onLeft: (error) => SchemaProblems.fromParseError(error).map(({ path }) => path.join(".")),
        onRight: () => [],
      })
    }
    expect(wrong({})).toEqual([])
    expect(wrong({ port: 0 })).toEqual(["port"])
    expect(wrong({ tableMappings: [] })).toEqual(["tableMappings"])
    expect(wrong({ host: "", database: "" })).toEqual(["host", "database"])
    expect(wrong({ settings: { replicationMode: "cdc", publicationName: "" } })).toEqual([
      "settings.publicationName",
    ])
  })

  it("nothing where a role stands beside a password", () => {
    const source = { authentication: "basic", iamRole: "r", credentials: { username: "u", password: "p" } }
    for (const arm of ["postgres", "mysql"]) {
      expect(contractOf(arm).refuse({ ...database(arm), ...source }), arm).toEqual([])
    }
  })

  it("the setting of Kafka for every other source that has settings", () => {
    const words = {
      kafka_read_committed: "Setting 'kafka_read_committed' is only supported for Kafka ClickPipes",
    }
    const others = contracts.filter(({ arm, settings }) => settings && arm !== "kafka")
    expect(others.map(({ arm }) => arm)).toEqual(["kinesis", "objectStorage", "pubsub"])
    for (const { foreignSettings } of others) expect(foreignSettings).toEqual(words)
    expect(contractOf("kafka").foreignSettings).toBeUndefined()
  })

  it("Pub/Sub and the positions of binary logs to an organization without previews", () => {
    const previews = (arm: string, source: JsonObject) => contractOf(arm).previews?.(source).length ?? 0
    expect(previews("pubsub", {})).toBe(1)
    expect(previews("mysql", database("mysql", { replicationMechanism: "FILE_POS" }))).toBe(1)
    expect(previews("mysql", database("mysql"))).toBe(0)
    expect(previews("kafka", {})).toBe(0)
  })
})
