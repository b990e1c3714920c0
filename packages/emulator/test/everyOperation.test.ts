/** Every operation of the API through the client, against the emulator as a function and on a socket. */
import { createServer } from "node:http"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { describe, it } from "@effect/vitest"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import { CloudApiClient, type Service } from "@pipewright/cloud-api/CloudApiClient"
import type { CloudApiError, EndpointError } from "@pipewright/cloud-api/errors"
import { Emulator, type Options } from "@pipewright/emulator/Emulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { assert } from "vitest"
import { keyId, keySecret, service } from "./emulated.ts"
import { contracts, fountainBody, sprinklerBody } from "./kinds.ts"

/** What the rows have made so far, and the client in both forms of requests. */
interface World {
  readonly client: Service
  readonly guide: Service
  readonly made: Map<"pipe" | "database" | "endpoint", string>
}

interface Row {
  readonly call: (world: World) => Effect.Effect<unknown, CloudApiError | EndpointError>
  /** What is in the result. */
  readonly gives: object
}

const pipe = ({ made }: World) => ({ ...service, pipeId: made.get("pipe") ?? "" })
const endpoint = ({ made }: World) => ({ ...service, endpointId: made.get("endpoint") ?? "" })

const noting = <A extends { readonly id: string }, E>(
  { made }: World,
  what: "pipe" | "database" | "endpoint",
  call: Effect.Effect<A, E>,
) => Effect.tap(call, ({ id }) => Effect.sync(() => made.set(what, id)))

const counted = ({ length }: ReadonlyArray<unknown>) => ({ length })

const scaling = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }
const names = { customPrivateDnsMappings: [{ privateDnsName: "db.example.com" }] }
const endpointBody = {
  description: "way",
  type: "VPC_RESOURCE",
  vpcResourceConfigurationId: "rcfg-1",
  vpcResourceShareArn: "arn:1",
}

/** One row for each operation, by its name in the `HttpApi` value, in an order in which each can be done. */
const rows: Readonly<Record<string, Row>> = {
  getService: { call: ({ client }) => client.getService(service), gives: { id: "svc", state: "running" } },
  setServiceState: {
    call: ({ client }) => client.setServiceState({ ...service, command: "awake" }),
    gives: { state: "running" },
  },
  create: {
    call: (world) => noting(world, "pipe", world.client.createPipe({ ...service, body: sprinklerBody() })),
    gives: { name: "lawn" },
  },
  list: { call: ({ client }) => Effect.map(client.listPipes(service), counted), gives: { length: 1 } },
  get: { call: (world) => world.client.getPipe(pipe(world)), gives: { state: "Running" } },
  update: {
    call: (world) => world.client.updatePipe({ ...pipe(world), body: { name: "meadow" } }),
    gives: { name: "meadow" },
  },
  setState: {
    call: (world) => world.client.setState({ ...pipe(world), command: "stop" }),
    gives: { state: "Stopped" },
  },
  setScaling: {
    call: (world) => world.client.setScaling({ ...pipe(world), scaling: { replicas: 2 } }),
    gives: { scaling: { replicas: 2 } },
  },
  putSettings: {
    call: (world) => world.client.putSettings({ ...pipe(world), settings: { spray_rate: 2 } }),
    gives: { spray_rate: 2 },
  },
  getSettings: { call: (world) => world.client.getSettings(pipe(world)), gives: { spray_rate: 2 } },
  discoverSchema: {
    call: ({ client }) =>
      client.discoverSchema({ ...service, body: { source: sprinklerBody().source ?? null } }),
    gives: {
      fields: [
        { name: "id", type: "Int64", optional: false },
        { name: "message", type: "String", optional: true },
        { name: "timestamp", type: "DateTime64(3)", optional: false },
      ],
    },
  },
  updateCdcScaling: {
    call: (world) =>
      Effect.zipRight(
        noting(world, "database", world.client.createPipe({ ...service, body: fountainBody() })),
        world.client.updateCdcScaling({ ...service, scaling }),
      ),
    gives: scaling,
  },
  getCdcScaling: { call: ({ client }) => client.getCdcScaling(service), gives: scaling },
  updateOrganizationCdcScaling: {
    call: ({ guide }) =>
      guide.updateCdcScaling({ ...service, scaling: { replicaCpuMillicores: 8000, replicaMemoryGb: 32 } }),
    gives: { replicaCpuMillicores: 8000 },
  },
  getOrganizationCdcScaling: {
    call: ({ guide }) => guide.getCdcScaling(service),
    gives: { replicaMemoryGb: 32 },
  },
  createEndpoint: {
    call: (world) =>
      noting(world, "endpoint", world.client.createEndpoint({ ...service, body: endpointBody })),
    gives: endpointBody,
  },
  listEndpoints: {
    call: ({ client }) => Effect.map(client.listEndpoints(service), counted),
    gives: { length: 1 },
  },
  getEndpoint: { call: (world) => world.client.getEndpoint(endpoint(world)), gives: { status: "Ready" } },
  updateEndpoint: {
    call: (world) => world.client.updateEndpoint({ ...endpoint(world), body: names }),
    gives: names,
  },
  deleteEndpoint: { call: (world) => world.client.deleteEndpoint(endpoint(world)), gives: {} },
  delete: { call: (world) => world.client.deletePipe(pipe(world)), gives: {} },
}

