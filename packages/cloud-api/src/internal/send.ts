/** Sends one request of an operation, in its turn and as often as is safe, and makes its failure one of ours. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpApiClient from "@effect/platform/HttpApiClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/Encoding"
import * as ParseResult from "effect/ParseResult"
import * as Redacted from "effect/Redacted"
import { CloudApi } from "../CloudApi.ts"
import type { Options, Service } from "../CloudApiClient.ts"
import {
  ApiUnavailable,
  type Call,
  type EndpointNotFound,
  type Failing,
  NotAuthorised,
  type PipeNotFound,
  RequestRefused,
} from "../errors.ts"
import * as SchemaProblems from "../SchemaProblems.ts"
import * as Answer from "./answer.ts"
import * as Limiter from "./limiter.ts"
import { persist } from "./persist.ts"
import * as Redact from "./redact.ts"
import * as Traffic from "./traffic.ts"
import * as Transport from "./transport.ts"

/** A request to describe in errors, and what must not appear in them. */
export interface Described {
  readonly operation: keyof Service
  readonly method: string
  /** As it is sent, without the host. */
  readonly path: string
  /** What it asks for, in words. */
  readonly result: string
  readonly secrets?: ReadonlyArray<string>
  /** It changes nothing, whatever its method is. */
  readonly isRead?: boolean
}

/** What is not there. */
export type Missing = PipeNotFound | EndpointNotFound

/** What a 404 says where the path names one thing. */
export type NotFound<N> = (call: Call) => N

/** Sends a request. Only one that names a thing can fail because that is not there. */
interface Send {
  <A, E>(described: Described, request: Effect.Effect<A, E, Answer.CurrentCall>): Effect.Effect<A, Failing>
  <A, E, N extends Missing>(
    described: Described,
    request: Effect.Effect<A, E, Answer.CurrentCall>,
    notFound: NotFound<N>,
  ): Effect.Effect<A, Failing | N>
}

/** Scheme, host and port of an address, which may be relative to `base`. The rest of it may be secret. */
const originOf = (location: string, base?: string): string | undefined => {
  if (!URL.canParse(location, base)) return undefined
  const { origin } = new URL(location, base)
  return origin === "null" ? undefined : origin
}

/** Doing these twice is the same as doing them once. */
const repeatable: ReadonlyArray<string> = ["GET", "PUT", "DELETE"]

const isLocal = (baseUrl: string): boolean =>
  URL.canParse(baseUrl) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname)

const rateOf = ({ rate }: Options, local: boolean): Limiter.Rate => {
  if (rate === "unlimited") return Limiter.unlimited
  if (rate !== undefined) return { requests: rate.requests, perMillis: Duration.toMillis(rate.per) }
  return local ? Limiter.unlimited : { requests: 10, perMillis: 10_000 }
}

/** The operations of the API, over the `HttpClient` of the context, and the ways to send one. */
export const make = Effect.fnUntraced(function* (options: Options) {
  const baseUrl = options.baseUrl.replace(/\/+$/, "")
  const origin = originOf(baseUrl) ?? "an address that is not a URL"
  const timeout = Duration.decode(options.timeout ?? "5 minutes")
  const keySecret = Redacted.value(options.keySecret)
  /** All that was ever sent, for the API may repeat in one answer what it was told in another request. */
  const secrets = new Set([keySecret, Encoding.encodeBase64(`${options.keyId}:${keySecret}`)])

  const httpClient = (yield* HttpClient.HttpClient).pipe(
    HttpClient.mapRequest((request) =>
      request.pipe(
        HttpClientRequest.prependUrl(baseUrl),
        HttpClientRequest.basicAuth(options.keyId, options.keySecret),
        HttpClientRequest.setHeader("user-agent", options.userAgent),
        HttpClientRequest.acceptJson,
      ),
    ),
    HttpClient.tapRequest((request) => Effect.flatMap(Answer.CurrentCall, ({ sending }) => sending(request))),
    // There is a span of each request already, and our spans are no business of the API.
    HttpClient.withTracerDisabledWhen(() => true),
    HttpClient.withTracerPropagation(false),
    HttpClient.transformResponse(Effect.flatMap(Answer.read)),
  )
  const local = isLocal(baseUrl)
  const limiter = yield* Limiter.shared(JSON.stringify([origin, options.keyId]), rateOf(options, local))
  const patience = Duration.toMillis(options.patience ?? "2 minutes")
  const api = yield* HttpApiClient.makeWith(CloudApi, { httpClient })

  const describeFailure = <N>(
    call: Call,
    described: Described,
    error: unknown,
    blankOut: (words: string) => string,
    notFound: NotFound<N> | undefined,
  ): Failing | N => {
    const unavailable = (reason: ApiUnavailable["reason"], detail: string) =>
      new ApiUnavailable({ ...call, origin, reason, detail })
    if (error instanceof Answer.SaidNo) {
      const status = call.status ?? 0
      if (status === 401 || status === 403) return new NotAuthorised(call)
      if (status === 404 && notFound !== undefined) return notFound(call)
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
        ? `the answer has no ${described.result}`
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

  /** Runs one request once. */
  const sendOnce = <A, E, N>(
    described: Described,
    request: Effect.Effect<A, E, Answer.CurrentCall>,
    notFound: NotFound<N> | undefined,
    attempt: number,
  ): Effect.Effect<A, Failing | N> =>
    Effect.suspend(() => {
      const seen = Answer.nothingSeen()
      const { operation, method, path } = described
      for (const secret of described.secrets ?? []) secrets.add(secret)
      const blankOut = (words: string) => Redact.blanking(secrets)(words)
      const call = (words?: string): Call => ({
        operation,
        method,
        path,
        status: seen.status,
        requestId: seen.requestId,
        retryAfterMillis: seen.retryAfterMillis,
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
                  notFound,
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
        Traffic.telling({ operation, method, path, attempt }, seen, secrets, options.onRequest),
      )
    })

  const send: Send = <A, E, N extends Missing>(
    described: Described,
    request: Effect.Effect<A, E, Answer.CurrentCall>,
    notFound?: NotFound<N>,
  ) => {
    const isRepeatable = described.isRead === true || repeatable.includes(described.method)
    const once = (attempt: number) => sendOnce(described, request, notFound, attempt)
    return persist(once, isRepeatable, { limiter, patience, local, onWait: options.onWait })
  }

  return { api, dialect: options.dialect, origin, patience, send }
})

/** What `make` makes. */
export type Sender = Effect.Effect.Success<ReturnType<typeof make>>
