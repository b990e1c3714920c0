/**
 * The JSON of what a service has beside its pipes, as schemas: reverse private endpoints, a look at a source, and the
 * service itself as far as waking it needs. What is sent has its bounds here; what is read is taken leniently, as in
 * `Wire.ts`.
 */
import * as Schema from "effect/Schema"
import { lenient, nonEmpty, optional } from "./internal/schemas.ts"
import { JsonObject } from "./Wire.ts"

// ---------------------------------------------------------------------------------------------- endpoints

/** The networks that a reverse private endpoint can lead to. */
export const EndpointType = Schema.Literal(
  "VPC_ENDPOINT_SERVICE",
  "VPC_RESOURCE",
  "MSK_MULTI_VPC",
  "GCP_PSC_SERVICE_ATTACHMENT",
)
export type EndpointType = typeof EndpointType.Type

/** The `status` of an endpoint as the API spells it. A newer API may know more of them. */
export const EndpointStatus = Schema.Literal(
  "Unknown",
  "Provisioning",
  "Deleting",
  "Ready",
  "Failed",
  "PendingAcceptance",
  "Rejected",
  "Expired",
)
export type EndpointStatus = typeof EndpointStatus.Type

/** A name below which a private endpoint is reached; `*.` may lead it. */
const PrivateDnsMapping = Schema.Struct({ privateDnsName: nonEmpty })

const optionalText = optional(Schema.NullOr(nonEmpty))

export const MskAuthentication = Schema.Literal("SASL_IAM", "SASL_SCRAM")

/** Body of a create of an endpoint; which of the names it needs depends on the type. */
export const CreateEndpoint = Schema.Struct({
  description: Schema.String.pipe(Schema.maxLength(255, { description: "a text of at most 255 characters" })),
  type: EndpointType,
  vpcEndpointServiceName: optionalText,
  vpcResourceConfigurationId: optionalText,
  vpcResourceShareArn: optionalText,
  mskClusterArn: optionalText,
  mskAuthentication: optional(Schema.NullOr(MskAuthentication)),
  gcpServiceAttachment: optionalText,
  customPrivateDnsMappings: optional(Schema.Array(PrivateDnsMapping)),
})
export type CreateEndpoint = typeof CreateEndpoint.Type

/** Body of an update of an endpoint: the whole list, `[]` to clear it. Nothing else of an endpoint can be edited. */
export const PatchEndpoint = Schema.Struct({
  customPrivateDnsMappings: optional(Schema.Array(PrivateDnsMapping)),
})
export type PatchEndpoint = typeof PatchEndpoint.Type

/** An endpoint as the API returns it. Its `endpointId` and the names it has are there once it is provisioned. */
export const Endpoint = Schema.Struct({
  id: Schema.String,
  serviceId: lenient(Schema.String),
  description: lenient(Schema.String),
  /** One of `EndpointType` or a newer one. */
  type: lenient(Schema.String),
  vpcEndpointServiceName: lenient(Schema.String),
  vpcResourceConfigurationId: lenient(Schema.String),
  vpcResourceShareArn: lenient(Schema.String),
  mskClusterArn: lenient(Schema.String),
  mskAuthentication: lenient(Schema.String),
  gcpServiceAttachment: lenient(Schema.String),
  customPrivateDnsMappings: lenient(Schema.Array(Schema.Struct({ privateDnsName: Schema.String }))),
  endpointId: lenient(Schema.String),
  dnsNames: lenient(Schema.Array(Schema.String)),
  privateDnsNames: lenient(Schema.Array(Schema.String)),
  /** One of `EndpointStatus` or a newer one. */
  status: Schema.optionalWith(Schema.String, { nullable: true, default: () => "Unknown" }),
}).annotations({ identifier: "Endpoint" })
export type Endpoint = typeof Endpoint.Type

// ---------------------------------------------------------------------------------------------- schema discovery

/** Body of a schema discovery. `source` is one arm, by key, as in a create. */
export const DiscoverSchema = Schema.Struct({ source: JsonObject })
export type DiscoverSchema = typeof DiscoverSchema.Type

/** A field that a look at the source found; `type` is a ClickHouse type. */
export const DiscoveredField = Schema.Struct({
  name: Schema.String,
  type: Schema.String,
  optional: lenient(Schema.Boolean),
})
export type DiscoveredField = typeof DiscoveredField.Type

/** What a look at the source found. */
export const DiscoveredSchema = Schema.Struct({
  fields: Schema.optionalWith(Schema.Array(DiscoveredField), { nullable: true, default: () => [] }),
  meta: lenient(Schema.Record({ key: Schema.String, value: Schema.String })),
}).annotations({ identifier: "DiscoveredSchema" })
export type DiscoveredSchema = typeof DiscoveredSchema.Type

// ---------------------------------------------------------------------------------------------- the service

/** The `state` of a service as the API spells it. A newer API may know more of them. */
export const ServiceState = Schema.Literal(
  "starting",
  "stopping",
  "terminating",
  "softdeleting",
  "awaking",
  "partially_running",
  "provisioning",
  "running",
  "stopped",
  "terminated",
  "softdeleted",
  "degraded",
  "failed",
  "idle",
)
export type ServiceState = typeof ServiceState.Type

/** Body of `PATCH …/state` of a service. `awake` wakes an idle one and leaves a running one as it is. */
export const ServiceCommand = Schema.Struct({ command: Schema.Literal("start", "stop", "awake") })
export type ServiceCommand = typeof ServiceCommand.Type

/** A service, as far as waking it needs; `state` is one of `ServiceState` or a newer one. */
export const Service = Schema.Struct({
  id: Schema.String,
  name: lenient(Schema.String),
  state: Schema.optionalWith(Schema.String, { nullable: true, default: () => "unknown" }),
}).annotations({ identifier: "Service" })
export type Service = typeof Service.Type
