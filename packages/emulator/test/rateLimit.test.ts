import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service } from "./emulated.ts"
import { hasty } from "./hasty.ts"

const rateLimit = { requests: 3, per: "10 seconds" } as const
const keys = [{ id: "other", secret: Redacted.make("s") }]

const statuses = (count: number, authorization?: string) =>
  Effect.map(
    Effect.forEach(Array.from({ length: count }), () => send("GET", pipesPath, undefined, authorization)),
    (replies) => replies.map(({ status }) => status),
  )

describe("a rate limit", () => {
  it.scoped("refuses what a key sends beyond it, until its time is over", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* statuses(5), [200, 200, 200, 429, 429])
      yield* TestClock.adjust("9999 millis")
      assert.deepStrictEqual(yield* statuses(1), [429])
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* statuses(4), [200, 200, 200, 429])
    }).pipe(Effect.provide(layer({ rateLimit }))),
  )

  it.scoped("counts each key by itself, and the emulator's own requests not at all", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* statuses(4), [200, 200, 200, 429])
      assert.deepStrictEqual(yield* statuses(4, `Basic ${btoa("other:s")}`), [200, 200, 200, 429])
      for (let nth = 0; nth < 5; nth++) {
        assert.strictEqual((yield* send("GET", "/emulator/health")).status, 200)
      }
    }).pipe(Effect.provide(layer({ rateLimit, keys }))),
  )

  it.scopedLive("says when to come back, so that the client gets what it asks for", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      yield* statuses(3)
      const { pauses, hurry } = hasty()
      const refused = yield* hurry(Effect.flip(client.listPipes(service)))
      assert.strictEqual(refused._tag === "RequestRefused" && refused.status, 429)
      assert.strictEqual(refused.apiMessage, "TOO_MANY_REQUESTS: the quota of requests is used up")
      // The time of the emulator has not passed, so each answer asks for nearly all of the ten seconds.
      assert.isAbove(Math.min(...pauses), 8000)
    }).pipe(Effect.provide(layer({ rateLimit }))),
  )

  it.scoped("is not there unless it is asked for", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual([...new Set(yield* statuses(30))], [200])
    }).pipe(Effect.provide(layer())),
  )
})
