/**
 * The pipes of a service, the oldest first, with changes that are not made yet. What a change costs does not depend on
 * how many pipes there are.
 */
import type { StoredPipe } from "./storedPipe.ts"

export interface Pipes {
  /** Those that the store holds. It changes them in place, so this is only looked at while nothing waits. */
  readonly kept: ReadonlyMap<string, StoredPipe>
  /** What has become of a pipe since, by id: `undefined` if it is gone. */
  readonly changes: ReadonlyMap<string, StoredPipe | undefined>
}

/** As the store holds them, without a change. */
export const of = (kept: ReadonlyMap<string, StoredPipe>): Pipes => ({ kept, changes: new Map() })

/** The pipe of this id, if there is one. */
export const get = ({ kept, changes }: Pipes, id: string): StoredPipe | undefined =>
  changes.has(id) ? changes.get(id) : kept.get(id)

/** With this pipe, which takes the place of the one of its id. */
export const set = ({ kept, changes }: Pipes, pipe: StoredPipe): Pipes => ({
  kept,
  changes: new Map(changes).set(pipe.id, pipe),
})

/** Without the pipe of this id. */
export const remove = ({ kept, changes }: Pipes, id: string): Pipes => ({
  kept,
  changes: new Map(changes).set(id, undefined),
})

/** All of them. */
export function* values({ kept, changes }: Pipes): Iterable<StoredPipe> {
  for (const [id, pipe] of kept) {
    const now = changes.has(id) ? changes.get(id) : pipe
    if (now !== undefined) yield now
  }
  for (const [id, pipe] of changes) if (pipe !== undefined && !kept.has(id)) yield pipe
}
