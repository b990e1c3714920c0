/** Names for what only the author of a pipe knows: `ORDERS_PASSWORD` for the password of the pipe `orders`. */
import * as Field from "../Field.ts"

const words = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")

/** A start of the names for each pipe, so that no two pipes share one. It does not depend on the order of the pipes. */
export const prefixes = (pipes: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const taken = new Set<string>()
  const found = new Map<string, string>()
  for (const pipe of [...new Set(pipes)].sort()) {
    const word = words(pipe)
    const stem = /^[A-Z]/.test(word) ? word : `PIPE${word === "" ? "" : `_${word}`}`
    let prefix = stem
    for (let count = 2; taken.has(prefix); count++) prefix = `${stem}_${count}`
    taken.add(prefix)
    found.set(pipe, prefix)
  }
  return found
}

/** The name for a field, by the keys that lead to it; a block that is nothing but a login adds no word. */
export const name = (prefix: string, fields: Field.Fields, path: ReadonlyArray<string>): string => {
  const parts: Array<string> = []
  let below: Field.Fields = fields
  for (const key of path) {
    const field = Field.byWireName(below, key)
    if (field?.type._tag === "Block") below = field.type.fields
    if (field?.type._tag !== "Block" || field.writeOnly !== true) parts.push(words(key))
  }
  return [prefix, ...parts].join("_")
}
