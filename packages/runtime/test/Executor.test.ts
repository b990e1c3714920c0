import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { documentOf, outcomes, planOf, run } from "./runs.ts"
import { deferred, notAuthorised, pipe, refused, returned, service } from "./support.ts"

const names = (...all: ReadonlyArray<string>) => all.map((name) => pipe(name))

/** Creates succeed at once, in this state. */
const creates = (state: string): Pick<Service, "createPipe"> => ({
  createPipe: ({ body }) => Effect.succeed(returned(String(body.name), state)),
})

/** The states of one pipe, look by look; the last one stays. */
const looks = (name: string, ...states: ReadonlyArray<string>) => {
  const seen: Array<number> = []
  const listPipes: Service["listPipes"] = () =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      seen.push(now)
      return [returned(name, states[Math.min(seen.length, states.length) - 1]!)]
    })
  return { seen, listPipes }
}

/** Pipes that we made, in these states. */
const there = (states: Readonly<Record<string, string>>) => {
  const pipes = names(...Object.keys(states))
  const document = documentOf(pipes)
  const live = Object.entries(states).map(([name, state]) => {
    const object = returned(name, state)
    return { id: object.id, name, state, object: object as never }
  })
  return { document, plan: planOf(pipes, live, document) }
}

describe("Approval", () => {
  it.effect("is asked for once all is read, and without it nothing is sent", () =>
    Effect.gen(function* () {
      const plan = planOf([pipe("a", { password: deferred({ _tag: "Secret", name: "A" }) })])
      const ran = yield* run({ plan, approved: false })
      assert.deepStrictEqual(outcomes(ran), ["nothing: nothing was changed"])
      assert.deepStrictEqual(ran.log, ["read A", "asked"])
      assert.isUndefined(ran.document)
    }),
  )

  it.effect("cannot be given to a plan in which something is blocked or not allowed", () =>
    Effect.gen(function* () {
      const object = returned("a", "Running")
      const plan = planOf(names("a", "b"), [
        { id: "id-a", name: "a", state: "Running", object: object as never },
      ])
      const ran = yield* run({ plan })
      assert.deepStrictEqual(outcomes(ran), [
        "nothing: the plan cannot be carried out as it stands, because of `a`",
      ])
      assert.deepStrictEqual(ran.log, [])
    }),
  )
})

