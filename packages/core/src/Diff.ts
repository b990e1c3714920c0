/** What differs between a pipe as declared and as the API returns it, over what was declared and can be compared. */

import { type BodyObject, bodyFields, type Request } from "./Compile.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Field from "./Field.ts"
import type * as Ir from "./Ir.ts"
import * as Normalise from "./Normalise.ts"

/** One field that differs. Neither side is ever a secret, since those are not compared. */
export interface Difference {
  /** As the API spells it: `source.<arm>.<field>`. */
  readonly path: string
  readonly declared: Json
  /** Absent where the API has nothing. */
  readonly live: Json | undefined
  readonly edit: Field.Edit
}

/** Values that are read late and are no secrets take part once they are read. */
export const differences = (
  pipe: Ir.Pipe,
  request: Request,
  returned: JsonObject,
  values: Evaluate.Values,
): ReadonlyArray<Difference> => {
  const live = Evaluate.withoutLogins(returned) as JsonObject
  const body = said(pipe, Evaluate.comparable(request.body as BodyObject, values))
  const { source, ...rest } = bodyFields(pipe.kind)
  const all = { source: source!, ...rest }
  const other = otherArm(pipe.kind.arm, live)
  return [
    ...other,
    // Of another kind of source nothing more needs to be said.
    ...fields(pipe.type, other.length === 0 ? all : rest, "", body, live),
    ...(pipe.raw === undefined ? [] : rawFields(pipe.raw, all, "", body, live)),
  ]
}

/** With what goes without saying: the flavour that the service assumes, and the database of a destination. */
const said = ({ kind, type }: Ir.Pipe, body: JsonObject): JsonObject => {
  const source = object(body.source)
  const flavour = kind.flavour === undefined ? {} : { [kind.flavour.key]: type }
  return {
    ...body,
    source: { ...source, [kind.arm]: { ...flavour, ...object(source[kind.arm]) } },
    destination: { database: null, ...object(body.destination) },
  }
}

/**
 * What stands in `raw`, where the API tells it: of its types nothing is known, so it is compared as it is. A field of
 * the language that has a value there which the language does not take is compared with the others.
 */
const rawFields = (
  raw: Ir.Block,
  known: Field.Fields,
  path: string,
  declared: JsonObject,
  live: JsonObject,
): ReadonlyArray<Difference> =>
  [...raw.fields].flatMap(([key, value]): ReadonlyArray<Difference> => {
    const [ours, theirs] = [declared[key], live[key]]
    const field = Field.byWireName(known, key)
    if (ours === undefined || theirs === undefined) return []
    if (field !== undefined && field.type._tag !== "Block") return []
    if (value._tag === "Block" && theirs !== null) {
      const below = field?.type._tag === "Block" ? field.type.fields : {}
      return rawFields(value, below, `${path}${key}.`, object(ours), object(theirs))
    }
    return sameJson(ours, theirs) ? [] : [{ path: path + key, declared: ours, live: theirs, edit: "live" }]
  })

const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  const keys = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameJson((a as JsonObject)[key], (b as JsonObject)[key]))
  )
}

const otherArm = (arm: string, live: JsonObject): ReadonlyArray<Difference> => {
  const other = Object.entries(object(live.source)).find(([key, value]) => key !== arm && value !== null)
  if (other === undefined || object(live.source)[arm] != null) return []
  return [{ path: "source", declared: arm, live: other[0], edit: "replace" }]
}

const object = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

/** `type` is the source's word after `from`; a path without anything before it has no dot. */
const fields = (
  type: string,
  all: Field.Fields,
  path: string,
  declared: JsonObject,
  live: JsonObject,
): ReadonlyArray<Difference> =>
  Object.entries(all).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const value = declared[key]
    // What was not declared is the service's; what the API never returns, or may leave out, cannot be told apart.
    if (value === undefined || field.writeOnly === true || Normalise.isUntold(field, live[key], type))
      return []
    return compare(type, field, path === "" ? key : `${path}.${key}`, value, live[key])
  })

const compare = (
  source: string,
  field: Field.Field,
  path: string,
  declared: Json,
  live: Json | undefined,
): ReadonlyArray<Difference> => {
  const { type } = field
  switch (type._tag) {
    case "Mappings":
      return compare(source, Field.mappingsAsList(type, field), path, declared, live)
    case "Block":
      return fields(source, type.fields, path, object(declared), object(live))
    case "List":
      if (type.item._tag === "Block" && type.identity !== undefined)
        return keyed(source, field, type.identity, type.item, path, declared, live)
  }
  return Normalise.isSame(field, declared, live) ? [] : [{ path, declared, live, edit: field.edit }]
}

const keyed = (
  source: string,
  field: Field.Field,
  identity: ReadonlyArray<string>,
  item: Field.BlockType,
  path: string,
  declared: Json,
  live: Json | undefined,
): ReadonlyArray<Difference> => {
  const index = (value: Json | undefined) =>
    new Map(
      (Array.isArray(value) ? (value as ReadonlyArray<Json>) : []).map((entry) => {
        const it = object(entry)
        return [identity.map((key) => Normalise.text(it[key])).join("."), it] as const
      }),
    )
  const [ours, theirs] = [index(declared), index(live)]
  const gone = [...theirs].filter(([key]) => !ours.has(key))
  return [
    ...[...ours].flatMap(([key, value]) => {
      const other = theirs.get(key)
      const at = `${path}[${key}]`
      return other === undefined
        ? [{ path: at, declared: value, live: undefined, edit: field.edit }]
        : fields(source, item.fields, at, value, other)
    }),
    ...gone.map(([key, value]) => ({
      path: `${path}[${key}]`,
      declared: null,
      live: value,
      edit: field.edit,
    })),
  ]
}
