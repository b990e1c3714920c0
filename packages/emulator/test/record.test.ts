import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator, type JournalEntry } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service } from "./emulated.ts"
import { destination, fountainBody, sprinklerBody } from "./kinds.ts"

const requests = Effect.flatMap(Emulator, ({ requests }) => requests)

/** The bodies of the requests so far. */
const bodies = Effect.map(requests, (entries) => entries.map(({ body }) => body))

describe("a record of requests", () => {
  it.scoped("has a line for each, as the emulator tells them, and goes on where it stopped", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const record = `${yield* fs.makeTempDirectoryScoped()}/requests.jsonl`
      const told: Array<JournalEntry> = []
      for (const name of ["first", "second"]) {
        yield* Effect.gen(function* () {
          yield* TestClock.adjust("1 minute")
          const client = yield* CloudApiClient
          yield* client.createPipe({ ...service, body: sprinklerBody({ name }) })
          yield* send("GET", "/v1/nowhere?a=canary")
          yield* send("GET", "/emulator/health")
          told.push(...(yield* requests))
        }).pipe(Effect.provide(layer({ record })))
      }
      const text = yield* fs.readFileString(record)
      const lines = text.split("\n").slice(0, -1)
      assert.deepStrictEqual(
        lines.map((line) => JSON.parse(line) as JournalEntry),
        told,
      )
      assert.deepStrictEqual(
        told.map(({ time, method, path, operation, status }) => [time, method, path, operation, status]),
        [
          ["1970-01-01T00:01:00.000Z", "POST", pipesPath, "create", 200],
          ["1970-01-01T00:01:00.000Z", "GET", "/v1/nowhere", undefined, 404],
          ["1970-01-01T00:02:00.000Z", "POST", pipesPath, "create", 200],
          ["1970-01-01T00:02:00.000Z", "GET", "/v1/nowhere", undefined, 404],
        ],
      )
      assert.notInclude(text, "canary")
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("that cannot be written stops the start", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layer({ record: "/nowhere/at/all" }))))
      assert.strictEqual(error._tag, "RecordUnusable")
      assert.include(error.message, "the emulator cannot record requests in /nowhere/at/all")
    }),
  )

  it.scoped("has what a contract would return of a source, and nothing else of it", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { id: pipeId } = yield* client.createPipe({
        ...service,
        body: sprinklerBody({ settings: { spray_rate: 2 } }),
      })
      yield* client.createPipe({ ...service, body: fountainBody() })
      const accessKey = { id: "canary-id", secret: "canary-secret" }
      yield* client.updatePipe({
        ...service,
        pipeId,
        body: { source: { sprinkler: { accessKey, pressure: 3 } } },
      })
      assert.deepStrictEqual(yield* bodies, [
        {
          name: "lawn",
          source: { sprinkler: { streamName: "drops", authentication: "KEY", accessKey: "(secret)" } },
          destination,
          settings: { spray_rate: 2 },
        },
        {
          name: "square",
          source: {
            fountain: {
              host: "db.example",
              credentials: "(secret)",
              tableMappings: [{ sourceSchema: "public", sourceTable: "a", targetTable: "public_a" }],
            },
          },
          destination: {},
        },
        { source: { sprinkler: { accessKey: "(secret)", pressure: 3 } } },
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("has changes to a list of tables as what they change, and commands as they are", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { id: pipeId } = yield* client.createPipe({ ...service, body: fountainBody() })
      const table = { sourceSchema: "public", sourceTable: "b", targetTable: "public_b" }
      const edit = { source: { fountain: { tableMappingsToAdd: [table], host: "other.example" } } }
      yield* send("PATCH", `${pipesPath}/${pipeId}`, edit)
      yield* client.setState({ ...service, pipeId, command: "stop" })
      yield* send("PUT", `${pipesPath}/${pipeId}/settings`, { clickhouse_max_threads: 3, note: "canary" })
      const size = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }
      yield* client.updateCdcScaling({ ...service, scaling: size })
      assert.deepStrictEqual((yield* bodies).slice(1), [
        edit,
        { command: "stop" },
        { clickhouse_max_threads: 3, note: "(secret)" },
        size,
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("shows nothing that is out of place, and no password in an address", () =>
    Effect.gen(function* () {
      const host = "https://user:canary@db.example/path"
      for (const [method, path, body, shown] of [
        ["POST", pipesPath, { name: "n", password: "canary" }, { name: "n", password: "(secret)" }],
        ["POST", pipesPath, { name: { canary: "canary" } }, { name: "(secret)" }],
        ["POST", pipesPath, { source: "canary" }, { source: "(secret)" }],
        ["POST", pipesPath, { source: { hydrant: { key: "canary" } } }, { source: { hydrant: "(secret)" } }],
        ["POST", pipesPath, { source: { fountain: ["canary"] } }, { source: { fountain: "(secret)" } }],
        [
          "POST",
          pipesPath,
          { source: { fountain: { host } } },
          { source: { fountain: { host: "https://(secret)@db.example/path" } } },
        ],
        ["POST", pipesPath, ["canary"], "(secret)"],
        ["POST", pipesPath, "not JSON canary", undefined],
        [
          "PATCH",
          `${pipesPath}/x/state`,
          { source: { fountain: { host: "canary" } } },
          { source: "(secret)" },
        ],
      ] as const) {
        yield* send(method, path, body)
        const last = (yield* bodies).at(-1)
        assert.deepStrictEqual(last, shown)
      }
      assert.notInclude(JSON.stringify(yield* requests), "canary")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("in memory has the newest, up to 16 MiB of bodies", () =>
    Effect.gen(function* () {
      const columns = Array.from({ length: 5_000 }, (_, index) => ({
        name: `column_${index}`,
        type: "UInt32",
      }))
      const body = { destination: { columns } }
      const bytes = JSON.stringify(body).length
      const path = `${pipesPath}/nobody`
      const count = Math.ceil((16 * 1024 * 1024) / bytes) + 5
      yield* Effect.forEach(Array.from({ length: count }), (_, index) =>
        send("PATCH", `${path}${index}`, body),
      )
      const entries = yield* requests
      assert.isBelow(entries.length * bytes, 16 * 1024 * 1024)
      assert.isAbove((entries.length + 2) * bytes, 16 * 1024 * 1024)
      assert.strictEqual(entries.at(-1)?.path, `${path}${count - 1}`)
    }).pipe(Effect.provide(layer())),
  )
})
