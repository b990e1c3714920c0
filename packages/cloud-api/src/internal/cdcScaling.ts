/** The operations on the compute that the database pipes of a service share. */
import * as Effect from "effect/Effect"
import type { Service, ServiceRef } from "../CloudApiClient.ts"
import * as Dialect from "./dialect.ts"
import { idsOf, ofOrganization, ofService } from "./paths.ts"
import type { Described, Sender } from "./send.ts"

export type Operations = Pick<Service, "getCdcScaling" | "updateCdcScaling">

const result = "shared compute"

export const make = ({ api, dialect, send }: Sender): Operations => {
  const { cdcScaling } = api
  const speak = Dialect.make(dialect, Dialect.knowsNoPath)
  const ofBoth = (ref: ServiceRef) => ({
    service: { path: ofService(ref, "clickpipesCdcScaling"), result },
    organization: { path: ofOrganization(ref, "clickpipes", "cdcScaling"), result },
  })
  return {
    getCdcScaling: Effect.fn("CloudApiClient.getCdcScaling")(function* (ref) {
      const asked: Omit<Described, "path" | "result"> = { operation: "getCdcScaling", method: "GET" }
      const { service, organization } = ofBoth(ref)
      const path = idsOf(ref)
      return yield* speak(
        send({ ...asked, ...service }, cdcScaling.getCdcScaling({ path })),
        send({ ...asked, ...organization }, cdcScaling.getOrganizationCdcScaling({ path })),
      ).pipe(
        Effect.map(({ result }) => result),
        Effect.catchTag("RequestRefused", (error) =>
          error.status === 404 ? Effect.succeed(undefined) : Effect.fail(error),
        ),
      )
    }),
    updateCdcScaling: Effect.fn("CloudApiClient.updateCdcScaling")(function* (given) {
      const asked: Omit<Described, "path" | "result"> = { operation: "updateCdcScaling", method: "PATCH" }
      const { service, organization } = ofBoth(given)
      const request = { path: idsOf(given), payload: given.scaling }
      return (yield* speak(
        send({ ...asked, ...service }, cdcScaling.updateCdcScaling(request)),
        send({ ...asked, ...organization }, cdcScaling.updateOrganizationCdcScaling(request)),
      )).result
    }),
  }
}
