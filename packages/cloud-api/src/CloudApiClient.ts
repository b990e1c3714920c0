/**
 * Calls the Cloud API: one method for each operation.
 *
 * Requests go no faster than the API takes them, and again only where that does no harm: a `POST` that got no answer
 * may have made a pipe, so what it made is looked for. Interrupting a call aborts its request and its waits. A
 * redirect is not followed, so that the key and the body reach no other address.
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { CloudApiError, EndpointError, Failing } from "./errors.ts"
import * as CdcScalings from "./internal/cdcScaling.ts"
import * as Endpoints from "./internal/endpoints.ts"
import * as Pipes from "./internal/pipes.ts"
import * as Send from "./internal/send.ts"
import * as Services from "./internal/services.ts"
import * as Wake from "./internal/wake.ts"
import type { Service as CloudService, DiscoveredSchema, Endpoint, ServiceCommand } from "./ServiceWire.ts"
import type { CdcScaling, CdcScalingAnswer, Pipe, ScalingPatch, Settings } from "./Wire.ts"
import type { JsonObject, PipeCommand } from "./WireContract.ts"

/** How to reach the API. */
export interface Options {
  /** Scheme, host and port, such as `https://api.clickhouse.cloud`; `/v1` is added by the client. */
  readonly baseUrl: string
  readonly keyId: string
  readonly keySecret: Redacted.Redacted
  /** How long one request may take, its answer included. 5 minutes by default, for a create can take that long. */
  readonly timeout?: Duration.DurationInput
  readonly userAgent: string
  /**
   * How many requests go within which time, over all clients of this process that have the same API and key; fewer for
   * a while after a 429. 10 within 10 seconds by default, and as many as come where the API is on this machine.
   */
  readonly rate?: { readonly requests: number; readonly per: Duration.DurationInput } | "unlimited"
  /**
   * How long after its first failure a request may be sent again; 2 minutes by default. With less than 15 seconds
   * nothing is looked for that a lost create may have made, and with 0 nothing is sent again.
   */
  readonly patience?: Duration.DurationInput
  /**
   * The form of requests of which the published document and the guide have one each. Without it the document's is
   * sent, and the guide's once the API shows that it does not know the other.
   */
  readonly dialect?: "document" | "guide"
  /**
   * Says whether to wake a service that sleeps, which costs money; asked once for each service and each time that it
   * sleeps, until it says no. A call that found the service asleep goes once more when it runs. Without this nothing is
   * woken. A service that is stopped is never started.
   */
  readonly wake?: (service: ServiceRef) => Effect.Effect<boolean>
  /** Hears of every wait that a call makes before it goes on. */
  readonly onWait?: (wait: Wait) => Effect.Effect<void>
  /** Hears of every request that was sent, once it has its answer or will have none. */
  readonly onRequest?: (sent: Sent) => Effect.Effect<void>
}

/** A request that was sent. */
export interface Sent {
  readonly operation: string
  readonly method: string
  readonly path: string
  /** How often it has been sent, this time included. */
  readonly attempt: number
  /** Absent where no answer came. */
  readonly status?: number
  /** The API's id of the request, where it gave one. */
  readonly requestId?: string
}

/** A call waits before it goes on. */
export interface Wait {
  readonly operation: string
  /** There were too many requests, nothing could be reached, the API failed, or the service was asleep and wakes. */
  readonly why: "rate-limited" | "unreachable" | "failed" | "asleep"
  /** How long, or until it is looked whether the service runs. */
  readonly millis: number
}

/** A service of an organisation, by their ids. */
export interface ServiceRef {
  readonly organizationId: string
  readonly serviceId: string
}

/** One pipe of a service. */
export interface PipeRef extends ServiceRef {
  readonly pipeId: string
}

/** One reverse private endpoint of a service. */
export interface EndpointRef extends ServiceRef {
  readonly endpointId: string
}

