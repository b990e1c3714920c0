/**
 * A state as files: a document that is replaced as a whole, a journal beside it that a change is appended to, and a
 * lock. The journal goes into the document when the lock is taken and when it is given back.
 */
import type { PlatformError } from "@effect/platform/Error"
import * as Path from "@effect/platform/Path"
import * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Ref from "effect/Ref"
import { StateConflict, StateDamaged, StateUnavailable } from "../../errors.ts"
import { ofThisProcess } from "../../Owner.ts"
import type { Backend, Failure } from "./backend.ts"
import * as Disk from "./disk.ts"
import * as Journal from "./journal.ts"
import * as Lock from "./lock.ts"
import * as LockFile from "./lockFile.ts"
import * as Name from "./name.ts"

interface Options {
  readonly directory: string
  readonly target: string
}

export const make = Effect.fnUntraced(function* ({ directory, target }: Options) {
  const path = yield* Path.Path
  const disk = yield* Disk.make
  const folder = path.join(directory, ".pipewright", "state")
  const base = path.join(folder, Name.encode(target))
  const file = `${base}.json`
  const journal = `${base}.journal`
  const lockFile = `${base}.lock`

  /** The serial of the last change that this process wrote; unknown before the first and after one that failed. */
  const written = yield* Ref.make<number | undefined>(undefined)

  const reached = <A, E>(effect: Effect.Effect<A, E | PlatformError>) =>
    Effect.mapError(effect, (error) =>
      isPlatformError(error) ? new StateUnavailable({ where: file, why: error.message }) : error,
    )

  const damaged = (problem: State.Problem) => new StateDamaged({ where: file, problem })

  /** The journal is read first: what it loses to the document meanwhile is in the document. */
  const load = Effect.gen(function* () {
    const noted = yield* disk.read(journal)
    const text = yield* disk.read(file)
    if (text === undefined) {
      if (noted === undefined || noted === "") return { document: undefined, noted }
      const why = `it is gone, and ${path.basename(journal)} beside it is not`
      return yield* damaged({ _tag: "damaged", why })
    }
    const document = yield* State.decode(text).pipe(
      Either.flatMap((found) => Journal.fold(found, noted ?? "")),
      Either.mapLeft(damaged),
    )
    return { document, noted }
  })

  /** Between the two steps the journal says what the document says already. */
  const save = (document: State.Document) =>
    Effect.gen(function* () {
      yield* Ref.set(written, undefined)
      yield* disk.replace(file, State.encode(document))
      yield* disk.remove(journal)
      yield* Ref.set(written, document.serial)
    })

  const tidy = Effect.gen(function* () {
    const { document, noted } = yield* load
    if (document !== undefined && noted !== undefined) yield* save(document)
    else yield* Ref.set(written, document?.serial)
    return document
  })

  const holding = (lock: Lock.Lock): Effect.Effect<void, Failure | PlatformError> =>
    Effect.flatMap(LockFile.holder(disk, lockFile), (found) => Lock.isStill(file, found, lock))

  const release = (lock: Lock.Lock) =>
    Effect.gen(function* () {
      const text = yield* disk.read(lockFile)
      if (text === Lock.encode(lock)) yield* LockFile.takeAway(disk, lockFile, text, lock)
    })

  return {
    where: file,
    read: reached(Effect.map(load, ({ document }) => document)),
    holder: reached(LockFile.holder(disk, lockFile)),
    acquire: (lock) =>
      reached(
        Effect.gen(function* () {
          yield* disk.folder(folder)
          yield* LockFile.acquire(disk, lockFile, lock)
          yield* Effect.onError(tidy, () => Effect.ignore(release(lock)))
        }),
      ),
    release: (lock) =>
      reached(
        Effect.gen(function* () {
          const tidied = yield* holding(lock).pipe(
            Effect.zipRight(tidy),
            // Whoever has the lock now puts the journal into the document.
            Effect.catchTags({ StateConflict: () => Effect.void, StateLocked: () => Effect.void }),
            Effect.exit,
          )
          yield* release(lock)
          yield* tidied
        }),
      ),
    unlock: reached(
      Effect.gen(function* () {
        const text = yield* disk.read(lockFile)
        if (text === undefined) return undefined
        const by = yield* Lock.take(yield* ofThisProcess())
        yield* Effect.ensuring(LockFile.takeAway(disk, lockFile, text, by), Lock.drop(by))
        return Lock.decode(text)
      }),
    ),
    replace: (document, expected, lock) =>
      reached(
        Effect.gen(function* () {
          yield* holding(lock)
          const current = (yield* load).document
          if (State.revision(current) !== expected)
            return yield* new StateConflict({ where: file, why: "it has changed since it was read" })
          const next = { ...document, serial: (current?.serial ?? 0) + 1 }
          yield* save(next)
          return State.revision(next)
        }),
      ),
    append: (changes, lock) =>
      reached(
        Effect.gen(function* () {
          yield* holding(lock)
          const before = (yield* Ref.get(written)) ?? (yield* tidy)?.serial
          if (before === undefined)
            return yield* new StateConflict({ where: file, why: "there is none to add to" })
          const serial = before + changes.length
          // A line that came to the disk in part is dropped by the next look.
          yield* Ref.set(written, undefined)
          yield* disk.append(journal, Journal.encode({ serial, changes }))
          yield* Ref.set(written, serial)
        }),
      ),
  } satisfies Backend
})

const isPlatformError = (error: unknown): error is PlatformError =>
  typeof error === "object" &&
  error !== null &&
  "_tag" in error &&
  (error._tag === "SystemError" || error._tag === "BadArgument")
