import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import type { Live } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import { ValueUnreadable } from "@pipewright/runtime/errors"
import * as Planner from "@pipewright/runtime/Planner"
import * as Progress from "@pipewright/runtime/Progress"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { client, deferred, lost, notAuthorised, pipe, refused, returned, service } from "./support.ts"

const options: Executor.Options = { concurrency: 2, wait: "60 seconds" }

const planOf = (pipes: ReadonlyArray<Ir.Pipe>, live: ReadonlyArray<Live> = []): Plan.Plan =>
  Plan.make({
    pipes: pipes.map((it) => ({ pipe: it, request: Compile.create(it, service) })),
    there: { pipes: live },
  })

/** Each value is its own name; a name that begins with `NO_` cannot be read. */
const reader = (log: Array<string>) =>
  Layer.succeed(ValueReader, {
    read: (it) => {
      const name = "name" in it.reader ? it.reader.name : it.reader._tag
      log.push(`read ${name}`)
      return name.startsWith("NO_")
        ? Effect.fail(
            new ValueUnreadable({ deferred: it, wanted: name, why: "it is not set", remedy: "set it" }),
          )
        : Effect.succeed(Redacted.make(name))
    },
  })

const telling = (log: Array<string>) =>
  Layer.succeed(Progress.Progress, {
    emit: (event) =>
      Effect.sync(() => log.push([event._tag, ...("name" in event ? [event.name] : [])].join(" "))),
  })

const answering = (approved: boolean, log: Array<string>) =>
  Layer.succeed(Approval, {
    approve: () =>
      Effect.sync(() => {
        log.push("asked")
        return approved
      }),
  })

/** Carries a plan out while time goes on by itself. */
const run = (
  plan: Plan.Plan,
  methods: Partial<Service>,
  log: Array<string> = [],
  more: Partial<Executor.Options> = {},
  approved = true,
) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(Effect.either(Executor.apply(plan, service, { ...options, ...more })))
    yield* TestClock.adjust("10 minutes")
    return yield* Fiber.join(fiber)
  }).pipe(
    Effect.provide(Layer.mergeAll(client(methods), reader(log), telling(log), answering(approved, log))),
  )

const outcomes = (result: Effect.Effect.Success<ReturnType<typeof run>>): ReadonlyArray<string> =>
  Either.isLeft(result)
    ? [`nothing: ${result.left.message}`]
    : result.right.map((it) => `${it._tag} ${it.change.name}${"state" in it ? ` ${it.state}` : ""}`)

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

describe("Approval", () => {
  it.effect("is asked for once all is read, and without it nothing is sent", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const plan = planOf([pipe("a", { password: deferred({ _tag: "Secret", name: "A" }) })])
      assert.deepStrictEqual(outcomes(yield* run(plan, {}, log, {}, false)), ["nothing: nothing was changed"])
      assert.deepStrictEqual(log, ["read A", "asked"])
    }),
  )
})

