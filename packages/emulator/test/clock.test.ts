import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service, unpaced } from "./emulated.ts"
import { fountainBody } from "./kinds.ts"

const clock = "/emulator/clock"

const advance = (by: unknown) => send("POST", clock, { advance: by }, null)

const created = Effect.gen(function* () {
  const client = yield* CloudApiClient
  const { id: pipeId } = yield* client.createPipe({ ...service, body: fountainBody() })
  return { pipeId, state: Effect.map(client.getPipe({ ...service, pipeId }), ({ state }) => state) }
})

describe("a stepped clock", () => {
  const stepped = layer({ clock: "stepped" })

  it.scoped("stands still, and pipes go on only when it is moved on", () =>
    Effect.gen(function* () {
      const { state } = yield* created
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* state, "Provisioning")
      yield* advance("999 millis")
      assert.strictEqual(yield* state, "Provisioning")
      yield* advance("1 milli")
      assert.strictEqual(yield* state, "Setup")
      yield* advance("2 seconds")
      assert.strictEqual(yield* state, "Running")
    }).pipe(Effect.provide(stepped)),
  )

  it.scoped("is the one that everything is dated by", () =>
    Effect.gen(function* () {
      const { pipeId } = yield* created
      yield* advance("2 hours")
      const client = yield* CloudApiClient
      const pipe = yield* client.updatePipe({ ...service, pipeId, body: { name: "later" } })
      assert.strictEqual(pipe.createdAt, "1970-01-01T00:00:00.000Z")
      assert.strictEqual(pipe.updatedAt, "1970-01-01T02:00:00.000Z")
      const scaling = pipesPath.replace("clickpipes", "clickpipesCdcScaling")
      const large = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }
      const reading = Effect.map(send("GET", scaling), ({ body }) => body.result)
      yield* send("PATCH", scaling, large)
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(yield* reading, { replicaCpuMillicores: 0, replicaMemoryGb: 0 })
      yield* advance("3 minutes")
      assert.deepStrictEqual(yield* reading, large)
    }).pipe(Effect.provide(stepped)),
  )

  it.scoped("says what time it is, also in answer to a step", () =>
    Effect.gen(function* () {
      const told = { version: 1, mode: "stepped" }
      assert.deepStrictEqual((yield* send("GET", clock)).body, { ...told, now: "1970-01-01T00:00:00.000Z" })
      assert.deepStrictEqual((yield* advance("90 seconds")).body, {
        ...told,
        now: "1970-01-01T00:01:30.000Z",
      })
    }).pipe(Effect.provide(stepped)),
  )

  it.scoped("takes nothing but a time to go on by", () =>
    Effect.gen(function* () {
      for (const by of [undefined, 30, "-1 second", "soon", "30", "Infinity", ["1 second"]]) {
        const { status, body } = yield* advance(by)
        assert.deepStrictEqual(
          [status, body.error],
          [400, 'BAD_REQUEST: advance: expected a time such as "30 seconds" or "2 hours"'],
        )
      }
      assert.strictEqual((yield* send("POST", clock, "{")).body.error, "BAD_REQUEST: body: is not JSON")
      assert.strictEqual((yield* send("GET", clock)).body.now, "1970-01-01T00:00:00.000Z")
    }).pipe(Effect.provide(stepped)),
  )
})

describe("a real clock", () => {
  it.scoped("runs by itself and is not moved on", () =>
    Effect.gen(function* () {
      const { state } = yield* created
      const { status, body } = yield* advance("1 minute")
      assert.deepStrictEqual(
        [status, body.error],
        [400, "BAD_REQUEST: the clock runs by itself; start the emulator with --clock stepped"],
      )
      assert.strictEqual(yield* state, "Provisioning")
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(yield* state, "Running")
      const told = yield* send("GET", clock)
      assert.deepStrictEqual(told.body, { version: 1, mode: "real", now: "1970-01-01T00:00:03.000Z" })
    }).pipe(Effect.provide(layer())),
  )
})

describe("the pace", () => {
  for (const [pace, almost] of [
    [0.5, "1499 millis"],
    [2, "5999 millis"],
  ] as const) {
    it.scoped(`of ${pace} multiplies the times of the states`, () =>
      Effect.gen(function* () {
        const { state } = yield* created
        yield* TestClock.adjust(almost)
        assert.strictEqual(yield* state, "Snapshot")
        yield* TestClock.adjust("1 milli")
        assert.strictEqual(yield* state, "Running")
      }).pipe(Effect.provide(layer({ pace }))),
    )
  }

  it.scoped("is a five-hundredth of the cloud's by itself", () =>
    Effect.gen(function* () {
      const { state } = yield* created
      yield* TestClock.adjust("5 millis")
      assert.strictEqual(yield* state, "Snapshot")
      yield* TestClock.adjust("1 milli")
      assert.strictEqual(yield* state, "Running")
    }).pipe(Effect.provide(unpaced())),
  )

  it.scoped("is the cloud's with a stepped clock", () =>
    Effect.gen(function* () {
      const { state } = yield* created
      yield* advance("2999 millis")
      assert.strictEqual(yield* state, "Snapshot")
      yield* advance("1 milli")
      assert.strictEqual(yield* state, "Running")
    }).pipe(Effect.provide(unpaced({ clock: "stepped" }))),
  )
})
