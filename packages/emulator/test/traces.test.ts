/**
 * What a careful client does, request by request, with what it gets and the state that the pipe is in then. Time is
 * stepped by hand: `wait` moves it on.
 */
import { describe, it } from "@effect/vitest"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { layer, pipesPath, send } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

interface Trace {
  readonly says: string
  readonly body: JsonObject
  /** Lines of `request status state`, and of `wait seconds`. */
  readonly lines: ReadonlyArray<string>
}

const table = { sourceSchema: "public", sourceTable: "b", targetTable: "public_b" }

/** The requests by the words that a trace has for them. The path is below that of the pipe. */
const requests: Readonly<Record<string, readonly [method: string, path: string, body?: JsonObject]>> = {
  GET: ["GET", ""],
  start: ["PATCH", "/state", { command: "start" }],
  stop: ["PATCH", "/state", { command: "stop" }],
  "PATCH tables": ["PATCH", "", { source: { fountain: { tableMappingsToAdd: [table] } } }],
  "PATCH nonsense": ["PATCH", "", { source: { fountain: { tableMappingsToRemove: [table] } } }],
  "PATCH connection": ["PATCH", "", { source: { fountain: { host: "other.example" } } }],
  "PATCH scaling": ["PATCH", "/scaling", { replicas: 2 }],
}

const traces: ReadonlyArray<Trace> = [
  {
    says: "an edit of tables: pause, edit, go on",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "GET 200 Running",
      "stop 200 Pausing",
      "GET 200 Pausing",
      "wait 1",
      "GET 200 Paused",
      "PATCH tables 200 Paused",
      "start 200 Setup",
      "wait 2",
      "GET 200 Running",
    ],
  },
  {
    says: "an edit of tables of a pipe that goes on by itself before it is told to",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "stop 200 Pausing",
      "wait 1",
      "GET 200 Paused",
      "PATCH tables 200 Paused",
      "wait 1",
      "start 400 ClickPipe is already running",
      "GET 200 Setup",
      "wait 1",
      "GET 200 Snapshot",
      "wait 1",
      "GET 200 Running",
    ],
  },
  {
    says: "an edit that fails: pause, edit, go on all the same",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "stop 200 Pausing",
      "wait 1",
      "GET 200 Paused",
      "PATCH nonsense 400 is not a table of this pipe",
      "start 200 Setup",
      "wait 2",
      "GET 200 Running",
    ],
  },
  {
    says: "an edit that fails of a pipe that is to be stopped: pause, edit, stay paused",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "stop 200 Pausing",
      "wait 1",
      "GET 200 Paused",
      "PATCH nonsense 400 is not a table of this pipe",
      "wait 3600",
      "GET 200 Paused",
    ],
  },
  {
    says: "an edit that turns out to need a pause: edit, pause, edit again, go on",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "PATCH tables 400 ClickPipe must be paused to edit",
      "GET 200 Running",
      "stop 200 Pausing",
      "PATCH tables 400 ClickPipe must be paused to edit",
      "wait 1",
      "GET 200 Paused",
      "PATCH tables 200 Paused",
      "start 200 Setup",
      "wait 2",
      "GET 200 Running",
    ],
  },
  {
    says: "an edit of the connection of a pipe that is to be stopped: edit, stop once more",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "wait 10",
      "stop 200 Pausing",
      "wait 1",
      "GET 200 Paused",
      "PATCH connection 200 Modifying",
      "stop 200 Pausing",
      "wait 3600",
      "GET 200 Paused",
    ],
  },
  {
    says: "a create: post, set the sizes, look until it runs",
    body: sprinklerBody(),
    lines: [
      "POST 200 Provisioning",
      "PATCH scaling 200 Provisioning",
      "GET 200 Provisioning",
      "wait 1",
      "GET 200 Running",
    ],
  },
  {
    says: "a create of a pipe from a database, whose sizes are refused and which is there all the same",
    body: fountainBody(),
    lines: [
      "POST 200 Provisioning",
      "PATCH scaling 400 is not accepted for this kind of source",
      "wait 1",
      "GET 200 Setup",
      "wait 1",
      "GET 200 Snapshot",
      "wait 1",
      "GET 200 Running",
    ],
  },
]

const line = /^(?<request>.+?) (?<status>\d{3}) (?<outcome>.+)$/

/** Sends one line of a trace, and compares what comes back. */
const play = (text: string, path: string) =>
  Effect.gen(function* () {
    const { request = "", status, outcome = "" } = line.exec(text)?.groups ?? {}
    const [method, below, sent] = requests[request] ?? assert.fail(`no such request: ${text}`)
    const { status: got, body } = yield* send(method, `${path}${below}`, sent)
    const { state } = (body.result ?? {}) as { readonly state?: string }
    assert.strictEqual(String(got), status, `${text}: ${body.error}`)
    if (got === 200) assert.strictEqual(state, outcome, text)
    else assert.include(String(body.error), outcome, text)
  })

describe("the trace of", () => {
  for (const { says, body, lines } of traces) {
    it.scoped(says, () =>
      Effect.gen(function* () {
        const [create, ...rest] = lines
        const { status, body: reply } = yield* send("POST", pipesPath, body)
        const { id, state } = reply.result as { readonly id: string; readonly state: string }
        assert.strictEqual(`POST ${status} ${state}`, create)
        for (const text of rest) {
          const [, seconds] = /^wait (\d+)$/.exec(text) ?? []
          if (seconds === undefined) yield* play(text, `${pipesPath}/${id}`)
          else yield* send("POST", "/emulator/clock", { advance: `${seconds} seconds` }, null)
        }
      }).pipe(Effect.provide(layer({ clock: "stepped" }))),
    )
  }
})
