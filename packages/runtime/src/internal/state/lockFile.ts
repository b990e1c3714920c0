/**
 * A lock as a file that only one process can make. A dead one's is taken away by whoever holds a second lock, named
 * after the first, so that nobody takes away the lock of a third who was faster.
 */
import type { PlatformError } from "@effect/platform/Error"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { StateDamaged, type StateLocked, StateUnavailable } from "../../errors.ts"
import type { Disk } from "./disk.ts"
import * as Lock from "./lock.ts"

type Failure = StateLocked | StateDamaged | StateUnavailable | PlatformError

/** Others come and go between two looks; each try is a few milliseconds. */
const attempts = 50

export const holder = (
  disk: Disk,
  file: string,
): Effect.Effect<Lock.Lock | undefined, StateDamaged | PlatformError> =>
  Effect.flatMap(disk.read(file), (text) =>
    text === undefined ? Effect.succeed(undefined) : known(file, text),
  )

const known = (file: string, text: string): Effect.Effect<Lock.Lock, StateDamaged> => {
  const lock = Lock.decode(text)
  const problem = { _tag: "lock" } as const
  return lock === undefined ? Effect.fail(new StateDamaged({ where: file, problem })) : Effect.succeed(lock)
}

export const acquire = (
  disk: Disk,
  file: string,
  lock: Lock.Lock,
  attempt = 0,
): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    if (yield* disk.create(file, Lock.encode(lock), lock.id)) return
    const text = yield* disk.read(file)
    if (text !== undefined) {
      const found = yield* known(file, text)
      if (!Lock.isLeft(found) || attempt >= attempts) return yield* Lock.refuse(file, found)
      yield* takeAway(disk, file, text, lock)
    }
    if (attempt >= attempts)
      return yield* new StateUnavailable({
        where: file,
        why: "others take its lock each time that this run tries to",
      })
    yield* Effect.sleep(Duration.millis(2))
    yield* acquire(disk, file, lock, attempt + 1)
  })

/** Takes a lock away if it still says `text`. Another who is about to do the same does it alone. */
export const takeAway = (
  disk: Disk,
  file: string,
  text: string,
  by: Lock.Lock,
): Effect.Effect<void, Failure> => {
  const second = `${file}.${Lock.decode(text)?.id ?? "unreadable"}`
  return acquire(disk, second, by).pipe(
    Effect.zipRight(
      Effect.gen(function* () {
        if ((yield* disk.read(file)) === text) yield* disk.remove(file)
        yield* disk.remove(second)
      }),
    ),
    Effect.catchTag("StateLocked", () => Effect.void),
  )
}
