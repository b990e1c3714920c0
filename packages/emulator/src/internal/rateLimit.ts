/** Refuses requests of a key beyond a number in a time, as the cloud does. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

export interface RateLimit {
  readonly requests: number
  readonly per: Duration.DurationInput
}

/** How long until the next request of this key is taken, in milliseconds; `undefined` if this one is. */
export type Take = (key: string) => Effect.Effect<number | undefined>

/** Counts anew when the time is over that began with a key's first request. */
export const make = (limit: RateLimit): Take => {
  const { requests } = limit
  const per = Duration.toMillis(limit.per)
  const windows = new Map<string, { readonly ends: number; taken: number }>()
  return (key) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const current = windows.get(key)
      if (current === undefined || now >= current.ends) {
        // Keys come from requests, and there may be any number of them.
        for (const [other, { ends }] of windows) if (now >= ends) windows.delete(other)
        windows.set(key, { ends: now + per, taken: 1 })
        return undefined
      }
      current.taken += 1
      return current.taken > requests ? current.ends - now : undefined
    })
}
