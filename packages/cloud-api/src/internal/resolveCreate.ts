/**
 * Finds out whether a create happened whose answer was lost. Names are not unique, so a create that is sent again
 * blindly may make a second one: a pipe that loads the same data, or an endpoint that costs as much.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { ServiceRef } from "../CloudApiClient.ts"
import { ApiUnavailable, type Failing, mayHaveHappened } from "../errors.ts"
import type { Json } from "../WireContract.ts"

/** A thing that a create makes. */
export interface Made {
  readonly id: string
  readonly createdAt?: string
}

/** How what a body makes is told among what is there. */
export interface Sought<T> {
  /** It goes by the name that was sent, which others may have too. */
  readonly isNamesake: (thing: T) => boolean
  /** It is what was sent. */
  readonly isSame: (thing: T) => boolean
  /** In words: its name, one such thing, several, and one that is not the same. */
  readonly words: {
    readonly name: string
    readonly one: string
    readonly several: string
    readonly another: string
  }
}

/** What this client knows of one service: what was there before, and what it has made. */
export interface Known {
  listed: ReadonlySet<string> | undefined
  readonly made: Set<string>
  /** By name, how many creates are under way or have ended unanswered: what they make may still come up. */
  readonly open: Map<string, number>
}

/** What this client knows, service by service. */
export const makeKnown = (): ((ref: ServiceRef) => Known) => {
  const services = new Map<string, Known>()
  return ({ organizationId, serviceId }) => {
    const key = JSON.stringify([organizationId, serviceId])
    const one = services.get(key) ?? { listed: undefined, made: new Set(), open: new Map() }
    services.set(key, one)
    return one
  }
}

/** How far the clock of the API may be behind ours, in milliseconds. */
const skew = 5 * 60_000

/** The waits before the looks after a lost answer, in milliseconds. */
const looks = [1000, 4000, 10_000]
const settledAfter = looks.reduce((sum, pause) => sum + pause, 0)

/** Everything that was sent and came back is the same; defaults are added and secrets left out by the API. */
export const echoes = (sent: Json | undefined, live: Json | undefined): boolean => {
  if (Predicate.isRecord(sent) && Predicate.isRecord(live)) {
    return Object.entries(sent).every(([key, value]) => echoes(value as Json, live[key] as Json | undefined))
  }
  const compared = [sent, live].every((value) => ["string", "number", "boolean"].includes(typeof value))
  return !compared || sent === live
}

type Age = "new" | "old" | "unknown"

/** Whether a thing was there before the create; without its time, a list from before has to say so. */
const ageOf = ({ id, createdAt }: Made, listed: ReadonlySet<string> | undefined, start: number): Age => {
  if (listed?.has(id) === true) return "old"
  const created = createdAt === undefined ? Number.NaN : Date.parse(createdAt)
  if (!Number.isNaN(created)) return created >= start - skew ? "new" : "old"
  return listed === undefined ? "unknown" : "new"
}

/** Why none of the things of the name can be taken for what was made, if so. */
const doubtOf = (
  { name, one, several, another }: Sought<unknown>["words"],
  namesakes: ReadonlyArray<Made>,
  seen: { readonly found: Made | undefined; readonly age: Age; readonly isAlone: boolean },
): string | undefined => {
  const { found, age, isAlone } = seen
  const ids = namesakes.map(({ id }) => id).join(", ")
  if (found === undefined) {
    return namesakes.length === 1
      ? `${one} \`${name}\` with ${another} has come up (${ids})`
      : `${namesakes.length} ${several} \`${name}\` have come up (${ids}), keep one of them`
  }
  if (age === "unknown") return `${one} \`${name}\` is there (${found.id}), and may have been there before`
  if (isAlone) return undefined
  return `${one} \`${name}\` has come up (${found.id}), and another create of the name has no answer either`
}

/** What was made cannot be told among these: that is for people to see. */
const unclear = (error: ApiUnavailable, what: string): ApiUnavailable => {
  const { operation, method, path, status, requestId, apiMessage, reason, origin, detail } = error
  const call = { operation, method, path, status, requestId, apiMessage }
  return new ApiUnavailable({ ...call, reason, origin, detail: `${detail}; meanwhile ${what}` })
}

/**
 * Runs `create`, and, with the patience for it, looks for what it made if its answer was lost. It is sent again only if the API itself said that
 * it failed and nothing of the name has come up by the last look, and then once.
 */
export const resolving = <T extends Made>(
  { isNamesake, isSame, words }: Sought<T>,
  known: Known,
  patience: number,
  create: Effect.Effect<T, Failing>,
  list: Effect.Effect<ReadonlyArray<T>, Failing>,
): Effect.Effect<T, Failing> => {
  const before = known.listed
  const { open } = known
  const count = (by: number) => Effect.sync(() => open.set(words.name, (open.get(words.name) ?? 0) + by))
  const look = (start: number, error: ApiUnavailable): Effect.Effect<T | "absent", Failing> =>
    Effect.gen(function* () {
      for (const pause of looks) {
        yield* Effect.sleep(pause)
        // The lost answer is what the caller has to hear of; a look that fails tells nothing more.
        const things = yield* list.pipe(Effect.mapError(() => error))
        const namesakes = things.filter(
          (thing) => isNamesake(thing) && !known.made.has(thing.id) && ageOf(thing, before, start) !== "old",
        )
        if (namesakes.length === 0) continue
        const [same, ...twins] = namesakes.filter(isSame)
        const found = twins.length === 0 ? same : undefined
        const doubt = doubtOf(words, namesakes, {
          found,
          age: found === undefined ? "new" : ageOf(found, before, start),
          isAlone: open.get(words.name) === 1,
        })
        if (doubt !== undefined) return yield* Effect.fail(unclear(error, doubt))
        if (found !== undefined) return found
      }
      return "absent" as const
    })
  const go = (again: boolean): Effect.Effect<T, Failing> =>
    Effect.flatMap(Clock.currentTimeMillis, (start) =>
      create.pipe(
        Effect.catchTag("ApiUnavailable", (error) =>
          mayHaveHappened(error) && patience >= settledAfter
            ? Effect.flatMap(look(start, error), (seen) => {
                if (seen !== "absent") return Effect.succeed(seen)
                const saidSo = error.apiMessage !== undefined && error.reason === "server-error"
                return again && saidSo ? go(false) : Effect.fail(error)
              })
            : Effect.fail(error),
        ),
      ),
    )
  const isAnswered = (exit: Exit.Exit<T, Failing>): boolean =>
    Exit.match(exit, {
      onSuccess: () => true,
      onFailure: (cause) =>
        Option.exists(
          Cause.failureOption(cause),
          (error) => error._tag !== "ApiUnavailable" || !mayHaveHappened(error),
        ),
    })
  return Effect.acquireUseRelease(
    count(1),
    () => Effect.tap(go(true), (thing) => Effect.sync(() => known.made.add(thing.id))),
    (_, exit) => (isAnswered(exit) ? count(-1) : Effect.void),
  )
}
