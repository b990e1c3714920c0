import { describe, it } from "@effect/vitest"
import type { Options, Wait } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { assert } from "vitest"
import { type Deed, ending, pass, scripted, service, yes } from "./scripted.ts"

const root = "/v1/organizations/org/services/svc"

const asleep = (state: string): Deed => ({
  status: 424,
  json: {
    status: 424,
    requestId: "r",
    error: `FAILED_DEPENDENCY: nothing is done while the service does not run. Current state: ${state}`,
  },
})

/**
 * An API of a service that goes through `states`, one for each look at it, and answers calls about pipes with
 * `refusals`, and then well. `asked` counts how often it was asked whether to wake the service.
 */
const sleeping = (
  states: ReadonlyArray<string>,
  refusals: ReadonlyArray<Deed>,
  answer: boolean | undefined,
  options: Partial<Options> = {},
) =>
  Effect.gen(function* () {
    const seen: Array<string> = []
    const looks = [...states]
    const left = [...refusals]
    let asked = 0
    const wake: Options["wake"] = () =>
      Effect.sync(() => {
        asked += 1
        return answer === true
      })
    const made = yield* scripted(
      (method, _, body, path) => {
        const at = path.slice(root.length)
        seen.push(`${method} ${at === "" ? "/" : at}${at === "/state" ? ` ${body}` : ""}`)
        if (!at.startsWith("/clickpipes")) {
          const state = (looks.length > 1 && method === "GET" ? looks.shift() : looks[0])!
          return yes({ id: "svc", state })
        }
        const refusal = left.shift()
        if (refusal !== undefined) return refusal
        return yes(method === "GET" ? [] : { id: "p", name: "orders", state: "Provisioning" })
      },
      { rate: "unlimited", ...(answer === undefined ? {} : { wake }), ...options },
    )
    return { ...made, seen, asked: () => asked }
  })

const list = "GET /clickpipes"
const look = "GET /"
const awake = 'PATCH /state {"command":"awake"}'

describe("A service that sleeps", () => {
  it.effect("is woken, looked at every 5 seconds until it runs, and gets the request once more", () =>
    Effect.gen(function* () {
      const waits: Array<Wait> = []
      const states = ["idle", "awaking", "partially_running", "running"]
      const { client, seen, sent } = yield* sleeping(states, [asleep("idle")], true, {
        onWait: (wait) => Effect.sync(() => waits.push(wait)),
      })
      const pipes = yield* ending(yield* Effect.fork(client.listPipes(service)))
      assert.deepStrictEqual(pipes, [])
      assert.deepStrictEqual(seen, [list, look, awake, look, look, look, list])
      assert.deepStrictEqual(
        sent.map(([, at]) => at),
        [0, 0, 0, 5, 10, 15, 15],
      )
      assert.deepStrictEqual(waits, [{ operation: "setServiceState", why: "asleep", millis: 5000 }])
    }),
  )

  it.effect("that wakes already is waited for, without a question", () =>
    Effect.gen(function* () {
      const { asked, client, seen } = yield* sleeping(["awaking", "running"], [asleep("idle")], true)
      yield* ending(yield* Effect.fork(client.listPipes(service)))
      assert.deepStrictEqual(seen, [list, look, look, list])
      assert.strictEqual(asked(), 0)
    }),
  )

  it.effect("gets a create once more, as it was", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { client } = yield* scripted(
        (method, index, body, path) => {
          if (!path.endsWith("/clickpipes")) return yes({ id: "svc", state: "running" })
          bodies.push(`${method} ${body}`)
          return index === 0 ? asleep("idle") : yes({ id: "p", name: "orders", state: "Provisioning" })
        },
        { wake: () => Effect.succeed(true) },
      )
      const { id } = yield* ending(
        yield* Effect.fork(client.createPipe({ ...service, body: { name: "orders" } })),
      )
      assert.strictEqual(id, "p")
      assert.deepStrictEqual(bodies, ['POST {"name":"orders"}', 'POST {"name":"orders"}'])
    }),
  )

  it.effect("is woken once for all calls that wait, by one question", () =>
    Effect.gen(function* () {
      let state = "idle"
      let asked = 0
      const seen: Array<string> = []
      const { client } = yield* scripted(
        (method, _, __, path) => {
          const at = path.slice(root.length)
          seen.push(`${method} ${at}`)
          if (at === "/state") state = "running"
          if (at !== "/clickpipes") return yes({ id: "svc", state })
          return state === "running" ? yes([]) : asleep("idle")
        },
        {
          // Whoever is asked takes a while, in which the others find the service asleep too.
          wake: () =>
            Effect.sync(() => {
              asked += 1
              return true
            }).pipe(Effect.delay("3 seconds")),
        },
      )
      const calls = Array.from({ length: 3 }, () => client.listPipes(service))
      yield* ending(yield* Effect.fork(Effect.all(calls, { concurrency: "unbounded" })))
      assert.strictEqual(asked, 1)
      assert.strictEqual(seen.filter((it) => it === "PATCH /state").length, 1)
      assert.strictEqual(seen.filter((it) => it === list).length, 6)
    }),
  )

  it.effect("is left asleep where nobody says what to do, as by a command that reads", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* sleeping(["idle"], [asleep("idle")], undefined)
      const error = yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
      assert.strictEqual(error.status, 424)
      assert.deepStrictEqual(seen, [list])
    }),
  )

  it.effect("is left asleep where the answer is no, and the question is not put again", () =>
    Effect.gen(function* () {
      const refusals = [asleep("idle"), asleep("idle")]
      const { asked, client, seen } = yield* sleeping(["idle"], refusals, false)
      for (const _ of refusals) {
        const error = yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
        assert.strictEqual(error.status, 424)
      }
      assert.strictEqual(asked(), 1)
      assert.deepStrictEqual(seen, [list, look, list])
    }),
  )

  it.effect("that does not run after 10 minutes ends the call, and says in which state it is", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* sleeping(["idle", "awaking"], [asleep("idle")], true)
      const error = yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
      assert.include(error.message, "the service was told to wake and is `awaking` after 10 minutes")
      assert.deepInclude(error, { _tag: "ApiUnavailable", reason: "timed-out" })
      assert.strictEqual(sent.at(-1)?.[1], 600)
    }),
  )

  it.effect("that is refused once more after it woke is not woken once more", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* sleeping(["idle", "running"], [asleep("idle"), asleep("idle")], true)
      const error = yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
      assert.strictEqual(error.status, 424)
      assert.deepStrictEqual(seen, [list, look, awake, look, list])
    }),
  )

  it.effect("is waited for no longer when the call is interrupted", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* sleeping(["idle", "awaking"], [asleep("idle")], true)
      const call = yield* Effect.fork(client.listPipes(service))
      yield* pass(7)
      yield* Fiber.interrupt(call)
      const before = seen.length
      yield* pass(60)
      assert.strictEqual(seen.length, before)
    }),
  )
})

describe("A service that is stopped", () => {
  it.effect("is never woken", () =>
    Effect.gen(function* () {
      const { asked, client, seen } = yield* sleeping(["stopped"], [asleep("stopped")], true)
      const error = yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
      assert.strictEqual(error.status, 424)
      assert.deepStrictEqual([seen, asked()], [[list], 0])
    }),
  )

  it.effect("is not woken either where it was stopped just now", () =>
    Effect.gen(function* () {
      const { asked, client, seen } = yield* sleeping(["stopped"], [asleep("idle")], true)
      yield* Effect.flip(ending(yield* Effect.fork(client.listPipes(service))))
      assert.deepStrictEqual([seen, asked()], [[list, look], 0])
    }),
  )
})