describe("Creating", () => {
  it.effect("writes to no more pipes at a time than allowed", () =>
    Effect.gen(function* () {
      let [running, most] = [0, 0]
      const ran = yield* run({
        plan: planOf(names("a", "b", "c", "d", "e")),
        methods: {
          createPipe: ({ body }) =>
            Effect.gen(function* () {
              running += 1
              most = Math.max(most, running)
              yield* Effect.sleep("1 second")
              running -= 1
              return returned(String(body.name), "Running")
            }),
        },
        options: { concurrency: 3 },
      })
      assert.strictEqual(most, 3)
      assert.deepStrictEqual(
        outcomes(ran),
        ["a", "b", "c", "d", "e"].map((it) => `settled ${it} Running`),
      )
    }),
  )

  it.effect("sends the body with its secrets, and tells the client which they are", () =>
    Effect.gen(function* () {
      const secret = deferred({ _tag: "Secret", name: "P" })
      const label = deferred({ _tag: "Env", name: "L" }, { secret: false })
      const sent: Array<unknown> = []
      yield* run({
        plan: planOf([pipe("a", { password: secret, label })]),
        methods: {
          createPipe: ({ body, secrets, ...ref }) => {
            sent.push(ref, body.source, (secrets ?? []).map(Redacted.value))
            return Effect.succeed(returned("a", "Running"))
          },
        },
      })
      assert.deepStrictEqual(sent, [service, { sprinkler: { label: "L", password: "P" } }, ["P"]])
    }),
  )

  it.effect("remembers what was applied, and of a secret what it comes to", () =>
    Effect.gen(function* () {
      const secret = deferred({ _tag: "Secret", name: "P" })
      const label = deferred({ _tag: "Env", name: "L" }, { secret: false })
      const { document } = yield* run({
        plan: planOf([pipe("a", { password: secret, label })]),
        methods: creates("Running"),
      })
      assert.deepStrictEqual(document?.pipes, {
        a: {
          id: "id-a",
          origin: "created",
          arm: "sprinkler",
          applied: { name: "a", source: { sprinkler: { label: "L" } }, destination: {} },
          secrets: { "source.sprinkler.password": "hash of P" },
          appliedAt: "1970-01-01T00:00:00.000Z",
        },
      })
      assert.deepStrictEqual(document?.inFlight, [])
    }),
  )

  it.effect(
    "reads all that it needs before the first request, so that a missing secret changes nothing",
    () =>
      Effect.gen(function* () {
        const value = (name: string) => ({ password: deferred({ _tag: "Secret", name }) })
        const plan = planOf([pipe("a", value("A")), pipe("b", value("NO_B")), pipe("c", value("NO_C"))])
        const ran = yield* run({ plan })
        assert.deepStrictEqual(outcomes(ran), [
          "nothing: NO_B cannot be read: it is not set; NO_C cannot be read: it is not set",
        ])
        assert.deepStrictEqual(ran.log, ["read A", "read NO_B", "read NO_C"])
      }),
  )

  it.effect("asks for nothing, reads nothing and locks nothing where all is as it should be", () =>
    Effect.gen(function* () {
      const { plan, document } = there({ a: "Stopped", b: "Running" })
      const ran = yield* run({
        plan,
        document,
        store: (store) => ({ ...store, lock: () => Effect.dieMessage("locked") }),
      })
      assert.deepStrictEqual(outcomes(ran), ["kept a Stopped", "kept b Running"])
      assert.deepStrictEqual(ran.log, [])
    }),
  )

  it.effect("goes on after a refusal", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a", "b", "c")),
        methods: {
          createPipe: ({ body }) =>
            body.name === "b"
              ? Effect.fail(refused())
              : Effect.succeed(returned(String(body.name), "Running")),
        },
        options: { concurrency: 1 },
      })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running", "refused b", "settled c Running"])
      assert.include(ran.log, "StepFailed b Create")
      assert.deepStrictEqual(Object.keys(ran.document?.pipes ?? {}), ["a", "c"])
    }),
  )

  it.effect("stops after a failure that every other create would meet as well", () =>
    Effect.gen(function* () {
      let requests = 0
      const createPipe: Service["createPipe"] = () => {
        requests += 1
        return Effect.fail(notAuthorised())
      }
      const ran = yield* run({
        plan: planOf(names("a", "b", "c")),
        methods: { createPipe },
        options: { concurrency: 1 },
      })
      assert.deepStrictEqual(outcomes(ran), ["refused a", "skipped b", "skipped c"])
      assert.strictEqual(requests, 1)
    }),
  )
})

