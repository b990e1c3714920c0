import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import { NotAuthorised } from "@pipewright/cloud-api/errors"
import type * as State from "@pipewright/core/State"
import * as Recovery from "@pipewright/runtime/Recovery"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { livePipe } from "../src/internal/live.ts"
import { documentOf, known, outcomes, planOf, run } from "./runs.ts"
import { pipe, returned } from "./support.ts"

const lawn = pipe("a")
const { id, ...record } = known(lawn)
const startedAt = "2026-11-24T12:00:00.000Z"

const intent = (operation: string, more: Partial<State.Intent> = {}): State.Intent => ({
  id: "1",
  operation,
  name: "a",
  fingerprint: "",
  startedAt,
  ...more,
})

const flying = (intent: State.Intent, pipes: State.Document["pipes"] = {}): State.Document =>
  documentOf([], { pipes, inFlight: [intent] })

const there = (...pipes: ReadonlyArray<ReturnType<typeof returned>>): Recovery.There => ({
  pipes: pipes.map(livePipe),
  endpoints: [],
})

const outcomeOf = (document: State.Document, seen: Recovery.There): string =>
  Recovery.findings(document, seen)
    .found.map(({ outcome }) => outcome)
    .join()

describe("A create of which no answer came", () => {
  const document = flying(intent("createPipe", { record }))

  it("took effect where a pipe of the name has come up since", () => {
    const seen = there(returned("a", "Running", { createdAt: "2026-11-24T12:00:02Z" }))
    assert.strictEqual(outcomeOf(document, seen), "done")
    const after = Recovery.resolved(document, seen)
    assert.deepStrictEqual(after.pipes, { a: { ...record, id: "id-a" } })
    assert.deepStrictEqual(after.inFlight, [])
  })

  it("took none where nothing of the name is there, or only what is old or ours", () => {
    assert.strictEqual(outcomeOf(document, there()), "undone")
    const old = there(returned("a", "Running", { createdAt: "2026-11-23T12:00:00Z" }))
    assert.strictEqual(outcomeOf(document, old), "undone")
    const ours = flying(intent("createPipe", { record }), { b: known(lawn) })
    assert.strictEqual(outcomeOf(ours, there(returned("a", "Running"))), "undone")
  })

  it("stays in flight where several pipes may be what it made, or one has another source", () => {
    const two = there(returned("a", "Running"), { ...returned("a", "Running"), id: "id-other" })
    assert.strictEqual(outcomeOf(document, two), "unclear")
    const labelled = { ...record, applied: { ...record.applied, source: { sprinkler: { label: "north" } } } }
    const other = there(returned("a", "Running", { source: { sprinkler: { label: "south" } } }))
    assert.strictEqual(outcomeOf(flying(intent("createPipe", { record: labelled })), other), "unclear")
    assert.deepStrictEqual(Recovery.resolved(document, two), {
      ...document,
      serial: document.serial + 1,
    })
  })
})

