/** Keeps the pipes of every service, and with a folder also on disk. */
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type { DataDirUnusable, DataFileCorrupt } from "../errors.ts"
import * as DataFolder from "./dataFolder.ts"
import type { Change, ServiceRecord, ServiceRef } from "./serviceRecord.ts"
import * as Record from "./serviceRecord.ts"

export type { ServiceRecord, ServiceRef } from "./serviceRecord.ts"

export interface Options {
  readonly tables: ReadonlyArray<string>
  readonly dataDir: string | undefined
  /** The arms that a stored pipe may have. */
  readonly arms: ReadonlySet<string>
}

export interface Service {
  /** The service, without pipes if it is not known: any service exists. What it says is on disk. */
  readonly get: (ref: ServiceRef) => Effect.Effect<ServiceRecord>
  /**
   * Replaces the service by what `change` makes of it, which is asked again if another has changed it meanwhile. The
   * answer waits until the disk has the change; those that wait at the same time are written together.
   */
  readonly modify: <A, E>(
    ref: ServiceRef,
    change: (record: ServiceRecord) => Effect.Effect<readonly [A, ServiceRecord], E>,
  ) => Effect.Effect<A, E>
  /** Every service that something has been done to, the oldest first. */
  readonly all: Effect.Effect<ReadonlyArray<ServiceRecord>>
  /** Sets whether a table holds rows, in every service. */
  readonly setTable: (table: string, holdsRows: boolean) => Effect.Effect<void>
}

/** Writes changes, one batch after the other. */
const journalOf = (append: (changes: ReadonlyArray<Change>) => Effect.Effect<void, unknown>) =>
  Effect.map(Effect.makeSemaphore(1), (turn) => {
    let waiting: Array<Change> = []
    let writing = false
    let written: Exit.Exit<void> = Exit.void
    const flush = Effect.suspend(() => {
      // Whoever was before in the queue has written this change too. After a failure nothing is known of the disk.
      if (waiting.length === 0 || Exit.isFailure(written)) return written
      const batch = waiting
      waiting = []
      writing = true
      return Effect.flatMap(Effect.exit(Effect.orDie(append(batch))), (exit) => {
        writing = false
        written = exit
        return exit
      })
    })
    return {
      add: (change: Change): void => {
        waiting.push(change)
      },
      /** Ends when all that was added is on disk, and is a defect if it cannot be. */
      settled: Effect.suspend(() =>
        waiting.length === 0 && !writing ? written : Effect.uninterruptible(turn.withPermits(1)(flush)),
      ),
    }
  })

const make = Effect.fnUntraced(function* ({ tables, dataDir, arms }: Options) {
  const folder = dataDir === undefined ? undefined : yield* DataFolder.open(dataDir, arms)
  const services: DataFolder.Services = folder?.services ?? new Map()
  const journal = folder === undefined ? undefined : yield* journalOf(folder.append)
  const settled = journal?.settled ?? Effect.void
  let seed = tables

  const current = (ref: ServiceRef): ServiceRecord =>
    services.get(Record.keyOf(ref)) ?? Record.empty(ref, { tables: seed })

  const put = (before: ServiceRecord, after: ServiceRecord): void => {
    const change = Record.difference(before, after)
    if (change === undefined) return
    services.set(Record.keyOf(after), Record.apply(before, change))
    journal?.add(change)
  }

  /** Another may have changed the service meanwhile. That is not written over: the change is made again, of it. */
  const attempt = <A, E>(
    ref: ServiceRef,
    change: (record: ServiceRecord) => Effect.Effect<readonly [A, ServiceRecord], E>,
  ): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      const key = Record.keyOf(ref)
      const known = services.get(key)
      const before = current(ref)
      return Effect.flatMap(change(before), ([result, after]) => {
        if (services.get(key) !== known) return attempt(ref, change)
        put(before, after)
        return Effect.succeed(result)
      })
    })

  const service: Service = {
    // Another's change may be in it that is not on disk yet: it is not told before it is.
    get: (ref) =>
      Effect.suspend(() => {
        const record = current(ref)
        return journal === undefined ? Effect.succeed(record) : Effect.as(journal.settled, record)
      }),
    modify: (ref, change) => {
      const made = attempt(ref, change)
      return journal === undefined
        ? made
        : Effect.flatMap(Effect.exit(made), (exit) => Effect.zipRight(journal.settled, exit))
    },
    all: Effect.flatMap(
      Effect.sync(() => [...services.values()]),
      (records) => Effect.as(settled, records),
    ),
    setTable: (table, holdsRows) =>
      Effect.sync(() => {
        const change = (tables: ReadonlyArray<string>) => [
          ...tables.filter((one) => one !== table),
          ...(holdsRows ? [table] : []),
        ]
        seed = change(seed)
        for (const record of services.values()) put(record, { ...record, tables: change(record.tables) })
      }).pipe(Effect.zipRight(settled)),
  }
  return service
})

export class PipeStore extends Context.Tag("@pipewright/emulator/internal/PipeStore")<PipeStore, Service>() {
  static readonly layer = (
    options: Options,
  ): Layer.Layer<PipeStore, DataDirUnusable | DataFileCorrupt, FileSystem.FileSystem | Path.Path> =>
    Layer.scoped(PipeStore, make(options))
}
