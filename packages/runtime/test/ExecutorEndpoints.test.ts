import { describe, it } from "@effect/vitest"
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import type { Endpoint } from "@pipewright/cloud-api/ServiceWire"
import type { EndpointChange, EndpointStep } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type * as Ir from "@pipewright/core/Ir"
import type * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { assert } from "vitest"
import { documentOf, outcomes, planOf, type Ran, run } from "./runs.ts"
import { block, pipe, refused, returned, service } from "./support.ts"

const { origin } = pipe("way")
const literal = (value: string): Ir.Literal => ({ _tag: "Literal", value, origin })

const way: Ir.Endpoint = {
  name: "way",
  type: literal("VPC_RESOURCE"),
  fields: block({ description: literal("way") }),
  origin,
}

const request = Compile.createEndpoint(way, service)

/** An endpoint as the API returns it. */
const endpoint = (status: string, id = "e1"): Endpoint => ({
  id,
  type: "VPC_RESOURCE",
  description: "way",
  status,
  endpointId: "vpce-1",
  dnsNames: ["way.example.com"],
})

const create: EndpointStep = { _tag: "CreateEndpoint", request }
const ready: EndpointStep = { _tag: "WaitForEndpoint", statuses: ["Ready"] }

/** A pipe that leads through it, and one that does not. */
const through = pipe("through", {
  label: { _tag: "Pending", parts: ["to ", { _tag: "Attribute", endpoint: "way", name: "id" }], origin },
})
const pipes = [through, pipe("other")]

const with_ = (plan: Plan.Plan, change: Partial<EndpointChange>): Plan.Plan => ({
  ...plan,
  endpoints: [
    {
      action: "create",
      name: "way",
      endpoint: way,
      request,
      differences: [],
      steps: [create, ready],
      after: [],
      requires: [],
      needs: [],
      notes: [],
      ...change,
    },
  ],
})

const endpointOutcomes = ({ result }: Ran): ReadonlyArray<string> =>
  Either.isLeft(result)
    ? [result.left.message]
    : result.right.endpoints.map((it) =>
        [it._tag, it.change.name, ...("status" in it ? [it.status, it.endpointId ?? ""] : [])].join(" "),
      )

/** An API that notes the order of the calls; the endpoint is in one status after the other, look by look. */
const api = (...statuses: ReadonlyArray<string>) => {
  const calls: Array<string> = []
  let looks = 0
  const methods: Partial<Service> = {
    createPipe: ({ body }) =>
      Effect.sync(() => {
        const { sprinkler } = body.source as { readonly sprinkler: { readonly label?: string } }
        calls.push(`create ${body.name}${sprinkler.label === undefined ? "" : ` ${sprinkler.label}`}`)
        return returned(String(body.name), "Running")
      }),
    createEndpoint: () =>
      Effect.sync(() => {
        calls.push("create endpoint")
        return endpoint(statuses[0] ?? "Ready")
      }),
    listEndpoints: () =>
      Effect.sync(() => {
        looks += 1
        calls.push("list endpoints")
        return [endpoint(statuses[Math.min(looks, statuses.length - 1)] ?? "Ready")]
      }),
  }
  return { calls, methods }
}

