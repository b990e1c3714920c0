import type { ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import { StateOfAnotherService } from "../errors.ts"

/** Fails if what is remembered is of another service. */
export const ofService = (
  document: State.Document | undefined,
  wanted: ServiceRef,
): Effect.Effect<void, StateOfAnotherService> => {
  const recorded = document?.service ?? wanted
  return recorded.organizationId === wanted.organizationId && recorded.serviceId === wanted.serviceId
    ? Effect.void
    : Effect.fail(new StateOfAnotherService({ recorded, wanted }))
}
