import { describe, it } from "@effect/vitest"
import type { CloudApiError } from "@pipewright/cloud-api/errors"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { assert } from "vitest"
import { type Deed, ending, no, scripted, service, yes } from "./scripted.ts"

const source = { sprinkler: { label: "lawn", jets: 3, password: "four-words", hose: { length: 2 } } }
const body = { name: "n", source, destination: {} }

/** A pipe as the API shows it: a secret is left out and a default is added. */
const pipe = (id: string, more: object = {}) => ({
  id,
  name: "n",
  state: "Running",
  source: { sprinkler: { label: "lawn", jets: 3, hose: { length: 2, colour: "green" } } },
  ...more,
})

interface Api {
  /** What is there before the create. */
  readonly before?: ReadonlyArray<object>
  /** What it does with each create in turn; the last again and again. */
  readonly creates: readonly [Deed, ...ReadonlyArray<Deed>]
  /** What a list shows after the creates, look by look; the last again and again. */
  readonly after: ReadonlyArray<ReadonlyArray<object> | Deed>
}

/** Lists the pipes, makes one more, and tells how that ended and how many creates and looks were sent. */
const make = ({ before = [], creates, after }: Api) =>
  Effect.gen(function* () {
    let created = 0
    let looked = 0
    const { client } = yield* scripted((method) => {
      if (method === "POST") return creates[Math.min(created++, creates.length - 1)] ?? creates[0]
      if (created === 0) return yes(before)
      const seen = after[Math.min(looked++, after.length - 1)] ?? []
      return Array.isArray(seen) ? yes(seen) : (seen as Deed)
    })
    yield* client.listPipes(service)
    const call = client.createPipe({ ...service, body })
    const result = yield* ending(yield* Effect.fork(Effect.either(call)))
    return { result, created, looked }
  })

const idOf = (result: Either.Either<{ readonly id: string }, CloudApiError>) =>
  Either.isRight(result) ? result.right.id : result.left.message

const lost: ReadonlyArray<readonly [string, Deed]> = [
  ["the connection broke", { broken: "ECONNRESET" }],
  ["it took too long", { broken: "UND_ERR_HEADERS_TIMEOUT" }],
  ["the API answered 500", no(500)],
  ["a gateway answered 502", { status: 502, json: "bad gateway" }],
  ["the answer cannot be read", { status: 200, json: { status: 200 } }],
]

