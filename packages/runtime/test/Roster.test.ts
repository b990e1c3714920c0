import { describe, it } from "@effect/vitest"
import type * as Ir from "@pipewright/core/Ir"
import * as Roster from "@pipewright/runtime/Roster"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { assert } from "vitest"
import { documentOf, known } from "./runs.ts"
import { client, pipe, returned, service } from "./support.ts"

const program = (...pipes: ReadonlyArray<Ir.Pipe>): Ir.Program => ({
  target: undefined,
  endpoints: [],
  pipes,
})

/** Each pipe in short: whether it is there, declared, and ours. */
const short = ({ pipes }: Roster.Roster) =>
  pipes.map(({ name, live, pipe, record }) =>
    [
      name,
      live?.state ?? "-",
      ...(pipe === undefined ? [] : ["declared"]),
      ...(record === undefined ? [] : ["ours"]),
    ].join(" "),
  )

describe("A roster", () => {
  it.effect("takes one list and nothing else, however many pipes there are", () =>
    Effect.gen(function* () {
      let lists = 0
      const api = client({
        listPipes: () =>
          Effect.sync(() => {
            lists += 1
            return [returned("a", "Running"), returned("b", "Failed"), returned("other", "Running")]
          }),
      })
      const state = documentOf([pipe("a"), pipe("old")])
      const roster = yield* Roster.read(program(pipe("a"), pipe("b"), pipe("c")), service, state).pipe(
        Effect.provide(api),
      )
      assert.strictEqual(lists, 1)
      assert.deepStrictEqual(short(roster), [
        "a Running declared ours",
        "b Failed declared",
        "c - declared",
        "old - ours",
      ])
      assert.deepStrictEqual(
        roster.others.map(({ name }) => name),
        ["other"],
      )
    }),
  )

  it.effect("is not made with what is remembered of another service", () =>
    Effect.gen(function* () {
      const state = documentOf([], { service: { organizationId: "org", serviceId: "another" } })
      const read = yield* Effect.either(Roster.read(program(), service, state)).pipe(
        Effect.provide(client({})),
      )
      assert.strictEqual(Either.isLeft(read) && read.left._tag, "StateOfAnotherService")
    }),
  )

  it("tells a pipe that a run which died had stopped for an edit from one that somebody stopped", () => {
    const resume = {
      id: "1.1",
      operation: "stopPipe",
      name: "a",
      resourceId: "id-a",
      fingerprint: "",
      startedAt: "2026-11-24T12:00:00.000Z",
      resume: true,
    }
    const state = documentOf([pipe("a"), pipe("b")], { inFlight: [resume] })
    const listed = [returned("a", "Stopped"), returned("b", "Stopped")]
    const { pipes, inFlight } = Roster.make(program(pipe("a"), pipe("b")), service, state, listed)
    assert.deepStrictEqual(
      pipes.map(({ isLeftPaused }) => isLeftPaused),
      [true, false],
    )
    assert.strictEqual(inFlight.length, 1)
    const runs = Roster.make(program(pipe("a")), service, state, [returned("a", "Running")])
    assert.deepStrictEqual([runs.pipes[0]!.isLeftPaused, runs.inFlight.length], [false, 0])
  })

  it("counts a pipe as ours that a create made of which no answer came", () => {
    const { id: _, ...record } = known(pipe("a"))
    const create = {
      id: "1.1",
      operation: "createPipe",
      name: "a",
      fingerprint: "",
      startedAt: "2026-11-24T12:00:00.000Z",
      record,
    }
    const state = documentOf([], { inFlight: [create] })
    const listed = [returned("a", "Running", { createdAt: "2026-11-24T12:00:02Z" })]
    assert.deepStrictEqual(short(Roster.make(program(pipe("a")), service, state, listed)), [
      "a Running declared ours",
    ])
  })
})
