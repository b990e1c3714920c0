/**
 * What crosses the wire beside the published document, by an independent validator: any body that the emulator takes of
 * a kind, every operation of the client, and every answer.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApp from "@effect/platform/HttpApp"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import { Emulator } from "@pipewright/emulator/Emulator"
import { contracts } from "@pipewright/sources/Contracts"
import { bodies } from "@pipewright/testing/GuideBodies"
import * as PublishedDocument from "@pipewright/testing/PublishedDocument"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as fc from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import { describe, expect, it, onTestFinished } from "vitest"

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI ?? ""

const ref = {
  organizationId: "11111111-1111-4111-8111-111111111111",
  serviceId: "22222222-2222-4222-8222-222222222222",
}
const service = `/v1/organizations/${ref.organizationId}/services/${ref.serviceId}`
const [keyId, keySecret] = ["key", "secret"]

/** An emulator of all kinds, as a function, with what the document has against its exchanges. */
const emulated = (document: PublishedDocument.PublishedDocument) => {
  const { handler, dispose } = HttpApp.toWebHandlerLayer(
    Emulator.app,
    Emulator.layer({ contracts, keyId, keySecret: Redacted.make(keySecret), pace: 0 }).pipe(
      Layer.provide(NodeContext.layer),
    ),
  )
  onTestFinished(dispose)
  const problems = new Set<string>()
  const statuses = new Map<string, Set<number>>()
  const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const text = await request.clone().text()
    const response = await handler(request)
    const at = new URL(request.url).pathname
    const { method } = request
    if (at.startsWith("/emulator/")) return response
    const { status } = response
    const key = PublishedDocument.alike(`${method} ${at}`)
    statuses.set(key, (statuses.get(key) ?? new Set()).add(status))
    const note = (found: PublishedDocument.Problems) => {
      for (const it of found) problems.add(it)
    }
    // What is refused need not be as the document says.
    if (status === 200 && text !== "") note(document.request(method, at, JSON.parse(text)))
    if (!document.statuses(method, at).includes(status)) note([`status ${status}`])
    else note(document.answer(method, at, status, await response.clone().json()))
    return response
  }
  const call = async (method: string, at: string, body?: unknown, key = keySecret) => {
    const response = await send(`http://emulator.example${at}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${keyId}:${key}`)}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { result } = (await response.json()) as { readonly result?: { readonly id?: string } }
    return { status: response.status, id: result?.id ?? "" }
  }
  return { send, call, problems, statuses }
}

/** Any value of a schema, always the same ones. */
const some = (schema: Schema.Schema.AnyNoContext, numRuns: number): ReadonlyArray<unknown> =>
  fc.sample(Arbitrary.make(schema as Schema.Schema<unknown>), { numRuns, seed: 20_260_801 })

/** The client sends no `null` in a create. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (inner === null ? undefined : inner)))

const destinationOf = ({ destination }: WireContract, index: number): JsonObject =>
  destination === "database"
    ? { database: "db" }
    : {
        table: "t",
        tableDefinition:
          index % 2 === 0
            ? {
                engine: { type: "MergeTree" },
                sortingKey: ["a"],
                partitionBy: "toYYYYMM(b)",
                primaryKey: "a",
              }
            : { engine: { type: "ReplacingMergeTree", versionColumnId: "b" }, sortingKey: ["a"] },
        columns: [
          { name: "a", type: "String" },
          { name: "b", type: "DateTime" },
        ],
        ...(index % 3 === 0 ? { roles: ["writer"] } : {}),
      }

/**
 * Edits of all fields, and of each alone or with the others as they were. Of the tables one is taken away that is there:
 * any other is refused.
 */
const editsOf = (patch: unknown, source: JsonObject): ReadonlyArray<JsonObject> => {
  if (patch === undefined) return []
  const { tableMappingsToRemove, ...rest } = patch as JsonObject
  const mappings = Array.isArray(source.tableMappings) ? source.tableMappings : []
  const removed = mappings
    .slice(1, 2)
    .map((mapping) =>
      Object.fromEntries(
        Object.entries(mapping as JsonObject).filter(([key]) => /^(source|targetTable)/.test(key)),
      ),
    )
  const all = tableMappingsToRemove == null ? rest : { ...rest, tableMappingsToRemove: removed }
  const same = Object.fromEntries(Object.entries(source).filter(([key]) => key in all && key !== "settings"))
  return [
    all,
    ...Object.entries(all).flatMap(([key, value]) => [{ [key]: value }, { ...same, [key]: value }]),
  ]
}

