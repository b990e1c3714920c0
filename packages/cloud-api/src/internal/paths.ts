/** The paths of the API, as errors and logs show them. */
import type { EndpointRef, PipeRef, ServiceRef } from "../CloudApiClient.ts"

const join = (...parts: ReadonlyArray<string>): string => ["/v1", ...parts].join("/")

export const ofOrganization = (
  { organizationId }: Pick<ServiceRef, "organizationId">,
  ...below: ReadonlyArray<string>
): string => join("organizations", encodeURIComponent(organizationId), ...below)

export const ofService = (ref: ServiceRef, ...below: ReadonlyArray<string>): string =>
  ofOrganization(ref, "services", encodeURIComponent(ref.serviceId), ...below)

export const ofPipe = (ref: PipeRef, ...below: ReadonlyArray<string>): string =>
  ofService(ref, "clickpipes", encodeURIComponent(ref.pipeId), ...below)

export const ofEndpoint = (ref: EndpointRef): string =>
  ofService(ref, "clickpipesReversePrivateEndpoints", encodeURIComponent(ref.endpointId))

/** The ids of a service, without what else an option of it has. */
export const idsOf = ({ organizationId, serviceId }: ServiceRef) => ({ organizationId, serviceId })
