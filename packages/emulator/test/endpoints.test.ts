import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send } from "./emulated.ts"
import { sprinkler, sprinklerBody } from "./kinds.ts"

const path = "/v1/organizations/org/services/svc/clickpipesReversePrivateEndpoints"

/** A body of each type that has all it needs. */
const bodies = {
  VPC_ENDPOINT_SERVICE: { vpcEndpointServiceName: "com.example.vpce.vpce-svc-1" },
  VPC_RESOURCE: {
    vpcResourceConfigurationId: "rcfg-1",
    vpcResourceShareArn: "arn:aws:ram:r:1:resource-share/1",
  },
  MSK_MULTI_VPC: { mskClusterArn: "arn:aws:kafka:r:1:cluster/c", mskAuthentication: "SASL_IAM" },
  GCP_PSC_SERVICE_ATTACHMENT: { gcpServiceAttachment: "projects/p/regions/r/serviceAttachments/n" },
} as const

type Type = keyof typeof bodies

const bodyOf = (type: Type, more: object = {}) => ({ description: "way", type, ...bodies[type], ...more })

const names = (...all: ReadonlyArray<string>) => ({
  customPrivateDnsMappings: all.map((privateDnsName) => ({ privateDnsName })),
})

const result = (method: string, at: string, body?: unknown) =>
  Effect.map(send(method, at, body), (reply) => {
    assert.strictEqual(reply.status, 200, JSON.stringify(reply.body))
    return reply.body.result as { readonly id: string; readonly [key: string]: unknown }
  })

/** The status of an answer, and the words of a refusal. */
const refused = (method: string, at: string, body?: unknown) =>
  Effect.map(send(method, at, body), (reply) => `${reply.status} ${reply.body.error}`)

