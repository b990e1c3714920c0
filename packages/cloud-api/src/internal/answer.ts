/** Reads what the API answered, before its schema is applied: is it the envelope, and does it say yes? */

import type * as Headers from "@effect/platform/Headers"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

/** What is known of the answer so far. An error is made after the answer is gone, so the call keeps this. */
export interface Seen {
  status: number | undefined
  requestId: string | undefined
  retryAfterMillis: number | undefined
  /** The text of the answer, secrets included. */
  answer: string | undefined
  /** Hears of the request as it is sent. */
  sending: (request: HttpClientRequest) => Effect.Effect<void>
}

export const nothingSeen = (): Seen => ({
  status: undefined,
  requestId: undefined,
  retryAfterMillis: undefined,
  answer: undefined,
  sending: () => Effect.void,
})

/** The call that is under way. */
export class CurrentCall extends Context.Tag("@pipewright/cloud-api/internal/CurrentCall")<
  CurrentCall,
  Seen
>() {}

/** The API answered with its envelope, and not with success. */
export class SaidNo extends Data.TaggedError("SaidNo")<{ readonly words: string }> {}

/** Something answered that is not the API, or not as it should. */
export class NotTheEnvelope extends Data.TaggedError("NotTheEnvelope")<{
  readonly contentType: string | undefined
}> {}

/** What answered wants us to ask elsewhere. */
export class Redirected extends Data.TaggedError("Redirected")<{ readonly location: string }> {}

/** A count of seconds, or a time: a date of HTTP, or seconds since 1970. */
const millisUntil = (value: string | undefined, now: number): number | undefined => {
  if (value === undefined || value.trim() === "") return undefined
  const seconds = Number(value)
  const millis = Number.isNaN(seconds)
    ? Date.parse(value) - now
    : seconds * 1000 - (seconds > 1_000_000_000 ? now : 0)
  return Number.isNaN(millis) ? undefined : Math.max(0, millis)
}

/** How long the headers ask to be left alone; the longer, where both are there. */
const retryAfterOf = (headers: Headers.Headers, now: number): number | undefined => {
  const asked = [headers["retry-after"], headers["x-ratelimit-reset"]].flatMap(
    (value) => millisUntil(value, now) ?? [],
  )
  return asked.length === 0 ? undefined : Math.max(...asked)
}

const parseJson = Schema.decodeUnknownOption(Schema.parseJson())

/** Passes an answer of 2xx on as 200 with its text in memory; any other answer becomes an error. */
export const read = Effect.fnUntraced(function* (
  response: HttpClientResponse.HttpClientResponse,
): Effect.fn.Return<
  HttpClientResponse.HttpClientResponse,
  HttpClientError.HttpClientError | SaidNo | Redirected | NotTheEnvelope,
  CurrentCall
> {
  const seen = yield* CurrentCall
  seen.status = response.status
  // An answer that succeeds may say when the quota is next full, which is no reason to wait.
  if (response.status === 429 || response.status === 503) {
    seen.retryAfterMillis = retryAfterOf(response.headers, yield* Clock.currentTimeMillis)
  }
  const text = yield* response.text
  seen.answer = text
  const { location } = response.headers
  if (response.status >= 300 && response.status < 400 && location !== undefined) {
    return yield* new Redirected({ location })
  }
  const json = Option.getOrUndefined(parseJson(text))
  if (!Predicate.isRecord(json)) {
    return yield* new NotTheEnvelope({ contentType: response.headers["content-type"] })
  }
  seen.requestId = typeof json.requestId === "string" ? json.requestId : undefined
  if (response.status >= 200 && response.status < 300) {
    // The schema of the API knows of 200 alone.
    return HttpClientResponse.fromWeb(response.request, new Response(text, { status: 200 }))
  }
  if (typeof json.error !== "string") {
    return yield* new NotTheEnvelope({ contentType: response.headers["content-type"] })
  }
  return yield* new SaidNo({ words: json.error })
})

const jsonPath = /^[A-Z][A-Z_]+:\s+([A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\]|\["[^"]*"\])*)\s*:/

/** The JSON path that the API's words lead with, as in `BAD_REQUEST: destination.columns[0].type: …`. */
export const jsonPathOf = (words: string): string | undefined => jsonPath.exec(words)?.[1]
