/** The operations on the compute that the database pipes of a service share. */
import * as Effect from "effect/Effect"
import type { Service, ServiceRef } from "../CloudApiClient.ts"
import type { Described, Sender } from "./send.ts"

export type Operations = Pick<Service, "getCdcScaling" | "updateCdcScaling">

export const make = ({ api, sendToService }: Sender): Operations => {
  const path = ({ organizationId, serviceId }: ServiceRef) => ({ organizationId, serviceId })
  const described = (given: ServiceRef) => ({
    ref: path(given),
    below: ["clickpipesCdcScaling"] as const,
    result: "shared compute",
  })
  return {
    getCdcScaling: Effect.fn("CloudApiClient.getCdcScaling")(function* (ref) {
      const asked: Described = { operation: "getCdcScaling", method: "GET", ...described(ref) }
      return yield* sendToService(asked, api.cdcScaling.getCdcScaling({ path: path(ref) })).pipe(
        Effect.map(({ result }) => result),
        Effect.catchTag("RequestRefused", (error) =>
          error.status === 404 ? Effect.succeed(undefined) : Effect.fail(error),
        ),
      )
    }),
    updateCdcScaling: Effect.fn("CloudApiClient.updateCdcScaling")(function* (given) {
      const request = api.cdcScaling.updateCdcScaling({ path: path(given), payload: given.scaling })
      const asked: Described = { operation: "updateCdcScaling", method: "PATCH", ...described(given) }
      return (yield* sendToService(asked, request)).result
    }),
  }
}
