import * as HttpApp from "@effect/platform/HttpApp"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator } from "@pipewright/emulator/Emulator"
import type { Fault, FaultEffect } from "@pipewright/emulator/Fault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { keyId, keySecret, layer, pipesPath, send, service, wordsOf } from "./emulated.ts"
import { hasty } from "./hasty.ts"
import { contracts, fountainBody, sprinklerBody } from "./kinds.ts"

const control = "/emulator/faults"

const tell = (...faults: ReadonlyArray<Fault>) => send("PUT", control, faults)

/** The methods of the requests to the API so far. */
const methods = Effect.map(
  Effect.flatMap(Emulator, ({ requests }) => requests),
  (requests) => requests.map(({ method }) => method),
)

/** A pipe that is there before anything goes wrong, and the client. */
const one = Effect.gen(function* () {
  const client = yield* CloudApiClient
  const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
  return { client, pipeId, ref: { ...service, pipeId } }
})

const isLive = layer({ pace: 0 })

describe("a fault, as the client sees it", () => {
  it.scopedLive("of a late answer is a request that timed out, and nothing was done", () =>
    Effect.gen(function* () {
      const { client, ref } = yield* one
      yield* tell({ method: "PATCH", effect: { delay: 600_000 } })
      const error = yield* hasty().hurry(Effect.flip(client.updatePipe({ ...ref, body: { name: "late" } })))
      assert.strictEqual(error._tag === "ApiUnavailable" && error.reason, "timed-out")
      assert.strictEqual((yield* client.getPipe(ref)).name, "lawn")
    }).pipe(Effect.provide(layer({ pace: 0 }, { timeout: "4 minutes" }))),
  )

  it.scopedLive("of a short delay is an answer like any other", () =>
    Effect.gen(function* () {
      const { client, ref } = yield* one
      yield* tell({ effect: { delay: 1 } })
      assert.strictEqual((yield* client.getPipe(ref)).name, "lawn")
    }).pipe(Effect.provide(isLive)),
  )

  for (const [words, effect, least] of [
    ["without a header is sent again after a second", { tooMany: {} }, 1000],
    ["with Retry-After is sent again then", { tooMany: { retryAfter: 7 } }, 7000],
    ["with X-RateLimit-Reset is sent again then", { tooMany: { rateLimitReset: 12.5 } }, 12_500],
  ] as const) {
    it.scopedLive(`of a 429 ${words}`, () =>
      Effect.gen(function* () {
        const { client } = yield* one
        yield* tell({ operation: "create", times: 1, effect })
        const { pauses, hurry } = hasty()
        yield* hurry(client.createPipe({ ...service, body: sprinklerBody({ name: "second" }) }))
        const waited = pauses.reduce((sum, pause) => sum + pause, 0)
        assert.isAtLeast(waited, least)
        assert.isAtMost(waited, least * 1.25 + 1001)
        assert.lengthOf(yield* client.listPipes(service), 2)
      }).pipe(Effect.provide(isLive)),
    )
  }

  for (const status of [500, 502, 503] as const) {
    it.scopedLive(`of a ${status} is tried again where that does no harm`, () =>
      Effect.gen(function* () {
        const { client, ref } = yield* one
        yield* tell({ method: "GET", times: 2, effect: { fail: { status, when: "before" } } })
        const { pauses, hurry } = hasty()
        assert.strictEqual((yield* hurry(client.getPipe(ref))).name, "lawn")
        assert.deepStrictEqual(yield* methods, ["POST", "GET", "GET", "GET"])
        assert.lengthOf(pauses, 2)
      }).pipe(Effect.provide(isLive)),
    )

    it.scopedLive(`of a ${status} before an edit leaves the pipe, and after it does not`, () =>
      Effect.gen(function* () {
        const { client, ref } = yield* one
        for (const [when, name] of [
          ["before", "lawn"],
          ["after", "meadow"],
        ] as const) {
          yield* tell({ operation: "update", effect: { fail: { status, when } } })
          const error = yield* Effect.flip(client.updatePipe({ ...ref, body: { name: "meadow" } }))
          assert.strictEqual(error._tag === "ApiUnavailable" && error.reason, "server-error")
          assert.strictEqual((yield* client.getPipe(ref)).name, name)
        }
      }).pipe(Effect.provide(isLive)),
    )
  }

  const lost: ReadonlyArray<readonly [string, FaultEffect]> = [
    ["a 500", { fail: { status: 500, when: "after" } }],
    ["a 502", { fail: { status: 502, when: "after" } }],
    ["a dropped connection", { drop: "after" }],
  ]
  for (const [what, effect] of lost) {
    it.scopedLive(`of ${what} after a create is a pipe that is found, and made once`, () =>
      Effect.gen(function* () {
        const client = yield* CloudApiClient
        yield* client.listPipes(service)
        yield* tell({ operation: "create", effect })
        const { id } = yield* hasty().hurry(client.createPipe({ ...service, body: sprinklerBody() }))
        const pipes = yield* client.listPipes(service)
        assert.deepStrictEqual(
          pipes.map((pipe) => pipe.id),
          [id],
        )
        assert.lengthOf(
          (yield* methods).filter((method) => method === "POST"),
          1,
        )
      }).pipe(Effect.provide(isLive)),
    )
  }

  it.scopedLive("of a dropped connection before a create leads to one pipe or none, never two", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      yield* client.listPipes(service)
      yield* tell({ operation: "create", times: 1, effect: { drop: "before" } })
      const result = yield* Effect.either(
        hasty().hurry(client.createPipe({ ...service, body: sprinklerBody() })),
      )
      assert.lengthOf(yield* client.listPipes(service), result._tag === "Right" ? 1 : 0)
    }).pipe(Effect.provide(isLive)),
  )

  for (const [drop, name] of [
    ["before", "lawn"],
    ["after", "meadow"],
  ] as const) {
    it.scopedLive(`of a connection dropped ${drop} an edit is told as such, and not tried again`, () =>
      Effect.gen(function* () {
        const { client, ref } = yield* one
        yield* tell({ operation: "update", effect: { drop } })
        const error = yield* Effect.flip(client.updatePipe({ ...ref, body: { name: "meadow" } }))
        assert.strictEqual(error._tag === "ApiUnavailable" && error.reason, "connection-broken")
        assert.deepStrictEqual(yield* methods, ["POST", "PATCH"])
        assert.strictEqual((yield* client.getPipe(ref)).name, name)
      }).pipe(Effect.provide(isLive)),
    )
  }

  it.scopedLive("of a newer API are fields, values and a state that it passes on", () =>
    Effect.gen(function* () {
      const { client, ref } = yield* one
      yield* tell({ effect: { newer: ["fields", "values", "state"] } })
      const pipe = yield* client.getPipe(ref)
      assert.strictEqual(pipe.state, "Hibernating")
      assert.strictEqual(pipe.name, "lawn")
      assert.deepInclude(pipe.source.sprinkler, { addedLater: "v2", streamName: "drops" })
      assert.nestedPropertyVal(pipe.destination, "tableDefinition.engine.type", "AddedLaterMergeTree")
      assert.nestedPropertyVal(pipe.destination, "columns[0].addedLater", "v2")
      assert.lengthOf(yield* client.listPipes(service), 1)
      yield* client.updatePipe({ ...ref, body: { name: "meadow" } })
      yield* client.deletePipe(ref)
    }).pipe(Effect.provide(isLive)),
  )

  it.scopedLive("of a newer API has new values where the contract of the kind enumerates them", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      yield* client.createPipe({ ...service, body: fountainBody() })
      yield* tell({ effect: { newer: ["values"] } })
      const [pipe] = yield* client.listPipes(service)
      assert.deepStrictEqual(pipe?.source, {
        fountain: {
          host: "db.example",
          tableMappings: [{ sourceSchema: "public", sourceTable: "a", targetTable: "public_a" }],
        },
      })
      const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
      const { source } = yield* client.getPipe({ ...service, pipeId })
      assert.nestedPropertyVal(source, "sprinkler.authentication", "ADDED_LATER")
      assert.nestedPropertyVal(source, "sprinkler.streamName", "drops")
    }).pipe(Effect.provide(isLive)),
  )

  for (const dialect of ["document", "guide", "both"] as const) {
    it.scopedLive(`of an API that knows requests as in ${dialect} is no fault: it is spoken to so`, () =>
      Effect.gen(function* () {
        const client = yield* CloudApiClient
        yield* tell({ effect: { dialect } })
        const { id: pipeId } = yield* client.createPipe({ ...service, body: fountainBody() })
        const stopped = yield* client.setState({ ...service, pipeId, command: "stop" })
        assert.strictEqual(stopped.state, "Paused")
        assert.isDefined(yield* client.getCdcScaling(service))
      }).pipe(Effect.provide(isLive)),
    )
  }

  for (const [knows, pinned] of [
    ["document", "guide"],
    ["guide", "document"],
  ] as const) {
    it.scopedLive(
      `of an API that knows the ${knows}'s form refuses a client that is held to the ${pinned}'s`,
      () =>
        Effect.gen(function* () {
          const client = yield* CloudApiClient
          yield* tell({ effect: { dialect: knows } })
          const { id: pipeId } = yield* client.createPipe({ ...service, body: fountainBody() })
          assert.match(
            yield* wordsOf(client.setState({ ...service, pipeId, command: "stop" })),
            /^RequestRefused BAD_REQUEST: (command|action): is not known/,
          )
          const size = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }
          assert.strictEqual(
            yield* wordsOf(client.updateCdcScaling({ ...service, scaling: size })),
            "RequestRefused NOT_FOUND: the API has no such route",
          )
        }).pipe(Effect.provide(layer({ pace: 0 }, { dialect: pinned }))),
    )
  }

  it("of a dropped connection is one in process too", async () => {
    const { handler, dispose } = HttpApp.toWebHandlerLayer(
      Emulator.app,
      Emulator.layer({
        contracts,
        keyId,
        keySecret: Redacted.make(keySecret),
        faults: [{ effect: { drop: "before" } }],
      }).pipe(Layer.provide(NodeContext.layer)),
    )
    const answer = await handler(new Request(`http://emulator.example${pipesPath}`))
    const failed: unknown = await answer.text().catch((error) => error)
    assert.nestedPropertyVal(failed, "code", "ECONNRESET")
    await dispose()
  })
})

