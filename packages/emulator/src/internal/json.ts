/** Small things done to JSON. */
import type { Json, JsonObject } from "@pipewright/cloud-api/WireContract"

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const withoutNullsIn = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutNullsIn)
  return isObject(value) ? withoutNulls(value) : value
}

/** The object without keys that are `null`, at any depth: on a create they say the same as a key left out. */
export const withoutNulls = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNullsIn(value)]])),
  )

/** `base` with the keys of `change`: objects are merged, `null` clears, anything else replaces. */
export const merge = (base: JsonObject, change: JsonObject): JsonObject => {
  const merged = new Map<string, Json>(Object.entries(base))
  for (const [key, value] of Object.entries(change)) {
    const before = merged.get(key)
    if (value === null) merged.delete(key)
    else if (isObject(value)) merged.set(key, merge(isObject(before) ? before : {}, value))
    else merged.set(key, value)
  }
  return Object.fromEntries(merged)
}

/** The object without some of its keys. */
export const omit = (object: JsonObject, keys: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