describe("Creating", () => {
  it.effect("runs no more requests at a time than allowed", () =>
    Effect.gen(function* () {
      let [running, most] = [0, 0]
      const result = yield* run(
        planOf(names("a", "b", "c", "d", "e")),
        {
          createPipe: ({ body }) =>
            Effect.gen(function* () {
              running += 1
              most = Math.max(most, running)
              yield* Effect.sleep("1 second")
              running -= 1
              return returned(String(body.name), "Running")
            }),
        },
        [],
        { concurrency: 3 },
      )
      assert.strictEqual(most, 3)
      assert.deepStrictEqual(
        outcomes(result),
        ["a", "b", "c", "d", "e"].map((it) => `settled ${it} Running`),
      )
    }),
  )

  it.effect("sends the body with its secrets, and tells the client which they are", () =>
    Effect.gen(function* () {
      const secret = deferred({ _tag: "Secret", name: "P" })
      const label = deferred({ _tag: "Env", name: "L" }, { secret: false })
      const sent: Array<unknown> = []
      yield* run(planOf([pipe("a", { password: secret, label })]), {
        createPipe: ({ body, secrets, ...ref }) => {
          sent.push(ref, body.source, (secrets ?? []).map(Redacted.value))
          return Effect.succeed(returned("a", "Running"))
        },
      })
      assert.deepStrictEqual(sent, [service, { sprinkler: { label: "L", password: "P" } }, ["P"]])
    }),
  )

  it.effect(
    "reads all that it needs before the first request, so that a missing secret changes nothing",
    () =>
      Effect.gen(function* () {
        const log: Array<string> = []
        const value = (name: string) => ({ password: deferred({ _tag: "Secret", name }) })
        const plan = planOf([pipe("a", value("A")), pipe("b", value("NO_B")), pipe("c", value("NO_C"))])
        const result = yield* run(plan, {}, log)
        assert.deepStrictEqual(outcomes(result), [
          "nothing: NO_B cannot be read: it is not set; NO_C cannot be read: it is not set",
        ])
        assert.deepStrictEqual(log, ["read A", "read NO_B", "read NO_C"])
      }),
  )

  it.effect("reads nothing for what is there, and leaves it alone", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const there = pipe("a", { password: deferred({ _tag: "Secret", name: "NO_A" }) })
      const result = yield* run(planOf([there], [Planner.live(returned("a", "Stopped"))]), {}, log)
      assert.deepStrictEqual(outcomes(result), ["kept a Stopped"])
      assert.deepStrictEqual(log, [])
    }),
  )

  it.effect("goes on after a refusal", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const result = yield* run(
        planOf(names("a", "b", "c")),
        {
          createPipe: ({ body }) =>
            body.name === "b"
              ? Effect.fail(refused())
              : Effect.succeed(returned(String(body.name), "Running")),
        },
        log,
        { concurrency: 1 },
      )
      assert.deepStrictEqual(outcomes(result), ["settled a Running", "refused b", "settled c Running"])
      assert.include(log, "CreateFailed b")
    }),
  )

  it.effect("stops after a failure that every other create would meet as well", () =>
    Effect.gen(function* () {
      let requests = 0
      const createPipe: Service["createPipe"] = () => {
        requests += 1
        return Effect.fail(notAuthorised())
      }
      const result = yield* run(planOf(names("a", "b", "c")), { createPipe }, [], { concurrency: 1 })
      assert.deepStrictEqual(outcomes(result), ["refused a", "skipped b", "skipped c"])
      assert.strictEqual(requests, 1)
    }),
  )
})