describe("a reverse private endpoint", () => {
  it.scoped("is provisioned, and then ready or waiting for its owner, by its type", () =>
    Effect.gen(function* () {
      for (const [type, rests] of [
        ["VPC_ENDPOINT_SERVICE", "PendingAcceptance"],
        ["VPC_RESOURCE", "Ready"],
        ["MSK_MULTI_VPC", "Ready"],
        ["GCP_PSC_SERVICE_ATTACHMENT", "PendingAcceptance"],
      ] as const) {
        const made = yield* result("POST", path, bodyOf(type))
        const { id } = made
        assert.deepStrictEqual(made, {
          id,
          serviceId: "svc",
          ...bodyOf(type),
          customPrivateDnsMappings: [],
          status: "Provisioning",
          dnsNames: [],
          privateDnsNames: [],
        })
        yield* TestClock.adjust("2 minutes")
        const { status, endpointId, dnsNames, privateDnsNames } = yield* result("GET", `${path}/${id}`)
        assert.strictEqual(status, rests)
        assert.match(String(endpointId), /^(vpce|psc)-\w{17}$/)
        assert.match(String(dnsNames), /^(vpce|psc)-\w+\.endpoint\.example$/)
        assert.match(String(privateDnsNames), /^(vpce|psc)-\w+\.private\.example$/)
      }
      assert.strictEqual((yield* result("GET", path)).length, 4)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is accepted or rejected by its owner, without a key of the API", () =>
    Effect.gen(function* () {
      const { id } = yield* result("POST", path, bodyOf("VPC_ENDPOINT_SERVICE"))
      const force = (status: unknown, of = id) => send("POST", `/emulator/endpoints/${of}`, { status }, null)
      for (const status of ["Ready", "Rejected", "Failed", "Expired"]) {
        assert.strictEqual((yield* force(status)).status, 200)
        assert.strictEqual((yield* result("GET", `${path}/${id}`)).status, status)
      }
      const { status, body } = yield* force("Lost")
      assert.deepStrictEqual([status, body.version], [400, 1])
      assert.match(String(body.error), /^BAD_REQUEST: status: expected "Unknown" or /)
      assert.strictEqual((yield* force("Ready", "nobody")).status, 404)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("needs all that its type is made of, and takes nothing of another", () =>
    Effect.gen(function* () {
      const words = (body: unknown) => refused("POST", path, body)
      for (const type of Object.keys(bodies) as ReadonlyArray<Type>) {
        for (const key of Object.keys(bodies[type])) {
          assert.strictEqual(
            yield* words(bodyOf(type, { [key]: null })),
            `400 BAD_REQUEST: ${key}: is missing for ${type}`,
          )
        }
        for (const other of (Object.keys(bodies) as ReadonlyArray<Type>).filter((one) => one !== type)) {
          const [[key, value] = []] = Object.entries(bodies[other])
          assert.include(yield* words(bodyOf(type, { [key!]: value })), `${key}: is not accepted for ${type}`)
        }
      }
      assert.include(yield* words({ ...bodyOf("VPC_RESOURCE"), type: "TUNNEL" }), "type: ")
      assert.include(yield* words({ ...bodyOf("VPC_RESOURCE"), description: undefined }), "description: ")
      assert.include(
        yield* words({ ...bodyOf("VPC_RESOURCE"), description: "x".repeat(256) }),
        "description: ",
      )
      assert.include(yield* words(bodyOf("VPC_RESOURCE", { size: 1 })), "size: ")
      assert.include(
        yield* words({ ...bodyOf("GCP_PSC_SERVICE_ATTACHMENT"), gcpServiceAttachment: "p/r/n" }),
        "gcpServiceAttachment: expected projects/",
      )
      assert.strictEqual((yield* result("GET", path)).length, 0)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("has names that lead to no other endpoint of the service", () =>
    Effect.gen(function* () {
      const named = (...all: ReadonlyArray<string>) => bodyOf("VPC_RESOURCE", names(...all))
      const first = yield* result("POST", path, named("db.example.com", "*.example.com"))
      assert.deepInclude(first, names("db.example.com", "*.example.com"))
      const taken =
        "409 CONFLICT: customPrivateDnsMappings[1].privateDnsName: leads to another endpoint of the service"
      assert.strictEqual(yield* refused("POST", path, named("a.example.com", "db.example.com")), taken)
      const second = yield* result("POST", path, named("a.example.com"))
      const patch = names("a.example.com", "db.example.com")
      assert.strictEqual(yield* refused("PATCH", `${path}/${second.id}`, patch), taken)
      // In another service the name is free.
      yield* result("POST", path.replace("svc", "other"), named("db.example.com"))
      const problems = yield* refused("POST", path, named("b.example.com", "b.example.com", "*", "a.*.com"))
      assert.strictEqual(
        problems,
        "400 BAD_REQUEST: customPrivateDnsMappings[1].privateDnsName: is there twice; " +
          "customPrivateDnsMappings[2].privateDnsName: expected a name of DNS, with *. at most before it; " +
          "customPrivateDnsMappings[3].privateDnsName: expected a name of DNS, with *. at most before it",
      )
      assert.strictEqual(
        yield* refused("POST", path, bodyOf("MSK_MULTI_VPC", names("c.example.com"))),
        "400 BAD_REQUEST: customPrivateDnsMappings: is not accepted for MSK_MULTI_VPC",
      )
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is updated in its names alone, and in all of them", () =>
    Effect.gen(function* () {
      const { id } = yield* result(
        "POST",
        path,
        bodyOf("VPC_RESOURCE", names("a.example.com", "b.example.com")),
      )
      const update = (body: unknown) => result("PATCH", `${path}/${id}`, body)
      assert.deepInclude(yield* update({}), names("a.example.com", "b.example.com"))
      assert.deepInclude(yield* update(names("c.example.com")), names("c.example.com"))
      assert.deepInclude(yield* update(names()), names())
      assert.deepInclude(yield* result("GET", `${path}/${id}`), names())
      assert.match(yield* refused("PATCH", `${path}/${id}`, { description: "other" }), /^400 .*description: /)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is on its way out for a while when it is deleted, and is gone then", () =>
    Effect.gen(function* () {
      const { id } = yield* result("POST", path, bodyOf("VPC_RESOURCE", names("a.example.com")))
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual((yield* send("DELETE", `${path}/${id}`)).status, 200)
      assert.strictEqual((yield* result("GET", `${path}/${id}`)).status, "Deleting")
      assert.match(yield* refused("PATCH", `${path}/${id}`, names()), /^409 CONFLICT: .*being deleted/)
      yield* TestClock.adjust("2 minutes")
      assert.match(yield* refused("GET", `${path}/${id}`), /^404 NOT_FOUND: /)
      assert.match(yield* refused("DELETE", `${path}/${id}`), /^404 NOT_FOUND: /)
      assert.strictEqual((yield* result("GET", path)).length, 0)
      yield* result("POST", path, bodyOf("VPC_RESOURCE", names("a.example.com")))
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is not deleted while a pipe uses it", () =>
    Effect.gen(function* () {
      const { id } = yield* result("POST", path, bodyOf("MSK_MULTI_VPC"))
      const pipe = yield* result("POST", pipesPath, sprinklerBody({}, { reversePrivateEndpointIds: [id] }))
      assert.strictEqual(
        yield* refused("DELETE", `${path}/${id}`),
        `409 CONFLICT: pipes use the endpoint (${pipe.id})`,
      )
      yield* send("DELETE", `${pipesPath}/${pipe.id}`)
      assert.strictEqual((yield* send("DELETE", `${path}/${id}`)).status, 200)
    }).pipe(Effect.provide(layer({ contracts: [tapped] }))),
  )
})

const ids = Schema.optionalWith(Schema.Array(Schema.String), { exact: true })

/** A sprinkler that gets its water through endpoints. */
const tapped = {
  ...sprinkler,
  create: Schema.Struct({
    ...(sprinkler.create as unknown as Schema.Struct<Schema.Struct.Fields>).fields,
    reversePrivateEndpointIds: ids,
  }) as typeof sprinkler.create,
  read: Schema.Struct({
    ...(sprinkler.read as unknown as Schema.Struct<Schema.Struct.Fields>).fields,
    reversePrivateEndpointIds: ids,
  }) as typeof sprinkler.read,
}
