/** Answers the operations of the API. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { answer } from "./answers.ts"
import * as CdcScaling from "./cdcScaling.ts"
import * as Discovery from "./discovery.ts"
import * as Endpoints from "./endpoints.ts"
import { CurrentExchange } from "./exchange.ts"
import type { Contracts } from "./judge.ts"
import * as Operations from "./operations.ts"
import type { ServiceRef } from "./pipeStore.ts"
import type { Refused } from "./refused.ts"
import * as Services from "./services.ts"

/** Bodies are read by us and not by the platform, whose words about a wrong one repeat it. */
const answerBody = <A>(name: string, operation: (body: unknown) => Effect.Effect<A, Refused>) =>
  answer(
    name,
    Effect.flatMap(CurrentExchange, ({ body }) => Effect.flatMap(body, operation)),
  )

type Running = Effect.Effect.Success<ReturnType<typeof Services.make>>["whileRunning"]

/** The answers of a service that has to run for them. */
const answering = (whileRunning: Running) => ({
  answer: <A>(name: string, ref: ServiceRef, operation: Effect.Effect<A, Refused>) =>
    answer(name, whileRunning(ref, operation)),
  answerBody: <A>(name: string, ref: ServiceRef, operation: (body: unknown) => Effect.Effect<A, Refused>) =>
    answerBody(name, (body) => whileRunning(ref, operation(body))),
})

const pipes = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "pipes", (handlers) =>
    Effect.gen(function* () {
      const pipes = yield* Operations.make(contracts, behaviour)
      const { discover } = yield* Discovery.make(contracts)
      const { answer, answerBody } = answering((yield* Services.make(behaviour)).whileRunning)
      return handlers
        .handle("list", ({ path }) => answer("list", path, pipes.list(path)))
        .handle("get", ({ path }) => answer("get", path, pipes.get(path)))
        .handle("delete", ({ path }) => answer("delete", path, pipes.remove(path)))
        .handle("getSettings", ({ path }) => answer("getSettings", path, pipes.getSettings(path)))
        .handleRaw("create", ({ path }) => answerBody("create", path, (body) => pipes.create(path, body)))
        .handleRaw("update", ({ path }) => answerBody("update", path, (body) => pipes.update(path, body)))
        .handleRaw("setState", ({ path }) =>
          answerBody("setState", path, (body) => pipes.setState(path, body)),
        )
        .handleRaw("setScaling", ({ path }) =>
          answerBody("setScaling", path, (body) => pipes.setScaling(path, body)),
        )
        .handleRaw("putSettings", ({ path }) =>
          answerBody("putSettings", path, (body) => pipes.putSettings(path, body)),
        )
        .handleRaw("discoverSchema", ({ path }) => answerBody("discoverSchema", path, discover))
    }),
  )

const cdcScaling = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "cdcScaling", (handlers) =>
    Effect.gen(function* () {
      const scaling = yield* CdcScaling.make(contracts, behaviour)
      const { whileRunning } = yield* Services.make(behaviour)
      const service = answering(whileRunning)
      return handlers
        .handle("getCdcScaling", ({ path }) => service.answer("getCdcScaling", path, scaling.get(path)))
        .handleRaw("updateCdcScaling", ({ path }) =>
          service.answerBody("updateCdcScaling", path, (body) => scaling.update(path, body)),
        )
        .handle("getOrganizationCdcScaling", ({ path }) =>
          answer(
            "getOrganizationCdcScaling",
            Effect.flatMap(scaling.servicesOf(path.organizationId), ([first]) =>
              whileRunning(first, scaling.get(first)),
            ),
          ),
        )
        .handleRaw("updateOrganizationCdcScaling", ({ path }) =>
          answerBody("updateOrganizationCdcScaling", (body) =>
            Effect.flatMap(scaling.servicesOf(path.organizationId), ([first, ...others]) => {
              const update = (ref: ServiceRef) => whileRunning(ref, scaling.update(ref, body))
              return Effect.zipLeft(update(first), Effect.forEach(others, update, { discard: true }))
            }),
          ),
        )
    }),
  )

const endpoints = (behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "endpoints", (handlers) =>
    Effect.gen(function* () {
      const endpoints = yield* Endpoints.make(behaviour)
      const { answer, answerBody } = answering((yield* Services.make(behaviour)).whileRunning)
      return handlers
        .handle("listEndpoints", ({ path }) => answer("listEndpoints", path, endpoints.list(path)))
        .handle("getEndpoint", ({ path }) => answer("getEndpoint", path, endpoints.get(path)))
        .handle("deleteEndpoint", ({ path }) => answer("deleteEndpoint", path, endpoints.remove(path)))
        .handleRaw("createEndpoint", ({ path }) =>
          answerBody("createEndpoint", path, (body) => endpoints.create(path, body)),
        )
        .handleRaw("updateEndpoint", ({ path }) =>
          answerBody("updateEndpoint", path, (body) => endpoints.update(path, body)),
        )
    }),
  )

const services = (behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "services", (handlers) =>
    Effect.map(Services.make(behaviour), (services) =>
      handlers
        .handle("getService", ({ path }) => answer("getService", services.get(path)))
        .handleRaw("setServiceState", ({ path }) =>
          answerBody("setServiceState", (body) => services.setState(path, body)),
        ),
    ),
  )

export const layer = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  Layer.mergeAll(
    pipes(contracts, behaviour),
    cdcScaling(contracts, behaviour),
    endpoints(behaviour),
    services(behaviour),
  )
