import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import type { CloudApiError } from "@pipewright/cloud-api/errors"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import { assert } from "vitest"
import { type Deed, ending, no, pass, scripted, service, yes } from "./scripted.ts"

const ref = { ...service, pipeId: "p1" }
const pipe = { id: "p1", name: "n" }

/** What a call ends with, however long it takes. */
const run = <A>(call: Effect.Effect<A, CloudApiError>) =>
  Effect.flatMap(Effect.fork(Effect.either(call)), ending)

/** How often a call is sent to an API that always does this, and what it ends with. */
const against = (deed: Deed, call: (client: Service) => Effect.Effect<unknown, CloudApiError>) =>
  Effect.gen(function* () {
    const { client, sent } = yield* scripted(() => deed)
    const result = yield* run(call(client))
    const lasted = (sent[sent.length - 1]?.[1] ?? 0) - (sent[0]?.[1] ?? 0)
    return { sent: sent.length, lasted, error: Either.isLeft(result) ? result.left._tag : "none" }
  })

const repeatable: ReadonlyArray<
  readonly [string, (client: Service) => Effect.Effect<unknown, CloudApiError>]
> = [
  ["GET", (client) => client.getPipe(ref)],
  ["PUT", (client) => client.putSettings({ ...ref, settings: { a: 1 } })],
  ["DELETE", (client) => client.deletePipe(ref)],
]

const once: typeof repeatable = [
  ["PATCH", (client) => client.updatePipe({ ...ref, body: { name: "m" } })],
  ["PATCH of a state", (client) => client.setState({ ...ref, command: "stop" })],
  ["PATCH of a scaling", (client) => client.setScaling({ ...ref, scaling: { replicas: 2 } })],
]

const failures: ReadonlyArray<readonly [string, Deed]> = [
  ["a 500", no(500)],
  ["a 503", no(503)],
  ["a broken connection", { broken: "ECONNRESET" }],
  ["a timeout", { broken: "UND_ERR_HEADERS_TIMEOUT" }],
]

describe("a request that failed", () => {
  for (const [method, call] of repeatable) {
    for (const [failure, deed] of failures) {
      it.effect(`is sent again after ${failure} if it is a ${method}, for no longer than 2 minutes`, () =>
        Effect.gen(function* () {
          const told = yield* against(deed, call)
          assert.isAbove(told.sent, 4)
          assert.isAtMost(told.lasted, 120)
          assert.strictEqual(told.error, "ApiUnavailable")
        }),
      )
    }
  }

  for (const [method, call] of once) {
    for (const [failure, deed] of failures) {
      it.effect(`is not sent again after ${failure} if it is a ${method}`, () =>
        Effect.gen(function* () {
          assert.deepInclude(yield* against(deed, call), { sent: 1, error: "ApiUnavailable" })
        }),
      )
    }
  }

  for (const [method, call] of [...repeatable, ...once]) {
    it.effect(`is sent again after a 429 if it is a ${method}`, () =>
      Effect.gen(function* () {
        const { client, sent } = yield* scripted((_, index) => (index < 2 ? no(429) : yes(pipe)))
        assert.isTrue(Either.isRight(yield* run(call(client))))
        assert.strictEqual(sent.length, 3)
      }),
    )

    it.effect(`is sent again for 10 seconds where nothing could be reached if it is a ${method}`, () =>
      Effect.gen(function* () {
        for (const broken of ["ECONNREFUSED", "ENOTFOUND"]) {
          const told = yield* against({ broken }, call)
          assert.isAbove(told.sent, 1)
          assert.isAtMost(told.lasted, 10)
          assert.strictEqual(told.error, "ApiUnavailable")
        }
      }),
    )
  }

  it.effect("is not sent again where nobody listens on this machine", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => ({ broken: "ECONNREFUSED" }), {
        baseUrl: "http://127.0.0.1:8484",
      })
      assert.isTrue(Either.isLeft(yield* run(client.getPipe(ref))))
      assert.strictEqual(sent.length, 1)
    }),
  )

  it.effect("is not sent again where the next try would fail as well", () =>
    Effect.gen(function* () {
      for (const broken of ["DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID", "no code"]) {
        assert.strictEqual((yield* against({ broken }, (client) => client.getPipe(ref))).sent, 1)
      }
    }),
  )

  for (const status of [400, 401, 403, 404, 409, 424]) {
    it.effect(`is not sent again after a ${status}`, () =>
      Effect.gen(function* () {
        assert.strictEqual((yield* against(no(status), (client) => client.getPipe(ref))).sent, 1)
      }),
    )
  }

  it.effect("is not sent again with no patience", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => no(429), { patience: 0 })
      assert.isTrue(Either.isLeft(yield* run(client.getPipe(ref))))
      assert.strictEqual(sent.length, 1)
    }),
  )

  it.effect("sends its body again as it was", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { client } = yield* scripted((_, index, body) => {
        bodies.push(body)
        return index === 0 ? no(503) : yes({ a: 1 })
      })
      assert.deepStrictEqual(
        yield* run(client.putSettings({ ...ref, settings: { a: 1 } })),
        Either.right({ a: 1 }),
      )
      assert.deepStrictEqual(bodies, ['{"a":1}', '{"a":1}'])
    }),
  )

  it.effect("waits no longer when the call is interrupted", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted(() => no(503, { "retry-after": "60" }))
      const fiber = yield* Effect.fork(client.getPipe(ref))
      yield* pass(10)
      yield* Fiber.interrupt(fiber)
      yield* pass(3600)
      assert.strictEqual(sent.length, 1)
    }),
  )
})