describe("a create whose answer was lost", () => {
  for (const [why, deed] of lost) {
    it.effect(`because ${why} is found by its name and its source, and not sent again`, () =>
      Effect.gen(function* () {
        const { result, created } = yield* make({ creates: [deed], after: [[pipe("new")]] })
        assert.strictEqual(idOf(result), "new")
        assert.strictEqual(created, 1)
      }),
    )
  }

  it.effect("is found although it comes up late", () =>
    Effect.gen(function* () {
      const { result, created } = yield* make({
        creates: [{ broken: "ECONNRESET" }],
        after: [[], [], [pipe("new")]],
      })
      assert.strictEqual(idOf(result), "new")
      assert.strictEqual(created, 1)
    }),
  )

  it.effect("is not mistaken for one of the same name that was there before, nor for an old one", () =>
    Effect.gen(function* () {
      const others = [pipe("before"), pipe("old", { createdAt: "1969-12-31T23:00:00Z" })]
      const { result } = yield* make({
        before: [pipe("before")],
        creates: [{ broken: "ECONNRESET" }],
        after: [[...others, pipe("new", { createdAt: "1970-01-01T00:00:01Z" })]],
      })
      assert.strictEqual(idOf(result), "new")
      const absent = yield* make({
        before: [pipe("before")],
        creates: [{ broken: "ECONNRESET" }],
        after: [others],
      })
      assert.isTrue(Either.isLeft(absent.result))
    }),
  )

  it.effect("is sent again once if the API said that it failed and nothing has come up", () =>
    Effect.gen(function* () {
      const { result, created, looked } = yield* make({
        creates: [no(500), yes(pipe("second"))],
        after: [[]],
      })
      assert.strictEqual(idOf(result), "second")
      assert.strictEqual(created, 2)
      assert.strictEqual(looked, 3)
      assert.strictEqual((yield* make({ creates: [no(500)], after: [[]] })).created, 2)
    }),
  )

  for (const [why, deed] of lost.filter(([why]) => !why.includes("500"))) {
    it.effect(`because ${why} is not sent again although nothing has come up`, () =>
      Effect.gen(function* () {
        const { result, created } = yield* make({ creates: [deed], after: [[]] })
        assert.strictEqual(Either.isLeft(result) && result.left._tag, "ApiUnavailable")
        assert.strictEqual(created, 1)
      }),
    )
  }

  it.effect("is told with the ids where several have come up", () =>
    Effect.gen(function* () {
      const { result, created } = yield* make({ creates: [no(500)], after: [[pipe("one"), pipe("two")]] })
      assert.include(idOf(result), "2 pipes `n` have come up (one, two), keep one of them")
      assert.strictEqual(created, 1)
    }),
  )

  it.effect("is told where one of its name has come up with another source", () =>
    Effect.gen(function* () {
      for (const other of [
        { sprinkler: { label: "roses" } },
        { sprinkler: { label: "lawn", hose: { length: 5 } } },
        { fountain: { label: "lawn" } },
      ]) {
        const { result, created } = yield* make({
          creates: [no(500)],
          after: [[pipe("one", { source: other })]],
        })
        assert.include(idOf(result), "a pipe `n` with another source has come up (one)")
        assert.strictEqual(created, 1)
      }
    }),
  )

  it.effect("is told as it was lost where the looks fail, and not sent again", () =>
    Effect.gen(function* () {
      const { result, created } = yield* make({ creates: [no(500)], after: [no(403)] })
      assert.include(idOf(result), "createPipe got no usable answer")
      assert.strictEqual(created, 1)
    }),
  )

  it.effect("is not looked for where the API refused it or was never reached", () =>
    Effect.gen(function* () {
      const deeds: ReadonlyArray<Deed> = [no(400), no(403), { broken: "ECONNREFUSED" }]
      for (const deed of deeds) {
        const { result, looked } = yield* make({ creates: [deed], after: [[pipe("new")]] })
        assert.isTrue(Either.isLeft(result))
        assert.strictEqual(looked, 0)
      }
    }),
  )

  it.effect("is not taken for an earlier one of its name that comes up late", () =>
    Effect.gen(function* () {
      let created = 0
      const { client } = yield* scripted((method) => {
        if (method !== "POST") return yes(created < 2 ? [] : [pipe("late")])
        created += 1
        return { broken: "ECONNRESET" }
      })
      yield* client.listPipes(service)
      const call = Effect.either(client.createPipe({ ...service, body }))
      assert.isTrue(Either.isLeft(yield* ending(yield* Effect.fork(call))))
      const second = yield* ending(yield* Effect.fork(call))
      assert.include(
        idOf(second),
        "meanwhile a pipe `n` has come up (late), and another create of the name has no answer either",
      )
    }),
  )

  it.effect("is not taken for one of its name that is under way", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted((method, index) => {
        if (method !== "POST") return yes(index === 0 ? [] : [pipe("theirs")])
        return index === 1
          ? { broken: "ECONNRESET" }
          : Effect.as(Effect.sleep("1 minute"), yes(pipe("theirs")))
      })
      yield* client.listPipes(service)
      const call = Effect.either(client.createPipe({ ...service, body }))
      const [lost, answered] = yield* ending(yield* Effect.fork(Effect.all([call, call], { concurrency: 2 })))
      assert.include(idOf(lost), "another create of the name has no answer either")
      assert.strictEqual(idOf(answered), "theirs")
    }),
  )

  it.effect("is one of two that run at once, and each finds its own", () =>
    Effect.gen(function* () {
      const live: Array<object> = []
      const { client } = yield* scripted((method) => {
        if (method !== "POST") return yes(live)
        // Both are made, and only the second is told of.
        live.push(pipe(`id-${live.length}`))
        return live.length === 1 ? { broken: "ECONNRESET" } : yes(live[1])
      })
      yield* client.listPipes(service)
      const call = client.createPipe({ ...service, body })
      const both = yield* Effect.fork(Effect.all([call, call], { concurrency: 2 }))
      assert.deepStrictEqual(
        (yield* ending(both)).map(({ id }) => id),
        ["id-0", "id-1"],
      )
    }),
  )
})