describe("Any other request of which no answer came", () => {
  const pipes = { a: known(lawn) }

  it.each([
    [
      "a deletion took effect where the pipe is gone",
      intent("deletePipe", { resourceId: "id-a" }),
      [],
      "done",
      [],
    ],
    [
      "a deletion took none where the pipe is there",
      intent("deletePipe", { resourceId: "id-a" }),
      [returned("a", "Running")],
      "undone",
      ["a"],
    ],
    [
      "a stop for an edit is open as long as the pipe rests",
      intent("stopPipe", { resourceId: "id-a", resume: true }),
      [returned("a", "Paused")],
      "",
      ["a"],
    ],
    ...["Unknown", "StateOfALaterVersion"].map(
      (state) =>
        [
          `a stop for an edit is open where the state is ${state}, which tells nothing`,
          intent("stopPipe", { resourceId: "id-a", resume: true }),
          [returned("a", state)],
          "",
          ["a"],
        ] as const,
    ),
    [
      "a stop for an edit is over once the pipe runs",
      intent("stopPipe", { resourceId: "id-a", resume: true }),
      [returned("a", "Running")],
      "undone",
      ["a"],
    ],
    [
      "a start is asked for again",
      intent("startPipe", { resourceId: "id-a", record }),
      [returned("a", "Running")],
      "undone",
      ["a"],
    ],
  ] as const)("%s", (_, request, list, outcome, left) => {
    const document = flying(request, pipes)
    const seen = there(...list)
    assert.strictEqual(outcomeOf(document, seen), outcome)
    assert.deepStrictEqual(Object.keys(Recovery.resolved(document, seen).pipes), [...left])
  })

  it("an edit took effect where the service shows all of it that it shows", () => {
    const applied = { ...record.applied, source: { sprinkler: { label: "new", hidden: "x" } } }
    const edit = intent("updatePipe", { resourceId: "id-a", record: { ...record, applied } })
    const seen = (label: string) => there(returned("a", "Running", { source: { sprinkler: { label } } }))
    assert.deepStrictEqual(Recovery.resolved(flying(edit, pipes), seen("new")).pipes.a?.applied, applied)
    assert.deepStrictEqual(Recovery.resolved(flying(edit, pipes), seen("old")).pipes, pipes)
  })

  it("an edit of which the service shows nothing is sent again", () => {
    const edit = intent("updatePipe", {
      resourceId: "id-a",
      record: { ...record, secrets: { "source.sprinkler.password": "other" } },
    })
    assert.strictEqual(outcomeOf(flying(edit, pipes), there(returned("a", "Running"))), "undone")
  })
})

describe("A run after one that died", () => {
  const forget = (time: number) => intent("createPipe", { record, startedAt: new Date(time).toISOString() })

  it.effect("finds what was made, and makes nothing twice", () =>
    Effect.gen(function* () {
      const document = flying(forget(-60_000))
      const listPipes: Service["listPipes"] = () => Effect.succeed([returned("a", "Running")])
      const resolved = Recovery.resolved(document, there(returned("a", "Running")))
      const plan = planOf([lawn], [livePipe(returned("a", "Running"))], resolved)
      const ran = yield* run({ plan, document, methods: { listPipes } })
      assert.deepStrictEqual(outcomes(ran), ["kept a Running"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
      assert.deepStrictEqual(ran.document?.pipes.a?.id, "id-a")
    }),
  )

  it.effect("looks again before it says that what was just sent did nothing, and then does not go on", () =>
    Effect.gen(function* () {
      const looks: Array<number> = []
      const listPipes: Service["listPipes"] = () =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          looks.push(now)
          return looks.length > 1 ? [returned("a", "Running")] : []
        })
      const ran = yield* run({
        plan: planOf([lawn]),
        document: flying(forget(-5_000)),
        methods: { listPipes },
      })
      assert.deepStrictEqual(looks, [0, 10_000])
      assert.include(outcomes(ran)[0], "what is remembered of `a` has changed since the plan was made")
      assert.deepStrictEqual(ran.document?.pipes.a?.id, "id-a")
    }),
  )

  it.effect("starts a pipe that was left paused", () =>
    Effect.gen(function* () {
      const commands: Array<string> = []
      const document = documentOf([lawn], {
        inFlight: [intent("stopPipe", { resourceId: "id-a", resume: true })],
      })
      const paused = returned("a", "Stopped")
      const ran = yield* run({
        plan: planOf([lawn], [livePipe(paused)], document),
        document,
        methods: {
          listPipes: () => Effect.succeed([commands.length === 0 ? paused : returned("a", "Running")]),
          setState: ({ command }) => {
            commands.push(command)
            return Effect.succeed(returned("a", "Running"))
          },
        },
      })
      assert.deepStrictEqual(commands, ["start"])
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("does nothing where it cannot look", () =>
    Effect.gen(function* () {
      const call = { operation: "listPipes", method: "GET", path: "/v1", status: 401 } as const
      const denied = new NotAuthorised({ ...call, requestId: undefined, apiMessage: undefined })
      const document = flying(forget(-60_000))
      const ran = yield* run({
        plan: planOf([lawn]),
        document,
        methods: { listPipes: () => Effect.fail(denied) },
      })
      assert.deepStrictEqual(outcomes(ran), [`nothing: ${denied.message}`])
      assert.deepStrictEqual(ran.document?.inFlight, document.inFlight)
    }),
  )
})
