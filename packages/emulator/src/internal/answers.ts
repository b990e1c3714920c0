/** Answers requests: finds what is meant, lets faults happen, puts results into their envelope, and notes it all. */
import type { Json } from "@pipewright/cloud-api/WireContract"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Predicate from "effect/Predicate"
import * as Authorization from "./authorization.ts"
import * as Exchange from "./exchange.ts"
import { type Answer, failure } from "./exchange.ts"
import { type Dropped, Faults } from "./faults.ts"
import type { Handlers } from "./handlers.ts"
import { Journal } from "./journal.ts"
import type { Contracts } from "./judge.ts"
import type { Take } from "./rateLimit.ts"
import type { Refused } from "./refused.ts"
import { shown } from "./shown.ts"
import { Time } from "./time.ts"

/** Below this path are the emulator's own routes, which the API does not have. */
export const ownPath = "/emulator/"

/** Answers a request, or fails if its connection is to break. */
export type Respond = (incoming: Exchange.Incoming) => Effect.Effect<Answer, Dropped>

export interface Options {
  readonly contracts: Contracts
  readonly handlers: Handlers
  /** The emulator's own routes; `undefined` if there is none. */
  readonly control: (exchange: Exchange.Exchange) => Effect.Effect<Answer> | undefined
  /** Says no to a request whose key does not go so far. */
  readonly refuse: ReturnType<typeof Authorization.make>
  /** Counts requests; `undefined` if there may be any number. */
  readonly take: Take | undefined
}

/** The ids of a path without their escapes, or `undefined` if one cannot be an id. */
const idsOf = (ids: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined => {
  try {
    const decoded: Record<string, string> = {}
    for (const key in ids) {
      const id = decodeURIComponent(ids[key] ?? "")
      if (id === "." || id === "..") return undefined
      decoded[key] = id
    }
    return decoded
  } catch {
    return undefined
  }
}

const noRoute = (exchange: Exchange.Exchange): Answer =>
  failure(exchange, 404, "NOT_FOUND: the API has no such route")

/** The quota of a key is used up; it has one again in so many milliseconds. */
const tooMany = (exchange: Exchange.Exchange, wait: number): Answer =>
  failure(exchange, 429, "TOO_MANY_REQUESTS: the quota of requests is used up", {
    "retry-after": String(Math.ceil(wait / 1000)),
    "x-ratelimit-reset": String(wait / 1000),
  })

/** A bug of the emulator, or a disk that cannot be written. */
const failed = (exchange: Exchange.Exchange, cause: Cause.Cause<unknown>): Effect.Effect<Answer> =>
  Effect.gen(function* () {
    const error = Cause.squash(cause)
    yield* Effect.logError("the emulator failed to answer", cause)
    // The message is ours or the file system's: it names keys or a file.
    const why = Predicate.isError(error) ? error.message : "see its log"
    return failure(exchange, 500, `INTERNAL_ERROR: the emulator failed: ${why}`)
  })

export const make = ({ contracts, handlers, control, refuse, take }: Options) =>
  Effect.map(Effect.all([Journal, Faults, Time]), ([journal, faults, time]): Respond => {
    const operate = (exchange: Exchange.Exchange): Effect.Effect<Answer> => {
      const { operation, requestId } = exchange
      if (operation === undefined) return Effect.succeed(noRoute(exchange))
      const ids = idsOf(exchange.ids)
      const refusal = refuse(exchange, ids?.organizationId)
      if (refusal !== undefined) return Effect.succeed(refusal)
      if (ids === undefined) {
        return Effect.succeed(failure(exchange, 400, "BAD_REQUEST: an id in the path is not accepted"))
      }
      // The ids are those of the operation's own path.
      const handle = handlers[operation] as (
        ids: unknown,
        exchange: Exchange.Exchange,
      ) => Effect.Effect<unknown, Refused>
      return Effect.match(handle(ids, exchange), {
        onFailure: ({ status, error }) => failure(exchange, status, error),
        onSuccess: (result) => Exchange.json(200, { status: 200, requestId, result }),
      })
    }

    const noting = (exchange: Exchange.Exchange): Effect.Effect<Answer, Dropped> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const { method, path, operation, requestId } = exchange
        const time = new Date(now).toISOString()
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
        const answered = caught(exchange, operate(exchange))
        const limited =
          take === undefined
            ? answered
            : Effect.flatMap(take(Authorization.keyIdOf(exchange)), (wait) =>
                wait === undefined ? answered : Effect.succeed(tooMany(exchange, wait)),
              )
        return Effect.onExit(faults.around(exchange, limited), (exit) =>
          note(Exit.isSuccess(exit) ? exit.value.status : 499),
        )
      })

    const caught = (exchange: Exchange.Exchange, answer: Effect.Effect<Answer>): Effect.Effect<Answer> =>
      Effect.catchAllCause(answer, (cause) =>
        Cause.isInterruptedOnly(cause) ? Effect.failCause(cause) : failed(exchange, cause),
      )

    const respond: Respond = (incoming) =>
      Effect.suspend(() => {
        const exchange = Exchange.make(incoming)
        if (!exchange.path.startsWith(ownPath)) return noting(exchange)
        return caught(exchange, control(exchange) ?? Effect.succeed(noRoute(exchange)))
      })
    // The real clock is there already, and to put one in costs something.
    return time.mode === "real" ? respond : (incoming) => Effect.withClock(respond(incoming), time.clock)
  })
