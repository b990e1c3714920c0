import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, send, service } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const path = "/v1/organizations/org/services/svc/clickpipesCdcScaling"
const large = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }

/** The status, and what there is or why not. */
const told = (method: string, body?: unknown) =>
  Effect.map(send(method, path, body), ({ status, body }) => [status, body.result ?? body.error])

const create = (body: ReturnType<typeof fountainBody>) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    return (yield* client.createPipe({ ...service, body })).id
  })

describe("the compute that database pipes share", () => {
  it.scoped("is not there before the first database pipe is", () =>
    Effect.gen(function* () {
      yield* create(sprinklerBody())
      const none = [
        404,
        "NOT_FOUND: the service has no pipe from a database, so there is no compute to share",
      ]
      assert.deepStrictEqual(yield* told("GET"), none)
      assert.deepStrictEqual(yield* told("PATCH", large), none)
      yield* create(fountainBody())
      assert.deepStrictEqual(yield* told("GET"), [200, { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("reads as 0 while a change is made, and as what was asked for then", () =>
    Effect.gen(function* () {
      yield* create(fountainBody())
      const changing = [200, { replicaCpuMillicores: 0, replicaMemoryGb: 0 }]
      assert.deepStrictEqual(yield* told("PATCH", large), changing)
      assert.deepStrictEqual(yield* told("GET"), changing)
      yield* TestClock.adjust("3 minutes")
      assert.deepStrictEqual(yield* told("GET"), [200, large])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("goes with the last database pipe, and what was asked for with it", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const [one, other] = [yield* create(fountainBody()), yield* create(fountainBody())]
      yield* told("PATCH", large)
      yield* TestClock.adjust("3 minutes")
      yield* client.deletePipe({ ...service, pipeId: one })
      assert.deepStrictEqual(yield* told("GET"), [200, large])
      yield* client.deletePipe({ ...service, pipeId: other })
      assert.strictEqual((yield* told("GET"))[0], 404)
      yield* create(fountainBody())
      assert.deepStrictEqual(yield* told("GET"), [200, { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is read and set by the client", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      assert.strictEqual(yield* client.getCdcScaling(service), undefined)
      yield* create(fountainBody())
      yield* client.updateCdcScaling({ ...service, scaling: large })
      yield* TestClock.adjust("3 minutes")
      assert.deepStrictEqual({ ...(yield* client.getCdcScaling(service)) }, large)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("takes both numbers within their bounds, with 4 GiB for each core", () =>
    Effect.gen(function* () {
      yield* create(fountainBody())
      const words = (replicaCpuMillicores: number, replicaMemoryGb: number) =>
        told("PATCH", { replicaCpuMillicores, replicaMemoryGb })
      assert.deepStrictEqual(yield* words(4000, 8), [
        400,
        "BAD_REQUEST: replicaMemoryGb: expected 16, which is 4 GiB for each core",
      ])
      const refused = [yield* words(1500, 6), yield* words(33_000, 132), yield* told("PATCH", {})]
      assert.deepStrictEqual(
        refused.map(([status]) => status),
        [400, 400, 400],
      )
      assert.strictEqual((yield* told("GET"))[0], 200)
      assert.deepStrictEqual((yield* words(32_000, 128))[0], 200)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is read and set below the organisation too, for all services that have it", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const below = "/v1/organizations/org/clickpipes/cdcScaling"
      const toldOf = (method: string, at: string, body?: unknown) =>
        Effect.map(send(method, at, body), (reply) => [reply.status, reply.body.result ?? reply.body.error])
      assert.strictEqual((yield* toldOf("GET", below))[0], 404)
      assert.strictEqual((yield* toldOf("PATCH", below, large))[0], 404)
      yield* create(fountainBody())
      yield* client.createPipe({ ...service, serviceId: "other", body: fountainBody() })
      yield* client.createPipe({ organizationId: "another", serviceId: "svc", body: fountainBody() })
      assert.deepStrictEqual(yield* toldOf("GET", below), yield* told("GET"))
      assert.strictEqual((yield* toldOf("PATCH", below, { ...large, replicaMemoryGb: 8 }))[0], 400)
      assert.strictEqual((yield* toldOf("PATCH", below, large))[0], 200)
      yield* TestClock.adjust("3 minutes")
      const initial = { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }
      for (const [at, size] of [
        [below, large],
        [path, large],
        [path.replace("svc", "other"), large],
        [path.replace("org/", "another/"), initial],
      ] as const) {
        assert.deepStrictEqual(yield* toldOf("GET", at), [200, size])
      }
    }).pipe(Effect.provide(layer())),
  )
})