describe("An endpoint", () => {
  it.effect("is there and ready before the pipes that go through it, and keeps no other one waiting", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Provisioning", "Provisioning", "Ready")
      const ran = yield* run({ plan: with_(planOf(pipes), {}), methods })
      assert.deepStrictEqual(endpointOutcomes(ran), ["settled way Ready vpce-1"])
      assert.deepStrictEqual(outcomes(ran), ["settled through Running", "settled other Running"])
      assert.deepStrictEqual(calls, [
        ...["create endpoint", "create other"].sort(),
        "list endpoints",
        "list endpoints",
        "create through to e1",
      ])
      assert.deepStrictEqual(ran.document?.endpoints.way?.id, "e1")
    }),
  )

  it.effect("that waits for acceptance ends the wait, and the pipes that go through it are not tried", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Provisioning", "PendingAcceptance")
      const ran = yield* run({ plan: with_(planOf(pipes), {}), methods })
      assert.deepStrictEqual(endpointOutcomes(ran), ["waiting way PendingAcceptance vpce-1"])
      assert.deepStrictEqual(outcomes(ran), ["skipped through", "settled other Running"])
      const [skipped] = Either.getOrThrow(ran.result).pipes
      assert.deepInclude(skipped, { why: { _tag: "endpoint", endpoint: "way" } })
      assert.notInclude(calls.join(), "create through")
      assert.deepStrictEqual(ran.document?.endpoints.way?.id, "e1")
    }),
  )

  it.effect("that was accepted meanwhile lets the next run go on", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Ready")
      const live = { id: "e1", type: "VPC_RESOURCE", status: "PendingAcceptance", object: { id: "e1" } }
      const ran = yield* run({
        plan: with_(planOf([through]), {
          action: "keep",
          live: { ...live, status: "Provisioning" },
          steps: [ready],
        }),
        methods,
      })
      assert.deepStrictEqual(endpointOutcomes(ran), ["settled way Ready vpce-1"])
      assert.deepStrictEqual(calls, ["list endpoints", "create through to e1"])
      const waits = with_(planOf([through]), { action: "keep", live, steps: [ready] })
      assert.deepStrictEqual(endpointOutcomes(yield* run({ plan: waits, methods })), [
        "waiting way PendingAcceptance ",
      ])
    }),
  )

  it.effect.each(["Failed", "Rejected", "Expired"])("that comes to be %s has failed", (status) =>
    Effect.gen(function* () {
      const { methods } = api("Provisioning", status)
      const ran = yield* run({ plan: with_(planOf([through]), {}), methods })
      assert.deepStrictEqual(endpointOutcomes(ran), [`failed way ${status} vpce-1`])
      assert.deepStrictEqual(outcomes(ran), ["skipped through"])
    }),
  )

  it.effect("that is refused stops none but the pipes that go through it", () =>
    Effect.gen(function* () {
      const { methods } = api()
      const createEndpoint = () => Effect.fail(refused())
      const ran = yield* run({ plan: with_(planOf(pipes), {}), methods: { ...methods, createEndpoint } })
      assert.deepStrictEqual(endpointOutcomes(ran), ["refused way"])
      assert.deepStrictEqual(outcomes(ran), ["skipped through", "settled other Running"])
      assert.deepStrictEqual(ran.document?.inFlight, [])
    }),
  )

  it.effect("is waited for 10 minutes and no longer", () =>
    Effect.gen(function* () {
      const { methods } = api("Provisioning")
      let last = 0
      const listEndpoints: Service["listEndpoints"] = () =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          last = now
          return [endpoint("Provisioning")]
        })
      const ran = yield* run({ plan: with_(planOf([through]), {}), methods: { ...methods, listEndpoints } })
      assert.deepStrictEqual(endpointOutcomes(ran), ["unsettled way Provisioning vpce-1"])
      assert.isAtLeast(last, 580_000)
      assert.isAtMost(last, 600_000)
    }),
  )

  it.effect("is waited for no longer once the run should end", () =>
    Effect.gen(function* () {
      const { methods } = api("Provisioning")
      const ran = yield* run({
        plan: with_(planOf([through]), {}),
        methods,
        stop: Effect.sleep("5 seconds"),
      })
      assert.deepStrictEqual(endpointOutcomes(ran), ["unsettled way Provisioning vpce-1"])
    }),
  )
})

