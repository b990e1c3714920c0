/**
 * Pipes to the API and back. Every pipe of every case is created, read again and written as a program: that says what
 * the first one said, less what no answer tells, and a plan finds nothing to do for either.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Decompile from "@pipewright/core/Decompile"
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as Unbind from "@pipewright/core/Unbind"
import { Emulator } from "@pipewright/emulator/Emulator"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert, describe } from "vitest"

const sources = fileURLToPath(new URL("../../../packages/sources/src/", import.meta.url))

/** Every case that is right, and those that are wrong on purpose left out. */
const cases = readdirSync(sources).flatMap((kind) => {
  try {
    return readdirSync(join(sources, kind, "cases"))
      .filter((name) => name !== "mistakes")
      .map((name) => ({
        kind,
        name,
        text: readFileSync(join(sources, kind, "cases", name, "main.pipe"), "utf8"),
      }))
  } catch {
    return []
  }
})

const read = (text: string): ReadonlyArray<Ir.Pipe> => {
  const source = Source.make("main.pipe", text)
  const parsed = Parser.parse(source)
  const { program, diagnostics } = Bind.bind([parsed.file], catalog)
  const errors = [...parsed.diagnostics, ...diagnostics].filter(isError)
  assert.deepStrictEqual(
    errors.map((found) => Renderer.render(found, () => source)),
    [],
  )
  return program.pipes
}

const service = { organizationId: "org", serviceId: "svc" }

const layerOf = (oddAnswers: boolean) =>
  Layer.merge(
    Emulator.serve({ contracts, keyId: "id", keySecret: Redacted.make("secret"), pace: 0, oddAnswers }),
    Layer.unwrapEffect(
      HttpServer.addressWith((address) =>
        Effect.succeed(
          CloudApiClient.layer({
            baseUrl: address._tag === "TcpAddress" ? `http://127.0.0.1:${address.port}` : "",
            keyId: "id",
            keySecret: Redacted.make("secret"),
            userAgent: "pipewright/test",
          }).pipe(Layer.provide(FetchHttpClient.layer)),
        ),
      ),
    ),
  ).pipe(Layer.provideMerge(NodeHttpServer.layerTest))

const layer = layerOf(false)

/** A text for every value that is read late, the same for the same one. */
const valuesOf = (body: Compile.Body): Evaluate.Values =>
  new Map(
    Evaluate.deferred(body).map((it) => [
      it,
      Redacted.make(
        it.reader._tag === "File" ? `-----BEGIN CERTIFICATE-----\n${it.reader.path}\n` : "a value",
      ),
    ]),
  )

const created = (pipe: Ir.Pipe) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const { body } = Compile.create(pipe, service)
    const { id } = yield* client.createPipe({ ...service, body: Evaluate.reveal(body, valuesOf(body)) })
    const answer = yield* client.getPipe({ ...service, pipeId: id })
    yield* client.deletePipe({ ...service, pipeId: id })
    return answer as unknown as JsonObject
  })

const decompiled = (answer: JsonObject): Ir.Pipe => {
  const [found] = Decompile.answers([answer], catalog)
  if (found?._tag !== "Readable") return assert.fail(`unreadable: ${found?.why}`)
  assert.deepStrictEqual(found.lost, [])
  return found.pipe
}

const differences = (pipe: Ir.Pipe, answer: JsonObject): ReadonlyArray<string> => {
  const request = Compile.create(pipe, service)
  return Diff.compare({ pipe, request, live: answer, values: valuesOf(request.body) }).differences.map(
    ({ path }) => path,
  )
}

/** What no answer tells: each of these is gone, or stands as a name for what only the author knows. */
const untold: ReadonlySet<string> = new Set([
  "source.kafka.credentials",
  "source.kafka.schemaRegistry.credentials",
  "source.kinesis.accessKey",
  "source.pubsub.serviceAccountKey",
  "source.objectStorage.accessKey",
  "source.objectStorage.serviceAccountKey",
  "source.objectStorage.connectionString",
  "source.objectStorage.azureContainerName",
  "source.objectStorage.path",
  "source.postgres.credentials",
  "source.mysql.credentials",
  "source.mongodb.credentials",
  "source.bigquery.credentials",
  "destination.roles",
  "destination.tableDefinition.engine.versionColumnId",
  "destination.tableDefinition.engine.columnIds",
])

/** What the service fills in where an author says nothing, and no default that is known is the same. */
const filled: ReadonlySet<string> = new Set([
  ...["postgres", "mysql"].flatMap((arm) => [
    `source.${arm}.settings.syncIntervalSeconds`,
    `source.${arm}.settings.pullBatchSize`,
    `source.${arm}.settings.allowNullableColumns`,
    `source.${arm}.settings.initialLoadParallelism`,
    `source.${arm}.settings.snapshotNumRowsPerPartition`,
    `source.${arm}.settings.snapshotNumberOfParallelTables`,
  ]),
  "source.mysql.serverId",
  "source.mongodb.settings.syncIntervalSeconds",
  "source.mongodb.settings.pullBatchSize",
  "source.mongodb.settings.snapshotNumRowsPerPartition",
  "source.mongodb.settings.snapshotNumberOfParallelTables",
  "source.bigquery.settings.allowNullableColumns",
  "source.bigquery.settings.initialLoadParallelism",
  "source.bigquery.settings.snapshotNumRowsPerPartition",
  "source.bigquery.settings.snapshotNumberOfParallelTables",
])

