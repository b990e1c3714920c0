/** What differs between a pipe as declared and as the API returns it, over what was declared and can be compared. */

import { type BodyObject, destinationFields, type Request } from "./Compile.ts"
import * as Destination from "./Destination.ts"
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
  const body = Evaluate.comparable(request.body as BodyObject, values)
  const { kind } = pipe
  const arm = (side: JsonObject) => object(object(side.source)[kind.arm])
  const flavour: ReadonlyArray<Difference> =
    kind.flavour === undefined
      ? []
      : compare(
          Field.oneOf(kind.types, { doc: "The flavour of the source.", edit: "replace" }),
          `source.${kind.arm}.${kind.flavour.key}`,
          pipe.type,
          arm(live)[kind.flavour.key] ?? kind.flavour.unsent,
        )
  return [
    ...otherArm(kind.arm, live),
    ...flavour,
    ...fields(kind.fields, `source.${kind.arm}`, arm(body), arm(live)),
    ...fields(
      destinationFields(pipe),
      "destination",
      inDatabase(object(body.destination)),
      inDatabase(object(live.destination)),
    ),
    ...(body.fieldMappings === undefined
      ? []
      : compare(Destination.fieldMappings, "fieldMappings", body.fieldMappings, live.fieldMappings)),
    ...fields(kind.scaling ?? {}, "scaling", object(body.scaling), object(live.scaling)),
    ...fields(kind.settings ?? {}, "settings", object(body.settings), object(live.settings)),
    ...(pipe.raw === undefined ? [] : rawFields(pipe.raw, "", body, live)),
  ]
}

/** What stands in `raw`, where the API tells it: of its types nothing is known, so it is compared as it is. */
const rawFields = (
  raw: Ir.Block,
  path: string,
  declared: JsonObject,
  live: JsonObject,
): ReadonlyArray<Difference> =>
  [...raw.fields].flatMap(([key, value]): ReadonlyArray<Difference> => {
    const [ours, theirs] = [declared[key], live[key]]
    if (ours === undefined || theirs === undefined) return []
    if (value._tag === "Block" && theirs !== null)
      return rawFields(value, `${path}${key}.`, object(ours), object(theirs))
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

/** Nothing is the database `default`, on both sides. */
const inDatabase = (destination: JsonObject): JsonObject => ({
  ...destination,
  database: Normalise.isNothing(destination.database) ? "default" : destination.database!,
})

const otherArm = (arm: string, live: JsonObject): ReadonlyArray<Difference> => {
  const other = Object.entries(object(live.source)).find(([key, value]) => key !== arm && value !== null)
  if (other === undefined || object(live.source)[arm] != null) return []
  return [{ path: "source", declared: arm, live: other[0], edit: "replace" }]
}

const object = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

const fields = (
  all: Field.Fields,
  path: string,
  declared: JsonObject,
  live: JsonObject,
): ReadonlyArray<Difference> =>
  Object.entries(all).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const value = declared[key]
    // What was not declared is the service's; what the API never returns, or leaves out, cannot be told apart.
    if (value === undefined || field.writeOnly === true || live[key] === undefined) return []
    if (Normalise.isUntold(field, live[key])) return []
    return compare(field, `${path}.${key}`, value, live[key])
  })

const compare = (
  field: Field.Field,
  path: string,
  declared: Json,
  live: Json | undefined,
): ReadonlyArray<Difference> => {
  const { type } = field
  const differs = (same: boolean): ReadonlyArray<Difference> =>
    same ? [] : [{ path, declared, live, edit: field.edit }]
  switch (type._tag) {
    case "Mappings":
      return compare(Field.mappingsAsList(type, field), path, declared, live)
    case "Block":
      return fields(type.fields, path, object(declared), object(live))
    case "List":
      if (type.item._tag === "Block" && type.identity !== undefined) {
        return keyed(field, type, type.item, path, declared, live)
      }
      return differs(sameList(type, declared, live))
    default:
      return differs(Normalise.scalar(type, declared) === Normalise.scalar(type, live))
  }
}

const sameList = (type: Field.ListType, declared: Json, live: Json | undefined): boolean => {
  const [a, b] = [Normalise.members(declared), Normalise.members(live)]
  if (a.length !== b.length) return false
  if (type.ordered) return a.every((member, index) => member === b[index])
  const [left, right] = [[...a].sort(), [...b].sort()]
  return left.every((member, index) => member === right[index])
}

const keyed = (
  field: Field.Field,
  type: Field.ListType,
  item: Field.BlockType,
  path: string,
  declared: Json,
  live: Json | undefined,
): ReadonlyArray<Difference> => {
  const index = (value: Json | undefined) =>
    new Map(
      (Array.isArray(value) ? (value as ReadonlyArray<Json>) : []).map((entry) => {
        const it = object(entry)
        return [type.identity!.map((key) => String(it[key])).join("."), it] as const
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
        : fields(item.fields, at, value, other)
    }),
    ...gone.map(([key, value]) => ({
      path: `${path}[${key}]`,
      declared: null,
      live: value,
      edit: field.edit,
    })),
  ]
}