describe("An endpoint that is replaced", () => {
  const record: State.EndpointRecord = {
    id: "e0",
    origin: "created",
    applied: {},
    appliedAt: "2026-11-24T12:00:00.000Z",
  }
  const replacing = (plan: Plan.Plan) =>
    with_(plan, {
      action: "replace",
      live: { id: "e0", type: "VPC_RESOURCE", status: "Ready", object: { id: "e0" } },
      record,
      after: [{ _tag: "DeleteEndpoint" }, { _tag: "WaitEndpointGone" }],
    })
  const document = documentOf([], { endpoints: { way: record } })

  it.effect("is deleted once the pipes have left it, and then forgotten", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Ready")
      const deleteEndpoint: Service["deleteEndpoint"] = ({ endpointId }) =>
        Effect.sync(() => void calls.push(`delete ${endpointId}`))
      const ran = yield* run({
        plan: replacing(planOf([through])),
        document,
        methods: { ...methods, deleteEndpoint },
      })
      assert.deepStrictEqual(calls, [
        "create endpoint",
        "create through to e1",
        "delete e0",
        "list endpoints",
      ])
      assert.deepStrictEqual(Object.keys(ran.document?.endpoints ?? {}), ["way"])
      assert.deepStrictEqual(ran.document?.endpoints.way?.id, "e1")
    }),
  )

  it.effect("stays, and stays known, as long as a pipe could not be changed", () =>
    Effect.gen(function* () {
      const { calls, methods } = api("Ready")
      const createPipe = () => Effect.fail(refused())
      const ran = yield* run({
        plan: replacing(planOf([through])),
        document,
        methods: { ...methods, createPipe },
      })
      assert.deepStrictEqual(endpointOutcomes(ran), ["skipped way"])
      assert.deepStrictEqual(calls, ["create endpoint"])
      assert.deepStrictEqual(
        Object.values(ran.document?.endpoints ?? {})
          .map(({ id }) => id)
          .sort(),
        ["e0", "e1"],
      )
      assert.deepStrictEqual(ran.document?.endpoints[State.replacedName("way", "e0")], record)
    }),
  )
})

describe("The size that database pipes share", () => {
  const size = { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }
  const scaling: Compile.Request = { ...request, name: "cdcScaling", method: "PATCH", body: size }
  const scaled: Plan.Plan = {
    ...planOf([pipe("a")]),
    cdcScaling: {
      action: "update",
      scaling: block({}),
      request: scaling,
      live: { replicaCpuMillicores: 1000, replicaMemoryGb: 4 },
      differences: [],
      steps: [
        { _tag: "PatchCdcScaling", request: scaling },
        { _tag: "WaitForCdcScaling", request: scaling },
        { _tag: "Remember" },
      ],
      notes: [],
    },
  }

  it.effect("is set after the pipes, and waited for until it is what was sent", () =>
    Effect.gen(function* () {
      const { calls, methods } = api()
      let looks = 0
      const ran = yield* run({
        plan: scaled,
        methods: {
          ...methods,
          updateCdcScaling: ({ scaling }) => {
            calls.push("scale")
            return Effect.succeed(scaling)
          },
          getCdcScaling: () => {
            looks += 1
            return Effect.succeed(looks < 3 ? { replicaCpuMillicores: 0, replicaMemoryGb: 0 } : size)
          },
        },
      })
      assert.deepStrictEqual(calls, ["create a", "scale"])
      assert.strictEqual(Either.getOrThrow(ran.result).cdcScaling?._tag, "settled")
      assert.strictEqual(looks, 3)
      assert.deepStrictEqual(ran.document?.cdcScaling, size)
    }),
  )

  it.effect("is told to be still on its way where it does not come in 10 minutes", () =>
    Effect.gen(function* () {
      const { methods } = api()
      const ran = yield* run({
        plan: scaled,
        methods: {
          ...methods,
          updateCdcScaling: ({ scaling }) => Effect.succeed(scaling),
          getCdcScaling: () => Effect.succeed({}),
        },
      })
      assert.strictEqual(Either.getOrThrow(ran.result).cdcScaling?._tag, "unsettled")
    }),
  )
})