describe("Waiting", () => {
  it.effect("does not look where all have settled at once", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      assert.deepStrictEqual(outcomes(yield* run(planOf(names("a")), creates("Running"), log)), [
        "settled a Running",
      ])
      assert.deepStrictEqual(log, ["asked", "Creating a", "Created a", "Settled a"])
    }),
  )

  it.effect("looks until all have settled, and then no more", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const { seen, listPipes } = looks("a", "Provisioning", "Setup", "Running")
      const result = yield* run(planOf(names("a")), { ...creates("Provisioning"), listPipes }, log)
      assert.deepStrictEqual(outcomes(result), ["settled a Running"])
      assert.strictEqual(seen.length, 3)
      assert.deepStrictEqual(log.slice(3), ["StateChanged a", "StateChanged a", "Settled a"])
    }),
  )

  it.effect("takes ever longer breaks, and ends when its time is up", () =>
    Effect.gen(function* () {
      const { seen, listPipes } = looks("a", "Provisioning")
      const result = yield* run(planOf(names("a")), { ...creates("Provisioning"), listPipes })
      assert.deepStrictEqual(outcomes(result), ["unsettled a Provisioning"])
      const breaks = seen.map((at, index) => at - (seen[index - 1] ?? 0))
      assert.deepStrictEqual(breaks.slice(0, 3), [1000, 1500, 2250])
      assert.isAtMost(Math.max(...breaks), 10_000)
      assert.strictEqual(seen.at(-1), 60_000)
    }),
  )

  it.effect("looks once more and no later than its time is up", () =>
    Effect.gen(function* () {
      const { seen, listPipes } = looks("a", "Provisioning")
      yield* run(planOf(names("a")), { ...creates("Provisioning"), listPipes }, [], {
        wait: "3 seconds",
        poll: "2 seconds",
      })
      assert.deepStrictEqual(seen, [2000, 3000])
    }),
  )

  it.effect("survives a look that failed", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      let tries = 0
      const result = yield* run(
        planOf(names("a")),
        {
          ...creates("Provisioning"),
          listPipes: () =>
            ++tries < 3 ? Effect.fail(refused()) : Effect.succeed([returned("a", "Running")]),
        },
        log,
      )
      assert.deepStrictEqual(outcomes(result), ["settled a Running"])
      assert.strictEqual(log.filter((it) => it === "LookFailed").length, 2)
    }),
  )

  it.effect.each(["Failed", "InternalError"])("ends for a pipe that comes to be %s", (state) =>
    Effect.gen(function* () {
      const { listPipes } = looks("a", "Setup", state)
      const log: Array<string> = []
      const result = yield* run(planOf(names("a")), { ...creates("Provisioning"), listPipes }, log)
      assert.deepStrictEqual(outcomes(result), [`failed a ${state}`])
      assert.deepStrictEqual(log.at(-1), "Failed a")
    }),
  )

  it.effect("waits for each by itself: one that failed does not end the wait for another", () =>
    Effect.gen(function* () {
      let look = 0
      const result = yield* run(planOf(names("a", "b")), {
        ...creates("Provisioning"),
        listPipes: () => {
          look += 1
          return Effect.succeed([returned("a", "Failed"), returned("b", look < 3 ? "Setup" : "Running")])
        },
      })
      assert.deepStrictEqual(outcomes(result), ["failed a Failed", "settled b Running"])
      assert.strictEqual(look, 3)
    }),
  )

  it.effect("finds a pipe whose create got no answer, and waits for it as for any other", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const { listPipes } = looks("a", "Provisioning", "Running")
      const result = yield* run(planOf(names("a")), { createPipe: () => Effect.fail(lost()), listPipes }, log)
      assert.deepStrictEqual(outcomes(result), ["settled a Running"])
      assert.deepStrictEqual(log.slice(-3), ["Created a", "StateChanged a", "Settled a"])
    }),
  )

  it.effect("says that it does not know of a pipe whose create got no answer and that is not seen", () =>
    Effect.gen(function* () {
      const result = yield* run(planOf(names("a")), {
        createPipe: () => Effect.fail(lost()),
        listPipes: () => Effect.succeed([]),
      })
      assert.deepStrictEqual(outcomes(result), ["unknown a"])
    }),
  )

  it.effect("goes on for a pipe that was there and is on its way, and tells of one that had failed", () =>
    Effect.gen(function* () {
      const plan = planOf(names("a", "b", "c"), [
        Planner.live(returned("a", "Provisioning")),
        Planner.live(returned("b", "Failed")),
        Planner.live(returned("c", "Stopped")),
      ])
      const listPipes = () =>
        Effect.succeed([returned("a", "Running"), returned("b", "Failed"), returned("c", "Stopped")])
      assert.deepStrictEqual(outcomes(yield* run(plan, { listPipes })), [
        "settled a Running",
        "failed b Failed",
        "kept c Stopped",
      ])
    }),
  )

  it.effect("does not take a pipe that is gone for one that has settled", () =>
    Effect.gen(function* () {
      const result = yield* run(planOf(names("a")), {
        ...creates("Provisioning"),
        listPipes: () => Effect.succeed([]),
      })
      assert.deepStrictEqual(outcomes(result), ["unsettled a Unknown"])
    }),
  )
})
