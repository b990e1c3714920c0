/** A lock as it is stored, and whether whoever took it still lives. */
import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { StateConflict, StateLocked } from "../../errors.ts"
import type { Owner } from "../../Owner.ts"

export interface Lock extends Owner {
  /** Of this one lock: an owner may have several, one after the other. */
  readonly id: string
}

/** Those of this process. */
const ours = new Set<string>()

export const take = ({ name, host, pid, startedAt }: Owner): Effect.Effect<Lock> =>
  Effect.sync(() => {
    const id = randomUUID()
    ours.add(id)
    return { name, host, pid, startedAt, id }
  })

export const drop = ({ id }: Lock): Effect.Effect<void> => Effect.sync(() => ours.delete(id))

export const encode = (lock: Lock): string => `${JSON.stringify(lock, null, 2)}\n`

/** `undefined` for a text that is no lock. */
export const decode = (text: string): Lock | undefined => {
  try {
    const { name, host, pid, startedAt, id } = JSON.parse(text)
    const sound =
      [name, host, startedAt].every((it) => typeof it === "string") &&
      Number.isInteger(pid) &&
      pid > 0 &&
      /^[0-9a-f-]{36}$/.test(id)
    return sound ? { name, host, pid, startedAt, id } : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether the process is surely gone. Of another machine nothing is known. One with our own number that is not ours had
 * the number before us, as happens in containers.
 */
export const isLeft = ({ host, pid, id }: Lock): boolean => {
  if (host !== hostname()) return false
  if (pid === process.pid) return !ours.has(id)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    // Another user's process may not be signalled, and is there all the same.
    return (error as NodeJS.ErrnoException).code === "ESRCH"
  }
}

export const refuse = (where: string, holder: Owner): Effect.Effect<never, StateLocked> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const since = Date.parse(holder.startedAt)
    const age = Duration.millis(Number.isNaN(since) ? 0 : Math.max(0, now - since))
    return Effect.fail(new StateLocked({ where, holder, age }))
  })

/** Before each write: someone may have taken the lock away, and another may have taken it since. */
export const isStill = (
  where: string,
  found: Lock | undefined,
  { id }: Lock,
): Effect.Effect<void, StateConflict | StateLocked> => {
  if (found === undefined) return Effect.fail(new StateConflict({ where, why: "its lock was taken away" }))
  return found.id === id ? Effect.void : refuse(where, found)
}
