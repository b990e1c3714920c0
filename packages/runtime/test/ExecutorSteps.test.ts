import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import { RequestRefused } from "@pipewright/cloud-api/errors"
import type { Step } from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { changing as changingFrom, documentOf, known, outcomes, requestOf, run } from "./runs.ts"
import { lost, pipe, refused, returned } from "./support.ts"

const lawn = pipe("a")
const before = { ...known(lawn), applied: { name: "a" } }
const document = documentOf([], { pipes: { a: before } })
const changing = (pipe: Ir.Pipe, steps: ReadonlyArray<Step>) => changingFrom(pipe, steps, before)

const patch: Step = {
  _tag: "Patch",
  request: { ...requestOf(lawn), method: "PATCH", body: { source: { sprinkler: { label: "new" } } } },
  paths: ["source.sprinkler.label"],
}
const stop: Step = { _tag: "Stop" }
const start: Step = { _tag: "Start" }
const waitStopped: Step = { _tag: "WaitFor", states: ["Stopped"] }
const settle: Step = { _tag: "Settle", states: ["Running", "Failed"] }

const says = (apiMessage: string) =>
  new RequestRefused({
    operation: "setState",
    method: "PATCH",
    path: "/v1",
    status: 400,
    requestId: undefined,
    apiMessage,
    jsonPath: undefined,
  })

/** One pipe behind an API that keeps its state; `fails` is asked before each call. */
const api = (
  first: string,
  fails: (call: string, count: number) => ReturnType<typeof says> | undefined = () => undefined,
) => {
  let state = first
  const calls: Array<string> = []
  const call = (name: string, next?: string) =>
    Effect.suspend(() => {
      calls.push(name)
      const error = fails(name, calls.filter((it) => it === name).length)
      if (error !== undefined) return Effect.fail(error)
      state = next ?? state
      return Effect.succeed(returned("a", state))
    })
  const methods: Partial<Service> = {
    listPipes: () => Effect.map(call("list"), () => [returned("a", state)]),
    updatePipe: () => call("patch"),
    setState: ({ command }) => call(command, command === "stop" ? "Stopped" : "Running"),
    putSettings: () => Effect.map(call("put settings"), () => ({})),
    deletePipe: () => Effect.asVoid(call("delete")),
  }
  return { calls, methods }
}

describe("An edit that needs a pause", () => {
  const steps = [stop, waitStopped, patch, start, settle]

  it.effect("stops, waits, sends, starts and waits", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running")
      const ran = yield* run({ plan: changing(lawn, steps), document, methods })
      assert.deepStrictEqual(calls, ["stop", "list", "patch", "start", "list"])
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("starts the pipe again when it fails", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running", (call) => (call === "patch" ? refused() : undefined))
      const ran = yield* run({ plan: changing(lawn, steps), document, methods })
      assert.deepStrictEqual(calls, ["stop", "list", "patch", "start"])
      assert.deepStrictEqual(outcomes(ran), ["refused a"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
      assert.deepStrictEqual(ran.document?.pipes.a?.applied, { name: "a" })
    }),
  )

  it.effect("leaves the pipe stopped when it fails and the pipe should be stopped", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running", (call) => (call === "patch" ? refused() : undefined))
      const ran = yield* run({
        plan: changing(lawn, [stop, waitStopped, patch, stop, waitStopped]),
        document,
        methods,
      })
      assert.deepStrictEqual(calls, ["stop", "list", "patch"])
      assert.deepStrictEqual(outcomes(ran), ["refused a"])
    }),
  )

  it.effect("says that the pipe is left paused where it cannot be started again, and remembers that", () =>
    Effect.gen(function* () {
      const { methods } = api("Running", (call) =>
        call === "patch" || call === "start" ? refused() : undefined,
      )
      const ran = yield* run({ plan: changing(lawn, steps), document, methods })
      assert.deepStrictEqual(outcomes(ran), ["refused a left paused"])
      assert.deepStrictEqual(
        ran.document?.inFlight.map(({ operation, resume }) => [operation, resume]),
        [["stopPipe", true]],
      )
      assert.include(ran.log, "LeftPaused a")
    }),
  )

  it.effect("takes it that a pipe which runs by itself again is started", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running", (call) =>
        call === "start" ? says("BAD_REQUEST: ClickPipe is already running") : undefined,
      )
      const ran = yield* run({
        plan: changing(lawn, [stop, waitStopped, patch, start]),
        document,
        methods,
      })
      assert.deepStrictEqual(calls, ["stop", "list", "patch", "start"])
      assert.deepStrictEqual(outcomes(ran), ["done a Running"])
    }),
  )

  it.effect("is not sent where the pipe does not come to a stop, and the pipe is started again", () =>
    Effect.gen(function* () {
      const { methods } = api("Running")
      const listPipes = () => Effect.succeed([returned("a", "Pausing")])
      const ran = yield* run({ plan: changing(lawn, steps), document, methods: { ...methods, listPipes } })
      assert.deepStrictEqual(outcomes(ran), ["unsettled a Pausing"])
      assert.notInclude(ran.log, "Began a Patch")
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )
})