/** The operations, by name, with a pattern of the requests for each. */
const operations = () => {
  const found: Array<{ readonly name: string; readonly request: RegExp }> = []
  HttpApi.reflect(CloudApi, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { name, method, path } }) => {
      found.push({ name, request: new RegExp(`^${method} ${path.replace(/:\w+/g, "[^/]+")}$`) })
    },
  })
  return found
}

const options: Options = { contracts, keyId, keySecret: Redacted.make(keySecret), pace: 0 }

/** How requests get to an emulator that stops with the scope. */
interface Way {
  readonly baseUrl: string
  readonly fetch: typeof fetch
}

const asFunction: Effect.Effect<Way, never, Scope.Scope> = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() =>
      HttpApp.toWebHandlerLayer(Emulator.app, Emulator.layer(options).pipe(Layer.provide(NodeContext.layer))),
    ),
    ({ dispose }) => Effect.promise(dispose),
  ),
  ({ handler }) => ({
    baseUrl: "http://emulator.example",
    fetch: (input, init) => handler(new Request(input, init)),
  }),
)

const onSocket: Effect.Effect<Way, unknown, Scope.Scope> = Effect.gen(function* () {
  const context = yield* Layer.build(Emulator.layer(options).pipe(Layer.provide(NodeContext.layer)))
  const port = yield* Context.get(context, Emulator).listen({ host: "127.0.0.1", port: 0 })
  return { baseUrl: `http://127.0.0.1:${port}`, fetch }
})

const onPlatform: Effect.Effect<Way, unknown, Scope.Scope> = Effect.gen(function* () {
  const context = yield* Layer.build(
    Emulator.serve(options).pipe(
      Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" })),
    ),
  )
  const baseUrl = yield* HttpServer.addressFormattedWith(Effect.succeed).pipe(Effect.provide(context))
  return { baseUrl, fetch }
})

const clientOf = ({ baseUrl, fetch: send }: Way, dialect: "document" | "guide") =>
  CloudApiClient.pipe(
    Effect.provide(
      CloudApiClient.layer({
        baseUrl,
        keyId,
        keySecret: Redacted.make(keySecret),
        userAgent: "pipewright/test",
        rate: "unlimited",
        dialect,
      }).pipe(
        Layer.provide(FetchHttpClient.layer),
        Layer.provide(Layer.succeed(FetchHttpClient.Fetch, send)),
      ),
    ),
  )

/** The requests that came so far, as `METHOD /path`. */
const requests = ({ baseUrl, fetch: send }: Way) =>
  Effect.promise(async (): Promise<ReadonlyArray<string>> => {
    const answer = await (await send(`${baseUrl}/emulator/requests`)).json()
    const { requests: all } = answer as {
      readonly requests: ReadonlyArray<{ readonly method: string; readonly path: string }>
    }
    return all.map(({ method, path }) => `${method} ${path}`)
  })

describe("the table of operations", () => {
  it("has a row for each operation of the API, and no other", () => {
    assert.sameMembers(
      Object.keys(rows),
      operations().map(({ name }) => name),
    )
  })

  for (const [where, opened] of [
    ["in the same process", asFunction],
    ["on a socket", onSocket],
    ["on a server of the platform", onPlatform],
  ] as const) {
    it.scopedLive(`is done by the client, row by row, against the emulator ${where}`, () =>
      Effect.gen(function* () {
        const way = yield* opened
        const world: World = {
          client: yield* clientOf(way, "document"),
          guide: yield* clientOf(way, "guide"),
          made: new Map(),
        }
        for (const [name, { call, gives }] of Object.entries(rows)) {
          const before = (yield* requests(way)).length
          const result = yield* call(world)
          assert.deepInclude(JSON.parse(JSON.stringify(result ?? {})), gives, name)
          const sent = (yield* requests(way)).slice(before)
          const { request } = operations().find((it) => it.name === name) ?? { request: /^$/ }
          assert.match(sent.at(-1) ?? "", request, name)
        }
      }),
    )
  }
})
