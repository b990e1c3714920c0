import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { assert } from "vitest"
import { ending, no, pass, scripted, service, yes } from "./scripted.ts"

const lists = (count: number) => Array.from({ length: count }, (_, index) => index)

const millis = (seconds: number) => Math.round(seconds * 1000)

/** How many requests were sent by each of these seconds; sums of them are compared by the clock's milliseconds. */
const countsBy = (sent: ReadonlyArray<readonly [string, number]>, seconds: ReadonlyArray<number>) =>
  seconds.map((second) => sent.filter(([, at]) => millis(at) <= millis(second)).length)

describe("the rate of requests", () => {
  it.effect("is 10 within any 10 seconds, over all calls of a client", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => yes([]))
      const calls = yield* Effect.fork(
        Effect.forEach(lists(25), () => client.listPipes(service), { concurrency: "unbounded" }),
      )
      yield* ending(calls)
      assert.deepStrictEqual(countsBy(sent, [0, 9.9, 10, 19.9, 20]), [10, 10, 20, 20, 25])
    }),
  )

  it.effect("is what it was set to", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => yes([]), { rate: { requests: 2, per: "3 seconds" } })
      const calls = yield* Effect.fork(Effect.forEach(lists(5), () => client.listPipes(service)))
      yield* ending(calls)
      assert.deepStrictEqual(
        sent.map(([, at]) => at),
        [0, 0, 3, 3, 6],
      )
    }),
  )

  it.effect("has no limit on this machine, unless one is set", () =>
    Effect.gen(function* () {
      const on = (baseUrl: string, rate?: "unlimited") =>
        Effect.gen(function* () {
          const { client, sent } = yield* scripted(() => yes([]), { baseUrl, ...(rate && { rate }) })
          const calls = yield* Effect.fork(Effect.forEach(lists(11), () => client.listPipes(service)))
          yield* pass(1)
          const count = sent.length
          yield* Fiber.interrupt(calls)
          return count
        })
      assert.strictEqual(yield* on("http://127.0.0.1:8484"), 11)
      assert.strictEqual(yield* on("http://localhost:8484"), 11)
      assert.strictEqual(yield* on("http://[::1]:8484"), 11)
      assert.strictEqual(yield* on("https://localhost.example"), 10)
      assert.strictEqual(yield* on("https://api.example", "unlimited"), 11)
    }),
  )

  it.effect("halves with a 429, for every call, and rises again by one", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted((_, index) =>
        index === 0 ? no(429, { "retry-after": "30" }) : yes([]),
      )
      const calls = yield* Effect.fork(Effect.forEach(lists(20), () => client.listPipes(service)))
      yield* pass(29)
      assert.strictEqual(sent.length, 1)
      yield* ending(calls)
      const start = sent[1]?.[1] ?? 0
      assert.deepStrictEqual(countsBy(sent, [start, start + 9.9, start + 10, start + 20]), [7, 7, 14, 21])
    }),
  )

  it.effect("is waited for no longer when the call is interrupted", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => yes([]), { rate: { requests: 1, per: "1 hour" } })
      yield* client.listPipes(service)
      const waiting = yield* Effect.fork(client.listPipes(service))
      yield* pass(60)
      yield* Fiber.interrupt(waiting)
      const next = yield* Effect.fork(client.listPipes(service))
      yield* ending(next)
      assert.strictEqual(sent.length, 2)
    }),
  )

  it.effect("is shared by all clients of one API and one key, and is the slower one of theirs", () =>
    Effect.gen(function* () {
      const rates = new Map()
      const of = (options: Parameters<typeof scripted>[1]) => scripted(() => yes([]), options, rates)
      const first = yield* of({})
      const second = yield* of({ rate: { requests: 4, per: "10 seconds" } })
      const others = [yield* of({ keyId: "another" }), yield* of({ baseUrl: "https://other.example" })]
      const all = [first, second, ...others]
      const calls = yield* Effect.forEach(all, ({ client }) =>
        Effect.fork(Effect.forEach(lists(11), () => client.listPipes(service))),
      )
      yield* pass(1)
      assert.strictEqual(first.sent.length + second.sent.length, 4)
      assert.deepStrictEqual(
        others.map(({ sent }) => sent.length),
        [10, 10],
      )
      yield* Fiber.interruptAll(calls)
    }),
  )
})
