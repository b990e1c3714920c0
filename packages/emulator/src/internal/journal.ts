/** Remembers which requests came, without what was in them. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A request that was answered. `path` is without its query, `time` is when it came, in ISO 8601. */
export interface JournalEntry {
  readonly method: string
  readonly path: string
  /** 499 if the connection ended before it was answered. */
  readonly status: number
  readonly requestId: string
  readonly time: string
}

/** So many are kept, the newest. */
export const most = 10_000

export interface Service {
  readonly add: (entry: JournalEntry) => Effect.Effect<void>
  readonly entries: Effect.Effect<ReadonlyArray<JournalEntry>>
}

export class Journal extends Context.Tag("@pipewright/emulator/internal/Journal")<Journal, Service>() {
  static readonly layer: Layer.Layer<Journal> = Layer.effect(
    Journal,
    // An array that is changed in place: a copy of ten thousand entries for each request would be felt.
    Effect.sync(() => {
      const entries: Array<JournalEntry> = []
      return {
        add: (entry) =>
          Effect.sync(() => {
            if (entries.push(entry) > most) entries.shift()
          }),
        entries: Effect.sync(() => [...entries]),
      }
    }),
  )
}
