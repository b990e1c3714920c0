/**
 * The operations of the ClickHouse Cloud API on pipes and on what they need, as one value. The client is derived from
 * it and the emulator serves it.
 *
 * Where the published document and the guide differ, both forms are here: the compute that database pipes share is
 * below the service, and below its organisation.
 */
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiMiddleware from "@effect/platform/HttpApiMiddleware"
import * as HttpApiSecurity from "@effect/platform/HttpApiSecurity"
import * as JSONSchema from "effect/JSONSchema"
import * as Schema from "effect/Schema"
import * as ServiceWire from "./ServiceWire.ts"
import * as Wire from "./Wire.ts"
import type { JsonObject } from "./WireContract.ts"

/** HTTP Basic authentication with the id and the secret of an API key. */
export class Authorization extends HttpApiMiddleware.Tag<Authorization>()(
  "@pipewright/cloud-api/Authorization",
  {
    failure: Schema.Union(Wire.Unauthorized, Wire.Forbidden),
    security: { basic: HttpApiSecurity.basic },
  },
) {}

/**
 * A body is sent as it is: a client that dropped or refused what it does not know would hide a mistake of its caller
 * from the API, whose part it is to judge. The schema is the documentation, and what the emulator judges by.
 */
const body = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<JsonObject> =>
  Wire.JsonObject.annotations({ jsonSchema: JSONSchema.make(schema) })

/**
 * An id in a path. It is escaped, because ids come from users and the client puts them into the path as they are;
 * dots alone cannot be escaped, so they are refused.
 */
const Id = Schema.transform(Schema.String, Schema.String, {
  strict: true,
  // The router has undone the escaping by the time the server decodes.
  decode: (id) => id,
  encode: (id) => encodeURIComponent(id),
}).pipe(Schema.filter((id) => !["", ".", ".."].includes(id), { description: "an id that is not empty" }))

const OrganizationPath = Schema.Struct({ organizationId: Id })
const ServicePath = Schema.Struct({ ...OrganizationPath.fields, serviceId: Id })
const PipePath = Schema.Struct({ ...ServicePath.fields, clickPipeId: Id })
const EndpointPath = Schema.Struct({ ...ServicePath.fields, reversePrivateEndpointId: Id })

const organization = "/v1/organizations/:organizationId"
const service = `${organization}/services/:serviceId` as const
const pipes = `${service}/clickpipes` as const
const pipe = `${pipes}/:clickPipeId` as const
const cdcScaling = `${service}/clickpipesCdcScaling` as const
const cdcScalingOfOrganization = `${organization}/clickpipes/cdcScaling` as const
const endpoints = `${service}/clickpipesReversePrivateEndpoints` as const
const endpoint = `${endpoints}/:reversePrivateEndpointId` as const

/** Every operation on pipes. */
export class Pipes extends HttpApiGroup.make("pipes")
  .add(HttpApiEndpoint.get("list", pipes).setPath(ServicePath).addSuccess(Wire.listEnvelope(Wire.Pipe)))
  .add(
    HttpApiEndpoint.post("create", pipes)
      .setPath(ServicePath)
      .setPayload(body(Wire.CreatePipe))
      .addSuccess(Wire.envelope(Wire.Pipe)),
  )
  .add(HttpApiEndpoint.get("get", pipe).setPath(PipePath).addSuccess(Wire.envelope(Wire.Pipe)))
  .add(
    HttpApiEndpoint.patch("update", pipe)
      .setPath(PipePath)
      .setPayload(body(Wire.PatchPipe))
      .addSuccess(Wire.envelope(Wire.Pipe)),
  )
  .add(HttpApiEndpoint.del("delete", pipe).setPath(PipePath).addSuccess(Wire.EmptyEnvelope))
  .add(
    HttpApiEndpoint.patch("setState", `${pipe}/state`)
      .setPath(PipePath)
      .setPayload(body(Wire.StateCommand))
      .addSuccess(Wire.envelope(Wire.Pipe)),
  )
  .add(
    HttpApiEndpoint.patch("setScaling", `${pipe}/scaling`)
      .setPath(PipePath)
      .setPayload(body(Wire.ScalingPatch))
      .addSuccess(Wire.envelope(Wire.Pipe)),
  )
  .add(
    HttpApiEndpoint.get("getSettings", `${pipe}/settings`)
      .setPath(PipePath)
      .addSuccess(Wire.envelope(Wire.JsonObject)),
  )
  .add(
    HttpApiEndpoint.put("putSettings", `${pipe}/settings`)
      .setPath(PipePath)
      .setPayload(body(Wire.Settings))
      .addSuccess(Wire.envelope(Wire.JsonObject)),
  )
  .add(
    HttpApiEndpoint.post("discoverSchema", `${pipes}/schemaDiscovery`)
      .setPath(ServicePath)
      .setPayload(body(ServiceWire.DiscoverSchema))
      .addSuccess(Wire.envelope(ServiceWire.DiscoveredSchema)),
  )
  // Of each group and not of the whole: that would ask for a key on routes of the server beside the API too.
  .middleware(Authorization) {}

