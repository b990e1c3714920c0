import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import * as Random from "../src/internal/random.ts"
import { problems } from "../src/schedules/checks.ts"
import type { Event, History, Outcome } from "../src/schedules/history.ts"
import { run } from "../src/schedules/run.ts"
import type { Operation } from "../src/schedules/schedule.ts"
import * as Time from "../src/schedules/time.ts"

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, nth) => from + nth)

describe("a random schedule of calls and faults", () => {
  it.each([1, 51, 101])(
    "leaves nothing twice, loses no id and shows no secret, with 50 seeds from %i on",
    async (from) => {
      for (const seed of seeds(from, 50)) expect(await run(seed)).toMatchObject({ seed, problems: [] })
    },
    120_000,
  )

  it("is the same again with the same seed", async () => {
    for (const seed of seeds(1, 5)) expect(await run(seed)).toEqual(await run(seed))
  }, 60_000)

  it("has calls that are done, refused, unclear and abandoned, and every mishap", async () => {
    const traces = await Promise.all(seeds(1, 20).map(async (seed) => (await run(seed)).trace))
    const told = traces.flat().join("\n")
    const outcomes = ["done", "refused", "missing", "unclear", "abandoned"].map((is) => `is: '${is}'`)
    const mishaps = ["fails", "breaks", "breaksOff", "unreadable", "repeats"]
    for (const word of [
      ...outcomes,
      ...mishaps,
      "the service is idle",
      "PATCH /state",
      "answers 424",
      "answers 429",
    ]) {
      expect(told).toContain(word)
    }
  }, 60_000)
})

describe("what is wrong with a run", () => {
  const asked = (call: number, operation: Operation, target?: string): Event => ({
    kind: "asked",
    call,
    operation,
    target,
  })
  const did = (call: number, method: string, id: string): Event => ({ kind: "did", call, method, id })
  const heard = (call: number, outcome: Outcome): Event => ({ kind: "heard", call, outcome })
  const done = (call: number, id?: string): Event =>
    heard(call, { is: "done", ...(id === undefined ? {} : { id }) })
  const refused = (call: number): Event => heard(call, { is: "refused", why: "400" })

  /** The problems of a run in which this happened and this is left. */
  const of = (events: ReadonlyArray<Event>, left: ReadonlyArray<string>, more: Partial<History> = {}) =>
    problems(
      { events, left, texts: [], failures: [], hangs: false, ...more },
      { rate: { requests: 2, per: 1_000 }, marks: ["hush"] },
    )

  const create = [asked(0, "createPipe"), did(0, "POST", "a"), done(0, "a")]

  it("is nothing where a create is answered with what it made", () => {
    expect(of(create, ["a"])).toEqual([])
  })

  it.each<[string, ReadonlyArray<Event>, ReadonlyArray<string>]>([
    [
      "call 0, createPipe: 2 things of one create at the same time",
      [asked(0, "createPipe"), did(0, "POST", "a"), did(0, "POST", "b"), heard(0, { is: "abandoned" })],
      ["a", "b"],
    ],
    [
      "call 0, createPipe: it left something that nobody was told of",
      [asked(0, "createPipe"), did(0, "POST", "a"), did(0, "POST", "b"), done(0, "b")],
      ["a", "b"],
    ],
    [
      "call 0, createPipe: it answered with an id that nothing has",
      [asked(0, "createPipe"), done(0, "a")],
      [],
    ],
    [
      "call 1, createPipe: it answered with what call 0 was answered with",
      [...create, asked(1, "createPipe"), done(1, "a")],
      ["a"],
    ],
    ["call 0, createPipe: what it made is gone, and nobody deleted it", create, []],
    ["the API lost or found something by itself", create, []],
    ["something is left that no call made (b)", create, ["a", "b"]],
    [
      "call 0, createPipe: it was refused, and what it made is there",
      [asked(0, "createPipe"), did(0, "POST", "a"), refused(0)],
      ["a"],
    ],
    [
      "call 1, updatePipe: it was done 2 times",
      [...create, asked(1, "updatePipe", "a"), did(1, "PATCH", "a"), did(1, "PATCH", "a"), done(1)],
      ["a"],
    ],
    [
      "call 1, setState: it was done, and the client says that it was not (400)",
      [...create, asked(1, "setState", "a"), did(1, "PATCH", "a"), refused(1)],
      ["a"],
    ],
    [
      "call 1, putSettings: the client says that it was done, and it was not",
      [...create, asked(1, "putSettings", "a"), done(1)],
      ["a"],
    ],
    [
      "call 1, deletePipe: the client says that it is deleted, and it is there",
      [...create, asked(1, "deletePipe", "a"), done(1)],
      ["a"],
    ],
    [
      "call 1, getPipe: the client says that there is no such thing, and there was all the time",
      [...create, asked(1, "getPipe", "a"), heard(1, { is: "missing" })],
      ["a"],
    ],
    [
      "call 1, listPipes: 1 things are missing from the list",
      [...create, asked(1, "listPipes"), heard(1, { is: "done", ids: [] })],
      ["a"],
    ],
    [
      "call 1, listPipes: 1 things of the list were never there",
      [...create, asked(1, "listPipes"), heard(1, { is: "done", ids: ["a", "b"] })],
      ["a"],
    ],
    [
      "call 1, listPipes: the client failed: it has no name",
      [...create, asked(1, "listPipes"), heard(1, { is: "defect", why: "it has no name" })],
      ["a"],
    ],
    [
      "more than 2 requests went within 1000 ms",
      [0, 500, 999].map((at) => ({ kind: "sent", call: 0, at })),
      [],
    ],
  ])("is told: %s", (problem, events, left) => {
    expect(of(events, left)).toContain(problem)
  })

  it("is a secret in a text, a failure of the emulator, and that it hangs", () => {
    expect(of(create, ["a"], { texts: ["a log: hush"] })).toEqual(["a secret is in a log: hush"])
    expect(of(create, ["a"], { failures: ["it answered 500"] })).toEqual(["it answered 500"])
    expect(of(create, ["a"], { hangs: true })).toEqual(["it hangs"])
  })
})

describe("a time of its own", () => {
  it("passes at once to where something happens", async () => {
    const time = Time.make(Random.make(1))
    const exit = await time.run(Effect.as(Effect.sleep("1 day"), "awake"))
    expect([exit, time.now()]).toEqual([Exit.succeed("awake"), 86_400_000])
  })

  it("tells what waits for nothing, and what never ends", async () => {
    expect(await Time.make(Random.make(1)).run(Effect.never)).toBe("hangs")
    const busy = Effect.forever(Effect.yieldNow())
    expect(await Time.make(Random.make(1)).run(busy)).toBe("hangs")
    const later = Effect.forever(Effect.sleep("1 day"))
    expect(await Time.make(Random.make(1)).run(later)).toBe("hangs")
  })

  it("has what can happen at once in an order that the seed says", async () => {
    const order = async (seed: number) => {
      const done: Array<number> = []
      const all = seeds(0, 8).map((nth) =>
        Effect.zipRight(
          Effect.yieldNow(),
          Effect.sync(() => done.push(nth)),
        ),
      )
      await Time.make(Random.make(seed)).run(Effect.all(all, { concurrency: "unbounded" }))
      return done.join(" ")
    }
    expect(await order(1)).toBe(await order(1))
    expect(new Set(await Promise.all(seeds(1, 20).map(order))).size).toBeGreaterThan(5)
  })
})
