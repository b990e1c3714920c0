/** Gives every answer its envelope, and every request its id and its entry in the journal. */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { Journal } from "./journal.ts"
import type { Refused } from "./refused.ts"

/** Below this path are the emulator's own routes, which the API does not have. */
export const ownPath = "/emulator/"

/** The id of the request that is being answered. */
export class RequestId extends Context.Reference<RequestId>()("@pipewright/emulator/internal/RequestId", {
  defaultValue: () => "",
}) {}

/** The envelope of a result, or of a refusal; `name` is the operation's, for its span. */
export const answer = <A, R>(name: string, operation: Effect.Effect<A, Refused, R>) =>
  Effect.flatMap(RequestId, (requestId) =>
    operation.pipe(
      Effect.withSpan(`Emulator.${name}`),
      Effect.map((result) => ({ status: 200, requestId, result })),
      Effect.mapError(({ status, error }) => ({ status, error, requestId })),
    ),
  )

const isFailure = Schema.is(Wire.Failure)

const failure = (status: Wire.Failure["status"], error: string, requestId: string) =>
  HttpServerResponse.unsafeJson({ status, error, requestId }, { status })

/** Whatever went wrong, in the API's envelope. */
const failed = (cause: Cause.Cause<unknown>): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.gen(function* () {
    const requestId = yield* RequestId
    const error = Cause.squash(cause)
    if (isFailure(error)) return failure(error.status, error.error, requestId)
    if (Predicate.isTagged(error, "RouteNotFound")) {
      return failure(404, "NOT_FOUND: the API has no such route", requestId)
    }
    if (Predicate.isTagged(error, "HttpApiDecodeError")) {
      return failure(400, "BAD_REQUEST: an id in the path is not accepted", requestId)
    }
    yield* Effect.logError("the emulator failed to answer", cause)
    // Only a defect gets here. Its message is ours or the file system's: it names keys or a file.
    const why = Predicate.isError(error) ? error.message : "see its log"
    return failure(500, `INTERNAL_ERROR: the emulator failed: ${why}`, requestId)
  })

/** Wraps the whole application. */
export const middleware = Effect.map(
  Journal,
  (journal) =>
    (app: HttpApp.Default): HttpApp.Default =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const [path = ""] = request.url.split("?")
        const requestId = crypto.randomUUID()
        const time = new Date(yield* Clock.currentTimeMillis).toISOString()
        const note = (status: number) =>
          path.startsWith(ownPath)
            ? Effect.void
            : journal.add({ method: request.method, path, status, requestId, time })
        return yield* app.pipe(
          Effect.catchAllCause((cause) =>
            Cause.isInterruptedOnly(cause) ? Effect.failCause(cause) : failed(cause),
          ),
          Effect.tap((response) => note(response.status)),
          Effect.onInterrupt(() => note(499)),
          Effect.provideService(RequestId, requestId),
        )
      }),
)
