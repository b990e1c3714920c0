import * as HttpApp from "@effect/platform/HttpApp"
import * as OpenApi from "@effect/platform/OpenApi"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { keyId, keySecret, layer, pipesPath, send, service } from "./emulated.ts"
import { contracts, sprinkler, sprinklerBody } from "./kinds.ts"

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The emulator as a function from requests to answers. */
const inProcess = () =>
  HttpApp.toWebHandlerLayer(
    Emulator.app,
    Emulator.layer({ contracts, keyId, keySecret: Redacted.make(keySecret) }).pipe(
      Layer.provide(NodeContext.layer),
    ),
  )

describe("a request", () => {
  it.scoped("without the key, or with another, is not authorised", () =>
    Effect.gen(function* () {
      const basic = (text: string) => `Basic ${btoa(text)}`
      for (const authorization of [
        null,
        "",
        "Basic",
        "Basic ???",
        `Bearer ${btoa(`${keyId}:${keySecret}`)}`,
        basic(""),
        basic(keyId),
        basic(`${keyId}:`),
        basic(`${keyId}:${keySecret}x`),
        basic(`other:${keySecret}`),
      ]) {
        const { status, body } = yield* send("POST", pipesPath, sprinklerBody(), authorization)
        assert.strictEqual(status, 401)
        assert.deepStrictEqual(Object.keys(body).sort(), ["error", "requestId", "status"])
        assert.match(String(body.error), /^UNAUTHORIZED: /)
        assert.match(String(body.requestId), uuid)
        assert.strictEqual(body.status, 401)
      }
      assert.deepStrictEqual(yield* (yield* CloudApiClient).listPipes(service), [])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("for a pipe or a route that does not exist is not found, in the envelope", () =>
    Effect.gen(function* () {
      for (const [method, path] of [
        ["GET", `${pipesPath}/nobody`],
        ["GET", `${pipesPath}/nobody/settings`],
        ["GET", "/"],
        ["GET", "/v2/organizations"],
        ["PUT", pipesPath],
        ["GET", "/emulator/nothing"],
        ["GET", `${pipesPath}/${"x".repeat(500)}`],
      ] as const) {
        const { status, body } = yield* send(method, path)
        assert.strictEqual(status, 404, path)
        assert.match(String(body.error), /^NOT_FOUND: /)
        assert.match(String(body.requestId), uuid)
      }
      for (const below of ["", "/state", "/scaling"]) {
        assert.strictEqual((yield* send("PATCH", `${pipesPath}/nobody${below}`, { name: "n" })).status, 404)
      }
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("with a slash at the end of its path is answered like one without", () =>
    Effect.gen(function* () {
      const { status, body } = yield* send("POST", `${pipesPath}/`, sprinklerBody())
      assert.strictEqual(status, 200)
      const { id } = body.result as { readonly id: string }
      for (const path of [`${pipesPath}/${id}/`, `${pipesPath}/${id}/settings/`, `${pipesPath}/`]) {
        assert.strictEqual((yield* send("GET", path)).status, 200, path)
      }
      assert.strictEqual((yield* send("PATCH", `${pipesPath}/${id}/state/`, { command: "stop" })).status, 200)
      assert.strictEqual((yield* send("DELETE", `${pipesPath}/${id}/`)).status, 200)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("with a path that is not well formed is refused, in the envelope", () =>
    Effect.gen(function* () {
      const { status, body } = yield* send("GET", `${pipesPath}/%zz`)
      assert.oneOf(status, [400, 404])
      assert.match(String(body.error), /^(BAD_REQUEST|NOT_FOUND): /)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that meets a broken contract fails with 500 and says where", () =>
    Effect.gen(function* () {
      const { status, body } = yield* send("POST", pipesPath, sprinklerBody())
      assert.strictEqual(status, 500)
      assert.include(String(body.error), "INTERNAL_ERROR: ")
      assert.include(String(body.error), "source.sprinkler.group: is missing")
      assert.notInclude(String(body.error), "canary")
    }).pipe(Effect.provide(layer({ contracts: [{ ...sprinkler, fill: (source) => source }] }))),
  )
})

describe("the journal", () => {
  it.scoped("has every request to the API, refused ones too, and nothing of what was in them", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      const created = yield* send("POST", pipesPath, sprinklerBody())
      yield* send("POST", `${pipesPath}?secret=canary`, {})
      yield* send("GET", pipesPath, undefined, null)
      yield* send("GET", "/nowhere")
      const requests = yield* (yield* Emulator).requests
      assert.deepStrictEqual(
        requests.map(({ method, path, status }) => [method, path, status]),
        [
          ["POST", pipesPath, 200],
          ["POST", pipesPath, 400],
          ["GET", pipesPath, 401],
          ["GET", "/nowhere", 404],
        ],
      )
      assert.strictEqual(requests[0]?.requestId, created.body.requestId)
      assert.strictEqual(requests[0]?.time, "1970-01-01T01:00:00.000Z")
      assert.notInclude(JSON.stringify(requests), "canary")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("and the health of the emulator are answered without a key and are not in the journal", () =>
    Effect.gen(function* () {
      yield* send("GET", pipesPath)
      const health = yield* send("GET", "/emulator/health", undefined, null)
      assert.deepStrictEqual(health, { status: 200, body: { emulator: "pipewright" } })
      const { body } = yield* send("GET", "/emulator/requests", undefined, null)
      assert.deepStrictEqual(body, { version: 1, requests: yield* (yield* Emulator).requests })
      assert.lengthOf(body.requests as ReadonlyArray<unknown>, 1)
    }).pipe(Effect.provide(layer())),
  )

  it("keeps the newest 10,000 requests", async () => {
    const { handler, dispose } = inProcess()
    const get = async (path: string) => (await handler(new Request(`http://emulator${path}`))).json()
    for (let index = 0; index < 10_001; index++) await get(`/${index}`)
    const { requests } = (await get("/emulator/requests")) as { requests: ReadonlyArray<{ path: string }> }
    assert.strictEqual(requests.length, 10_000)
    assert.deepStrictEqual([requests.at(0)?.path, requests.at(-1)?.path], ["/1", "/10000"])
    await dispose()
  })
})

describe("the emulator", () => {
  it("answers without a socket", async () => {
    const { handler, dispose } = inProcess()
    const headers = { authorization: `Basic ${btoa(`${keyId}:${keySecret}`)}` }
    const url = `http://emulator${pipesPath}`
    const created = await handler(
      new Request(url, { method: "POST", headers, body: JSON.stringify(sprinklerBody()) }),
    )
    assert.strictEqual(created.status, 200)
    const empty = await handler(new Request(url, { method: "POST", headers }))
    assert.include(await empty.text(), "BAD_REQUEST: body: is missing or broke off")
    const large = new Request(url, { method: "POST", headers, body: "x".repeat(1024 * 1024 + 1) })
    assert.include(await (await handler(large)).text(), "BAD_REQUEST: body: is larger than 1 MiB")
    const listed = (await (await handler(new Request(url, { headers }))).json()) as { result: Array<object> }
    assert.lengthOf(listed.result, 1)
    await dispose()
  })

  it("serves the paths of the API", () => {
    const spec = OpenApi.fromApi(CloudApi)
    assert.deepStrictEqual(
      Object.entries(spec.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${method} ${path.replace("/v1/organizations/{organizationId}", "")}`,
        ),
      ),
      [
        "get /services/{serviceId}/clickpipes",
        "post /services/{serviceId}/clickpipes",
        "get /services/{serviceId}/clickpipes/{clickPipeId}",
        "patch /services/{serviceId}/clickpipes/{clickPipeId}",
        "delete /services/{serviceId}/clickpipes/{clickPipeId}",
        "patch /services/{serviceId}/clickpipes/{clickPipeId}/state",
        "patch /services/{serviceId}/clickpipes/{clickPipeId}/scaling",
        "get /services/{serviceId}/clickpipes/{clickPipeId}/settings",
        "put /services/{serviceId}/clickpipes/{clickPipeId}/settings",
        "post /services/{serviceId}/clickpipes/schemaDiscovery",
        "get /services/{serviceId}/clickpipesCdcScaling",
        "patch /services/{serviceId}/clickpipesCdcScaling",
        "get /clickpipes/cdcScaling",
        "patch /clickpipes/cdcScaling",
        "get /services/{serviceId}/clickpipesReversePrivateEndpoints",
        "post /services/{serviceId}/clickpipesReversePrivateEndpoints",
        "get /services/{serviceId}/clickpipesReversePrivateEndpoints/{reversePrivateEndpointId}",
        "patch /services/{serviceId}/clickpipesReversePrivateEndpoints/{reversePrivateEndpointId}",
        "delete /services/{serviceId}/clickpipesReversePrivateEndpoints/{reversePrivateEndpointId}",
        "get /services/{serviceId}",
        "patch /services/{serviceId}/state",
      ],
    )
  })
})
