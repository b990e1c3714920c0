/**
 * A time in which nothing happens by itself. It passes only when nothing else can happen, straight to the next moment
 * at which something is to. Of what can happen at once, chance says what comes first.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Scheduler from "effect/Scheduler"
import type { Random } from "../internal/random.ts"

/** Whatever is not over by then never will be: the longest waits of the client are of minutes. */
const end = Duration.toMillis("7 days")

/** A run that does more than this within one moment goes round in circles. */
const mostTurns = 100_000

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** One turn of the event loop: by its end everything has happened that waits for no time. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export const make = ({ below }: Random) => {
  let now = 0
  let sleepers: ReadonlyArray<Sleeper> = []
  const tasks: Array<Scheduler.Task> = []
  let draining = false
  let turns = 0

  const drain = (): void => {
    while (tasks.length > 0 && turns < mostTurns) {
      turns += 1
      const [task] = tasks.splice(below(tasks.length), 1)
      task?.()
    }
    draining = false
  }

  const scheduler: Scheduler.Scheduler = {
    shouldYield: Scheduler.defaultShouldYield,
    scheduleTask: (task) => {
      tasks.push(task)
      if (draining) return
      draining = true
      queueMicrotask(drain)
    },
  }

  const sleep = (duration: Duration.Duration): Effect.Effect<void> =>
    Effect.async((resume) => {
      const sleeper: Sleeper = { at: now + Duration.toMillis(duration), wake: () => resume(Effect.void) }
      sleepers = [...sleepers, sleeper]
      return Effect.sync(() => {
        sleepers = sleepers.filter((one) => one !== sleeper)
      })
    })

  const clock: Clock.Clock = {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: () => now,
    unsafeCurrentTimeNanos: () => BigInt(Math.floor(now)) * 1_000_000n,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanos: Effect.sync(() => BigInt(Math.floor(now)) * 1_000_000n),
    sleep,
  }

  const settle = async (): Promise<void> => {
    turns = 0
    let before: number
    do {
      before = turns
      await turn()
    } while (turns !== before && turns < mostTurns)
  }

  /** Runs an effect in this time. It hangs if it is not done and nothing is to happen any more. */
  const run = async <A, E>(effect: Effect.Effect<A, E>): Promise<Exit.Exit<A, E> | "hangs"> => {
    const fiber: Fiber.RuntimeFiber<A, E> = Effect.runFork(Effect.withClock(effect, clock), { scheduler })
    let exit: Exit.Exit<A, E> | undefined
    fiber.addObserver((one) => {
      exit = one
    })
    while (true) {
      await settle()
      if (exit !== undefined) return exit
      const next = Math.min(...sleepers.map(({ at }) => at))
      if (turns >= mostTurns || next > end) return "hangs"
      now = next
      const awake = sleepers.filter(({ at }) => at <= now)
      sleepers = sleepers.filter(({ at }) => at > now)
      for (const { wake } of awake) wake()
    }
  }

  return { run, now: () => now }
}
