import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { type Deed, no, scripted, service, yes } from "./scripted.ts"

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

const ofService = "/v1/organizations/org/services/svc/clickpipesCdcScaling"
const ofOrganization = "/v1/organizations/org/clickpipes/cdcScaling"

const refusing = (error: string): Deed => ({ status: 404, json: { status: 404, error, requestId: "r" } })

/** An API that has the compute at one path, and the paths that it was asked for. */
const having = (path: string, refusal: Deed, answer = yes(scaling)) => {
  const paths: Array<string> = []
  const next = (_method: string, _index: number, _body: string, asked: string) => {
    paths.push(asked)
    return asked === path ? answer : refusal
  }
  return { paths, next }
}

describe("the form of the request for shared compute", () => {
  for (const [why, refusal] of [
    ["the API knows no such route", refusing("NOT_FOUND: the API has no such route")],
    ["the API cannot do it there", refusing(`Cannot GET ${ofService}`)],
    ["what answers is not the API", { status: 404, json: "not found" }],
  ] as const) {
    it.effect(`is the guide's after the document's, because ${why}, and stays so`, () =>
      Effect.gen(function* () {
        const { next, paths } = having(ofOrganization, refusal)
        const { client } = yield* scripted(next)
        assert.deepStrictEqual({ ...(yield* client.getCdcScaling(service)) }, scaling)
        yield* client.updateCdcScaling({ ...service, scaling })
        assert.deepStrictEqual(paths, [ofService, ofOrganization, ofOrganization])
      }),
    )
  }

  it.effect("is the document's where there is no database pipe yet", () =>
    Effect.gen(function* () {
      const { next, paths } = having(ofOrganization, refusing("NOT_FOUND: no database pipe, so no compute"))
      const { client } = yield* scripted(next)
      assert.strictEqual(yield* client.getCdcScaling(service), undefined)
      assert.deepStrictEqual(paths, [ofService])
    }),
  )

  it.effect("is the one that is pinned", () =>
    Effect.gen(function* () {
      const unknown = refusing("NOT_FOUND: no such route")
      const guide = having(ofOrganization, unknown)
      const pinned = yield* scripted(guide.next, { dialect: "guide" })
      yield* pinned.client.updateCdcScaling({ ...service, scaling })
      assert.deepStrictEqual(guide.paths, [ofOrganization])
      const document = having(ofOrganization, unknown)
      const { client } = yield* scripted(document.next, { dialect: "document" })
      const error = yield* Effect.flip(client.updateCdcScaling({ ...service, scaling }))
      assert.deepStrictEqual([error.status, error.path], [404, ofService])
      assert.deepStrictEqual(document.paths, [ofService])
    }),
  )

  it.effect("is the guide's with no compute where that knows of no database pipe", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted((_method, _index, _body, path) =>
        refusing(path === ofService ? "NOT_FOUND: unknown path" : "NOT_FOUND: no database pipe"),
      )
      assert.strictEqual(yield* client.getCdcScaling(service), undefined)
      const error = yield* Effect.flip(client.updateCdcScaling({ ...service, scaling }))
      assert.deepStrictEqual([error.path, error.apiMessage], [ofOrganization, "NOT_FOUND: no database pipe"])
    }),
  )
})
