/**
 * What can go wrong when the Cloud API is called.
 *
 * Every error says which call it was and repeats the API's own words, and none holds the request: no header and no
 * body can reach a message, a log or a JSON rendering through it.
 */
import * as Data from "effect/Data"

/** Which call failed, and what the API said. */
export interface Call {
  /** The client's method, such as `createPipe`. */
  readonly operation: string
  readonly method: string
  /** The path of the request, without its host. */
  readonly path: string
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** The API's id of the request, where it gave one. */
  readonly requestId: string | undefined
  /** The API's own words, where it said any; values of the request that look secret are blanked out. */
  readonly apiMessage: string | undefined
  /** How long the API asks to be left alone, where it says so. */
  readonly retryAfterMillis?: number | undefined
}

const sentence = (call: Call, what: string): string => {
  const words = call.apiMessage === undefined ? "" : `: ${call.apiMessage}`
  const id = call.requestId === undefined ? "" : ` (request ${call.requestId})`
  return `${call.operation} ${what}${words} [${call.method} ${call.path}]${id}`
}

/** The API understood the request and refused it: 400, 409, 424, 429 and other statuses below 500. */
export class RequestRefused extends Data.TaggedError("RequestRefused")<
  Call & {
    /** Where in the body, such as `destination.columns[0].type`, when the API's words lead with it and it holds no secret. */
    readonly jsonPath: string | undefined
  }
> {
  override get message(): string {
    return sentence(this, `was refused with ${this.status}`)
  }
}

/** The API key is missing, wrong (401) or has no right to do this (403). */
export class NotAuthorised extends Data.TaggedError("NotAuthorised")<Call> {
  override get message(): string {
    return sentence(this, `was not authorised (${this.status})`)
  }
}

/** There is no pipe of this id, or it has no such part (404). */
export class PipeNotFound extends Data.TaggedError("PipeNotFound")<Call & { readonly pipeId: string }> {
  override get message(): string {
    return sentence(this, `found no pipe ${this.pipeId}`)
  }
}

/** There is no reverse private endpoint of this id (404). */
export class EndpointNotFound extends Data.TaggedError("EndpointNotFound")<
  Call & { readonly endpointId: string }
> {
  override get message(): string {
    return sentence(this, `found no reverse private endpoint ${this.endpointId}`)
  }
}

/** Why there was no usable answer. */
export type Unavailability =
  | "connection-refused"
  | "host-not-found"
  | "certificate-not-trusted"
  | "proxy-refused"
  | "connection-broken"
  | "connection-failed"
  | "timed-out"
  | "server-error"
  | "redirected"
  | "unreadable-answer"

/**
 * There was no answer (refused, no such host, broken off, timed out), the API failed (5xx), or what answered is not
 * the API or sends us elsewhere (3xx). A write may have happened all the same.
 */
export class ApiUnavailable extends Data.TaggedError("ApiUnavailable")<
  Call & {
    readonly reason: Unavailability
    /** Scheme, host and port of the API. */
    readonly origin: string
    /** More about the reason, in our words. */
    readonly detail: string
  }
> {
  override get message(): string {
    return sentence(this, `got no usable answer from ${this.origin}: ${this.detail}`)
  }
}

/** With these nothing was sent. */
const unsent: ReadonlyArray<Unavailability> = [
  "connection-refused",
  "host-not-found",
  "certificate-not-trusted",
  "proxy-refused",
]

/**
 * Whether what was asked for may have happened although no usable answer came back. It has not where nothing was
 * reached, or where what answered said that it will not do it.
 */
export const mayHaveHappened = ({ status, reason }: ApiUnavailable): boolean =>
  status === undefined ? !unsent.includes(reason) : status < 300 || status >= 500

/** What every call can fail with. */
export type Failing = RequestRefused | NotAuthorised | ApiUnavailable

/** Everything a call about a pipe can fail with. */
export type CloudApiError = Failing | PipeNotFound

/** Everything a call about a reverse private endpoint can fail with. */
export type EndpointError = Failing | EndpointNotFound

/** The service does not run, so that nothing can be done with its pipes. */
export const isNotRunning = (error: CloudApiError | EndpointError): boolean =>
  error._tag === "RequestRefused" && error.status === 424

/** It sleeps, and can be woken. One that is stopped was stopped by somebody. */
export const isIdle = (error: CloudApiError | EndpointError): boolean =>
  isNotRunning(error) && /\bstate:?\s*idle\b/i.test(error.apiMessage ?? "")
