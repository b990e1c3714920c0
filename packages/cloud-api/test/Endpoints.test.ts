import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { type Deed, ending, no, scripted, service, yes } from "./scripted.ts"

const ref = { ...service, endpointId: "e/1" }

const body = {
  description: "the orders network",
  type: "MSK_MULTI_VPC",
  mskClusterArn: "arn:aws:kafka:r:1:cluster/c",
  mskAuthentication: "SASL_IAM",
  vpcEndpointServiceName: null,
}

/** An endpoint as the API shows it. */
const endpoint = (id: string, more: object = {}) => ({
  ...body,
  id,
  serviceId: "svc",
  status: "Ready",
  ...more,
})

describe("a reverse private endpoint", () => {
  it.effect("that is not there is EndpointNotFound, and counts as deleted", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => no(404))
      for (const call of [client.getEndpoint(ref), client.updateEndpoint({ ...ref, body: {} })]) {
        const error = yield* Effect.flip(call)
        assert.strictEqual(error._tag, "EndpointNotFound")
        assert.include(error.message, "found no reverse private endpoint e/1: CODE: no 404 [")
        assert.strictEqual(
          error.path,
          "/v1/organizations/org/services/svc/clickpipesReversePrivateEndpoints/e%2F1",
        )
      }
      yield* client.deleteEndpoint(ref)
    }),
  )

  it.effect("that is refused is refused", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => no(409))
      for (const call of [
        client.createEndpoint({ ...service, body }),
        client.updateEndpoint({ ...ref, body: {} }),
        client.deleteEndpoint(ref),
      ]) {
        assert.strictEqual((yield* Effect.flip(call))._tag, "RequestRefused")
      }
    }),
  )

  it.effect("may be of a newer kind", () =>
    Effect.gen(function* () {
      const newer = { ...endpoint("e"), type: "TUNNEL", status: "Resting", region: "r", dnsNames: null }
      const { client } = yield* scripted(() => yes(newer))
      const { type, status, dnsNames } = yield* client.getEndpoint(ref)
      assert.deepStrictEqual([type, status, dnsNames], ["TUNNEL", "Resting", undefined])
    }),
  )
})

/** Lists the endpoints, makes one more whose answer is lost, and tells how that ended and how many creates were sent. */
const lost = (deed: Deed, before: ReadonlyArray<object>, after: ReadonlyArray<object>) =>
  Effect.gen(function* () {
    let created = 0
    const { client } = yield* scripted((method) => {
      if (method === "POST") return ++created === 1 ? deed : yes(endpoint("second"))
      return yes(created === 0 ? before : after)
    })
    yield* client.listEndpoints(service)
    const result = yield* ending(
      yield* Effect.fork(Effect.either(client.createEndpoint({ ...service, body }))),
    )
    return [result._tag === "Right" ? result.right.id : result.left.message, created] as const
  })

describe("the create of an endpoint whose answer was lost", () => {
  it.effect("is found by what was sent, and not sent again", () =>
    Effect.gen(function* () {
      const old = endpoint("old")
      const other = endpoint("other", { description: "another network" })
      const found = yield* lost({ broken: "ECONNRESET" }, [old], [old, other, endpoint("new")])
      assert.deepStrictEqual(found, ["new", 1])
    }),
  )

  it.effect("is told with what may have been there before, where nobody looked, and not sent again", () =>
    Effect.gen(function* () {
      let created = 0
      const { client } = yield* scripted((method) => {
        if (method !== "POST") return yes([endpoint("new")])
        created += 1
        return no(500)
      })
      const call = client.createEndpoint({ ...service, body })
      const error = yield* ending(yield* Effect.fork(Effect.flip(call)))
      assert.include(error.message, "`the orders network` is there (new), and may have been there before")
      assert.strictEqual(created, 1)
    }),
  )

  it.effect("is sent again once if the API said that it failed and nothing has come up", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* lost(no(500), [], []), ["second", 2])
    }),
  )

  it.effect("is told where several have come up, or one that is made of something else", () =>
    Effect.gen(function* () {
      const [several, twice] = yield* lost(no(500), [], [endpoint("a"), endpoint("b")])
      assert.include(
        several,
        "2 reverse private endpoints `the orders network` have come up (a, b), keep one",
      )
      const another = endpoint("c", { mskAuthentication: "SASL_SCRAM" })
      const [words, once] = yield* lost(no(500), [], [another])
      assert.include(
        words,
        "a reverse private endpoint `the orders network` with other fields has come up (c)",
      )
      assert.deepStrictEqual([twice, once], [1, 1])
    }),
  )
})

describe("a look at a source", () => {
  it.effect("is sent again after a failure, for it makes nothing", () =>
    Effect.gen(function* () {
      const { client, sent } = yield* scripted((_method, index) =>
        index === 0 ? no(500) : yes({ fields: [{ name: "id", type: "Int64", optional: null }], meta: null }),
      )
      const looked = yield* ending(
        yield* Effect.fork(client.discoverSchema({ ...service, body: { source: { sprinkler: {} } } })),
      )
      assert.deepStrictEqual(JSON.parse(JSON.stringify(looked)), { fields: [{ name: "id", type: "Int64" }] })
      assert.deepStrictEqual(
        sent.map(([method]) => method),
        ["POST", "POST"],
      )
    }),
  )

  it.effect("does not repeat a secret of the source that the API repeats", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted(() => ({
        status: 400,
        json: { status: 400, requestId: "r", error: "BAD_REQUEST: four-words is wrong" },
      }))
      const source = { sprinkler: { password: "four-words" } }
      const error = yield* Effect.flip(client.discoverSchema({ ...service, body: { source } }))
      assert.strictEqual(error.apiMessage, "BAD_REQUEST: ••• is wrong")
    }),
  )
})

describe("a service", () => {
  it.effect("is read and told what to do", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { client } = yield* scripted((_method, _index, sent, path) => {
        bodies.push(`${path} ${sent}`)
        return yes({ id: "svc", name: "garden", state: "awaking", tier: "production" })
      })
      assert.strictEqual((yield* client.getService(service)).state, "awaking")
      assert.strictEqual((yield* client.setServiceState({ ...service, command: "awake" })).name, "garden")
      assert.deepStrictEqual(bodies, [
        "/v1/organizations/org/services/svc ",
        '/v1/organizations/org/services/svc/state {"command":"awake"}',
      ])
    }),
  )
})
