/** The operations on a service itself, and the look at a source that it can reach. */
import * as Effect from "effect/Effect"
import type { Service } from "../CloudApiClient.ts"
import { idsOf, ofService } from "./paths.ts"
import { secretsOf } from "./redact.ts"
import type { Described, Sender } from "./send.ts"

export type Operations = Pick<Service, "getService" | "setServiceState" | "discoverSchema">

export const make = ({ api, send }: Sender): Operations => ({
  getService: Effect.fn("CloudApiClient.getService")(function* (ref) {
    const request = api.services.getService({ path: idsOf(ref) })
    const described: Described = {
      operation: "getService",
      method: "GET",
      path: ofService(ref),
      result: "service",
    }
    return (yield* send(described, request)).result
  }),
  setServiceState: Effect.fn("CloudApiClient.setServiceState")(function* (given) {
    const payload = { command: given.command }
    const request = api.services.setServiceState({ path: idsOf(given), payload })
    const described: Described = {
      operation: "setServiceState",
      method: "PATCH",
      path: ofService(given, "state"),
      result: "service",
    }
    return (yield* send(described, request)).result
  }),
  discoverSchema: Effect.fn("CloudApiClient.discoverSchema")(function* (given) {
    const request = api.pipes.discoverSchema({ path: idsOf(given), payload: given.body })
    const described: Described = {
      operation: "discoverSchema",
      method: "POST",
      path: ofService(given, "clickpipes", "schemaDiscovery"),
      result: "schema",
      secrets: secretsOf(given),
      isRead: true,
    }
    return (yield* send(described, request)).result
  }),
})
