import * as State from "@pipewright/core/State"
import * as Either from "effect/Either"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as states from "./states.ts"

const start = State.empty(states.service, "salt")

const record = (id: string): State.PipeRecord => ({
  id,
  origin: "created",
  arm: "sprinkler",
  applied: { name: "lawn", source: { sprinkler: { pressure: 2 } } },
  secrets: {},
  appliedAt: "2026-11-24T12:00:00.000Z",
})

const intent = (id: string, more: Partial<State.Intent> = {}): State.Intent => ({
  id,
  operation: "createPipe",
  name: "lawn",
  fingerprint: State.fingerprint(record("1").applied),
  startedAt: "2026-11-24T12:00:00.000Z",
  ...more,
})

const after = (...changes: ReadonlyArray<State.Change>) => changes.reduce(State.applyJournal, start)

const problem = (text: string) => Either.getOrNull(Either.flip(State.decode(text)))

/** The text of a document with something changed and the checksum made anew. */
const forged = (change: object) => State.encode({ ...start, ...change } as State.Document)

describe("A change", () => {
  it("notes a request, and what became of it", () => {
    const begun = after({ begin: [intent("a"), intent("b", { name: "roses" })] })
    expect(begun.inFlight.map(({ id }) => id)).toEqual(["a", "b"])
    const ended = State.applyJournal(begun, {
      end: [{ id: "a", outcome: "done" }],
      pipes: { lawn: record("1") },
    })
    expect(ended.inFlight.map(({ id }) => id)).toEqual(["b"])
    expect(State.find(ended.pipes, "lawn")).toEqual(record("1"))
  })

  it("does not keep a request that began and ended in it", () => {
    expect(after({ begin: [intent("a")], end: [{ id: "a", outcome: "undone" }] }).inFlight).toEqual([])
  })

  it("is one of many that come to the same together as one by one", () => {
    fc.assert(
      fc.property(states.changes, (changes) => {
        expect(State.applyAll(start, changes)).toEqual(changes.reduce(State.applyJournal, start))
      }),
    )
  })

  it("moves a record to another name", () => {
    const moved = after({ pipes: { lawn: record("1") } }, { pipes: { lawn: null, meadow: record("1") } })
    expect(moved.pipes).toEqual({ meadow: record("1") })
  })

  it("takes the later of two intents of one id", () => {
    const begun = after({ begin: [intent("a")] }, { begin: [intent("a", { resume: true })] })
    expect(begun.inFlight).toEqual([intent("a", { resume: true })])
  })

  it("keeps the size of the service until it is told another, or to forget it", () => {
    const sized = after({ cdcScaling: { replicaCpuMillicores: 1000 } }, { pipes: { lawn: record("1") } })
    expect(sized.cdcScaling).toEqual({ replicaCpuMillicores: 1000 })
    expect(State.applyJournal(sized, { cdcScaling: null })).not.toHaveProperty("cdcScaling")
  })

  it("counts", () => {
    expect(after({}, {}, {}).serial).toBe(3)
  })

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "knows a pipe named %s only if there is one",
    (name) => {
      expect(State.find(start.pipes, name)).toBeUndefined()
      const document = after({ pipes: { [name]: record("1") } })
      expect(State.find(document.pipes, name)).toEqual(record("1"))
      expect(Object.keys(document.pipes)).toEqual([name])
      const read = Either.getOrThrow(State.decode(State.encode(document)))
      expect(State.find(read.pipes, name)).toEqual(record("1"))
      expect(State.find(State.applyJournal(read, { pipes: { [name]: null } }).pipes, name)).toBeUndefined()
    },
  )
})

describe("A fingerprint", () => {
  it("is of what a body says, and not of the order of its keys", () => {
    expect(State.fingerprint({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      State.fingerprint({ b: { d: null, c: [1, 2] }, a: 1 }),
    )
    expect(State.fingerprint({ a: [1, 2] })).not.toBe(State.fingerprint({ a: [2, 1] }))
  })
})

describe("A stored document", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(states.document, (document) => {
        const read = Either.getOrThrow(State.decode(State.encode(document)))
        expect(State.canonical(read as never)).toBe(State.canonical(document as never))
        expect(State.revision(read)).toBe(State.revision(document))
      }),
    )
  })

  it("is one text, whatever the order in which it came about", () => {
    const [one, other] = [{ pipes: { lawn: record("1") } }, { pipes: { roses: record("2") } }]
    expect(State.encode(after(one, other))).toBe(State.encode(after(other, one)))
  })

  it("is never read as another after a character was changed, or the end lost", () => {
    fc.assert(
      fc.property(
        states.document,
        fc.nat(),
        fc.constantFrom("", "0", "1", '"', ",", "}", "a"),
        (document, at, put) => {
          const text = State.encode(document)
          const index = at % text.length
          for (const damaged of [text.slice(0, index) + put + text.slice(index + 1), text.slice(0, index)]) {
            const read = State.decode(damaged)
            if (Either.isRight(read)) expect(State.revision(read.right)).toBe(State.revision(document))
          }
        },
      ),
    )
  })

  it.each([
    ["no JSON", "", "it holds no JSON object"],
    ["a list", "[]", "it holds no JSON object"],
    ["no version", '{ "serial": 1 }', "it does not say its version"],
    ["a version that never was", forged({ version: 0 }), "there is no version 0 of it"],
    [
      "another serial than was written",
      State.encode(start).replace('"serial": 0', '"serial": 1'),
      "its checksum is not that of what it says",
    ],
    ["pipes that are none", forged({ pipes: { lawn: { id: 1 } } }), "`pipes` is not what it should be"],
    ["an intent without a name", forged({ inFlight: [{ id: "1" }] }), "`inFlight` is not what it should be"],
  ])("is damaged with %s", (_, text, why) => {
    expect(problem(text)).toEqual({ _tag: "damaged", why })
  })

  it("of a newer version is told from a damaged one", () => {
    expect(problem(forged({ version: 2, pipes: [] }))).toEqual({ _tag: "newer", version: 2 })
  })

  it("of an older version is brought up to date, one version at a time", () => {
    const { salt, ...older } = { ...after({ pipes: { lawn: record("1") } }), version: 0 }
    const read = State.decode(State.encode(older as never), {
      0: (document) => ({ ...document, salt: `${document.version} has no ${salt}` }),
    })
    expect(Either.getOrThrow(read)).toEqual({ ...older, version: 1, salt: "0 has no salt" })
  })
})
