/** Sends a request again where that can do no harm. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Wait } from "../CloudApiClient.ts"
import type { CloudApiError, EndpointError } from "../errors.ts"
import type { Limiter } from "./limiter.ts"

export interface Options {
  readonly limiter: Limiter
  /** How long after its first failure a request may be sent again, in milliseconds. */
  readonly patience: number
  /** The API is on this machine, where nobody listens until somebody starts it. */
  readonly local: boolean
  /** Hears of a wait before a request goes again. */
  readonly onWait: ((wait: Wait) => Effect.Effect<void>) | undefined
}

/** A network that comes back does so soon; a wrong address should be told soon as well. */
const connectPatience = 10_000

const longestPause = 30_000

/**
 * How long to go on after such a failure, if at all. A request that was refused for its number, or that never left,
 * has done nothing. One that got no answer or a failure may have done its work, so it goes again only if doing the
 * work twice is the same as once.
 */
const patienceWith = (
  error: CloudApiError | EndpointError,
  repeatable: boolean,
  options: Options,
): number | undefined => {
  if (error._tag === "RequestRefused") return error.status === 429 ? options.patience : undefined
  if (error._tag !== "ApiUnavailable") return undefined
  switch (error.reason) {
    case "connection-refused":
    case "host-not-found":
      return options.local ? undefined : Math.min(connectPatience, options.patience)
    case "connection-broken":
    case "timed-out":
    case "server-error":
      return repeatable ? options.patience : undefined
    default:
      return undefined
  }
}

const whyOf = (error: CloudApiError | EndpointError): Wait["why"] => {
  if (error._tag !== "ApiUnavailable") return "rate-limited"
  return error.reason === "server-error" ? "failed" : "unreachable"
}

/** Runs `attempt` until it succeeds, fails for good or the patience is over. */
export const persist = <A, E extends CloudApiError | EndpointError>(
  attempt: (number: number) => Effect.Effect<A, E>,
  repeatable: boolean,
  options: Options,
): Effect.Effect<A, E> => {
  const { limiter } = options
  const go = (failures: number, firstFailure: number | undefined): Effect.Effect<A, E> =>
    limiter.take.pipe(
      Effect.zipRight(attempt(failures + 1)),
      Effect.zipLeft(limiter.tookOne),
      Effect.catchAll((error) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const backoff = Math.min(longestPause, 1000 * 2 ** failures)
          // Many who failed together should not come back together.
          const jitter = 1 + (yield* Random.next) / 4
          // Clocks have no parts of a millisecond to wait for.
          const pause = Math.ceil(Math.max(error.retryAfterMillis ?? 0, backoff) * jitter)
          const tooMany = error.status === 429
          if (tooMany) yield* limiter.slowDown(pause)
          const patience = patienceWith(error, repeatable, options)
          const since = firstFailure ?? now
          if (patience === undefined || now + pause - since > patience) return yield* Effect.fail(error)
          yield* Effect.logInfo(`once more in ${Math.ceil(pause / 1000)} s: ${error.message}`)
          const wait: Wait = { operation: error.operation, why: whyOf(error), millis: pause }
          yield* options.onWait?.(wait) ?? Effect.void
          // The limiter keeps everyone waiting after a 429, this request too.
          if (!tooMany) yield* Effect.sleep(pause)
          return yield* go(failures + 1, since)
        }),
      ),
    )
  return go(0, undefined)
}
