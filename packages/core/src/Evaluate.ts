/** Bodies with values still to be read, and what they become. Reading itself is done by a service of the runtime. */
import * as Redacted from "effect/Redacted"
import { type Body, type BodyObject, Late } from "./Compile.ts"
import type * as Ir from "./Ir.ts"

/** JSON as it goes over the wire. */
export type Json = string | number | boolean | null | ReadonlyArray<Json> | { readonly [key: string]: Json }

export interface JsonObject {
  readonly [key: string]: Json
}

/** What was read, by the value that asked for it. */
export type Values = ReadonlyMap<Ir.Deferred, Redacted.Redacted>

/** What stands in for a secret wherever a body is shown. */
export const hidden = "(secret)"

/** Every value of a body that is still to be read. */
export const deferred = (body: Body): ReadonlyArray<Ir.Deferred> => {
  if (typeof body !== "object" || body === null) return []
  if (body instanceof Late) return body.parts.filter((part) => typeof part !== "string")
  return Object.values(body).flatMap(deferred)
}

/** What has a part without a value has none itself; an object only lacks the key. */
const fill = (body: Body, leaf: (value: Ir.Deferred) => Json | undefined): Json | undefined => {
  if (typeof body !== "object" || body === null) return body
  if (body instanceof Late) {
    const parts = body.parts.map((part) => (typeof part === "string" ? part : leaf(part)))
    return parts.includes(undefined) ? undefined : parts.join(",")
  }
  if (Array.isArray(body)) {
    const items = body.map((item) => fill(item, leaf))
    return items.includes(undefined) ? undefined : (items as ReadonlyArray<Json>)
  }
  return Object.fromEntries(
    Object.entries(body as BodyObject).flatMap(([key, value]) => {
      const filled = fill(value, leaf)
      return filled === undefined ? [] : [[key, filled]]
    }),
  )
}

/** A body that may be seen: secrets are `(secret)`, and so is what was not read. */
export const show = (body: BodyObject, values: Values = new Map()): JsonObject =>
  withoutLogins(fill(body, (value) => text(value, values)) as Json) as JsonObject

/** JSON in which no address has a login in it: `scheme://user:password@host` is shown without both. */
export const withoutLogins = (value: Json): Json => {
  if (typeof value === "string") return value.replace(/(:\/\/)[^\s/?#]*:[^\s/?#]*@/g, `$1${hidden}@`)
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(withoutLogins)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLogins(item)]))
}

/**
 * The part of a body that can be compared: without secrets, without what was not read, and without logins in
 * addresses, since what is compared is also shown.
 */
export const comparable = (body: BodyObject, values: Values): JsonObject =>
  withoutLogins(
    fill(body, (value) => (value.secret || !values.has(value) ? undefined : text(value, values))) as Json,
  ) as JsonObject

/** A body as it is sent, secrets and all. A value that was not read is a bug of the caller. */
export const reveal = (body: BodyObject, values: Values): JsonObject =>
  fill(body, (value) => {
    const read = values.get(value)
    if (read === undefined) throw new Error("a value was not read before the body was made")
    return Redacted.value(read)
  }) as JsonObject

/** What was read for a value that is no secret, or `(secret)`. */
export const text = (value: Ir.Deferred, values: Values): string => {
  const read = value.secret ? undefined : values.get(value)
  return read === undefined ? hidden : Redacted.value(read)
}