const isDefault = (field: Field.Field | undefined, json: Json): boolean =>
  field?.default !== undefined && field.default === json

/** Rows of tables without what is said by default anyway. */
const rows = (fields: Field.Fields, list: ReadonlyArray<JsonObject>): Json =>
  list.map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(([key, json]) => !isDefault(Field.byWireName(fields, key), json)),
    ),
  )

/** The leaves of a body by their paths, without what is untold and what is said by default anyway. */
const leaves = (pipe: Ir.Pipe): Readonly<Record<string, Json>> => {
  const { body } = Compile.create(pipe, service)
  const found = new Map<string, Json>()
  const visit = (fields: Field.Fields, value: JsonObject, path: string): void => {
    for (const [key, json] of Object.entries(value)) {
      const here = path === "" ? key : `${path}.${key}`
      const field = Field.byWireName(fields, key)
      if (untold.has(here) || isDefault(field, json)) continue
      if (field?.type._tag === "Block") visit(field.type.fields, json as JsonObject, here)
      else if (field?.type._tag === "Mappings")
        found.set(here, rows(field.type.fields, json as ReadonlyArray<JsonObject>))
      else found.set(here, json)
    }
  }
  visit(Compile.bodyFields(pipe.kind), Evaluate.reveal(body, valuesOf(body)), "")
  return Object.fromEntries(found)
}

const from = `from kinesis {
    format = Avro, streamName = "clicks", region = "eu-west-1", iteratorType = LATEST
    authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/clickpipes"
  }`

/** What may be said of a table, in one place or another. */
const tables = {
  kind: "any",
  name: "tables",
  text: `
pipe "newest of each" {
  ${from}
  into newest {
    engine      = ReplacingMergeTree(at)
    orderBy     = [id]
    partitionBy = "toYYYYMM(at)"
    primaryKey  = "id"
    columns { id UInt64, at DateTime from "meta.at", "odd \\"name" String from "$\${x}" }
    roles       = ["ingest"]
  }
}

pipe "sums" {
  ${from}
  into "odd \`name".sums { engine = SummingMergeTree(total), orderBy = [id], columns { id UInt64, total UInt64 } }
}

pipe "there already" {
  ${from}
  into existing default.there { columns { id UInt64 } }
}
`,
}

describe.each([...cases, tables])("the pipes of $kind/$name", ({ text }) => {
  it.effect("come back from the API less what it never tells, and more only what it fills in", () =>
    Effect.gen(function* () {
      for (const pipe of read(text)) {
        const [ours, theirs] = [leaves(pipe), leaves(decompiled(yield* created(pipe)))]
        const kept = Object.entries(theirs).filter(([path]) => path in ours || !filled.has(path))
        assert.deepStrictEqual(Object.fromEntries(kept), ours)
      }
    }).pipe(Effect.provide(layer)),
  )

  it.effect("are what a plan finds when they are there", () =>
    Effect.gen(function* () {
      for (const pipe of read(text)) assert.deepStrictEqual(differences(pipe, yield* created(pipe)), [])
    }).pipe(Effect.provide(layer)),
  )

  it.effect("are what a plan finds when the API answers in its odd spellings", () =>
    Effect.gen(function* () {
      for (const pipe of read(text)) assert.deepStrictEqual(differences(pipe, yield* created(pipe)), [])
    }).pipe(Effect.provide(layerOf(true))),
  )

  it.effect(
    "are written from the API as a program that is right, with nothing to do, and the same again",
    () =>
      Effect.gen(function* () {
        for (const pipe of read(text)) {
          const answer = yield* created(pipe)
          const written = Unbind.text([decompiled(answer)])
          const [again] = read(written)
          assert.deepStrictEqual(differences(again!, answer), [])
          const next = yield* created(again!)
          assert.strictEqual(Unbind.text([decompiled(next)]), written)
        }
      }).pipe(Effect.provide(layer)),
  )
})

describe("A pipe whose store tells neither its login nor its files", () => {
  it.effect("is written with names for what only its author knows", () =>
    Effect.gen(function* () {
      const [pipe] = read(`pipe "files" {
  from azureblobstorage {
    azureContainerName = "my-container"
    path               = "data/*.tsv"
    format             = TabSeparated
    authentication     = CONNECTION_STRING
    connectionString   = secret("AZURE")
  }
  into files { engine = Null, columns { id UInt64 } }
}`)
      const answer = yield* created(pipe!)
      assert.deepStrictEqual(differences(pipe!, answer), [])
      const written = Unbind.text([decompiled(answer)])
      assert.include(written, 'azureContainerName = env("FILES_AZURE_CONTAINER_NAME")')
      assert.include(written, 'connectionString   = secret("FILES_CONNECTION_STRING")')
      const [again] = read(written)
      assert.deepStrictEqual(differences(again!, answer), [])
    }).pipe(Effect.provide(layer)),
  )
})
