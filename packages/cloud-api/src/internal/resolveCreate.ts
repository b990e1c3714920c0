/**
 * Finds out whether a create happened whose answer was lost. Names are not unique, so a create that is sent again
 * blindly may make a second one that loads the same data.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { ApiUnavailable, type CloudApiError, mayHaveHappened, type PipeNotFound } from "../errors.ts"
import type { Pipe } from "../Wire.ts"
import type { Json, JsonObject } from "../WireContract.ts"

type Failing = Exclude<CloudApiError, PipeNotFound>

/** What this client knows of one service: what was there before, and what it has made. */
export interface Known {
  listed: ReadonlySet<string> | undefined
  readonly made: Set<string>
}

/** How far the clock of the API may be behind ours, in milliseconds. */
const skew = 5 * 60_000

/** The waits before the looks after a lost answer, in milliseconds. */
const looks = [1000, 4000, 10_000]
const settledAfter = looks.reduce((sum, pause) => sum + pause, 0)

/** Everything that was sent and came back is the same; defaults are added and secrets left out by the API. */
const echoes = (sent: Json | undefined, live: Json | undefined): boolean => {
  if (Predicate.isRecord(sent) && Predicate.isRecord(live)) {
    return Object.entries(sent).every(([key, value]) => echoes(value as Json, live[key] as Json | undefined))
  }
  const compared = [sent, live].every((value) => ["string", "number", "boolean"].includes(typeof value))
  return !compared || sent === live
}

/** A live pipe has the source that was sent: the same arm, and in it nothing else than was sent. */
const sameSource = (body: JsonObject, pipe: Pipe): boolean => {
  const sent = Predicate.isRecord(body.source) ? (body.source as JsonObject) : {}
  const arms = Object.keys(sent).filter((arm) => Predicate.isRecord(sent[arm]))
  return arms.every((arm) => pipe.source[arm] !== undefined) && echoes(sent, pipe.source)
}

const isNew = (pipe: Pipe, known: ReadonlySet<string> | undefined, start: number): boolean => {
  const created = pipe.createdAt === undefined ? Number.NaN : Date.parse(pipe.createdAt)
  if (Number.isNaN(created)) return known !== undefined && !known.has(pipe.id)
  return !known?.has(pipe.id) && created >= start - skew
}

/** Several new pipes, or one with another source, may be what was made: that is for people to see. */
const unclear = (error: ApiUnavailable, name: string, pipes: ReadonlyArray<Pipe>): ApiUnavailable => {
  const ids = pipes.map((pipe) => pipe.id).join(", ")
  const what =
    pipes.length === 1
      ? `a pipe \`${name}\` with another source has come up (${ids})`
      : `${pipes.length} pipes \`${name}\` have come up (${ids}), keep one of them`
  const { operation, method, path, status, requestId, apiMessage, reason, origin, detail } = error
  const call = { operation, method, path, status, requestId, apiMessage }
  return new ApiUnavailable({ ...call, reason, origin, detail: `${detail}; meanwhile ${what}` })
}

/**
 * Runs `create`, and, with the patience for it, looks for what it made if its answer was lost. It is sent again only if the API itself said that
 * it failed and nothing of the name has come up by the last look, and then once.
 */
export const resolving = (
  body: JsonObject,
  known: Known,
  patience: number,
  create: Effect.Effect<Pipe, Failing>,
  list: Effect.Effect<ReadonlyArray<Pipe>, Failing>,
): Effect.Effect<Pipe, Failing> => {
  const before = known.listed
  const name = String(body.name)
  const look = (start: number, error: ApiUnavailable): Effect.Effect<Pipe | "absent", Failing> =>
    Effect.gen(function* () {
      for (const pause of looks) {
        yield* Effect.sleep(pause)
        // The lost answer is what the caller has to hear of; a look that fails tells nothing more.
        const pipes = yield* list.pipe(Effect.mapError(() => error))
        const sameName = pipes.filter(
          (pipe) => pipe.name === name && !known.made.has(pipe.id) && isNew(pipe, before, start),
        )
        const [found, ...others] = sameName.filter((pipe) => sameSource(body, pipe))
        if (found !== undefined && others.length === 0) return found
        if (sameName.length > 0) return yield* Effect.fail(unclear(error, name, sameName))
      }
      return "absent" as const
    })
  const go = (again: boolean): Effect.Effect<Pipe, Failing> =>
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
  return Effect.tap(go(true), (pipe) => Effect.sync(() => known.made.add(pipe.id)))
}
