/** Gives every answer its envelope, and every request its id and its entry in the journal. */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { Json } from "@pipewright/cloud-api/WireContract"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { keyIdOf } from "./authorization.ts"
import * as Exchange from "./exchange.ts"
import { CurrentExchange, failure } from "./exchange.ts"
import * as Faults from "./faults.ts"
import { Journal } from "./journal.ts"
import type { Contracts } from "./judge.ts"
import type { Take } from "./rateLimit.ts"
import type { Refused } from "./refused.ts"
import { shown } from "./shown.ts"

/** Below this path are the emulator's own routes, which the API does not have. */
export const ownPath = "/emulator/"

/** The envelope of a result, or of a refusal; `name` is the operation's, for its span. */
export const answer = <A, R>(name: string, operation: Effect.Effect<A, Refused, R>) =>
  Effect.flatMap(CurrentExchange, ({ requestId }) =>
    operation.pipe(
      Effect.withSpan(`Emulator.${name}`),
      Effect.map((result) => ({ status: 200, requestId, result })),
      Effect.mapError(({ status, error }) => ({ status, error, requestId })),
    ),
  )

const isFailure = Schema.is(Wire.Failure)

/** Whatever went wrong, in the API's envelope. */
const failed = (
  exchange: Exchange.Exchange,
  cause: Cause.Cause<unknown>,
): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.gen(function* () {
    const error = Cause.squash(cause)
    if (isFailure(error)) return failure(exchange, error.status, error.error)
    if (Predicate.isTagged(error, "RouteNotFound")) {
      return failure(exchange, 404, "NOT_FOUND: the API has no such route")
    }
    if (Predicate.isTagged(error, "HttpApiDecodeError")) {
      return failure(exchange, 400, "BAD_REQUEST: an id in the path is not accepted")
    }
    yield* Effect.logError("the emulator failed to answer", cause)
    // Only a defect gets here. Its message is ours or the file system's: it names keys or a file.
    const why = Predicate.isError(error) ? error.message : "see its log"
    return failure(exchange, 500, `INTERNAL_ERROR: the emulator failed: ${why}`)
  })

/** The quota of a key is used up; it has one again in so many milliseconds. */
const tooMany = (exchange: Exchange.Exchange, wait: number) =>
  failure(exchange, 429, "TOO_MANY_REQUESTS: the quota of requests is used up", {
    "retry-after": String(Math.ceil(wait / 1000)),
    "x-ratelimit-reset": String(wait / 1000),
  })

/** Wraps the whole application. The emulator's own routes are neither noted nor do they go wrong. */
export const middleware = (contracts: Contracts, take: Take) =>
  Effect.map(
    Effect.all([Journal, Faults.Faults]),
    ([journal, faults]) =>
      (app: HttpApp.Default): HttpApp.Default =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const exchange = Exchange.make(request)
          const answered = app.pipe(
            Effect.catchAllCause((cause) =>
              Cause.isInterruptedOnly(cause) ? Effect.failCause(cause) : failed(exchange, cause),
            ),
            Effect.provideService(CurrentExchange, exchange),
          )
          const { method, path, operation, requestId } = exchange
          if (path.startsWith(ownPath)) return yield* answered
          const time = new Date(yield* Clock.currentTimeMillis).toISOString()
          const note = (status: number) => {
            const body = exchange.read()
            return journal.add({
              time,
              method,
              path,
              ...(operation === undefined ? {} : { operation }),
              status,
              requestId,
              ...(body === undefined ? {} : { body: shown(operation, body as Json, contracts) }),
            })
          }
          const limited = Effect.flatMap(take(keyIdOf(request)), (wait) =>
            wait === undefined ? answered : Effect.succeed(tooMany(exchange, wait)),
          )
          return yield* faults.around(exchange, limited).pipe(
            Effect.tap((response) => note(response.status)),
            Effect.onInterrupt(() => note(499)),
            Effect.catchTag("Dropped", () => Effect.zipRight(note(499), Faults.drop)),
          )
        }),
  )
