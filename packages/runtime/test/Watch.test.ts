import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import * as Watch from "@pipewright/runtime/Watch"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { client, lost, notAuthorised, returned, service } from "./support.ts"

/** What was seen and told, each with the second of the watch at which it was. */
const watched = (
  listPipes: Service["listPipes"],
  options: Pick<Watch.Options, "timeout">,
  during: Parameters<typeof TestClock.adjust>[0],
) =>
  Effect.gen(function* () {
    const log: Array<string> = []
    const begin = yield* Clock.currentTimeMillis
    const note = (text: string) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        log.push(`${(now - begin) / 1000} ${text}`)
      })
    const fiber = yield* Watch.watch(service, {
      see: (pipes) => note(pipes.map(({ state }) => state).join()),
      tellFailure: () => note("failed"),
      ...options,
    }).pipe(Effect.either, Effect.provide(client({ listPipes })), Effect.fork)
    yield* TestClock.adjust(during)
    const exit = yield* Fiber.poll(fiber)
    yield* Fiber.interrupt(fiber)
    return { log, exit, fiber }
  })

const running = () => Effect.succeed([returned("a", "Running")])

describe("A watch", () => {
  it.effect("looks at once, then ever less often, and from then on every 15 seconds", () =>
    Effect.gen(function* () {
      const { log } = yield* watched(running, {}, "2 minutes")
      const times = log.map((it) => Number.parseFloat(it))
      const breaks = times.slice(1).map((time, index) => Math.round((time - times[index]!) * 1000))
      assert.deepStrictEqual(times[0], 0)
      assert.deepStrictEqual(breaks.slice(0, 3), [1000, 1500, 2250])
      assert.isTrue(breaks.every((it) => it <= 15_000))
      assert.deepStrictEqual(breaks.slice(-2), [15_000, 15_000])
    }),
  )

  it.effect("ends when its time is up", () =>
    Effect.gen(function* () {
      const before = yield* watched(running, { timeout: "30 seconds" }, "29 seconds")
      assert.strictEqual(before.exit._tag, "None")
      const after = yield* watched(running, { timeout: "30 seconds" }, "30 seconds")
      const ended = yield* Fiber.join(after.fiber)
      assert.isTrue(Either.isRight(ended))
    }),
  )

  it.effect("tells of a look that failed, and looks again", () =>
    Effect.gen(function* () {
      let calls = 0
      const flaky = () =>
        Effect.suspend(() => {
          calls += 1
          return calls === 2 ? Effect.fail(lost()) : running()
        })
      const { log } = yield* watched(flaky, {}, "3 seconds")
      assert.deepStrictEqual(log, ["0 Running", "1 failed", "2.5 Running"])
    }),
  )

  it.effect("ends where the first look fails, or the key may no longer look", () =>
    Effect.gen(function* () {
      const first = yield* watched(() => Effect.fail(lost()), {}, "1 millis")
      const unseen = yield* Fiber.join(first.fiber)
      assert.strictEqual(Either.isLeft(unseen) && unseen.left._tag, "ApiUnavailable")
      let calls = 0
      const revoked = () =>
        Effect.suspend(() => {
          calls += 1
          return calls === 1 ? running() : Effect.fail(notAuthorised())
        })
      const later = yield* watched(revoked, {}, "1 seconds")
      const ended = yield* Fiber.join(later.fiber)
      assert.strictEqual(Either.isLeft(ended) && ended.left._tag, "NotAuthorised")
      assert.deepStrictEqual(later.log, ["0 Running", "1 failed"])
    }),
  )
})