describe("the wait before a request is sent again", () => {
  /** The seconds after which it is, when the first answer is this. */
  const waitFor = (deed: Deed) =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted((_, index) => (index === 0 ? deed : yes(pipe)))
      yield* run(client.getPipe(ref))
      return (sent[1]?.[1] ?? Number.NaN) - (sent[0]?.[1] ?? Number.NaN)
    })

  const dateIn = (seconds: number) => new Date(seconds * 1000).toUTCString()

  const asked: ReadonlyArray<readonly [string, number, Record<string, string>, number]> = [
    ["Retry-After in seconds", 429, { "retry-after": "20" }, 20],
    ["Retry-After as a date", 429, { "retry-after": dateIn(20) }, 20],
    ["X-RateLimit-Reset", 429, { "x-ratelimit-reset": "7.5" }, 7.5],
    ["the longer of both", 429, { "retry-after": "3", "x-ratelimit-reset": "9" }, 9],
    ["Retry-After of a 503", 503, { "retry-after": "20" }, 20],
    ["neither", 429, {}, 1],
    ["Retry-After that nobody can read", 429, { "retry-after": "soon" }, 1],
  ]
  for (const [what, status, headers, least] of asked) {
    it.effect(`is at least ${least} seconds, and a quarter more at most, with ${what}`, () =>
      Effect.gen(function* () {
        const wait = yield* waitFor(no(status, headers))
        assert.isAtLeast(wait, least)
        assert.isAtMost(wait, least * 1.25 + 0.001)
      }),
    )
  }

  it.effect("is not begun where it would be longer than the patience", () =>
    Effect.gen(function* () {
      const told = yield* against(no(429, { "retry-after": "121" }), (client) => client.getPipe(ref))
      assert.deepInclude(told, { sent: 1, error: "RequestRefused" })
    }),
  )

  it.effect("doubles each time", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted((_, index) => (index < 4 ? no(500) : yes(pipe)))
      yield* run(client.getPipe(ref))
      const waits = sent.slice(1).map(([, at], index) => at - (sent[index]?.[1] ?? 0))
      assert.lengthOf(waits, 4)
      for (const [index, wait] of waits.entries()) {
        assert.isAtLeast(wait, 2 ** index)
        assert.isAtMost(wait, 2 ** index * 1.25 + 0.001)
      }
    }),
  )
})