describe("An edit of which the service wants a pause that nobody knew of", () => {
  const wantsPause = (call: string, count: number) =>
    call === "patch" && count === 1 ? says("BAD_REQUEST: ClickPipe must be paused to edit") : undefined

  it.effect("stops, waits, sends once more, starts and waits", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running", wantsPause)
      const ran = yield* run({ plan: changing(lawn, [patch, settle]), document, methods })
      assert.deepStrictEqual(calls, ["patch", "stop", "list", "patch", "start", "list"])
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("does so once and no more", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running", (call) =>
        call === "patch" ? says("BAD_REQUEST: ClickPipe must be paused to edit") : undefined,
      )
      const ran = yield* run({ plan: changing(lawn, [patch, settle]), document, methods })
      assert.deepStrictEqual(calls, ["patch", "stop", "list", "patch", "start"])
      assert.deepStrictEqual(outcomes(ran), ["refused a"])
    }),
  )
})

describe("What is remembered of an edit", () => {
  it.effect("is what has been sent, when something after it fails", () =>
    Effect.gen(function* () {
      const edited = pipe("a", {})
      const settings: Step = {
        _tag: "PutSettings",
        request: { ...requestOf(lawn), method: "PUT", body: { drops: 3 } },
      }
      const { methods } = api("Running", (call) => (call === "put settings" ? refused() : undefined))
      const ran = yield* run({
        plan: changing(edited, [patch, settings, settle, { _tag: "Remember" }]),
        document,
        methods,
      })
      assert.deepStrictEqual(outcomes(ran), ["refused a"])
      assert.deepStrictEqual(ran.document?.pipes.a?.applied, {
        name: "a",
        source: { sprinkler: {} },
        destination: {},
      })
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("stays in flight where the answer was lost, and the pipe is started again", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running")
      const ran = yield* run({
        plan: changing(lawn, [stop, waitStopped, patch, start, settle]),
        document,
        methods: { ...methods, updatePipe: () => Effect.fail(lost()) },
      })
      assert.deepStrictEqual(outcomes(ran), ["unknown a"])
      assert.deepStrictEqual(calls, ["stop", "list", "start"])
      assert.deepStrictEqual(
        ran.document?.inFlight.map(({ operation }) => operation),
        ["updatePipe"],
      )
    }),
  )
})

describe("A pipe that is replaced", () => {
  it.effect("is made anew once the old one is gone", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Running")
      let lists = 0
      const ran = yield* run({
        plan: changing(lawn, [
          { _tag: "Delete" },
          { _tag: "WaitGone" },
          { _tag: "Create", request: requestOf(lawn) },
          settle,
        ]),
        document,
        methods: {
          ...methods,
          listPipes: () => {
            lists += 1
            calls.push("list")
            return Effect.succeed(lists < 2 ? [returned("a", "Running")] : [])
          },
          createPipe: () => {
            calls.push("create")
            return Effect.succeed({ ...returned("a", "Running"), id: "id-new" })
          },
        },
      })
      assert.deepStrictEqual(calls, ["delete", "list", "list", "create"])
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(ran.document?.pipes.a?.id, "id-new")
      assert.deepStrictEqual(ran.document?.pipes.a?.origin, "created")
    }),
  )
})
