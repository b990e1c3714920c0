/** A state in memory. The map stands for a disk: what is in it outlasts a store that is thrown away. */
import * as Effect from "effect/Effect"
import type { Backend } from "./backend.ts"
import * as Cell from "./cell.ts"

export const make = (disk: Map<string, string>): Effect.Effect<Backend> => {
  const now = (): Cell.Version => {
    const content = Object.fromEntries(disk)
    return { content, id: JSON.stringify(content) }
  }
  return Cell.backend({
    where: "memory",
    read: Effect.sync(now),
    swap: (from, to) =>
      Effect.sync(() => {
        const id = JSON.stringify(to)
        if (now().id !== from.id) return { id, doubt: "another was faster" }
        disk.clear()
        for (const [key, text] of Object.entries(to)) disk.set(key, text)
        return { id }
      }),
  })
}
