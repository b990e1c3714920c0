import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import type { JsonObject, PipeCommand } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service, statesOf, wordsOf } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const settled = (body: JsonObject) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const { id: pipeId } = yield* client.createPipe({ ...service, body })
    yield* TestClock.adjust("10 seconds")
    return {
      pipeId,
      give: (command: PipeCommand) => client.setState({ ...service, pipeId, command }),
      ref: { ...service, pipeId },
    }
  })

describe("a command", () => {
  it.scoped("stops a pipe and starts it again, through the states of its kind", () =>
    Effect.gen(function* () {
      const streaming = yield* settled(sprinklerBody())
      assert.strictEqual((yield* streaming.give("stop")).state, "Stopping")
      assert.deepStrictEqual(yield* statesOf(streaming.pipeId, 3), ["Stopping", "Stopped", "Stopped"])
      assert.strictEqual((yield* streaming.give("start")).state, "Provisioning")
      assert.deepStrictEqual(yield* statesOf(streaming.pipeId, 2), ["Provisioning", "Running"])
      const database = yield* settled(fountainBody())
      yield* database.give("stop")
      assert.deepStrictEqual(yield* statesOf(database.pipeId, 3), ["Pausing", "Paused", "Paused"])
      yield* database.give("start")
      assert.strictEqual((yield* statesOf(database.pipeId, 4)).at(-1), "Running")
    }).pipe(Effect.provide(layer())),
  )

  for (const dialect of ["document", "guide"] as const) {
    it.scoped(`is taken from a client that writes it as the ${dialect} does`, () =>
      Effect.gen(function* () {
        const { give } = yield* settled(sprinklerBody())
        assert.strictEqual((yield* give("stop")).state, "Stopping")
      }).pipe(Effect.provide(layer({}, { dialect }))),
    )
  }

  it.scoped("to stop a pipe that stops or has stopped changes nothing", () =>
    Effect.gen(function* () {
      const { give, pipeId } = yield* settled(sprinklerBody())
      const first = yield* give("stop")
      yield* TestClock.adjust("500 millis")
      assert.deepStrictEqual(yield* give("stop"), first)
      assert.deepStrictEqual(yield* statesOf(pipeId, 2), ["Stopping", "Stopped"])
      assert.strictEqual((yield* give("stop")).state, "Stopped")
      const database = yield* settled(fountainBody())
      yield* database.give("stop")
      yield* TestClock.adjust("1 second")
      const paused = yield* database.give("stop")
      assert.strictEqual(paused.state, "Paused")
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(yield* database.give("stop"), paused)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("to start a pipe that runs or is about to is refused", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { give } = yield* settled(sprinklerBody())
      assert.strictEqual(
        yield* wordsOf(give("start")),
        "RequestRefused BAD_REQUEST: ClickPipe is already running",
      )
      const { id } = yield* client.createPipe({ ...service, body: fountainBody() })
      assert.include(
        yield* wordsOf(client.setState({ ...service, pipeId: id, command: "start" })),
        "already running",
      )
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("to start or stop a pipe that has completed is taken and changes nothing", () =>
    Effect.gen(function* () {
      const { give, pipeId } = yield* settled(sprinklerBody({}, { isContinuous: false }))
      assert.strictEqual((yield* give("start")).state, "Completed")
      assert.strictEqual((yield* give("stop")).state, "Completed")
      assert.deepStrictEqual(yield* statesOf(pipeId, 2), ["Completed", "Completed"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("to resync fills the tables again and swaps them", () =>
    Effect.gen(function* () {
      const { give, pipeId } = yield* settled(fountainBody())
      assert.strictEqual((yield* give("resync")).state, "Setup")
      assert.deepStrictEqual(yield* statesOf(pipeId, 5), [
        "Setup",
        "Snapshot",
        "Resync",
        "Running",
        "Running",
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped(
    "to resync is taken of a pipe that has completed, and fills its tables again over their rows",
    () =>
      Effect.gen(function* () {
        const { give, pipeId } = yield* settled(fountainBody({}, { replicationMode: "snapshot" }))
        assert.strictEqual((yield* give("start")).state, "Completed")
        assert.strictEqual((yield* give("resync")).state, "Setup")
        assert.deepStrictEqual((yield* statesOf(pipeId, 4)).slice(1), ["Snapshot", "Resync", "Completed"])
      }).pipe(Effect.provide(layer({ keepRows: true }))),
  )

  it.scoped("that the kind does not take is refused", () =>
    Effect.gen(function* () {
      const { give } = yield* settled(sprinklerBody())
      assert.strictEqual(
        yield* wordsOf(give("resync")),
        "RequestRefused BAD_REQUEST: command: is not a command of this kind of source, expected start or stop",
      )
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is taken below the key of the guide too, and refused below that", () =>
    Effect.gen(function* () {
      const { pipeId } = yield* settled(sprinklerBody())
      const path = `${pipesPath}/${pipeId}/state`
      const words = (action: string) =>
        Effect.map(send("PATCH", path, { action }), ({ body }) => body.error ?? body.status)
      assert.strictEqual(yield* words("start"), "BAD_REQUEST: ClickPipe is already running")
      assert.strictEqual(yield* words("awake"), 'BAD_REQUEST: action: expected "start" or "stop" or "resync"')
      assert.strictEqual(yield* words("stop"), 200)
      assert.deepStrictEqual(yield* statesOf(pipeId, 2), ["Stopping", "Stopped"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is the only key of its body", () =>
    Effect.gen(function* () {
      const { pipeId } = yield* settled(sprinklerBody())
      const path = `${pipesPath}/${pipeId}/state`
      assert.strictEqual(
        (yield* send("PATCH", path, { action: "stop", command: "stop" })).body.error,
        "BAD_REQUEST: action: is not a known key",
      )
      assert.strictEqual(
        (yield* send("PATCH", path, { command: "awake" })).body.error,
        'BAD_REQUEST: command: expected "start" or "stop" or "resync"',
      )
    }).pipe(Effect.provide(layer())),
  )
})

describe("a delete", () => {
  it.scoped("works in any state, once", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const running = yield* settled(sprinklerBody())
      const { id } = yield* client.createPipe({ ...service, body: fountainBody() })
      for (const pipeId of [id, running.pipeId]) {
        const reply = yield* send("DELETE", `${pipesPath}/${pipeId}`)
        assert.deepStrictEqual(Object.keys(reply.body), ["status", "requestId"])
        assert.strictEqual((yield* send("DELETE", `${pipesPath}/${pipeId}`)).status, 404)
        assert.include(yield* wordsOf(client.getPipe({ ...service, pipeId })), "PipeNotFound NOT_FOUND: ")
      }
      assert.deepStrictEqual(yield* client.listPipes(service), [])
    }).pipe(Effect.provide(layer())),
  )
})

describe("scaling", () => {
  it.scoped("changes the given sizes, and reads as 0 until the change is made", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { ref } = yield* settled(sprinklerBody())
      yield* client.setScaling({ ...ref, scaling: { replicas: 2, replicaMemoryGb: 0.5 } })
      const pipe = yield* client.setScaling({ ...ref, scaling: { replicas: 3, replicaMemoryGb: null } })
      assert.deepStrictEqual(pipe.scaling, { replicas: 0 })
      yield* TestClock.adjust("20 seconds")
      assert.deepStrictEqual((yield* client.getPipe(ref)).scaling, { replicas: 3 })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused when it is empty, out of bounds or not for the kind", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { ref } = yield* settled(sprinklerBody())
      assert.include(yield* wordsOf(client.setScaling({ ...ref, scaling: {} })), "body: is empty")
      assert.include(
        yield* wordsOf(client.setScaling({ ...ref, scaling: { replicaCpuMillicores: 100 } })),
        "replicaCpuMillicores: expected a whole number from 125 to 2000",
      )
      const database = yield* settled(fountainBody())
      assert.strictEqual(
        yield* wordsOf(client.setScaling({ ...database.ref, scaling: { replicas: 1 } })),
        "RequestRefused BAD_REQUEST: scaling: is not accepted for this kind of source",
      )
    }).pipe(Effect.provide(layer())),
  )
})

describe("settings", () => {
  it.scoped("are merged, and null forgets one", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { ref } = yield* settled(sprinklerBody())
      assert.deepStrictEqual(yield* client.getSettings(ref), {})
      yield* client.putSettings({ ...ref, settings: { spray_rate: 2, clickhouse_max_threads: 0 } })
      const merged = yield* client.putSettings({ ...ref, settings: { spray_fine: false } })
      assert.deepStrictEqual(merged, { spray_rate: 2, clickhouse_max_threads: 0, spray_fine: false })
      const fewer = yield* client.putSettings({ ...ref, settings: { clickhouse_max_threads: null } })
      assert.deepStrictEqual(fewer, { spray_rate: 2, spray_fine: false })
      assert.deepStrictEqual(yield* client.getSettings(ref), fewer)
      assert.deepStrictEqual((yield* client.getPipe(ref)).settings, fewer)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("are refused when they are empty, unknown or out of bounds", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { ref } = yield* settled(sprinklerBody())
      const put = (settings: Record<string, number>) => wordsOf(client.putSettings({ ...ref, settings }))
      assert.include(yield* put({}), "body: is empty")
      assert.include(yield* put({ drip: 1 }), "drip: is not a known key")
      assert.include(yield* put({ spray_rate: 11 }), "spray_rate: expected a number between 1 and 10")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("are not found for a kind that has none", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { ref } = yield* settled(fountainBody())
      assert.strictEqual(
        yield* wordsOf(client.getSettings(ref)),
        `PipeNotFound NOT_FOUND: ingestion for pipe "${ref.pipeId}" not found`,
      )
      assert.include(yield* wordsOf(client.putSettings({ ...ref, settings: { a: 1 } })), "PipeNotFound ")
    }).pipe(Effect.provide(layer())),
  )
})
