import { describe, it } from "@effect/vitest"
import type { LifecycleTable, WireLifecycle } from "@pipewright/cloud-api/WireContract"
import * as Changes from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import type * as State from "@pipewright/core/State"
import * as Command from "@pipewright/runtime/Command"
import * as Recovery from "@pipewright/runtime/Recovery"
import * as Roster from "@pipewright/runtime/Roster"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { livePipe } from "../src/internal/live.ts"
import { documentOf, known, outcomes, run } from "./runs.ts"
import { block, pipe, returned, service } from "./support.ts"

const meaning = { means: "as it says", next: "look at it" } as const

const table: LifecycleTable = {
  name: "Sprinklers",
  about: "water a lawn",
  log: "tables",
  create: ["Provisioning", "Running"],
  states: {
    Provisioning: { ...meaning, health: "moving", seconds: 1 },
    Running: { ...meaning, health: "well", writes: true },
    Degraded: { ...meaning, health: "ill", writes: true },
    Snapshot: { ...meaning, health: "well", seconds: 1 },
    Stopping: { ...meaning, health: "moving", seconds: 1 },
    Stopped: { ...meaning, health: "resting", commands: ["start"] },
    Failed: { ...meaning, health: "ill", commands: ["start"] },
    InternalError: { ...meaning, health: "ill" },
    Completed: { ...meaning, health: "well" },
  },
  moves: [
    { on: "start", from: ["Stopping", "Stopped", "Failed"], to: ["Provisioning", "Running"] },
    { on: "start", from: ["Provisioning", "Running", "Degraded", "Snapshot"], refused: "it runs" },
    { on: "start", from: ["InternalError"], refused: "it is broken" },
    { on: "start", from: ["Completed"], to: [] },
    { on: "stop", from: ["Stopping", "Completed"], to: [] },
    { on: "stop", from: ["Stopped"], to: ["Stopped"] },
    { on: "stop", from: ["Running", "Failed"], to: ["Stopping", "Stopped"] },
    { on: "resync", from: ["Running", "Stopped", "Completed"], to: ["Snapshot", "Running"] },
  ],
}

const lifecycle = (commands: WireLifecycle["commands"]): WireLifecycle => ({
  tables: [table],
  of: () => table,
  commands,
  pausedEdits: [],
})

const declared = (state?: "running" | "stopped", more: Partial<Ir.Pipe> = {}): Ir.Pipe => ({
  ...pipe("a"),
  ...(state === undefined ? {} : { state: literal(state) }),
  ...more,
})

const literal = (value: string | boolean): Ir.Literal => ({
  _tag: "Literal",
  value,
  origin: { file: "main.pipe", span: { start: 0, end: 1 }, via: [] },
})

interface Case {
  readonly command: Changes.Command
  readonly state?: string
  /** In place of a pipe that nothing is said of. */
  readonly program?: ReadonlyArray<Ir.Pipe>
  readonly document?: State.Document
  readonly allowed?: boolean
  readonly commands?: WireLifecycle["commands"]
}

/** The plan for the pipe `a`. */
const planned = ({ command, state, program = [declared()], document, allowed, commands }: Case) => {
  const listed = state === undefined ? [] : [returned("a", state)]
  const { pipes, others } = Roster.make(
    { target: undefined, endpoints: [], pipes: program },
    service,
    document ?? documentOf([pipe("a")]),
    listed,
  )
  return Command.plan({
    command,
    members: pipes,
    others,
    familyOf: () => ({
      kind: pipe("a").kind,
      lifecycle: lifecycle(commands ?? ["start", "stop", "resync"]),
      table,
    }),
    permissions: { ...Changes.nothingAllowed, resnapshot: () => allowed === true },
  })
}

const changeOf = (given: Case): Changes.Change => planned(given).changes[0]!

/** What becomes of it in short. */
const short = (given: Case): string => {
  const { action, steps, blocked, needs, notes } = changeOf(given)
  return [
    action,
    ...steps.map(({ _tag }) => _tag),
    ...(blocked === undefined ? [] : [blocked.code]),
    ...needs.map((it) => `needs ${it}`),
    ...notes.map(({ code }) => `(${code})`),
  ].join(" ")
}

