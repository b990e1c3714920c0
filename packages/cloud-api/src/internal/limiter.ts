/** Lets requests go no faster than the API takes them: one limiter for each key. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { RateLimits } from "../RateLimits.ts"

/** At most so many requests within any stretch of so many milliseconds. */
export interface Rate {
  readonly requests: number
  readonly perMillis: number
}

export const unlimited: Rate = { requests: Number.POSITIVE_INFINITY, perMillis: 0 }

export interface Limiter {
  /** Waits for its turn; turns are given in the order in which they were asked for. */
  readonly take: Effect.Effect<void>
  /** The API has had too much: nothing goes for so long, and half as much from then on. */
  readonly slowDown: (wholeMillis: number) => Effect.Effect<void>
  /** The API took a request; after as many as the rate has, the rate rises by one, up to where it was. */
  readonly tookOne: Effect.Effect<void>
  /** Goes no faster than this either; of two rates the slower one holds. */
  readonly atMost: (rate: Rate) => Effect.Effect<void>
}

const speed = ({ requests, perMillis }: Rate): number => requests / perMillis

export const make = (first: Rate): Effect.Effect<Limiter> =>
  Effect.map(Effect.makeSemaphore(1), (turn): Limiter => {
    let rate = first
    let starts: ReadonlyArray<number> = []
    let allowed = rate.requests
    let closedUntil = 0
    let tookInARow = 0

    const take = Effect.gen(function* () {
      while (true) {
        const now = yield* Clock.currentTimeMillis
        starts = starts.filter((start) => start + rate.perMillis > now)
        const oldest = starts.length < allowed ? undefined : starts[starts.length - allowed]
        const free = oldest === undefined ? now : oldest + rate.perMillis
        const wait = Math.max(free, closedUntil) - now
        if (wait <= 0) {
          starts = [...starts, now]
          return
        }
        yield* Effect.sleep(wait)
      }
    }).pipe(turn.withPermits(1))

    const slowDown = (wholeMillis: number) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        // Requests that went together are refused together, and are one reason to slow down.
        if (now >= closedUntil) allowed = Math.max(1, Math.floor(allowed / 2))
        closedUntil = Math.max(closedUntil, now + wholeMillis)
        tookInARow = 0
      })

    const tookOne = Effect.sync(() => {
      tookInARow += 1
      if (tookInARow < allowed || allowed >= rate.requests) return
      allowed += 1
      tookInARow = 0
    })

    const atMost = (other: Rate) =>
      Effect.sync(() => {
        if (speed(other) >= speed(rate)) return
        rate = other
        allowed = Math.min(allowed, rate.requests)
      })

    return { take, slowDown, tookOne, atMost }
  })

/** The limiter of an API and a key, made when it is first asked for. */
export const shared = (name: string, rate: Rate): Effect.Effect<Limiter> =>
  Effect.gen(function* () {
    const limiters = yield* RateLimits
    const known = limiters.get(name)
    if (known !== undefined) {
      yield* known.atMost(rate)
      return known
    }
    const limiter = yield* make(rate)
    limiters.set(name, limiter)
    return limiter
  })
