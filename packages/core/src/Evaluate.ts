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
export const deferred = (body: Body): ReadonlyArray<Ir.Deferred> =>
  lateParts(body).filter((part) => part._tag === "Deferred")

/** Every text of a body that is known only after apply. */
export const pending = (body: Body): ReadonlyArray<Ir.Pending> =>
  lateParts(body).filter((part) => part._tag === "Pending")

/** Every part of a body that is not there yet. */
export const lateParts = (body: Body): ReadonlyArray<Ir.Deferred | Ir.Pending> => {
  if (typeof body !== "object" || body === null) return []
  if (body instanceof Late) return body.parts.filter((part) => typeof part !== "string")
  return Object.values(body).flatMap(lateParts)
}

/** How a text stands in a body in which something is known only after apply. */
export type AfterApply = (parts: Ir.Pending["parts"]) => Json

/** For people: `(endpoint.orders.id)` stands where the value will. It has no blanks, which would end an address. */
export const inWords: AfterApply = (parts) =>
  parts.map((part) => (typeof part === "string" ? part : `(${reference(part)})`)).join("")

/**
 * For machines: an object in the place of the string, so that nobody takes it for one. In its text a reference stands in
 * `${…}` as in a string of the language, and `$${` for a plain `${`.
 */
export const asTemplate: AfterApply = (parts) => ({ knownAfterApply: template(parts) })

/** The text as a string of the language has it between its quotes, but for escapes. */
export const template = (parts: Ir.Pending["parts"]): string =>
  parts
    .map((part) => (typeof part === "string" ? part.replaceAll("${", "$$${") : `\${${reference(part)}}`))
    .join("")

const reference = ({ endpoint, name }: Ir.Attribute): string => `endpoint.${endpoint}.${name}`

/** How the leaves of a body are filled in; what has none is left out. */
interface Leaves {
  readonly read: (value: Ir.Deferred) => string | undefined
  readonly afterApply: (parts: Ir.Pending["parts"]) => Json | undefined
}

/** What has a part without a value has none itself; an object only lacks the key. */
const fill = (body: Body, leaves: Leaves): Json | undefined => {
  if (typeof body !== "object" || body === null) return body
  if (body instanceof Late) return fillLate(body, leaves)
  if (Array.isArray(body)) {
    const items = body.map((item) => fill(item, leaves))
    return items.includes(undefined) ? undefined : (items as ReadonlyArray<Json>)
  }
  const object: Record<string, Json> = {}
  for (const [key, value] of Object.entries(body as BodyObject)) {
    const filled = fill(value, leaves)
    if (filled === undefined) continue
    // In `raw` it may be the name of a field like any other.
    if (key === "__proto__")
      Object.defineProperty(object, key, {
        value: filled,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    else object[key] = filled
  }
  return object
}

const fillLate = ({ parts }: Late, { read, afterApply }: Leaves): Json | undefined => {
  const filled: Array<string | Ir.Attribute> = []
  for (const [index, part] of parts.entries()) {
    if (index > 0) filled.push(",")
    if (typeof part === "string") filled.push(part)
    else if (part._tag === "Pending") filled.push(...part.parts)
    else {
      const value = read(part)
      if (value === undefined) return undefined
      filled.push(value)
    }
  }
  return filled.every((part) => typeof part === "string") ? filled.join("") : afterApply(filled)
}

/** A body that may be seen: secrets are `(secret)`, and so is what was not read. */
export const show = (
  body: BodyObject,
  values: Values = new Map(),
  afterApply: AfterApply = inWords,
): JsonObject => shown(body, values, afterApply) as JsonObject

/** Any part of a body, as `show` has it. */
export const shown = (body: Body, values: Values, afterApply: AfterApply = inWords): Json =>
  withoutLogins(fill(body, { read: (value) => text(value, values), afterApply }) as Json)

/**
 * JSON in which no address has a login in it: `scheme://user:password@host` is shown with something else in place of
 * both, or with nothing.
 */
export const withoutLogins = (value: Json, shown = `${hidden}@`): Json => {
  if (typeof value === "string") return value.replace(login, `$1${shown}`)
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withoutLogins(item, shown))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLogins(item, shown)]))
}

/** Also where it is hidden already. */
const login = /(:\/\/)(?:[^\s/?#]*:[^\s/?#]*|\(secret\))@/g

/**
 * The part of a body that can be compared: without secrets, without what was not read or is known only after apply, and
 * without logins in addresses, since what is compared is also shown.
 */
export const comparable = (body: BodyObject, values: Values): JsonObject =>
  comparableValue(body, values) as JsonObject

/** The same of any part of a body; absent where nothing of it can be compared. */
export const comparableValue = (body: Body, values: Values): Json | undefined => {
  const filled = fill(body, {
    read: (value) => (value.secret || !values.has(value) ? undefined : text(value, values)),
    afterApply: () => undefined,
  })
  return filled === undefined ? undefined : withoutLogins(filled)
}

/**
 * A body as it is sent, secrets and all. A value that was not read is a bug of the caller, and so is one that the
 * service has still to tell, unless it is said how to show it.
 */
export const reveal = (body: BodyObject, values: Values, afterApply: AfterApply = untold): JsonObject =>
  fill(body, {
    read: (value) => {
      const read = values.get(value)
      if (read === undefined) throw new Error("a value was not read before the body was made")
      return Redacted.value(read)
    },
    afterApply,
  }) as JsonObject

/** A body in which what endpoints tell by now is filled in; what they do not tell yet stays as it is. */
export const resolve = <B extends Body>(body: B, tell: (attribute: Ir.Attribute) => string | undefined): B =>
  pending(body).length === 0 ? body : (resolved(body, tell) as B)

const resolved = (body: Body, tell: (attribute: Ir.Attribute) => string | undefined): Body => {
  if (typeof body !== "object" || body === null) return body
  if (Array.isArray(body)) return body.map((item) => resolved(item, tell))
  if (!(body instanceof Late))
    return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, resolved(value, tell)]))
  const parts = body.parts.map((part) => {
    if (typeof part === "string" || part._tag === "Deferred") return part
    const texts = part.parts.map((it) => (typeof it === "string" ? it : tell(it)))
    return texts.includes(undefined) ? part : texts.join("")
  })
  return parts.every((part) => typeof part === "string") ? parts.join(",") : new Late(parts)
}

const untold: AfterApply = () => {
  throw new Error("a body was made before the endpoint that it names")
}

/** What was read for a value that is no secret, or `(secret)`. */
export const text = (value: Ir.Deferred, values: Values): string => {
  const read = value.secret ? undefined : values.get(value)
  return read === undefined ? hidden : Redacted.value(read)
}
