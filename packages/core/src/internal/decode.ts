/** The way back of a value: JSON, or a body with values still to be read, to the value of a field. */
import * as Redacted from "effect/Redacted"
import * as ClickHouseType from "../ClickHouseType.ts"
import { type Body, type BodyObject, isObject, Late } from "../Compile.ts"
import type { Json } from "../Evaluate.ts"
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Normalise from "../Normalise.ts"
import * as Fit from "./fit.ts"
import * as TypeText from "./typeText.ts"

/** What is read. A body says what its author wrote; an answer of the API leaves out secrets and adds what nobody wrote. */
export type Reading =
  | { readonly _tag: "Body" }
  | { readonly _tag: "Answer"; readonly type: string; readonly pipeId: string | undefined }

/** An object, read as far as its fields go; `rest` is what they cannot hold. */
export interface Read {
  readonly fields: Map<string, Ir.Value>
  readonly rest: Map<string, Body>
}

/** Nobody wrote it. */
export const nowhere: Ir.Origin = { file: "", span: { start: 0, end: 0 }, via: [] }

export const literal = (value: string | number | boolean): Ir.Literal => ({
  _tag: "Literal",
  value,
  origin: nowhere,
})

export const blockOf = (fields: Read["fields"]): Ir.Block => ({ _tag: "Block", fields, origin: nowhere })

const listOf = (items: ReadonlyArray<Ir.Value>): Ir.List => ({ _tag: "List", items, origin: nowhere })

/** The object at a key of an object, or an empty one. */
export const objectAt = (body: BodyObject, key: string): BodyObject => {
  const found = Object.hasOwn(body, key) ? body[key] : undefined
  return isObject(found) ? found : {}
}

export const block = (reading: Reading, fields: Field.Fields, body: BodyObject): Read => {
  const found: Read["fields"] = new Map()
  const rest: Read["rest"] = new Map(Object.entries(body))
  for (const [name, field] of Object.entries(fields)) {
    const key = Field.wireName(name, field)
    const here = rest.get(key)
    if (here === undefined) continue
    rest.delete(key)
    if (saysNothing(reading, field, here)) continue
    if (field.type._tag === "Block" && isObject(here)) {
      const inner = block(reading, field.type.fields, here)
      if (inner.fields.size > 0 || (reading._tag === "Body" && inner.rest.size === 0))
        found.set(key, blockOf(inner.fields))
      if (inner.rest.size > 0) rest.set(key, Object.fromEntries(inner.rest))
      continue
    }
    const read = value(reading, field, here)
    if (read === undefined) rest.set(key, here)
    else found.set(key, read)
  }
  for (const [name, field] of Object.entries(fields)) {
    if (!found.has(Field.wireName(name, field))) continue
    for (const [other, implied] of Object.entries(field.implies ?? {})) {
      const said = found.get(other)
      if (said?._tag === "Literal" && said.value === implied) found.delete(other)
    }
  }
  if (reading._tag === "Answer") for (const [key, it] of rest) if (Normalise.isNothing(it)) rest.delete(key)
  return { fields: found, rest }
}

/** Whether an answer would be the same if the author had not said anything. */
const saysNothing = (reading: Reading, field: Field.Field, body: Body): boolean =>
  reading._tag === "Answer" &&
  (field.secret === true ||
    Normalise.isNothing(body) ||
    isCommasOnly(field, body) ||
    Normalise.isUntold(field, body as Json, reading.type) ||
    Normalise.isDefault(field, body as Json, reading.pipeId))

const isCommasOnly = ({ type }: Field.Field, body: Body): boolean =>
  type._tag === "List" &&
  type.wire === "comma" &&
  typeof body === "string" &&
  Normalise.members(body).length === 0

/** `undefined` for what the field does not take. */
export const value = (
  reading: Reading,
  field: Pick<Field.Field, "type" | "secret">,
  body: Body,
): Ir.Value | undefined => {
  const { type } = field
  switch (type._tag) {
    case "Mappings":
      return value(reading, Field.mappingsAsList(type, { doc: "", edit: "delta" }), body)
    case "Block":
      return isObject(body) ? whole(reading, type.fields, body) : undefined
    case "List":
      return list(reading, field, type, body)
    case "String":
      return text(field, type, body)
    default:
      return typeof body === "object" ? undefined : scalar(type, Normalise.read(type, body))
  }
}

/** A block of which nothing may be left over. */
const whole = (reading: Reading, fields: Field.Fields, body: BodyObject): Ir.Block | undefined => {
  const { fields: found, rest } = block(reading, fields, body)
  const isWhole = Object.entries(fields).every(
    ([name, field]) => field.required !== true || found.has(Field.wireName(name, field)),
  )
  return isWhole && rest.size === 0 ? blockOf(found) : undefined
}

const list = (
  reading: Reading,
  field: Pick<Field.Field, "secret">,
  type: Field.ListType,
  body: Body,
): Ir.List | undefined => {
  const bodies = itemsOf(reading, type, body)
  if (bodies === undefined) return undefined
  const items = bodies.flatMap((it) => value(reading, { ...field, type: type.item }, it) ?? [])
  if (items.length < bodies.length) return undefined
  const { identity } = type
  if (identity === undefined) return listOf(items)
  const names = items.map((it) => identity.map((key) => partOf(it, key)).join("\0"))
  return new Set(names).size < names.length ? undefined : listOf(items)
}

const partOf = (item: Ir.Value, key: string): string => {
  const part = item._tag === "Block" ? item.fields.get(key) : undefined
  return part?._tag === "Literal" ? String(part.value) : ""
}

const itemsOf = (reading: Reading, type: Field.ListType, body: Body): ReadonlyArray<Body> | undefined => {
  if (Array.isArray(body)) return body as ReadonlyArray<Body>
  if (type.wire !== "comma") return undefined
  // In a body the members are as they were written; the API may have put blanks between them.
  const members = (text: string): ReadonlyArray<string> =>
    reading._tag === "Answer" ? Normalise.members(text) : text === "" ? [] : text.split(",")
  if (typeof body === "string") return members(body)
  if (!(body instanceof Late)) return undefined
  return body.parts.flatMap(
    (part): ReadonlyArray<Body> => (typeof part === "string" ? members(part) : [new Late([part])]),
  )
}

const text = (
  field: Pick<Field.Field, "secret">,
  type: Field.StringType,
  body: Body,
): Ir.Value | undefined => {
  if (body instanceof Late) {
    const [only, ...others] = body.parts
    return only === undefined || typeof only === "string" || others.length > 0 ? undefined : only
  }
  if (typeof body !== "string" || Fit.text(type, body) !== undefined) return undefined
  if (field.secret === true)
    return {
      _tag: "Deferred",
      reader: { _tag: "Given", value: Redacted.make(body) },
      base64: false,
      secret: true,
      origin: nowhere,
    }
  if (type.holds !== "type") return literal(body)
  const parsed = TypeText.parse(body)
  return parsed === undefined || ClickHouseType.check(parsed).length > 0
    ? undefined
    : literal(ClickHouseType.print(parsed))
}

const scalar = (type: Field.Type, json: Json): Ir.Literal | undefined => {
  switch (type._tag) {
    case "Number":
      return typeof json === "number" && Fit.number(type, json) ? literal(json) : undefined
    case "Boolean":
      return typeof json === "boolean" ? literal(json) : undefined
    case "Enum":
      return typeof json === "string" && type.members.includes(json) ? literal(json) : undefined
    default:
      return undefined
  }
}
