/** A clock for a client on a real socket: a pause is over at once, and is noted; five minutes never pass. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

const longest = Duration.toMillis("5 minutes")

/** The clock, and the pauses that were made by it, in milliseconds. */
export const hasty = () => {
  const pauses: Array<number> = []
  let passed = 0
  const clock: Clock.Clock = Object.assign(Object.create(Clock.make()) as Clock.Clock, {
    unsafeCurrentTimeMillis: () => passed,
    currentTimeMillis: Effect.sync(() => passed),
    sleep: (duration: Duration.Duration) =>
      Effect.suspend(() => {
        const millis = Duration.toMillis(duration)
        if (millis >= longest) return Effect.never
        pauses.push(millis)
        passed += millis
        return Effect.void
      }),
  })
  return { pauses, hurry: Effect.withClock(clock) }
}
