import type { JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { bodies } from "./guideBodies.ts"
import { read } from "./programs.ts"

const contractOf = (arm: string): WireContract => contracts.find((contract) => contract.arm === arm)!

/** The source of an example of the guide. */
const example = (name: string): { readonly arm: string; readonly source: JsonObject } => {
  const [[arm, source]] = Object.entries(bodies.find((body) => body.name === name)!.source as JsonObject) as [
    [string, JsonObject],
  ]
  return { arm, source }
}

const table = { sourceSchemaName: "public", sourceTable: "users", targetTable: "users" }

describe("a contract", () => {
  it.each([
    ["My Kafka ClickPipe", { authentication: "SCRAM-SHA-256" }, ["authentication"]],
    ["My Kafka ClickPipe", { credentials: { accessKeyId: "a", secretKey: "b" } }, ["credentials"]],
    ["My Kafka ClickPipe", { credentials: undefined }, ["credentials"]],
    ["My Kafka ClickPipe", { type: "msk", authentication: "IAM_ROLE" }, ["iamRole", "credentials"]],
    ["My Kafka ClickPipe", { offset: { strategy: "from_timestamp" } }, ["offset.timestamp"]],
    ["My Kafka ClickPipe", { offset: { strategy: "from_latest", timestamp: "x" } }, ["offset.timestamp"]],
    ["My Kinesis ClickPipe", { iteratorType: "AT_TIMESTAMP" }, ["timestamp"]],
    ["My S3 ClickPipe", { url: undefined }, ["url"]],
    ["My S3 ClickPipe", { type: "azureblobstorage" }, ["azureContainerName", "authentication"]],
    ["My S3 ClickPipe", { queueUrl: "q" }, ["queueUrl"]],
    ["My S3 ClickPipe", { skipInitialLoad: true, startAfter: "x" }, ["skipInitialLoad", "startAfter"]],
    ["My GCS ClickPipe", { serviceAccountKey: undefined }, ["serviceAccountKey"]],
    ["My Azure Blob ClickPipe", { connectionString: undefined }, ["connectionString"]],
    ["My Postgres CDC ClickPipe", { credentials: { username: "u" } }, ["credentials.password"]],
    ["My Postgres CDC ClickPipe", { authentication: "IAM_ROLE" }, ["iamRole"]],
    [
      "My Postgres CDC ClickPipe",
      { settings: { replicationMode: "cdc", replicationSlotName: "s", enableFailoverSlots: true } },
      ["settings.replicationSlotName", "settings.enableFailoverSlots"],
    ],
    [
      "My Postgres CDC ClickPipe",
      { tableMappings: [table, { ...table, useCustomSortingKey: true }] },
      ["tableMappings.1.targetTable", "tableMappings.1.sortingKeys"],
    ],
    [
      "My MySQL CDC ClickPipe",
      { type: "mariadb", settings: { replicationMode: "cdc", replicationMechanism: "FILE_POS" } },
      ["settings.replicationMechanism"],
    ],
    ["My MongoDB CDC ClickPipe", { tableMappings: [table, table] }, ["tableMappings.1.targetTable"]],
    ["My MongoDB CDC ClickPipe", { uri: "mongodb://me:pass@db.example.com" }, ["uri"]],
    ["My MongoDB CDC ClickPipe", { uri: "mongodb+srv://me:p@ss@db.example.com/?a=b" }, ["uri"]],
    ["My MongoDB CDC ClickPipe", { uri: "mongodb://me@db.example.com:27017/?a=b:c@d" }, []],
    ["My BigQuery ClickPipe", { tableMappings: [table, table] }, ["tableMappings.1.targetTable"]],
  ] as const)("refuses what goes wrong in `%s` with %j at %j", (name, change, paths) => {
    const { arm, source } = example(name)
    const { refuse } = contractOf(arm)
    expect(refuse(source)).toEqual([])
    const changed = Object.fromEntries(
      Object.entries({ ...source, ...change }).filter(([, value]) => value !== undefined),
    )
    expect(refuse(changed).map(({ path }) => path.join("."))).toEqual(paths)
  })

  it("of mongodb says where the password of an address belongs, and not what it is", () => {
    const uri = "mongodb://me:canary@db.example.com"
    const [refusal] = contractOf("mongodb").refuse({ uri, tableMappings: [] })
    expect(refusal!.message).toBe("holds a password, which belongs in credentials")
  })

  it.each([
    ["postgres", { host: "db.example.com" }, { credentials: { username: "u", password: "p" } }],
    [
      "mysql",
      { settings: { pullBatchSize: 5 } },
      { host: "db.example.com", port: 3306, credentials: { username: "u", password: "p" } },
    ],
    [
      "mongodb",
      { tlsHost: "db.example.com" },
      { uri: "mongodb://db.example.com", readPreference: "nearest" },
    ],
  ] as const)(
    "of %s takes an edit of tables alone, and of the connection only with its login",
    (arm, edit, along) => {
      const takes = (patch: unknown) =>
        Either.isRight(
          Schema.decodeUnknownEither(contractOf(arm).patch!, { onExcessProperty: "error" })(patch),
        )
      expect(takes({ tableMappingsToAdd: [], tableMappingsToRemove: [] })).toBe(true)
      for (const key of Object.keys(along)) {
        const { [key]: _, ...rest } = along as Record<string, unknown>
        expect(takes({ ...edit, ...rest }), `without ${key}`).toBe(false)
      }
      expect(takes({ ...edit, ...along })).toBe(true)
      const { sendAlong } = kinds.find((kind) => kind.arm === arm)!.lifecycle
      const wanted = sendAlong.filter(({ with: fields }) => fields.includes(Object.keys(edit)[0]!))
      expect(wanted.flatMap(({ send }) => send)).toEqual(expect.arrayContaining(Object.keys(along)))
    },
  )

  it("comes to rest in a state that a plan waits for", () => {
    const program = (source: string, into: string) => read(`pipe "p" {\n${source}\n${into}\n}\n`).pipes[0]!
    const files = (more: string) =>
      program(
        `from s3 { url = "https://x/*", format = Avro${more} }`,
        "into t { engine = Null, columns { a Int8 } }",
      )
    const tables = (mode: string) =>
      program(
        `from postgres { host = "x", database = "d", credentials { username = "u", password = secret("X") }
         settings { replicationMode = ${mode} }
         tables { a.b -> c } }`,
        "into d.*",
      )
    const pipes = [files(""), files(", isContinuous = true"), ...["cdc", "snapshot", "cdc_only"].map(tables)]
    const rests = pipes.map(({ kind, source }) => {
      const { lifecycle } = contractOf(kind.arm)
      const json = Object.fromEntries(
        [...source.fields].map(([name, value]) => [name, plain(value)]),
      ) as JsonObject
      const { create, moves } = lifecycle.of(json)
      expect(kind.lifecycle.settled(source)[0]).toBe(create.at(-1))
      const stop = moves.find(({ on, from }) => on === "stop" && from.includes("Provisioning"))!
      expect(kind.lifecycle.stopped).toContain("to" in stop ? stop.to.at(-1) : "refused")
      return create.at(-1)
    })
    expect(rests).toEqual(["Completed", "Running", "Running", "Completed", "Running"])
  })
})

const plain = (value: unknown): unknown => {
  const it_ = value as { _tag: string; value?: unknown; fields?: ReadonlyMap<string, unknown> }
  if (it_._tag === "Literal") return it_.value
  if (it_._tag !== "Block") return undefined
  return Object.fromEntries([...it_.fields!].map(([name, inner]) => [name, plain(inner)]))
}
