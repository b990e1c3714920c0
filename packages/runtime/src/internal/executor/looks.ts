/**
 * Looks that all waits share. However many things are waited for, one list at a time says where they are, and the breaks
 * between two lists grow.
 */
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"

type Failing = RequestRefused | NotAuthorised | ApiUnavailable

/**
 * How a wait ended: with what was waited for, because its time was up, because the run should end soon, or because the
 * key has no right to look.
 */
export type Seen<B> =
  | { readonly _tag: "seen"; readonly value: B }
  | { readonly _tag: "timeUp" | "cut" | "blind" }

export interface Looks<A> {
  /** Waits until a list is there of which `judge` says something; it is told of each. */
  readonly until: <B>(
    judge: (all: A) => Effect.Effect<B | undefined>,
    limit: Duration.DurationInput,
  ) => Effect.Effect<Seen<B>>
}

export interface Options<A> {
  readonly list: Effect.Effect<A, Failing>
  /** The break before the first look; each further one is half as long again. */
  readonly first: Duration.DurationInput
  /** Ends all waits. */
  readonly stop: Effect.Effect<void>
  readonly tellFailure: (why: string) => Effect.Effect<void>
}

/** The longest break. */
export const longest = 15_000

const growth = 1.5

/** One that is waited for: is told of each list, and whether it has seen enough. */
type Waiter<A> = (all: A | "blind") => Effect.Effect<boolean>

export const make = <A>(options: Options<A>): Effect.Effect<Looks<A>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const waiters = new Set<Waiter<A>>()
    // Clocks have no parts of a millisecond to wait for.
    let pause = Math.min(longest, Math.ceil(Duration.toMillis(options.first)))
    let watching = false

    const tellAll = (all: A | "blind") =>
      Effect.forEach(
        [...waiters],
        (waiter) =>
          Effect.map(waiter(all), (enough) => {
            if (enough) waiters.delete(waiter)
          }),
        { discard: true },
      )

    const look = Effect.gen(function* () {
      yield* Effect.sleep(pause)
      pause = Math.min(longest, Math.ceil(pause * growth))
      // Whoever waited may have left meanwhile.
      if (waiters.size === 0) return
      const answer = yield* Effect.either(options.list)
      if (Either.isRight(answer)) return yield* tellAll(answer.right)
      // What is waited for is there whether or not this look at it succeeds, so a failure is told and looked past.
      yield* options.tellFailure(answer.left.message)
      if (answer.left._tag === "NotAuthorised") yield* tellAll("blind")
    })

    const watch = Effect.whileLoop({ while: () => waiters.size > 0, body: () => look, step: () => {} }).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          watching = false
        }),
      ),
    )

    const until = <B>(
      judge: (all: A) => Effect.Effect<B | undefined>,
      limit: Duration.DurationInput,
    ): Effect.Effect<Seen<B>> =>
      Effect.gen(function* () {
        const result = yield* Deferred.make<Seen<B>>()
        const waiter: Waiter<A> = (all) => {
          if (all === "blind") return Deferred.succeed(result, { _tag: "blind" })
          return Effect.flatMap(judge(all), (value) =>
            value === undefined ? Effect.succeed(false) : Deferred.succeed(result, { _tag: "seen", value }),
          )
        }
        waiters.add(waiter)
        if (!watching) {
          watching = true
          yield* Effect.forkIn(watch, scope)
        }
        return yield* Deferred.await(result).pipe(
          Effect.raceFirst(Effect.as(options.stop, { _tag: "cut" } as const)),
          Effect.timeoutTo({
            duration: limit,
            onTimeout: (): Seen<B> => ({ _tag: "timeUp" }),
            onSuccess: (seen) => seen,
          }),
          Effect.ensuring(Effect.sync(() => waiters.delete(waiter))),
        )
      })

    return { until }
  })
