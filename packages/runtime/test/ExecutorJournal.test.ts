import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import { StateUnavailable } from "@pipewright/runtime/errors"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { changing, documentOf, type Given, known, outcomes, planOf, requestOf, run } from "./runs.ts"
import { deferred, lost, pipe, refused, returned } from "./support.ts"

const names = (...all: ReadonlyArray<string>) => all.map((name) => pipe(name))

/** What was written down and what was sent, in the order in which it was done. */
const watched = () => {
  const order: Array<string> = []
  const store: Given["store"] = (store) => ({
    ...store,
    journal: (change) =>
      Effect.tap(store.journal(change), () =>
        Effect.sync(() =>
          order.push(
            ...(change.begin ?? []).map(({ operation, name }) => `begin ${operation} ${name}`),
            ...(change.end ?? []).map(({ outcome }) => `end ${outcome}`),
          ),
        ),
      ),
  })
  const createPipe: Service["createPipe"] = ({ body }) =>
    Effect.sync(() => {
      order.push(`send ${body.name}`)
      return returned(String(body.name), "Running")
    })
  return { order, store, createPipe }
}

describe("The journal of a run", () => {
  it.effect("has each request before it is sent, and its end after the answer", () =>
    Effect.gen(function* () {
      const { order, store, createPipe } = watched()
      yield* run({
        plan: planOf(names("a", "b")),
        methods: { createPipe },
        store,
        options: { concurrency: 1 },
      })
      const one = (name: string) => [`begin createPipe ${name}`, `send ${name}`, "end done"]
      assert.deepStrictEqual(order, [...one("a"), ...one("b")])
    }),
  )

  it.effect("keeps a request in flight whose answer was lost, with what it would have come to", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf([pipe("a", { password: deferred({ _tag: "Secret", name: "P" }) })]),
        methods: { createPipe: () => Effect.fail(lost()), listPipes: () => Effect.succeed([]) },
      })
      assert.deepStrictEqual(outcomes(ran), ["unknown a"])
      const [intent, ...others] = ran.document?.inFlight ?? []
      assert.deepStrictEqual(others, [])
      assert.strictEqual(intent?.operation, "createPipe")
      assert.include(JSON.stringify(intent?.record), '"source.sprinkler.password":"hash of P"')
      assert.notInclude(JSON.stringify(ran.document).replaceAll("hash of P", ""), '"P"')
      assert.deepStrictEqual(ran.document?.pipes, {})
    }),
  )

  it.effect("has the pipe of a create whose answer was lost, once a look finds it", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: {
          createPipe: () => Effect.fail(lost()),
          listPipes: () => Effect.succeed([returned("a", "Running")]),
        },
      })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.strictEqual(ran.document?.pipes.a?.id, "id-a")
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("is left open about a lost create where several pipes may be what it made", () =>
    Effect.gen(function* () {
      const two = [returned("a", "Running"), { ...returned("a", "Running"), id: "id-other" }]
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { createPipe: () => Effect.fail(lost()), listPipes: () => Effect.succeed(two) },
      })
      assert.deepStrictEqual(outcomes(ran), ["unknown a"])
      assert.lengthOf(ran.document?.inFlight ?? [], 1)
    }),
  )

  it.effect("forgets a request that was refused", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a")),
        methods: { createPipe: () => Effect.fail(refused()) },
      })
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("is written before anything is sent: without it nothing goes out", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a", "b", "c")),
        options: { concurrency: 1 },
        store: (store) => ({
          ...store,
          journal: () => Effect.fail(new StateUnavailable({ where: "a disk", why: "it is full" })),
        }),
      })
      assert.deepStrictEqual(outcomes(ran), ["refused a", "skipped b", "skipped c"])
    }),
  )

  it.effect("goes under the new name once a pipe is renamed", () =>
    Effect.gen(function* () {
      const renamed = pipe("b")
      const { changes, ...rest } = changing(renamed, [
        {
          _tag: "Patch",
          request: { ...requestOf(renamed), method: "PATCH", body: { name: "b" } },
          paths: ["name"],
        },
      ])
      const record = known(pipe("a"))
      const ran = yield* run({
        plan: { ...rest, changes: changes.map((it) => ({ ...it, record, recordName: "a" })) },
        document: documentOf([pipe("a")]),
        methods: { updatePipe: () => Effect.succeed(returned("b", "Running")) },
      })
      assert.deepStrictEqual(outcomes(ran), ["done b Running"])
      assert.deepStrictEqual(Object.keys(ran.document?.pipes ?? {}), ["b"])
      assert.strictEqual(ran.document?.pipes.b?.applied.name, "b")
    }),
  )
})

describe("A plan of which the state has moved on", () => {
  it.effect("is not carried out", () =>
    Effect.gen(function* () {
      const ran = yield* run({ plan: planOf(names("a")), document: documentOf(names("a")) })
      assert.deepStrictEqual(outcomes(ran), [
        "nothing: the state in memory was not written: what is remembered of `a` has changed since the plan was made",
      ])
    }),
  )
})

describe("A run that should end soon", () => {
  it.effect("finishes what is on its way, remembers it, and begins nothing more", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a", "b")),
        methods: {
          createPipe: ({ body }) =>
            Effect.as(Effect.sleep("10 seconds"), returned(String(body.name), "Provisioning")),
        },
        options: { concurrency: 1 },
        stop: Effect.sleep("5 seconds"),
      })
      assert.deepStrictEqual(outcomes(ran), ["unsettled a Provisioning", "skipped b"])
      assert.deepStrictEqual(Object.keys(ran.document?.pipes ?? {}), ["a"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("starts a pipe again that it has stopped for an edit", () =>
    Effect.gen(function* () {
      const commands: Array<string> = []
      const lawn = pipe("a")
      const ran = yield* run({
        plan: changing(lawn, [
          { _tag: "Stop" },
          { _tag: "WaitFor", states: ["Stopped"] },
          { _tag: "Patch", request: { ...requestOf(lawn), method: "PATCH" }, paths: ["name"] },
          { _tag: "Start" },
        ]),
        document: documentOf([lawn]),
        methods: {
          setState: ({ command }) => {
            commands.push(command)
            return Effect.succeed(returned("a", "Pausing"))
          },
          listPipes: () => Effect.succeed([returned("a", "Pausing")]),
        },
        stop: Effect.sleep("5 seconds"),
      })
      assert.deepStrictEqual(commands, ["stop", "start"])
      assert.deepStrictEqual(outcomes(ran), ["interrupted a"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )
})

describe("A run that is interrupted", () => {
  it.effect("stops at once, and leaves in flight what was on its way", () =>
    Effect.gen(function* () {
      const ran = yield* run({
        plan: planOf(names("a", "b")),
        methods: { createPipe: () => Effect.never },
        options: { concurrency: 1 },
        interruptAfter: "5 seconds",
      })
      assert.deepStrictEqual(outcomes(ran), ["nothing: interrupted"])
      assert.deepStrictEqual(
        ran.document?.inFlight.map(({ name }) => name),
        ["a"],
      )
    }),
  )
})
