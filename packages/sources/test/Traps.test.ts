/** Mistakes that other tools made, by their numbers in `packages/tooling/test/traps.ts`: those that a program shows. */
import * as Decompile from "@pipewright/core/Decompile"
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Field from "@pipewright/core/Field"
import * as Ir from "@pipewright/core/Ir"
import * as Unbind from "@pipewright/core/Unbind"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { cases, read, readCase, render } from "./programs.ts"
import { program } from "./rules/program.ts"

/** The only pipe of a program that is right. */
const only = (type: string, entries: Readonly<Record<string, string>> = {}) => {
  const found = read(program(type, entries))
  expect(found.diagnostics, render(found)).toEqual([])
  return { pipe: found.pipes[0]!, request: found.requests[0]! }
}

const body = (type: string, entries: Readonly<Record<string, string>> = {}) =>
  Evaluate.show(only(type, entries).request.body) as JsonObject

const sourceOf = (of: JsonObject): JsonObject => Object.values(of.source as JsonObject)[0] as JsonObject

/** What differs from a pipe as the API returns it, which is the body but for what is given. */
const differences = (
  type: string,
  entries: Readonly<Record<string, string>>,
  change: (live: JsonObject) => JsonObject,
) => {
  const { pipe, request } = only(type, entries)
  const live = change(Evaluate.show(request.body) as JsonObject)
  return Diff.compare({ pipe, request, live }).differences.map(({ path }) => path)
}

const withSource =
  (more: JsonObject, less: ReadonlyArray<string> = []) =>
  (live: JsonObject): JsonObject => {
    const [[arm, source]] = Object.entries(live.source as JsonObject) as [[string, JsonObject]]
    const kept = Object.entries(source).filter(([key]) => !less.includes(key))
    return { ...live, source: { [arm]: { ...Object.fromEntries(kept), ...more } } }
  }

/** Every value of a body with its path. */
const leaves = (value: Json, path = ""): ReadonlyArray<readonly [string, Json]> =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, it]) => leaves(it as Json, `${path}/${key}`))
    : [[path, value]]

const kindOf = (arm: string) => kinds.find((kind) => kind.arm === arm)!

const edits = (fields: Field.Fields): Readonly<Record<string, Field.Edit>> =>
  Object.fromEntries(Object.entries(fields).map(([name, { edit }]) => [name, edit]))

const blockOf = (fields: Field.Fields, name: string): Field.Fields => {
  const type = fields[name]!.type
  return type._tag === "Block" || type._tag === "Mappings" ? type.fields : {}
}

const role = 'iamRole = "arn:aws:iam::123456789012:role/clickpipes"'

const login = 'credentials { username = "me", password = secret("X") }'

const bodies = cases
  .filter(({ name }) => name !== "mistakes")
  .flatMap((it) => readCase(it).requests.map((request) => ({ case: `${it.kind}/${it.name}`, request })))

