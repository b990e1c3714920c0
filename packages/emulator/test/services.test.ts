import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service, wordsOf } from "./emulated.ts"
import { sprinklerBody } from "./kinds.ts"

const path = "/v1/organizations/org/services/svc"

/** Puts the service into a state, as time or another user would. */
const force = (state: string) => send("POST", "/emulator/services/org/svc", { state }, null)

const state = Effect.map(send("GET", path), ({ body }) => (body.result as { readonly state: string }).state)

const command = (word: string) =>
  Effect.map(send("PATCH", `${path}/state`, { command: word }), ({ status, body }) =>
    status === 200 ? (body.result as { readonly state: string }).state : `${status} ${body.error}`,
  )

describe("a service", () => {
  it.scoped("runs as long as nobody says otherwise", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* send("GET", path)).body.result, {
        id: "svc",
        name: "svc",
        state: "running",
      })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that sleeps wakes when it is told to, after a while", () =>
    Effect.gen(function* () {
      yield* force("idle")
      assert.strictEqual(yield* state, "idle")
      assert.strictEqual(yield* command("awake"), "awaking")
      assert.strictEqual(yield* command("awake"), "awaking")
      assert.strictEqual(yield* state, "awaking")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* state, "running")
      assert.strictEqual(yield* command("awake"), "running")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that was stopped has to be started, and cannot be woken", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* command("stop"), "stopping")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* state, "stopped")
      assert.strictEqual(yield* command("awake"), "400 BAD_REQUEST: command: the service is stopped")
      assert.strictEqual(yield* command("start"), "starting")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* state, "running")
      assert.match(yield* command("dance"), /^400 BAD_REQUEST: command: /)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that does not run refuses every operation of pipes, and changes nothing", () =>
    Effect.gen(function* () {
      const { body } = yield* send("POST", pipesPath, sprinklerBody())
      const { id } = body.result as { readonly id: string }
      const endpoints = `${path}/clickpipesReversePrivateEndpoints`
      const operations = [
        ["GET", pipesPath],
        ["POST", pipesPath, sprinklerBody()],
        ["GET", `${pipesPath}/${id}`],
        ["PATCH", `${pipesPath}/${id}`, { name: "meadow" }],
        ["DELETE", `${pipesPath}/${id}`],
        ["PATCH", `${pipesPath}/${id}/state`, { command: "stop" }],
        ["PATCH", `${pipesPath}/${id}/scaling`, { replicas: 2 }],
        ["GET", `${pipesPath}/${id}/settings`],
        ["PUT", `${pipesPath}/${id}/settings`, { spray_rate: 2 }],
        ["POST", `${pipesPath}/schemaDiscovery`, { source: sprinklerBody().source }],
        ["GET", `${path}/clickpipesCdcScaling`],
        ["PATCH", `${path}/clickpipesCdcScaling`, {}],
        ["GET", endpoints],
        ["POST", endpoints, {}],
        ["GET", `${endpoints}/e`],
        ["PATCH", `${endpoints}/e`, {}],
        ["DELETE", `${endpoints}/e`],
      ] as const
      for (const word of ["idle", "stopped", "awaking", "partially_running"]) {
        yield* force(word)
        for (const [method, at, sent] of operations) {
          const reply = yield* send(method, at, sent)
          assert.strictEqual(
            `${method} ${at} ${reply.status} ${reply.body.error}`,
            `${method} ${at} 424 FAILED_DEPENDENCY: ClickPipe operations are allowed only when the ClickHouse service is running. Current state: ${word}`,
          )
        }
      }
      yield* force("running")
      const after = (yield* send("GET", `${pipesPath}/${id}`)).body.result as { readonly name: string }
      assert.strictEqual(after.name, "lawn")
      // The others of the organisation are awake.
      yield* force("idle")
      assert.strictEqual((yield* send("GET", pipesPath.replace("svc", "other"))).status, 200)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that does not run is told by the client in the words of the API, and asked once", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { requests } = yield* Emulator
      const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
      for (const word of ["idle", "stopped"]) {
        yield* force(word)
        const before = (yield* requests).length
        const calls = [
          client.createPipe({ ...service, body: sprinklerBody() }),
          client.getPipe({ ...service, pipeId }),
        ]
        for (const call of calls) {
          assert.strictEqual(
            yield* wordsOf(call),
            `RequestRefused FAILED_DEPENDENCY: ClickPipe operations are allowed only when the ClickHouse service is running. Current state: ${word}`,
          )
        }
        assert.strictEqual((yield* requests).length, before + calls.length)
      }
      yield* force("running")
      assert.lengthOf(yield* client.listPipes(service), 1)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is put into states that the API knows alone", () =>
    Effect.gen(function* () {
      const { status, body } = yield* force("asleep")
      assert.strictEqual(status, 400)
      assert.match(String(body.error), /^BAD_REQUEST: state: expected "starting" or /)
      assert.strictEqual(yield* state, "running")
    }).pipe(Effect.provide(layer())),
  )
})

describe("a path that ends in a slash", () => {
  it.scoped("leads to what it leads to without", () =>
    Effect.gen(function* () {
      const made = yield* send("POST", `${pipesPath}/`, sprinklerBody())
      assert.strictEqual(made.status, 200)
      const { id } = made.body.result as { readonly id: string }
      for (const [method, at, sent] of [
        ["GET", `${pipesPath}/`],
        ["GET", `${pipesPath}/${id}/`],
        ["PATCH", `${pipesPath}/${id}/`, { name: "meadow" }],
        ["PATCH", `${pipesPath}/${id}/state/`, { command: "stop" }],
        ["PATCH", `${pipesPath}/${id}/scaling/`, { replicas: 2 }],
        ["GET", `${pipesPath}/${id}/settings/`],
        ["PUT", `${pipesPath}/${id}/settings/`, { spray_rate: 2 }],
        ["POST", `${pipesPath}/schemaDiscovery/`, { source: sprinklerBody().source }],
        ["GET", `${path}/clickpipesReversePrivateEndpoints/`],
        ["GET", `${path}/`],
        ["PATCH", `${path}/state/`, { command: "awake" }],
        ["DELETE", `${pipesPath}/${id}/`],
      ] as const) {
        assert.strictEqual(`${at} ${(yield* send(method, at, sent)).status}`, `${at} 200`)
      }
    }).pipe(Effect.provide(layer())),
  )
})
