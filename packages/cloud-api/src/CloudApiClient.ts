/**
 * Calls the Cloud API.
 *
 * One method for each operation, one request for each call: nothing is retried here, because a `POST` that got no
 * answer may have made a pipe. Interrupting a call aborts its request. A redirect is not followed, so that the key
 * and the body reach no other address.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpApiClient from "@effect/platform/HttpApiClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/Encoding"
import * as Layer from "effect/Layer"
import * as ParseResult from "effect/ParseResult"
import * as Redacted from "effect/Redacted"
import { CloudApi } from "./CloudApi.ts"
import {
  ApiUnavailable,
  type Call,
  type CloudApiError,
  NotAuthorised,
  PipeNotFound,
  RequestRefused,
} from "./errors.ts"
import * as Answer from "./internal/answer.ts"
import * as Redact from "./internal/redact.ts"
import * as Transport from "./internal/transport.ts"
import * as SchemaProblems from "./SchemaProblems.ts"
import type { Pipe, ScalingPatch, Settings } from "./Wire.ts"
import type { JsonObject, PipeCommand } from "./WireContract.ts"

/** How to reach the API. */
export interface Options {
  /** Scheme, host and port, such as `https://api.clickhouse.cloud`; `/v1` is added by the client. */
  readonly baseUrl: string
  readonly keyId: string
  readonly keySecret: Redacted.Redacted
  /** How long one call may take, its answer included. 5 minutes by default, for a create can take that long. */
  readonly timeout?: Duration.DurationInput
  readonly userAgent: string
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

/** A body to send as it is; the API judges it. */
export interface Body {
  readonly body: JsonObject
  /** Values in it to blank out if the API repeats them, besides those under keys that sound secret. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted>
}

type Failing = Exclude<CloudApiError, PipeNotFound>

/** The operations. All fail with `RequestRefused`, `NotAuthorised` or `ApiUnavailable`, those on one pipe also with `PipeNotFound`. */
export interface Service {
  /** All pipes of the service, in the API's order. */
  readonly listPipes: (options: ServiceRef) => Effect.Effect<ReadonlyArray<Pipe>, Failing>
  /** Makes a pipe and returns it with its id. The answer comes before the pipe runs. */
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
}

/** A request to describe in errors, and what must not appear in them. */
interface Described {
  readonly operation: keyof Service
  readonly method: string
  readonly ref: ServiceRef & { readonly pipeId?: string }
  readonly below?: "state" | "scaling" | "settings"
  readonly secrets?: ReadonlyArray<string>
}

const pathOf = ({ ref, below }: Described): string =>
  [
    "/v1/organizations",
    encodeURIComponent(ref.organizationId),
    "services",
    encodeURIComponent(ref.serviceId),
    "clickpipes",
    ...(ref.pipeId === undefined ? [] : [encodeURIComponent(ref.pipeId)]),
    ...(below === undefined ? [] : [below]),
  ].join("/")

/** What an operation asks for, in words. */
const resultOf = (operation: keyof Service): string => {
  if (operation === "listPipes") return "list of pipes"
  return operation === "getSettings" || operation === "putSettings" ? "settings" : "pipe"
}

/** Scheme, host and port of an address, which may be relative to `base`. The rest of it may be secret. */
const originOf = (location: string, base?: string): string | undefined => {
  if (!URL.canParse(location, base)) return undefined
  const { origin } = new URL(location, base)
  return origin === "null" ? undefined : origin
}

const secretsOf = ({ body, secrets = [] }: Body): ReadonlyArray<string> => [
  ...Redact.secretTexts(body.source),
  ...secrets.map(Redacted.value),
]

const make = Effect.fnUntraced(function* (options: Options) {
  const baseUrl = options.baseUrl.replace(/\/+$/, "")
  const origin = originOf(baseUrl) ?? "an address that is not a URL"
  const timeout = Duration.decode(options.timeout ?? "5 minutes")
  const keySecret = Redacted.value(options.keySecret)
  const ownSecrets = [keySecret, Encoding.encodeBase64(`${options.keyId}:${keySecret}`)]

  const httpClient = (yield* HttpClient.HttpClient).pipe(
    HttpClient.mapRequest((request) =>
      request.pipe(
        HttpClientRequest.prependUrl(baseUrl),
        HttpClientRequest.basicAuth(options.keyId, options.keySecret),
        HttpClientRequest.setHeader("user-agent", options.userAgent),
        HttpClientRequest.acceptJson,
      ),
    ),
    // Our spans are no business of the API.
    HttpClient.withTracerPropagation(false),
    HttpClient.transformResponse(Effect.flatMap(Answer.read)),
  )
  const { pipes } = yield* HttpApiClient.makeWith(CloudApi, { httpClient })

  const describeFailure = (
    call: Call,
    described: Described,
    error: unknown,
    blankOut: (words: string) => string,
  ): CloudApiError => {
    const unavailable = (reason: ApiUnavailable["reason"], detail: string) =>
      new ApiUnavailable({ ...call, origin, reason, detail })
    if (error instanceof Answer.SaidNo) {
      const status = call.status ?? 0
      if (status === 401 || status === 403) return new NotAuthorised(call)
      if (status === 404 && described.ref.pipeId !== undefined) {
        return new PipeNotFound({ ...call, pipeId: described.ref.pipeId })
      }
      if (status >= 400 && status < 500) {
        // Words with blanks in them may no longer lead with the path.
        const jsonPath = Answer.jsonPathOf(error.words)
        const isClean = jsonPath !== undefined && blankOut(jsonPath) === jsonPath
        return new RequestRefused({ ...call, jsonPath: isClean ? jsonPath : undefined })
      }
      return unavailable(status >= 500 ? "server-error" : "unreadable-answer", `it answered ${status}`)
    }
    if (error instanceof Answer.Redirected) {
      const target = originOf(error.location, baseUrl) ?? "an address that is not of the web"
      const detail = `it answered ${call.status}, a redirect to ${target}, which is not followed`
      return unavailable("redirected", blankOut(detail))
    }
    if (error instanceof Answer.NotTheEnvelope) {
      const type = error.contentType === undefined ? "" : `, ${error.contentType.slice(0, 100)}`
      const reason = (call.status ?? 0) >= 500 ? "server-error" : "unreadable-answer"
      return unavailable(reason, `what answered (${call.status}${type}) does not look like the API`)
    }
    if (ParseResult.isParseError(error)) {
      const problems = SchemaProblems.fromParseError(error)
      const hasNone = problems.some(({ path }) => path.length === 1 && path[0] === "result")
      const detail = hasNone
        ? `the answer has no ${resultOf(described.operation)}`
        : `the answer has an unexpected shape (${SchemaProblems.format(problems)})`
      return unavailable("unreadable-answer", detail)
    }
    if (HttpClientError.isHttpClientError(error)) {
      if (error._tag === "RequestError" && error.reason === "InvalidUrl") {
        return unavailable("connection-failed", "the base URL is not a URL")
      }
      const { reason, detail } = Transport.reasonOf(error.cause)
      return unavailable(reason, detail)
    }
    return unavailable("unreadable-answer", "the answer could not be read")
  }

  /** Runs one request and makes its failure one of ours. */
  const send = <A, E>(
    described: Described,
    request: Effect.Effect<A, E, Answer.CurrentCall>,
  ): Effect.Effect<A, CloudApiError> =>
    Effect.suspend(() => {
      const seen: Answer.Seen = { status: undefined, requestId: undefined }
      const blankOut = (words: string) =>
        Redact.blankOut(words, [...ownSecrets, ...(described.secrets ?? [])])
      const call = (words?: string): Call => ({
        operation: described.operation,
        method: described.method,
        path: pathOf(described),
        ...seen,
        apiMessage: words === undefined ? undefined : blankOut(words),
      })
      return request.pipe(
        Effect.provideService(Answer.CurrentCall, seen),
        // A redirect that `fetch` follows takes the body, and within one origin the key too, to wherever it points.
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
        Effect.catchAll((error) =>
          // Nothing but an id can fail to be encoded, and whoever passes an empty one has a bug.
          ParseResult.isParseError(error) && seen.status === undefined
            ? Effect.dieMessage(`${described.operation}: an id is empty or made of dots`)
            : Effect.fail(
                describeFailure(
                  call(error instanceof Answer.SaidNo ? error.words : undefined),
                  described,
                  error,
                  blankOut,
                ),
              ),
        ),
        Effect.timeoutFail({
          duration: timeout,
          onTimeout: () =>
            new ApiUnavailable({
              ...call(),
              origin,
              reason: "timed-out",
              detail: `no answer within ${Duration.format(timeout)}`,
            }),
        }),
      )
    })

  /** For operations that name no pipe: a 404 there is about the service, and `describeFailure` says `RequestRefused`. */
  const sendToService = <A, E>(
    described: Described,
    request: Effect.Effect<A, E, Answer.CurrentCall>,
  ): Effect.Effect<A, Failing> => send(described, request).pipe(Effect.catchTag("PipeNotFound", Effect.die))

  const servicePath = ({ organizationId, serviceId }: ServiceRef) => ({ organizationId, serviceId })
  const pipePath = (ref: PipeRef) => ({ ...servicePath(ref), clickPipeId: ref.pipeId })

  const service: Service = {
    listPipes: Effect.fn("CloudApiClient.listPipes")(function* (ref) {
      const request = pipes.list({ path: servicePath(ref) })
      return (yield* sendToService({ operation: "listPipes", method: "GET", ref: servicePath(ref) }, request))
        .result
    }),
    createPipe: Effect.fn("CloudApiClient.createPipe")(function* (given) {
      const request = pipes.create({ path: servicePath(given), payload: given.body })
      const described: Described = {
        operation: "createPipe",
        method: "POST",
        ref: servicePath(given),
        secrets: secretsOf(given),
      }
      return (yield* sendToService(described, request)).result
    }),
    getPipe: Effect.fn("CloudApiClient.getPipe")(function* (ref) {
      const request = pipes.get({ path: pipePath(ref) })
      return (yield* send({ operation: "getPipe", method: "GET", ref }, request)).result
    }),
    updatePipe: Effect.fn("CloudApiClient.updatePipe")(function* (given) {
      const request = pipes.update({ path: pipePath(given), payload: given.body })
      const described: Described = {
        operation: "updatePipe",
        method: "PATCH",
        ref: given,
        secrets: secretsOf(given),
      }
      return (yield* send(described, request)).result
    }),
    deletePipe: Effect.fn("CloudApiClient.deletePipe")(function* (ref) {
      const request = pipes.delete({ path: pipePath(ref) })
      yield* send({ operation: "deletePipe", method: "DELETE", ref }, request).pipe(
        Effect.catchTag("PipeNotFound", () => Effect.void),
      )
    }),
    setState: Effect.fn("CloudApiClient.setState")(function* (given) {
      const request = pipes.setState({ path: pipePath(given), payload: { command: given.command } })
      const described: Described = { operation: "setState", method: "PATCH", ref: given, below: "state" }
      return (yield* send(described, request)).result
    }),
    setScaling: Effect.fn("CloudApiClient.setScaling")(function* (given) {
      const request = pipes.setScaling({ path: pipePath(given), payload: given.scaling })
      const described: Described = { operation: "setScaling", method: "PATCH", ref: given, below: "scaling" }
      return (yield* send(described, request)).result
    }),
    getSettings: Effect.fn("CloudApiClient.getSettings")(function* (ref) {
      const request = pipes.getSettings({ path: pipePath(ref) })
      const described: Described = { operation: "getSettings", method: "GET", ref, below: "settings" }
      return (yield* send(described, request)).result
    }),
    putSettings: Effect.fn("CloudApiClient.putSettings")(function* (given) {
      const request = pipes.putSettings({ path: pipePath(given), payload: given.settings })
      const described: Described = { operation: "putSettings", method: "PUT", ref: given, below: "settings" }
      return (yield* send(described, request)).result
    }),
  }
  return service
})

/** The Cloud API, as a service. */
export class CloudApiClient extends Context.Tag("@pipewright/cloud-api/CloudApiClient")<
  CloudApiClient,
  Service
>() {
  /** A client over any `HttpClient`. */
  static readonly layer = (options: Options): Layer.Layer<CloudApiClient, never, HttpClient.HttpClient> =>
    Layer.effect(CloudApiClient, make(options))
}
