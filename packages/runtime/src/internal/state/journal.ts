/** Changes noted beside a document: one line for each write, which is either whole or was never answered for. */
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as State from "@pipewright/core/State"
import * as Either from "effect/Either"

interface Entry {
  /** Of the document after it. */
  readonly serial: number
  readonly changes: ReadonlyArray<State.Change>
}

export const encode = (entry: Entry): string => {
  const said = entry as unknown as JsonObject
  return `${State.canonical({ ...said, checksum: State.fingerprint(said) })}\n`
}

const decode = (line: string): Entry | undefined => {
  try {
    const { checksum, ...said } = JSON.parse(line) as { readonly [key: string]: Json }
    return checksum === State.fingerprint(said) ? (said as unknown as Entry) : undefined
  } catch {
    return undefined
  }
}

/**
 * A document with what was noted since. The last line is left out unless it is whole: nobody was told that it was
 * written. What the document has already was noted before it was written anew.
 */
export const fold = (
  document: State.Document,
  text: string,
): Either.Either<State.Document, State.Problem> => {
  const lines = text.split("\n").slice(0, -1)
  const changes: Array<State.Change> = []
  for (const [index, line] of lines.entries()) {
    const entry = decode(line)
    if (entry === undefined) {
      if (index === lines.length - 1) break
      return damaged(`line ${index + 1} of its journal is not what was written`)
    }
    if (entry.serial <= document.serial) continue
    if (entry.serial !== document.serial + changes.length + entry.changes.length)
      return damaged(`line ${index + 1} of its journal does not go on where the one before ends`)
    changes.push(...entry.changes)
  }
  return Either.right(State.applyAll(document, changes))
}

const damaged = (why: string) => Either.left<State.Problem>({ _tag: "damaged", why })
