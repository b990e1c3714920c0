/**
 * The time that everything in the emulator happens at. It is the `Clock` of Effect, put into every request, so whoever
 * asks what time it is asks this one; nobody sleeps.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { badRequest, type Refused, refusal } from "./refused.ts"

/** `real` runs by itself. `stepped` stands still until it is told to go on. */
export type Mode = "real" | "stepped"

export interface Service {
  readonly mode: Mode
  readonly clock: Clock.Clock
  /** What the emulator's own address for the clock answers. */
  readonly told: Effect.Effect<{ readonly mode: Mode; readonly now: string }>
  /** Moves a stepped clock on, as the body of a request says: `{advance: "30 seconds"}`. */
  readonly advance: (json: unknown) => Effect.Effect<void, Refused>
}

/** A clock that starts at the time of another, and the way to move it. What sleeps by it sleeps by the other. */
const stepped = (by: Clock.Clock) => {
  let now = by.unsafeCurrentTimeMillis()
  const nanos = () => BigInt(Math.round(now * 1000)) * 1000n
  const clock: Clock.Clock = {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: () => now,
    currentTimeMillis: Effect.sync(() => now),
    unsafeCurrentTimeNanos: nanos,
    currentTimeNanos: Effect.sync(nanos),
    sleep: (duration) => by.sleep(duration),
  }
  const move = (duration: Duration.Duration) =>
    Effect.sync(() => {
      now += Duration.toMillis(duration)
    })
  return { clock, move }
}

const wrong = badRequest([{ path: ["advance"], what: 'expected a time such as "30 seconds" or "2 hours"' }])

const durationIn = (json: unknown): Effect.Effect<Duration.Duration, Refused> => {
  const text = Predicate.hasProperty(json, "advance") ? json.advance : undefined
  // Effect reads a negative time as none at all.
  return typeof text === "string" && /^\d/.test(text)
    ? Option.match(Duration.decodeUnknown(text), {
        onNone: () => Effect.fail(wrong),
        onSome: Effect.succeed,
      })
    : Effect.fail(wrong)
}

const make = (mode: Mode) =>
  Effect.map(Effect.clock, (real): Service => {
    const { clock, move } = mode === "real" ? { clock: real, move: undefined } : stepped(real)
    return {
      mode,
      clock,
      told: Effect.map(clock.currentTimeMillis, (now) => ({ mode, now: new Date(now).toISOString() })),
      advance: (json) =>
        move === undefined
          ? Effect.fail(refusal("the clock runs by itself; start the emulator with --clock stepped"))
          : Effect.flatMap(durationIn(json), move),
    }
  })

export class Time extends Context.Tag("@pipewright/emulator/internal/Time")<Time, Service>() {
  static readonly layer = (mode: Mode): Layer.Layer<Time> => Layer.effect(Time, make(mode))
}