/** The compute that the database pipes of a service share. There is none before the first of them is there. */
export class CdcScaling extends HttpApiGroup.make("cdcScaling")
  .add(
    HttpApiEndpoint.get("getCdcScaling", cdcScaling)
      .setPath(ServicePath)
      .addSuccess(Wire.envelope(Wire.CdcScalingAnswer)),
  )
  .add(
    HttpApiEndpoint.patch("updateCdcScaling", cdcScaling)
      .setPath(ServicePath)
      .setPayload(body(Wire.CdcScaling))
      .addSuccess(Wire.envelope(Wire.CdcScalingAnswer)),
  )
  .add(
    HttpApiEndpoint.get("getOrganizationCdcScaling", cdcScalingOfOrganization)
      .setPath(OrganizationPath)
      .addSuccess(Wire.envelope(Wire.CdcScalingAnswer)),
  )
  .add(
    HttpApiEndpoint.patch("updateOrganizationCdcScaling", cdcScalingOfOrganization)
      .setPath(OrganizationPath)
      .setPayload(body(Wire.CdcScaling))
      .addSuccess(Wire.envelope(Wire.CdcScalingAnswer)),
  )
  .middleware(Authorization) {}

/** Reverse private endpoints: the ways of a service into private networks. */
export class Endpoints extends HttpApiGroup.make("endpoints")
  .add(
    HttpApiEndpoint.get("listEndpoints", endpoints)
      .setPath(ServicePath)
      .addSuccess(Wire.listEnvelope(ServiceWire.Endpoint)),
  )
  .add(
    HttpApiEndpoint.post("createEndpoint", endpoints)
      .setPath(ServicePath)
      .setPayload(body(ServiceWire.CreateEndpoint))
      .addSuccess(Wire.envelope(ServiceWire.Endpoint)),
  )
  .add(
    HttpApiEndpoint.get("getEndpoint", endpoint)
      .setPath(EndpointPath)
      .addSuccess(Wire.envelope(ServiceWire.Endpoint)),
  )
  .add(
    HttpApiEndpoint.patch("updateEndpoint", endpoint)
      .setPath(EndpointPath)
      .setPayload(body(ServiceWire.PatchEndpoint))
      .addSuccess(Wire.envelope(ServiceWire.Endpoint)),
  )
  .add(HttpApiEndpoint.del("deleteEndpoint", endpoint).setPath(EndpointPath).addSuccess(Wire.EmptyEnvelope))
  .middleware(Authorization) {}

/** The service itself, as far as waking it needs. */
export class Services extends HttpApiGroup.make("services")
  .add(
    HttpApiEndpoint.get("getService", service)
      .setPath(ServicePath)
      .addSuccess(Wire.envelope(ServiceWire.Service)),
  )
  .add(
    HttpApiEndpoint.patch("setServiceState", `${service}/state`)
      .setPath(ServicePath)
      .setPayload(body(ServiceWire.ServiceCommand))
      .addSuccess(Wire.envelope(ServiceWire.Service)),
  )
  .middleware(Authorization) {}

/** The API. Paths start with `/v1`, so its base is `https://api.clickhouse.cloud`. */
export class CloudApi extends HttpApi.make("cloud")
  .add(Pipes)
  .add(CdcScaling)
  .add(Endpoints)
  .add(Services)
  .addError(Wire.BadRequest)
  .addError(Wire.NotFound)
  .addError(Wire.Conflict)
  .addError(Wire.FailedDependency)
  .addError(Wire.TooManyRequests)
  .addError(Wire.InternalError) {}