/** A body to send as it is; the API judges it. */
export interface Body {
  readonly body: JsonObject
  /** Values in it to blank out if the API repeats them, besides those under keys that sound secret. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted>
}

/**
 * The operations. All fail with `RequestRefused`, `NotAuthorised` or `ApiUnavailable`, those on one pipe also with
 * `PipeNotFound`, and those on one endpoint with `EndpointNotFound`.
 */
export interface Service {
  /** All pipes of the service, in the API's order. */
  readonly listPipes: (options: ServiceRef) => Effect.Effect<ReadonlyArray<Pipe>, Failing>
  /**
   * Makes a pipe and returns it with its id. The answer comes before the pipe runs. Where the answer was lost, the pipe
   * is looked for by name and source among those that were not listed before.
   */
  readonly createPipe: (options: ServiceRef & Body) => Effect.Effect<Pipe, Failing>
  readonly getPipe: (options: PipeRef) => Effect.Effect<Pipe, CloudApiError>
  /** Changes what the body has and keeps the rest; settings in it are ignored by the API, see `putSettings`. */
  readonly updatePipe: (options: PipeRef & Body) => Effect.Effect<Pipe, CloudApiError>
  /** Deletes a pipe in any state. A pipe that is not there counts as deleted. Tables are left as they are. */
  readonly deletePipe: (options: PipeRef) => Effect.Effect<void, Failing>
  /** Gives a command. The returned state proves nothing: ask again until it has settled. */
  readonly setState: (
    options: PipeRef & { readonly command: PipeCommand },
  ) => Effect.Effect<Pipe, CloudApiError>
  readonly setScaling: (
    options: PipeRef & { readonly scaling: ScalingPatch },
  ) => Effect.Effect<Pipe, CloudApiError>
  /** The settings of a pipe; the API may return more keys than were set. */
  readonly getSettings: (options: PipeRef) => Effect.Effect<JsonObject, CloudApiError>
  /** Sets the given keys and keeps the others; an empty map is refused. */
  readonly putSettings: (
    options: PipeRef & { readonly settings: Settings },
  ) => Effect.Effect<JsonObject, CloudApiError>
  /** The compute that the database pipes of the service share, if there is any: the first of them brings it. */
  readonly getCdcScaling: (options: ServiceRef) => Effect.Effect<CdcScalingAnswer | undefined, Failing>
  /** Sets it, both numbers together. It settles later; ask again until it is what was sent. */
  readonly updateCdcScaling: (
    options: ServiceRef & { readonly scaling: CdcScaling },
  ) => Effect.Effect<CdcScalingAnswer, Failing>
  /** All reverse private endpoints of the service, in the API's order. */
  readonly listEndpoints: (options: ServiceRef) => Effect.Effect<ReadonlyArray<Endpoint>, Failing>
  /**
   * Makes an endpoint and returns it with its id; it is provisioned afterwards. Where the answer was lost, it is looked
   * for by type, description and fields among those that were not listed before.
   */
  readonly createEndpoint: (options: ServiceRef & Body) => Effect.Effect<Endpoint, Failing>
  readonly getEndpoint: (options: EndpointRef) => Effect.Effect<Endpoint, EndpointError>
  /** Replaces the list of its own names, the only thing of an endpoint that can be edited. */
  readonly updateEndpoint: (options: EndpointRef & Body) => Effect.Effect<Endpoint, EndpointError>
  /** Starts to delete an endpoint; it is gone once `getEndpoint` does not find it. One that is not there counts as deleted. */
  readonly deleteEndpoint: (options: EndpointRef) => Effect.Effect<void, Failing>
  /** Has the service look at a source, and returns the fields that it found there. Nothing is made. */
  readonly discoverSchema: (options: ServiceRef & Body) => Effect.Effect<DiscoveredSchema, Failing>
  /** The service itself; this works also while it sleeps. */
  readonly getService: (options: ServiceRef) => Effect.Effect<CloudService, Failing>
  /** Starts to wake, start or stop the service; ask again until its state is what was wanted. */
  readonly setServiceState: (options: ServiceRef & ServiceCommand) => Effect.Effect<CloudService, Failing>
}

/** The Cloud API, as a service. */
export class CloudApiClient extends Context.Tag("@pipewright/cloud-api/CloudApiClient")<
  CloudApiClient,
  Service
>() {
  /** A client over any `HttpClient`. */
  static readonly layer = (options: Options): Layer.Layer<CloudApiClient, never, HttpClient.HttpClient> =>
    Layer.effect(
      CloudApiClient,
      Effect.flatMap(Send.make(options), (sender) => {
        const service: Service = {
          ...Pipes.make(sender),
          ...CdcScalings.make(sender),
          ...Endpoints.make(sender),
          ...Services.make(sender),
        }
        return Wake.make(service, sender.origin, options)
      }),
    )
}
