/** What an answer holds that no program can say: `null` in a list, and numbers beyond all bounds. */
import type { Json, JsonObject } from "../Evaluate.ts"

export interface Sayable {
  readonly object: JsonObject
  /** The paths of what is left out. */
  readonly lost: ReadonlyArray<string>
}

/** An answer without that. A `null` of an object is nothing, and is not lost. */
export const only = (answer: JsonObject): Sayable => {
  const lost: Array<string> = []
  const object = value(answer, "", lost)
  return { object: (object ?? {}) as JsonObject, lost }
}

const value = (json: Json, path: string, lost: Array<string>): Json | undefined => {
  if (json === null) return undefined
  if (typeof json === "number" && !Number.isFinite(json)) {
    lost.push(path)
    return undefined
  }
  if (typeof json !== "object") return json
  if (Array.isArray(json)) {
    const inner: Array<string> = []
    const items = json.flatMap((item, index) => value(item, `${path}[${index}]`, inner) ?? [])
    if (items.length === json.length && inner.length === 0) return items
    // What is left of a list would be another list.
    lost.push(path)
    return undefined
  }
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, item]) => {
      const inner = value(item, path === "" ? key : `${path}.${key}`, lost)
      return inner === undefined ? [] : [[key, inner]]
    }),
  )
}