describe("A command to a pipe", () => {
  it.each([
    ["start", "Stopped", "start Start Settle"],
    ["start", "Failed", "start Start Settle"],
    ["start", "Running", "keep"],
    ["start", "Degraded", "keep"],
    ["start", "InternalError", "blocked broken"],
    ["start", "Completed", "blocked completed"],
    ["stop", "Running", "stop Stop WaitFor"],
    ["stop", "Stopped", "stop Stop WaitFor"],
    ["stop", "Stopping", "stop Stop WaitFor"],
    ["stop", "Completed", "keep (nothing-runs)"],
    ["resync", "Completed", "resync Resync Settle needs resnapshot (resync-reads)"],
    ["resync", "Stopped", "resync Resync Settle needs resnapshot (resync-reads) (runs-afterwards)"],
  ] as const)("to %s where it is %s comes to: %s", (command, state, expected) => {
    assert.strictEqual(short({ command, state }), expected)
  })

  it("waits for the end of the way, and for what may take hours and is well", () => {
    const { steps } = changeOf({ command: "resync", state: "Running" })
    assert.deepStrictEqual(steps.at(-1), { _tag: "Settle", states: ["Running", "Snapshot", "Degraded"] })
  })

  it("says that the next apply does the opposite where the program wants that", () => {
    const program = (state: "running" | "stopped") => [declared(state)]
    const stop = { command: "stop", state: "Running" } as const
    assert.include(short({ ...stop, program: program("running") }), "(starts-again)")
    assert.notInclude(short({ ...stop, program: program("stopped") }), "(starts-again)")
    assert.notInclude(short(stop), "(starts-again)")
    const start = { command: "start", state: "Stopped" } as const
    assert.include(short({ ...start, program: program("stopped") }), "(stops-again)")
    assert.notInclude(short({ ...start, program: program("running") }), "(stops-again)")
    // What was stopped by the program and has no word about it any more is started by apply.
    const record = known(pipe("a"))
    const before = { ...record, applied: { ...record.applied, state: "stopped" } }
    assert.include(short({ ...stop, document: documentOf([], { pipes: { a: before } }) }), "(starts-again)")
  })

  it("is not given to what is not there, is not ours, or has a name that several have", () => {
    assert.strictEqual(short({ command: "stop" }), "blocked not-there")
    assert.strictEqual(
      short({ command: "stop", state: "Running", document: documentOf([]) }),
      "blocked not-ours",
    )
    const { others } = planned({ command: "stop", state: "Running", program: [], document: documentOf([]) })
    assert.deepStrictEqual(others, [])
    assert.strictEqual(
      short({ command: "stop", state: "Running", program: [], document: documentOf([]) }),
      "blocked not-ours",
    )
    assert.strictEqual(short({ command: "stop", state: "Running", program: [] }), "stop Stop WaitFor")
  })

  it("to read everything again needs a word for it, a source that can, and a pipe that is not protected", () => {
    const resync = { command: "resync", state: "Running" } as const
    assert.strictEqual(short({ ...resync, allowed: true }), "resync Resync Settle (resync-reads)")
    assert.strictEqual(short({ ...resync, commands: ["start", "stop"] }), "blocked no-resync")
    const lifecycle = block({ protect: literal(true) })
    const program = [declared(undefined, { lifecycle })]
    assert.strictEqual(short({ ...resync, allowed: true, program }), "blocked protected")
    const record = known(pipe("a"))
    const document = documentOf([], { pipes: { a: { ...record, applied: { protect: true } } } })
    assert.strictEqual(short({ ...resync, allowed: true, program: [], document }), "blocked protected")
  })
})

/** A service in which the pipe is in the states of the route, one after the other. */
const api = (route: ReadonlyArray<string>, log: Array<string> = []) => {
  let step = -1
  return {
    listPipes: () =>
      Effect.sync(() => [returned("a", route[Math.min(Math.max(step++, 0), route.length - 1)]!)]),
    setState: ({ command }: { readonly command: string }) =>
      Effect.sync(() => {
        log.push(command)
        return returned("a", route[0]!)
      }),
  }
}

describe("A command that is carried out", () => {
  it.effect("is one request, is waited for, and leaves what is remembered as it was", () =>
    Effect.gen(function* () {
      const sent: Array<string> = []
      const document = documentOf([pipe("a")])
      const plan = planned({ command: "resync", state: "Running", allowed: true, document })
      const ran = yield* run({
        plan,
        document,
        methods: api(["Snapshot", "Snapshot", "Running"], sent),
        options: { wait: "snapshot-done" },
      })
      assert.deepStrictEqual(outcomes(ran), ["settled a Running"])
      assert.deepStrictEqual(sent, ["resync"])
      assert.deepStrictEqual(ran.document?.pipes, document.pipes)
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("leaves a pipe stopped that a run which died had only stopped for an edit", () =>
    Effect.gen(function* () {
      const sent: Array<string> = []
      const resume = {
        id: "0.9",
        operation: "stopPipe",
        name: "a",
        resourceId: "id-a",
        fingerprint: "",
        startedAt: "2026-11-24T12:00:00.000Z",
        resume: true,
      }
      const document = documentOf([pipe("a")], { inFlight: [resume] })
      const plan = planned({ command: "stop", state: "Stopped", document })
      const ran = yield* run({ plan, document, methods: api(["Stopped"], sent) })
      assert.deepStrictEqual(outcomes(ran), ["settled a Stopped"])
      assert.deepStrictEqual(sent, ["stop"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("is found by the next run if it was killed before its answer, and its effect can be seen", () =>
    Effect.gen(function* () {
      const document = documentOf([pipe("a")])
      const plan = planned({ command: "resync", state: "Running", allowed: true, document })
      const killed = yield* run({
        plan,
        document,
        methods: { ...api(["Running"]), setState: () => Effect.never },
        interruptAfter: "1 seconds",
      })
      assert.deepStrictEqual(
        killed.document?.inFlight.map(({ operation, resourceId }) => [operation, resourceId]),
        [["resyncPipe", "id-a"]],
      )
      const found = (state: string) =>
        Recovery.findings(killed.document!, { pipes: [livePipe(returned("a", state))], endpoints: [] })
      for (const state of ["Setup", "Snapshot", "Resync"])
        assert.deepStrictEqual(
          found(state).found.map(({ outcome }) => outcome),
          ["done"],
        )
      // It may not have begun, or be over: then it counts as not done, and nobody repeats it unasked.
      for (const state of ["Running", "Paused", "Completed"])
        assert.deepStrictEqual(
          found(state).found.map(({ outcome }) => outcome),
          ["undone"],
        )
      const next = yield* run({ plan, document: killed.document!, methods: api(["Snapshot"]) })
      assert.deepStrictEqual(outcomes(next), ["settled a Snapshot"])
      assert.include(next.log, "Found a")
      assert.deepStrictEqual(next.document?.inFlight, [])
    }),
  )
})