describe("Waiting", () => {
  it.effect("does not look where all have settled at once", () =>
    Effect.gen(function* () {
      const ran = yield* run({ plan: planOf(names("a")), methods: creates("Running") })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(ran.log, ["asked", "Began a Create", "Did a Create", "Settled a"])
    }),
  )

  it.effect("looks until all have settled, and then no more", () =>
    Effect.gen(function* () {
      const { seen, listPipes } = looks("a", "Provisioning", "Setup", "Running")
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { ...creates("Provisioning"), listPipes },
      })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.strictEqual(seen.length, 3)
      assert.deepStrictEqual(ran.log.slice(3), ["StateChanged a", "StateChanged a", "Settled a"])
    }),
  )

  it.effect("takes ever longer breaks, and ends when its time is up", () =>
    Effect.gen(function* () {
      const { seen, listPipes } = looks("a", "Provisioning")
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { ...creates("Provisioning"), listPipes },
        options: { timeout: "5 minutes" },
      })
      assert.deepStrictEqual(outcomes(ran), ["unsettled a Provisioning"])
      const breaks = seen.map((at, index) => at - (seen[index - 1] ?? 0))
      assert.deepStrictEqual(breaks.slice(0, 3), [1000, 1500, 2250])
      assert.deepStrictEqual(new Set(breaks.slice(8)), new Set([15_000]))
      assert.isAtMost(seen.at(-1)!, 300_000)
      // What was made is remembered all the same.
      assert.deepStrictEqual(Object.keys(ran.document?.pipes ?? {}), ["a"])
    }),
  )

  it.effect("looks at a hundred pipes with one list at a time, and with no more than one in 15 seconds", () =>
    Effect.gen(function* () {
      const all = names(...Array.from({ length: 100 }, (_, index) => `p${index}`))
      const seen: Array<number> = []
      let [open, most] = [0, 0]
      const ran = yield* run({
        plan: planOf(all),
        methods: {
          createPipe: ({ body }) =>
            Effect.as(Effect.sleep("2 seconds"), returned(String(body.name), "Provisioning")),
          listPipes: () =>
            Effect.gen(function* () {
              const now = yield* Clock.currentTimeMillis
              seen.push(now)
              open += 1
              most = Math.max(most, open)
              yield* Effect.sleep("1 second")
              open -= 1
              return all.map(({ name }) => returned(name, now > 200_000 ? "Running" : "Setup"))
            }),
        },
        options: { timeout: "10 minutes", concurrency: 4 },
      })
      assert.deepStrictEqual(new Set(outcomes(ran).map((it) => it.split(" ")[0])), new Set(["settled"]))
      assert.strictEqual(most, 1)
      assert.isAtMost(seen.length, 1 + Math.floor(seen.at(-1)! / 15_000))
    }),
  )

  it.effect("survives a look that failed", () =>
    Effect.gen(function* () {
      let tries = 0
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: {
          ...creates("Provisioning"),
          listPipes: () =>
            ++tries < 3 ? Effect.fail(refused()) : Effect.succeed([returned("a", "Running")]),
        },
      })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.strictEqual(ran.log.filter((it) => it === "LookFailed").length, 2)
    }),
  )

  it.effect("ends where the key has no right to look", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { ...creates("Provisioning"), listPipes: () => Effect.fail(notAuthorised()) },
      })
      assert.deepStrictEqual(outcomes(ran), ["unsettled a Provisioning"])
      assert.strictEqual(ran.log.filter((it) => it === "LookFailed").length, 1)
    }),
  )

  it.effect.each(["Failed", "InternalError"])("ends for a pipe that comes to be %s", (state) =>
    Effect.gen(function* () {
      const { listPipes } = looks("a", "Setup", state)
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { ...creates("Provisioning"), listPipes },
      })
      assert.deepStrictEqual(outcomes(ran), [`failed a ${state}`])
      assert.deepStrictEqual(ran.log.at(-1), "Failed a")
    }),
  )

  it.effect("waits for each by itself: one that failed does not end the wait for another", () =>
    Effect.gen(function* () {
      let look = 0
      const ran = yield* run({
        plan: planOf(names("a", "b")),
        methods: {
          ...creates("Provisioning"),
          listPipes: () => {
            look += 1
            return Effect.succeed([returned("a", "Failed"), returned("b", look < 3 ? "Setup" : "Running")])
          },
        },
      })
      assert.deepStrictEqual(outcomes(ran), ["failed a Failed", "settled b Running"])
      assert.strictEqual(look, 3)
    }),
  )

  it.effect("goes on for a pipe that was there and is on its way, and tells of one that had failed", () =>
    Effect.gen(function* () {
      const { plan, document } = there({ a: "Provisioning", b: "Failed", c: "Stopped" })
      const listPipes = () =>
        Effect.succeed([returned("a", "Running"), returned("b", "Failed"), returned("c", "Stopped")])
      assert.deepStrictEqual(outcomes(yield* run({ plan, document, methods: { listPipes } })), [
        "settled a Running",
        "failed b Failed",
        "kept c Stopped",
      ])
    }),
  )

  it.effect("does not take a pipe that is gone for one that has settled", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { ...creates("Provisioning"), listPipes: () => Effect.succeed([]) },
      })
      assert.deepStrictEqual(outcomes(ran), ["unsettled a Unknown"])
    }),
  )

  it.effect("does not happen where nothing is to be waited for", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: creates("Provisioning"),
        options: { wait: "none" },
      })
      assert.deepStrictEqual(outcomes(ran), ["done a Provisioning"])
    }),
  )
})
