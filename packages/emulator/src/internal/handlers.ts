/** What answers each operation of the API. */
import type { HttpApiEndpoint } from "@effect/platform/HttpApiEndpoint"
import * as Effect from "effect/Effect"
import * as CdcScaling from "./cdcScaling.ts"
import * as Discovery from "./discovery.ts"
import * as Endpoints from "./endpoints.ts"
import type { Exchange, Operation } from "./exchange.ts"
import type { Contracts } from "./judge.ts"
import * as Operations from "./operations.ts"
import type { ServiceRef } from "./pipeStore.ts"
import type { Refused } from "./refused.ts"
import * as Services from "./services.ts"

/** What `result` of the envelope of an operation is. */
type Result<Endpoint extends HttpApiEndpoint.Any> =
  HttpApiEndpoint.Success<Endpoint> extends { readonly result: infer Result } ? Result : unknown

/** One for each operation of `CloudApi`, by its name. It gets the ids of the path. */
export type Handlers = {
  readonly [Endpoint in Operation as HttpApiEndpoint.Name<Endpoint>]: (
    ids: HttpApiEndpoint.PathParsed<Endpoint>,
    exchange: Exchange,
  ) => Effect.Effect<Result<Endpoint>, Refused>
}

export const make = Effect.fnUntraced(function* (contracts: Contracts, behaviour: Operations.Behaviour) {
  const pipes = yield* Operations.make(contracts, behaviour)
  const scaling = yield* CdcScaling.make(contracts, behaviour)
  const endpoints = yield* Endpoints.make(behaviour)
  const services = yield* Services.make(behaviour)
  const { discover } = yield* Discovery.make(contracts)
  const { whileRunning } = services

  /** An operation of a service that has to run for it. */
  const reading =
    <Ref extends ServiceRef, A>(operation: (ids: Ref) => Effect.Effect<A, Refused>) =>
    (ids: Ref) =>
      whileRunning(ids, operation(ids))

  /** The same with a body. */
  const taking =
    <Ref extends ServiceRef, A>(operation: (ids: Ref, body: unknown) => Effect.Effect<A, Refused>) =>
    (ids: Ref, { body }: Exchange) =>
      Effect.flatMap(body, (json) => whileRunning(ids, operation(ids, json)))

  const handlers: Handlers = {
    list: reading(pipes.list),
    get: reading(pipes.get),
    create: taking(pipes.create),
    update: taking(pipes.update),
    delete: reading(pipes.remove),
    setState: taking(pipes.setState),
    setScaling: taking(pipes.setScaling),
    getSettings: reading(pipes.getSettings),
    putSettings: taking(pipes.putSettings),
    discoverSchema: taking((_: ServiceRef, body) => discover(body)),
    getCdcScaling: reading(scaling.get),
    updateCdcScaling: taking(scaling.update),
    getOrganizationCdcScaling: ({ organizationId }) =>
      Effect.flatMap(scaling.servicesOf(organizationId), ([first]) =>
        whileRunning(first, scaling.get(first)),
      ),
    updateOrganizationCdcScaling: ({ organizationId }, { body }) =>
      Effect.flatMap(body, (json) =>
        Effect.flatMap(scaling.servicesOf(organizationId), ([first, ...others]) => {
          const update = (ref: ServiceRef) => whileRunning(ref, scaling.update(ref, json))
          return Effect.zipLeft(update(first), Effect.forEach(others, update, { discard: true }))
        }),
      ),
    listEndpoints: reading(endpoints.list),
    getEndpoint: reading(endpoints.get),
    createEndpoint: taking(endpoints.create),
    updateEndpoint: taking(endpoints.update),
    deleteEndpoint: reading(endpoints.remove),
    getService: services.get,
    setServiceState: (ids, { body }) => Effect.flatMap(body, (json) => services.setState(ids, json)),
  }
  return handlers
})