/** So many pipes of each kind. */
const enough = 10

/** Sends any bodies of a kind, with edits and commands to the pipes that come of them. */
const exercise = async ({ call }: ReturnType<typeof emulated>, contract: WireContract) => {
  const sources = some(contract.create, 200).map(withoutNulls)
  const patches = contract.patch === undefined ? [] : some(contract.patch, 200)
  const scalings = contract.scaling ? some(Wire.ScalingPatch, 200) : []
  const settings = contract.settings ? some(contract.settingKeys ?? Wire.Settings, 200) : []
  const taken = { created: 0, edited: 0 }
  for (const [index, source] of sources.entries()) {
    if (taken.created === enough) break
    const { status, id } = await call("POST", `${service}/clickpipes`, {
      name: `pipe ${index}`,
      source: { [contract.arm]: source },
      destination: destinationOf(contract, index),
      ...(index % 4 === 0 && contract.destination === "table"
        ? { fieldMappings: [{ sourceField: "x", destinationField: "a" }] }
        : {}),
      ...(index % 5 === 0 && contract.scaling ? { scaling: withoutNulls(scalings[index]) } : {}),
      ...(index % 5 === 1 && contract.settings ? { settings: withoutNulls(settings[index]) } : {}),
    })
    if (status !== 200) continue
    taken.created++
    const at = `${service}/clickpipes/${id}`
    for (const edit of editsOf(patches[index], source as JsonObject)) {
      // An edit may have started it again.
      if (index % 2 === 0) await call("PATCH", `${at}/state`, { command: "stop" })
      const { status } = await call("PATCH", at, { source: { [contract.arm]: edit } })
      if (status === 200) taken.edited++
    }
    await call("PATCH", at, { name: "renamed", ...(index % 2 === 0 ? {} : { destination: { columns: [] } }) })
    if (scalings.length > 0) await call("PATCH", `${at}/scaling`, scalings[index])
    if (settings.length > 0) await call("PUT", `${at}/settings`, settings[index])
    await call("GET", `${at}/settings`)
    await call("PATCH", `${at}/state`, { command: "start" })
    await call("GET", at)
    if (contract.discovery === true) {
      await call("POST", `${service}/clickpipes/schemaDiscovery`, { source: { [contract.arm]: source } })
    }
    if (index % 7 !== 0) await call("DELETE", at)
  }
  await call("GET", `${service}/clickpipes`)
  return taken
}

