/** What is told of a request while it goes: a span of it, and in the log what is sent and answered, without secrets. */
import * as Headers from "@effect/platform/Headers"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as LogLevel from "effect/LogLevel"
import type { Options } from "../CloudApiClient.ts"
import type { Seen } from "./answer.ts"
import * as Redact from "./redact.ts"

/** A request that is told of. */
export interface About {
  readonly operation: string
  readonly method: string
  readonly path: string
  /** How often it has been sent, this time included. */
  readonly attempt: number
}

/** A body of more characters is told by their number. */
const longest = 64 * 1024

const isLogged: Effect.Effect<boolean> = Effect.map(
  FiberRef.get(FiberRef.currentMinimumLogLevel),
  LogLevel.lessThanEqual(LogLevel.Debug),
)

const bodyText = (text: string | undefined, secrets: Iterable<string>): string => {
  if (text === undefined || text === "") return ""
  if (text.length > longest) return `\n(${text.length} characters)`
  return `\n${Redact.json(text, secrets) ?? `(${text.length} characters that are not JSON)`}`
}

const title = ({ method, path, attempt }: About): string =>
  `${method} ${path}${attempt === 1 ? "" : `, attempt ${attempt}`}`

const tellRequest = (
  about: About,
  request: HttpClientRequest,
  secrets: Iterable<string>,
): Effect.Effect<void> => {
  const headers = Object.entries(Headers.redact(request.headers, "authorization"))
  const lines = [title(about), ...headers.map(([name, value]) => `${name}: ${value}`)]
  const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : undefined
  return Effect.logDebug(`${lines.join("\n")}${bodyText(body, secrets)}`)
}

const tellAnswer = (
  about: About,
  seen: Seen,
  millis: number,
  secrets: Iterable<string>,
): Effect.Effect<void> => {
  const { status, requestId, answer } = seen
  const id = requestId === undefined ? "" : ` (request ${requestId})`
  return Effect.logDebug(
    `${title(about)}: ${status ?? "no answer"} in ${millis} ms${id}${bodyText(answer, secrets)}`,
  ).pipe(
    Effect.annotateLogs({
      millis,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
    }),
  )
}

/** Tells of a request that goes, with what is seen of it. */
export const telling =
  (about: About, seen: Seen, secrets: Iterable<string>, onRequest: Options["onRequest"]) =>
  <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const logged = yield* isLogged
      if (logged) seen.sending = (sent) => tellRequest(about, sent, secrets)
      const start = yield* Clock.currentTimeMillis
      const ended = Effect.gen(function* () {
        const millis = (yield* Clock.currentTimeMillis) - start
        yield* Effect.annotateCurrentSpan({ status: seen.status, requestId: seen.requestId })
        if (logged) yield* tellAnswer(about, seen, millis, secrets)
        const { status, requestId } = seen
        yield* onRequest?.({
          ...about,
          ...(status === undefined ? {} : { status }),
          ...(requestId === undefined ? {} : { requestId }),
        }) ?? Effect.void
      })
      return yield* Effect.onExit(request, () => ended)
    }).pipe(
      Effect.annotateLogs({ ...about }),
      Effect.withSpan(`http ${about.method}`, {
        kind: "client",
        attributes: { ...about },
        captureStackTrace: false,
      }),
    )
