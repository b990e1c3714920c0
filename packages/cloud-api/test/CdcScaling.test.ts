import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { no, scripted, service, yes } from "./scripted.ts"

const scaling = { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }

describe("the compute that database pipes share", () => {
  it.effect("is read, and set as it was given", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { client, sent } = yield* scripted((_method, _index, body) => {
        bodies.push(body)
        return yes(scaling)
      })
      assert.deepStrictEqual({ ...(yield* client.getCdcScaling(service)) }, scaling)
      assert.deepStrictEqual({ ...(yield* client.updateCdcScaling({ ...service, scaling })) }, scaling)
      assert.deepStrictEqual(
        sent.map(([method]) => method),
        ["GET", "PATCH"],
      )
      assert.deepStrictEqual(bodies, ["", JSON.stringify(scaling)])
    }),
  )

  it.effect("is not there before the first database pipe", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => no(404))
      assert.strictEqual(yield* client.getCdcScaling(service), undefined)
      const error = yield* Effect.flip(client.updateCdcScaling({ ...service, scaling }))
      assert.deepInclude(JSON.parse(JSON.stringify(error)), {
        _tag: "RequestRefused",
        operation: "updateCdcScaling",
        status: 404,
        path: "/v1/organizations/org/services/svc/clickpipesCdcScaling",
      })
    }),
  )

  it.effect("may be without numbers while it changes", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => yes({ replicaCpuMillicores: null }))
      assert.deepStrictEqual({ ...(yield* client.getCdcScaling(service)) }, {})
    }),
  )

  it.effect("is named where an answer has none", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => yes("nothing"))
      const error = yield* Effect.flip(client.getCdcScaling(service))
      assert.include(error.message, "the answer has no shared compute")
    }),
  )
})
