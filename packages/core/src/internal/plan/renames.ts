/** New pipes that are perhaps pipes of ours under another name. */
import type { Change } from "../../Change.ts"
import type { JsonObject } from "../../Evaluate.ts"
import * as Evaluate from "../../Evaluate.ts"
import * as State from "../../State.ts"
import { Notes } from "./words.ts"

/** From where to where. Two pipes that are the same in it may still be two. */
const way = ({ source = null, destination = null }: JsonObject): string =>
  State.canonical({ source, destination })

/** Says so where a new pipe does what one does that is no longer declared. */
export const told = (changes: ReadonlyArray<Change>, values: Evaluate.Values): ReadonlyArray<Change> => {
  const orphans = new Map(
    changes.flatMap(({ name, pipe, live, record }) =>
      pipe === undefined && live !== undefined && record !== undefined ? [[way(record.applied), name]] : [],
    ),
  )
  if (orphans.size === 0) return changes
  return changes.map((change) => {
    if (change.action !== "create" || change.request === undefined) return change
    const from = orphans.get(way(Evaluate.comparable(change.request.body, values)))
    if (from === undefined) return change
    return { ...change, perhapsFrom: from, notes: [...change.notes, Notes.perhapsMoved(from)] }
  })
}