const endpointBodies: ReadonlyArray<JsonObject> = [
  { type: "VPC_ENDPOINT_SERVICE", vpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1" },
  {
    type: "VPC_RESOURCE",
    vpcResourceConfigurationId: "rcfg-1",
    vpcResourceShareArn: "arn:aws:ram:us-east-1:123456789012:resource-share/1",
    customPrivateDnsMappings: [{ privateDnsName: "*.db.example.com" }],
  },
  {
    type: "MSK_MULTI_VPC",
    mskClusterArn: "arn:aws:kafka:us-east-1:123456789012:cluster/c",
    mskAuthentication: "SASL_SCRAM",
  },
  {
    type: "GCP_PSC_SERVICE_ATTACHMENT",
    gcpServiceAttachment: "projects/p/regions/r/serviceAttachments/n",
    vpcEndpointServiceName: null,
  },
].map((body) => ({ description: "way", ...body }))

/** Calls every method of the client, with every body of the guide and every type of endpoint. */
const callEverything = Effect.gen(function* () {
  const client = yield* CloudApiClient
  yield* client.setServiceState({ ...ref, command: "awake" })
  yield* client.getService(ref)
  for (const body of bodies) {
    const pipeRef = { ...ref, pipeId: (yield* client.createPipe({ ...ref, body })).id }
    yield* client.getPipe(pipeRef)
    yield* client.updatePipe({ ...pipeRef, body: { name: "renamed" } })
    yield* Effect.either(client.setState({ ...pipeRef, command: "stop" }))
    yield* Effect.either(client.setState({ ...pipeRef, command: "start" }))
    yield* Effect.either(client.setState({ ...pipeRef, command: "resync" }))
    yield* Effect.either(client.setScaling({ ...pipeRef, scaling: { replicas: 2, replicaMemoryGb: 0.5 } }))
    yield* Effect.either(client.putSettings({ ...pipeRef, settings: { clickhouse_max_threads: 4 } }))
    yield* Effect.either(client.getSettings(pipeRef))
    yield* Effect.either(client.discoverSchema({ ...ref, body: { source: body.source ?? null } }))
  }
  yield* client.updateCdcScaling({ ...ref, scaling: { replicaCpuMillicores: 4000, replicaMemoryGb: 16 } })
  yield* client.getCdcScaling(ref)
  for (const body of endpointBodies) {
    const endpointRef = { ...ref, endpointId: (yield* client.createEndpoint({ ...ref, body })).id }
    yield* client.getEndpoint(endpointRef)
    const names = { customPrivateDnsMappings: [] }
    yield* client.updateEndpoint({ ...endpointRef, body: names })
    yield* client.listEndpoints(ref)
    yield* client.deleteEndpoint(endpointRef)
  }
  for (const { id } of yield* client.listPipes(ref)) yield* client.deletePipe({ ...ref, pipeId: id })
})

/** Every operation that the document has, as the keys of exchanges. */
const operations = (): ReadonlyArray<string> => {
  const found: Array<string> = []
  HttpApi.reflect(CloudApi, {
    onGroup: () => {},
    onEndpoint: ({ endpoint }) => found.push(`${endpoint.method} ${endpoint.path.replace(/:\w+/g, "{id}")}`),
  })
  return found.filter((it) => !it.endsWith("/organizations/{id}/clickpipes/cdcScaling"))
}

const said =
  path === ""
    ? "there is no published document, since PIPEWRIGHT_OPENAPI is not set"
    : "what crosses the wire, beside the published document"

describe(said, () => {
  if (path === "") {
    it("and nothing is validated by it", () => {
      expect(path).toBe("")
    })
    return
  }

  it("deviates where a reason is given, and nowhere else", async () => {
    const emulator = emulated(PublishedDocument.read(path))
    await Effect.runPromise(
      callEverything.pipe(
        Effect.provide(
          CloudApiClient.layer({
            baseUrl: "http://emulator.example",
            keyId,
            keySecret: Redacted.make(keySecret),
            userAgent: "pipewright/test",
            rate: "unlimited",
          }),
        ),
        Effect.provide(FetchHttpClient.layer),
        Effect.provideService(FetchHttpClient.Fetch, emulator.send as typeof fetch),
      ),
    )
    const done = [...emulator.statuses].filter(([, statuses]) => statuses.has(200)).map(([key]) => key)
    expect(done.sort()).toEqual([...operations()].sort())
    for (const contract of contracts) {
      const { created, edited } = await exercise(emulator, contract)
      expect(created, contract.arm).toBe(enough)
      if (contract.patch !== undefined) expect(edited, contract.arm).toBeGreaterThan(enough / 2)
    }
    await refusals(emulator)
    const problems = [...emulator.problems]
    expect(PublishedDocument.unexplained(problems)).toEqual([])
    const stale = PublishedDocument.deviations.filter(({ found }) => !problems.some((it) => found.test(it)))
    expect(stale.map(({ reason }) => reason)).toEqual([])
    // Thousands of requests, each validated twice, are slow beside other tests.
  }, 180_000)
})

/** Requests that are refused with each status that the emulator knows. */
const refusals = async ({ call, send }: ReturnType<typeof emulated>) => {
  const pipes = `${service}/clickpipes`
  const endpoints = `${service}/clickpipesReversePrivateEndpoints`
  const [, resource] = endpointBodies
  await call("POST", endpoints, resource)
  expect(await call("POST", endpoints, resource)).toMatchObject({ status: 409 })
  expect(await call("GET", `${pipes}/${ref.serviceId}`)).toMatchObject({ status: 404 })
  expect(await call("GET", pipes, undefined, "wrong")).toMatchObject({ status: 401 })
  await send(`http://emulator.example/emulator/services/${ref.organizationId}/${ref.serviceId}`, {
    method: "POST",
    body: JSON.stringify({ state: "idle" }),
  })
  expect(await call("GET", pipes)).toMatchObject({ status: 424 })
}
