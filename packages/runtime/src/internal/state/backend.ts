/**
 * The service of the state on top of a place that keeps it. Who writes holds the lock; who has not taken it takes it for
 * the time of the write. Changes that come while one is being written go into the next write together.
 */
import * as State from "@pipewright/core/State"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { StateConflict, StateDamaged, StateLocked, StateUnavailable } from "../../errors.ts"
import { type Owner, ofThisProcess } from "../../Owner.ts"
import * as Lock from "./lock.ts"

export type Failure = StateConflict | StateDamaged | StateLocked | StateUnavailable

export interface Backend {
  readonly where: string
  readonly read: Effect.Effect<State.Document | undefined, StateDamaged | StateUnavailable>
  readonly holder: Effect.Effect<Lock.Lock | undefined, StateDamaged | StateUnavailable>
  /** Takes over a lock whose process is gone. */
  readonly acquire: (lock: Lock.Lock) => Effect.Effect<void, Failure>
  /** Does nothing where the lock is another's by now. */
  readonly release: (lock: Lock.Lock) => Effect.Effect<void, Failure>
  /** Takes away whatever lock there is. */
  readonly unlock: Effect.Effect<Owner | undefined, Failure>
  /** With the revision of what is replaced. Gives that of the new document. */
  readonly replace: (
    document: State.Document,
    expected: string,
    lock: Lock.Lock,
  ) => Effect.Effect<string, Failure>
  /** All changes or none; durable when it returns. */
  readonly append: (changes: ReadonlyArray<State.Change>, lock: Lock.Lock) => Effect.Effect<void, Failure>
}

interface Waiting {
  readonly change: State.Change
  readonly done: Deferred.Deferred<void, Failure>
}

export const serve = Effect.fnUntraced(function* (backend: Backend) {
  const mine = yield* Ref.make<Lock.Lock | undefined>(undefined)
  const waiting = yield* Ref.make<ReadonlyArray<Waiting>>([])
  /** Whether someone is at it, who takes what comes meanwhile too. */
  const flushing = yield* Ref.make(false)
  const turn = yield* Effect.makeSemaphore(1)

  const take = (owner: Owner) =>
    Effect.flatMap(Lock.take(owner), (lock) =>
      backend.acquire(lock).pipe(
        Effect.tapError(() => Lock.drop(lock)),
        Effect.as(lock),
      ),
    )

  const giveBack = (lock: Lock.Lock) =>
    backend.release(lock).pipe(
      // What was noted stays noted: the next run goes on from there, once the lock is away.
      Effect.catchAll((error) => Effect.logWarning(`the lock was not released: ${error.message}`)),
      Effect.zipRight(Lock.drop(lock)),
    )

  const locked = <A>(use: (lock: Lock.Lock) => Effect.Effect<A, Failure>): Effect.Effect<A, Failure> =>
    Effect.flatMap(Ref.get(mine), (held) =>
      held === undefined
        ? Effect.acquireUseRelease(Effect.flatMap(ofThisProcess(), take), use, giveBack)
        : use(held),
    )

  const writeWaiting = Effect.gen(function* () {
    const batch = yield* Ref.getAndSet(waiting, [])
    if (batch.length === 0) {
      yield* Ref.set(flushing, false)
      return false
    }
    const changes = batch.map(({ change }) => change)
    const exit = yield* Effect.exit(turn.withPermits(1)(locked((lock) => backend.append(changes, lock))))
    yield* Effect.forEach(batch, ({ done }) => Deferred.done(done, exit), { discard: true })
    return true
  })

  const flush = Effect.repeat(writeWaiting, { while: (wasSome) => wasSome })

  return {
    where: backend.where,
    read: Effect.map(backend.read, (document) => ({ document, revision: State.revision(document) })),
    lockHolder: backend.holder,
    lock: Effect.fn("StateStore.lock")(function* (owner: Owner) {
      yield* Effect.acquireRelease(
        turn.withPermits(1)(Effect.tap(take(owner), (lock) => Ref.set(mine, lock))),
        (lock) => turn.withPermits(1)(Effect.zipRight(giveBack(lock), Ref.set(mine, undefined))),
      )
    }),
    unlock: backend.unlock,
    write: Effect.fn("StateStore.write")((document: State.Document, expected: string) =>
      Effect.uninterruptible(
        turn.withPermits(1)(locked((lock) => backend.replace(document, expected, lock))),
      ),
    ),
    journal: Effect.fn("StateStore.journal")((change: State.Change) =>
      Effect.uninterruptible(
        Effect.gen(function* () {
          const done = yield* Deferred.make<void, Failure>()
          yield* Ref.update(waiting, (others) => [...others, { change, done }])
          if (!(yield* Ref.getAndSet(flushing, true))) yield* Effect.forkDaemon(flush)
          return yield* Deferred.await(done)
        }),
      ),
    ),
  }
})
