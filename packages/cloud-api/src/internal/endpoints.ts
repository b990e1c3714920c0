/** The operations on reverse private endpoints. */
import * as Effect from "effect/Effect"
import type { EndpointRef, Service, ServiceRef } from "../CloudApiClient.ts"
import { type Call, EndpointNotFound } from "../errors.ts"
import type { Endpoint } from "../ServiceWire.ts"
import type { JsonObject } from "../WireContract.ts"
import { idsOf, ofEndpoint, ofService } from "./paths.ts"
import { secretsOf } from "./redact.ts"
import { echoes, makeKnown, resolving, type Sought } from "./resolveCreate.ts"
import type { Described, Sender } from "./send.ts"

export type Operations = Pick<
  Service,
  "listEndpoints" | "createEndpoint" | "getEndpoint" | "updateEndpoint" | "deleteEndpoint"
>

/** An endpoint has no name, so its description stands for one. */
const soughtBy = (body: JsonObject): Sought<Endpoint> => ({
  isNamesake: ({ type, description }) => type === body.type && description === body.description,
  isSame: (endpoint) => echoes(body, endpoint as unknown as JsonObject),
  words: {
    name: String(body.description),
    one: "a reverse private endpoint",
    several: "reverse private endpoints",
    another: "other fields",
  },
})

const notFound = (ref: EndpointRef) => (call: Call) =>
  new EndpointNotFound({ ...call, endpointId: ref.endpointId })

const result = "reverse private endpoint"

export const make = ({ api, patience, send }: Sender): Operations => {
  const { endpoints } = api
  const known = makeKnown()
  const path = (ref: EndpointRef) => ({ ...idsOf(ref), reversePrivateEndpointId: ref.endpointId })

  const list = (ref: ServiceRef) => {
    const described: Described = {
      operation: "listEndpoints",
      method: "GET",
      path: ofService(ref, "clickpipesReversePrivateEndpoints"),
      result: "list of reverse private endpoints",
    }
    const request = endpoints.listEndpoints({ path: idsOf(ref) })
    return Effect.map(send(described, request), ({ result }) => result)
  }

  return {
    listEndpoints: Effect.fn("CloudApiClient.listEndpoints")(function* (ref) {
      const listed = yield* list(ref)
      known(ref).listed = new Set(listed.map(({ id }) => id))
      return listed
    }),
    createEndpoint: Effect.fn("CloudApiClient.createEndpoint")(function* (given) {
      const request = endpoints.createEndpoint({ path: idsOf(given), payload: given.body })
      const described: Described = {
        operation: "createEndpoint",
        method: "POST",
        path: ofService(given, "clickpipesReversePrivateEndpoints"),
        result,
        secrets: secretsOf(given),
      }
      const create = Effect.map(send(described, request), ({ result }) => result)
      return yield* resolving(soughtBy(given.body), known(given), patience, create, list(given))
    }),
    getEndpoint: Effect.fn("CloudApiClient.getEndpoint")(function* (ref) {
      const request = endpoints.getEndpoint({ path: path(ref) })
      const described: Described = { operation: "getEndpoint", method: "GET", path: ofEndpoint(ref), result }
      return (yield* send(described, request, notFound(ref))).result
    }),
    updateEndpoint: Effect.fn("CloudApiClient.updateEndpoint")(function* (given) {
      const request = endpoints.updateEndpoint({ path: path(given), payload: given.body })
      const described: Described = {
        operation: "updateEndpoint",
        method: "PATCH",
        path: ofEndpoint(given),
        result,
        secrets: secretsOf(given),
      }
      return (yield* send(described, request, notFound(given))).result
    }),
    deleteEndpoint: Effect.fn("CloudApiClient.deleteEndpoint")(function* (ref) {
      const request = endpoints.deleteEndpoint({ path: path(ref) })
      const described: Described = {
        operation: "deleteEndpoint",
        method: "DELETE",
        path: ofEndpoint(ref),
        result,
      }
      yield* send(described, request, notFound(ref)).pipe(
        Effect.catchTag("EndpointNotFound", () => Effect.void),
      )
    }),
  }
}