describe("A body", () => {
  it("12: has no empty text, no empty object, no null, and nothing called undefined", () => {
    const odd = bodies.flatMap(({ case: of, request }) =>
      leaves(Evaluate.show(request.body))
        .filter(
          ([, value]) => value === null || value === "" || value === "undefined" || isEmptyObject(value),
        )
        .map(([path]) => `${of} ${path}`),
    )
    expect(odd).toEqual([])
    expect(bodies.length).toBeGreaterThan(20)
    expect(Object.keys(sourceOf(body("mongodb", { credentials: "" })))).not.toContain("credentials")
  })

  it("21: has the parts of a size that are declared, and no others", () => {
    expect(body("kafka", { beside: "scaling { replicas = 2 }" }).scaling).toEqual({ replicas: 2 })
    expect(body("kafka", { beside: "scaling { size = S }" }).scaling).toEqual({
      replicaCpuMillicores: 250,
      replicaMemoryGb: 1,
    })
    expect(body("kafka", { beside: "scaling { }" })).not.toHaveProperty("scaling")
  })

  it("23: says of the destination of a database pipe its database and its roles alone", () => {
    expect(body("postgres", { into: 'into analytics.* { roles = ["ingest"] }' }).destination).toEqual({
      database: "analytics",
      roles: ["ingest"],
    })
  })

  it("26: has the sorting key as plain names", () => {
    const into =
      'into t { engine = MergeTree, orderBy = [`odd name`, "id"], columns { id UInt64, `odd name` UInt8 } }'
    const { tableDefinition } = body("kafka", { into: into.replace("[`odd name`", '["odd name"') })
      .destination as JsonObject
    expect((tableDefinition as JsonObject).sortingKey).toEqual(["odd name", "id"])
  })

  it("28: has the roles", () => {
    const into = 'into t { engine = Null, columns { id UInt64 }, roles = ["a", "b"] }'
    expect((body("kafka", { into }).destination as JsonObject).roles).toEqual(["a", "b"])
  })

  it("32: has no credentials with a role, and asks for none", () => {
    expect(sourceOf(body("msk"))).not.toHaveProperty("credentials")
    const login = { authentication: `authentication = IAM_ROLE, ${role}` }
    const user = { credentials: 'credentials { username = "me" }' }
    expect(sourceOf(body("postgres", { ...login, ...user })).credentials).toEqual({ username: "me" })
    expect(sourceOf(body("kinesis"))).not.toHaveProperty("accessKey")
  })

  it("33: has no consumer group and no timestamp of an offset that nobody wrote", () => {
    const source = sourceOf(body("kafka", { offset: "offset { strategy = from_latest }" }))
    expect(source).not.toHaveProperty("consumerGroup")
    expect(source.offset).toEqual({ strategy: "from_latest" })
    expect(differences("kafka", {}, withSource({ consumerGroup: "clickpipes-1" }))).toEqual([])
  })

  it("39: has booleans as booleans and numbers as numbers in the settings", () => {
    const settings = "settings { kafka_read_committed = true, streaming_max_insert_wait_ms = 5s }"
    expect(body("kafka", { beside: settings }).settings).toStrictEqual({
      streaming_max_insert_wait_ms: 5000,
      kafka_read_committed: true,
    })
  })

  it("46: has no settings where none are declared, not even an empty map", () => {
    expect(body("kafka", { beside: "settings { }" })).not.toHaveProperty("settings")
  })

  it("51: has the timestamp of a stream as a whole number", () => {
    const iterator = { iteratorType: "iteratorType = AT_TIMESTAMP, timestamp = 1700000000" }
    expect(sourceOf(body("kinesis", iterator)).timestamp).toBe(1_700_000_000)
  })

  it("58: has no way to log in that nobody chose", () => {
    expect(sourceOf(body("kafka", { authentication: "", credentials: "" }))).not.toHaveProperty(
      "authentication",
    )
    expect(sourceOf(body("s3"))).not.toHaveProperty("authentication")
  })

  it("59: has one source, and neither a second clause nor raw can add another", () => {
    for (const { request } of bodies)
      expect(Object.keys((Evaluate.show(request.body) as JsonObject).source as JsonObject)).toHaveLength(1)
    const codes = (text: string) => read(text).diagnostics.map(({ code }) => code)
    expect(codes(program("kafka", { beside: 'from s3 { url = "https://x/*", format = Avro }' }))).toEqual([
      "duplicate-clause",
    ])
    expect(codes(program("kafka", { beside: "raw { source = { postgres = { a = 1 } } }" }))).toEqual([
      "raw-has-field",
    ])
  })
})

const isEmptyObject = (value: Json): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