/** The statuses of so many requests, one after the other. */
const statuses = (count: number, path = pipesPath) =>
  Effect.map(
    Effect.forEach(Array.from({ length: count }), () => send("GET", path)),
    (replies) => replies.map(({ status }) => status),
  )

const effect: FaultEffect = { fail: { status: 500, when: "before" } }

describe("which requests a fault hits", () => {
  it.scopedLive("is told by a number, by every so manyth and by how often", () =>
    Effect.gen(function* () {
      yield* tell({ nth: 2, effect })
      assert.deepStrictEqual(yield* statuses(4), [200, 500, 200, 200])
      yield* tell({ every: 2, times: 2, effect })
      assert.deepStrictEqual(yield* statuses(6), [200, 500, 200, 500, 200, 200])
    }).pipe(Effect.provide(isLive)),
  )

  it.scopedLive("is told by the operation, the method and a part of the path", () =>
    Effect.gen(function* () {
      const { ref } = yield* one
      const path = `${pipesPath}/${ref.pipeId}`
      yield* tell({ operation: "get", effect })
      assert.deepStrictEqual([yield* statuses(1), yield* statuses(1, path)], [[200], [500]])
      yield* tell({ path: ref.pipeId, effect })
      assert.deepStrictEqual([yield* statuses(1), yield* statuses(1, `${path}/settings`)], [[200], [500]])
      yield* tell({ method: "DELETE", effect })
      assert.deepStrictEqual(yield* statuses(1, path), [200])
      assert.strictEqual((yield* send("DELETE", path)).status, 500)
    }).pipe(Effect.provide(isLive)),
  )

  it.scopedLive("by chance is the same for the same seed, and another for another", () =>
    Effect.gen(function* () {
      const drawn = (seed: number) =>
        statuses(40).pipe(
          Effect.provide(layer({ pace: 0, seed, faults: [{ chance: 0.5, effect }] })),
          Effect.scoped,
        )
      const [first, second, other] = [yield* drawn(7), yield* drawn(7), yield* drawn(8)]
      assert.deepStrictEqual(first, second)
      assert.notDeepEqual(first, other)
      assert.sameMembers([...new Set(first)], [200, 500])
    }),
  )

  it.scopedLive("can be looked at and ended, and the emulator's own requests are none of them", () =>
    Effect.gen(function* () {
      yield* tell({ times: 1, effect }, { operation: "create", effect })
      yield* statuses(3)
      assert.deepStrictEqual((yield* send("GET", control)).body, {
        version: 1,
        faults: [
          { fault: { times: 1, effect }, seen: 3, hits: 1 },
          { fault: { operation: "create", effect }, seen: 0, hits: 0 },
        ],
      })
      yield* tell({ effect })
      yield* send("DELETE", control)
      assert.deepStrictEqual(yield* statuses(1), [200])
      assert.deepStrictEqual((yield* send("GET", control)).body.faults, [])
    }).pipe(Effect.provide(isLive)),
  )

  it.scopedLive("is refused in words where it makes no sense, and those before stay", () =>
    Effect.gen(function* () {
      yield* tell({ effect })
      for (const [sent, words] of [
        ["[", "body: is not JSON"],
        [{}, "expected a list"],
        [[{ nth: 0, effect }], "[0].nth: expected a whole number from 1"],
        [[{ operation: "fly", effect }], "[0].operation: expected one of list, create"],
        [[{ method: "HEAD", effect }], "[0].method: expected"],
        [[{ effect: {} }], "[0].effect: expected one of delay, tooMany, fail, drop, newer, dialect"],
        [[{ effect: { drop: "after", delay: 3 } }], "[0].effect: expected one of delay"],
        [[{ effect: { delay: -1 } }], "[0].effect.delay: expected a whole number of milliseconds"],
        [[{ effect: { drop: "sometime" } }], "[0].effect.drop: expected"],
        [
          [{ effect }, { effect: { fail: { status: 200, when: "after" } } }],
          "[1].effect.fail.status: expected",
        ],
        [[{ sometimes: true, effect }], "[0].sometimes"],
      ] as const) {
        const { status, body } = yield* send("PUT", control, sent)
        assert.strictEqual(status, 400)
        assert.include(String(body.error), words)
      }
      assert.deepStrictEqual(yield* statuses(1), [500])
    }).pipe(Effect.provide(isLive)),
  )
})