describe("What is known of an edit", () => {
  it("14, 48: no field of a table that is copied can be edited", () => {
    for (const kind of kinds.filter(({ destination }) => destination === "database")) {
      const rows = blockOf(kind.fields, "tables")
      expect(Object.keys(rows).length).toBeGreaterThan(0)
      expect(new Set(Object.values(edits(rows)))).toEqual(new Set(["replace"]))
    }
  })

  it("34: the login of a stream of Amazon can be exchanged in place", () => {
    expect(edits(kindOf("kinesis").fields)).toMatchObject({
      authentication: "live",
      iamRole: "live",
      accessKey: "live",
    })
  })

  it("40: encryption of the document store is edited in place, its tables as additions and removals", () => {
    const { fields } = kindOf("mongodb")
    expect(edits(fields)).toMatchObject({
      tlsHost: "live",
      caCertificate: "live",
      disableTls: "live",
      credentials: "live",
      tables: "delta",
    })
    expect(edits(blockOf(fields, "settings"))).toMatchObject({
      replicationMode: "replace",
      deleteOnMerge: "replace",
      useJsonNativeFormat: "replace",
      syncIntervalSeconds: "live",
    })
    expect(
      differences("mongodb", {}, withSource({ credentials: null as unknown as Json, tlsHost: null })),
    ).toEqual([])
    expect(differences("mongodb", { more: "disableTls = true" }, withSource({ disableTls: false }))).toEqual([
      "source.mongodb.disableTls",
    ])
  })

  it("50: nothing of a source that is read once can be edited", () => {
    expect(new Set(Object.values(edits(kindOf("bigquery").fields)))).toEqual(new Set(["replace"]))
    expect(kindOf("bigquery").scaling).toBeUndefined()
  })
})

describe("What the API leaves out", () => {
  it("35: is taken for what is declared, as for skipInitialLoad", () => {
    const entries = {
      login: `authentication = IAM_ROLE, ${role}`,
      more: 'isContinuous = true, skipInitialLoad = true, queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/q"',
    }
    expect(differences("s3", entries, withSource({}, ["skipInitialLoad"]))).toEqual([])
    expect(differences("s3", entries, withSource({ skipInitialLoad: false }))).toEqual([
      "source.objectStorage.skipInitialLoad",
    ])
  })

  it("30: stands as a named secret where a pipe is taken over, also for a registry", () => {
    const registry = `schemaRegistry { url = "https://r.example.com", authentication = PLAIN, ${login} }`
    const sent = body("kafka", { format: "format = AvroConfluent", registry })
    const { credentials: _, schemaRegistry, ...rest } = sourceOf(sent)
    const { credentials: __, ...returned } = schemaRegistry as JsonObject
    const answer = {
      ...sent,
      id: "id",
      state: "Running",
      source: { kafka: { ...rest, schemaRegistry: returned } },
    }
    const [found] = Decompile.answers([answer], catalog)
    if (found?._tag !== "Readable") throw new Error(`unreadable: ${found?.why}`)
    const again = read(Unbind.text([found.pipe]))
    expect(again.diagnostics, render(again)).toEqual([])
    expect(Ir.get(again.pipes[0]!.source, "schemaRegistry", "credentials", "password")).toMatchObject({
      _tag: "Deferred",
      reader: { _tag: "Secret" },
    })
  })

  it("42: is taken for what is declared, as for the files of Azure", () => {
    const left = ["authentication", "path", "azureContainerName", "connectionString"]
    expect(differences("azureblobstorage", { more: 'path = "a/*"' }, withSource({}, left))).toEqual([])
  })
})

describe("A pipe", () => {
  it("44: that broke down inside the service has come to an end, whatever its kind", () => {
    for (const kind of kinds) {
      const states = kind.lifecycle.settled({
        _tag: "Block",
        fields: new Map<string, Ir.Value>(),
        origin: { file: "", span: { start: 0, end: 0 }, via: [] },
      })
      expect(states, kind.name).toEqual(expect.arrayContaining(["Failed", "InternalError"]))
    }
  })
})

describe("The words of the API", () => {
  it("61: are all there, also those that another tool lacks", () => {
    expect(kindOf("kafka").types).toContain("dokafka")
    expect(kindOf("objectStorage").types).toEqual(
      expect.arrayContaining(["dospaces", "cloudflarer2", "ovhobjectstorage"]),
    )
    const words = (name: string) => {
      const { type } = kindOf("objectStorage").fields[name]!
      return type._tag === "Enum" ? type.members : []
    }
    expect(words("format")).toEqual(
      expect.arrayContaining(["JSONAsObject", "TabSeparated", "TabSeparatedWithNames"]),
    )
    expect(words("compression")).toEqual(expect.arrayContaining(["gz", "gzip", "LZMA"]))
    expect(kindOf("kafka").scaling!.replicas!.type).toMatchObject({ minimum: 1, maximum: 40 })
  })
})
