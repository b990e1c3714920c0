/** The walk over fields that finds what differs between three sides: declared, last applied, live. */
import { type Body, type BodyObject, isObject, type Origins, pointer as pointerTo } from "../../Compile.ts"
import type { Json, JsonObject } from "../../Evaluate.ts"
import * as Evaluate from "../../Evaluate.ts"
import * as Field from "../../Field.ts"
import type * as Ir from "../../Ir.ts"
import * as Normalise from "../../Normalise.ts"

/** One field that differs. Neither side is ever a secret. */
export interface Difference {
  /** As the API spells it: `source.<arm>.<field>`; rows of a list go by what identifies them. */
  readonly path: string
  /** The keys that lead to it in a body; of what is in a row of a list, those that lead to the list. */
  readonly keys: ReadonlyArray<string>
  /** What identifies the row that it is, or is in. */
  readonly row?: string
  /** What is live, or what was last applied where the API does not tell. Absent where there is nothing. */
  readonly before: Json | undefined
  /** What is declared. Absent where it is to be taken away. */
  readonly after: Json | undefined
  /** Then neither side is shown. */
  readonly secret?: true
  /** Who made the two sides differ since it was last applied. */
  readonly movedBy: "program" | "outside" | "both" | "unknown"
  readonly origin?: Ir.Origin
  readonly edit: Field.Edit
}

/** What the secrets come to that could be read. */
export type Hashes = ReadonlyMap<Ir.Deferred, string>

/** What the walk collects, all by path. */
export interface Found {
  readonly differences: Array<Difference>
  /** The API does not tell them and nothing was recorded, so they are kept. */
  readonly unknown: Array<string>
  /** Secrets of which nothing was recorded, so they are kept. */
  readonly unknownSecrets: Array<string>
  /** Secrets that could not be read here, so they are kept. */
  readonly unreadSecrets: Array<string>
  /** They were applied and are no longer declared; they stay as they are. */
  readonly released: Array<string>
}

export const nothing = (): Found => ({
  differences: [],
  unknown: [],
  unknownSecrets: [],
  unreadSecrets: [],
  released: [],
})

/** What was recorded when it was last applied. */
export interface Applied {
  readonly origin: "created" | "adopted"
  readonly applied: JsonObject
  readonly secrets: Readonly<Record<string, string>>
}

export interface Walk {
  /** The source's word after `from`. */
  readonly type: string
  readonly record: Applied | undefined
  readonly values: Evaluate.Values
  readonly hashes: Hashes
  /** Whether secrets are sent again, whatever is known of them. */
  readonly resend: boolean
  readonly origins: () => Origins
  readonly found: Found
  /** What the API tells of everything that is declared, by path, where that is asked for. */
  readonly told?: Map<string, Json>
}

/** One place in the three sides. */
export interface Place {
  readonly path: string
  readonly keys: ReadonlyArray<string>
  readonly row?: string
  /** The same place in the body that was compiled. */
  readonly pointer: string
  readonly declared: Body | undefined
  readonly applied: Json | undefined
  readonly live: Json | undefined
  /** Whether the API tells what it has here. */
  readonly isTold: boolean
}

/** All fields of an object. */
export const fields = (walk: Walk, all: Field.Fields, place: Place): void => {
  const [declared, applied, live] = [bodyAt(place.declared), object(place.applied), object(place.live)]
  for (const [name, field] of Object.entries(all)) {
    const key = Field.wireName(name, field)
    const below: Place = {
      ...step(place, key),
      declared: declared[key],
      applied: applied[key],
      live: live[key],
      isTold: place.isTold && field.writeOnly !== true && !Normalise.isUntold(field, live[key], walk.type),
    }
    if (below.declared !== undefined) one(walk, field, below)
    // What was not declared is the service's, unless it was declared before.
    else if (below.applied !== undefined) gone(walk, field, below)
  }
}

/** The way to a key of an object. */
export const step = (
  { path, keys, row, pointer }: Pick<Place, "path" | "keys" | "row" | "pointer">,
  key: string,
): Pick<Place, "path" | "keys" | "row" | "pointer"> => ({
  path: path === "" ? key : `${path}.${key}`,
  keys: row === undefined ? [...keys, key] : keys,
  pointer: pointerTo(pointer, key),
  ...(row === undefined ? {} : { row }),
})

/** Where a difference is. */
const at = ({ path, keys, row }: Place) => ({ path, keys, ...(row === undefined ? {} : { row }) })

const one = (walk: Walk, field: Field.Field, place: Place): void => {
  const { type } = field
  if (type._tag === "Mappings") one(walk, Field.mappingsAsList(type, field), place)
  else if (type._tag === "Block") fields(walk, type.fields, place)
  else if (type._tag === "List" && type.item._tag === "Block" && type.identity !== undefined)
    rows(walk, field, type.identity, type.item, place)
  else leaf(walk, field.edit, place, (a, b) => Normalise.isSame(field, a, b))
}

/** A value that is compared as a whole. */
export const leaf = (
  walk: Walk,
  edit: Field.Edit,
  place: Place,
  isSame: (a: Json | undefined, b: Json | undefined) => boolean,
): void => {
  const { declared, applied, live, isTold } = place
  const late = Evaluate.lateParts(declared!)
  const secrets = late.filter((part) => part._tag === "Deferred").filter(({ secret }) => secret)
  if (secrets.length > 0) {
    secret(walk, edit, place, secrets)
    return
  }
  const common = () => ({ ...at(place), edit, ...originAt(walk, place.pointer) })
  if (late.some(({ _tag }) => _tag === "Pending")) {
    // What an endpoint will only tell is none of what is there.
    const after = Evaluate.shown(declared!, walk.values)
    walk.found.differences.push({ ...common(), before: isTold ? live : applied, after, movedBy: "program" })
    return
  }
  const after = Evaluate.comparableValue(declared!, walk.values)
  if (after === undefined) return
  if (!isTold) {
    if (walk.record === undefined) walk.found.unknown.push(place.path)
    else if (!isSame(after, applied))
      walk.found.differences.push({ ...common(), before: applied, after, movedBy: "program" })
    return
  }
  walk.told?.set(place.path, live ?? null)
  if (isSame(after, live)) return
  walk.found.differences.push({
    ...common(),
    before: live,
    after,
    movedBy: mover(walk, place, after, isSame),
  })
}

const mover = (
  { record }: Walk,
  { applied, live }: Place,
  after: Json,
  isSame: (a: Json | undefined, b: Json | undefined) => boolean,
): Difference["movedBy"] => {
  if (record === undefined) return "unknown"
  if (isSame(after, applied)) return "outside"
  // Of what was not declared before nobody knows how it was then.
  return applied === undefined || isSame(live, applied) ? "program" : "both"
}

const secret = (walk: Walk, edit: Field.Edit, place: Place, secrets: ReadonlyArray<Ir.Deferred>): void => {
  const { path, pointer } = place
  const change = () =>
    walk.found.differences.push({
      ...at(place),
      before: undefined,
      after: undefined,
      secret: true,
      movedBy: "program",
      edit,
      ...originAt(walk, pointer),
    })
  // To send it anew where that takes another pipe would do more than was asked for.
  if (walk.resend && edit !== "replace") {
    change()
    return
  }
  const recorded = walk.record === undefined ? undefined : own(walk.record.secrets, path)
  const hash = hashOf(secrets, walk.hashes)
  // A pipe of ours was made with every secret that it then had, so one without a record is new.
  if (recorded === undefined && walk.record?.origin !== "created") walk.found.unknownSecrets.push(path)
  else if (hash === undefined) walk.found.unreadSecrets.push(path)
  else if (hash !== recorded) change()
}

/** What is recorded of a secret: one value is one hash. */
export const hashOf = (secrets: ReadonlyArray<Ir.Deferred>, hashes: Hashes): string | undefined => {
  const all = secrets.map((it) => hashes.get(it))
  return all.includes(undefined) ? undefined : all.join(",")
}

const own = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** A field that was applied and is no longer declared. */
const gone = (walk: Walk, field: Field.Field, place: Place): void => {
  const { path, live, applied, isTold } = place
  const { type } = field
  if (type._tag === "Block") {
    fields(walk, type.fields, place)
    return
  }
  const before = isTold ? live : applied
  if (Normalise.isNothing(before)) return
  if (isTold && field.default !== undefined && Normalise.isDefault(field, before!, undefined)) return
  if (!Field.isClearable(field)) {
    walk.found.released.push(path)
    return
  }
  walk.found.differences.push({
    ...at(place),
    before,
    after: undefined,
    movedBy: "program",
    edit: field.edit,
  })
}

const rows = (
  walk: Walk,
  field: Field.Field,
  identity: ReadonlyArray<string>,
  item: Field.BlockType,
  place: Place,
): void => {
  const key = (row: BodyObject) => identity.map((name) => Normalise.text(jsonOf(row[name], walk))).join(".")
  const byKey = (value: Body | undefined) =>
    new Map(
      (Array.isArray(value) ? (value as ReadonlyArray<Body>) : []).map((row, index) => [
        key(bodyAt(row)),
        { row: bodyAt(row), index },
      ]),
    )
  if (!place.isTold && walk.record === undefined) {
    walk.found.unknown.push(place.path)
    return
  }
  const [ours, before] = [byKey(place.declared), byKey(place.applied)]
  const theirs = place.isTold ? byKey(place.live) : before
  const known = (it: string): Difference["movedBy"] => (before.has(it) ? "outside" : "program")
  for (const [name, { row, index }] of ours) {
    const here = { keys: place.keys, path: `${place.path}[${name}]`, row: name }
    const pointer = pointerTo(place.pointer, String(index))
    const other = theirs.get(name)
    if (other === undefined) {
      if (place.isTold) walk.told?.set(here.path, null)
      const movedBy = walk.record === undefined ? "unknown" : known(name)
      const after = Evaluate.shown(row, walk.values)
      const difference = { ...here, before: undefined, after, movedBy, edit: field.edit }
      walk.found.differences.push({ ...difference, ...originAt(walk, pointer) })
      continue
    }
    const applied = before.get(name)?.row as Json | undefined
    const below = { ...here, pointer, declared: row, applied, live: other.row as Json }
    // A row that is sent as an addition or a removal cannot be changed in place, whatever its fields say.
    const edits = field.edit === "delta" ? Field.withEdit(item.fields, "delta") : item.fields
    fields(walk, edits, { ...below, isTold: place.isTold })
  }
  for (const [name, { row }] of theirs) {
    if (ours.has(name)) continue
    if (place.isTold) walk.told?.set(`${place.path}[${name}]`, row as Json)
    const movedBy = walk.record === undefined ? "unknown" : before.has(name) ? "program" : "outside"
    const here = { keys: place.keys, path: `${place.path}[${name}]`, row: name }
    walk.found.differences.push({
      ...here,
      before: row as Json,
      after: undefined,
      movedBy,
      edit: field.edit,
    })
  }
}

const jsonOf = (body: Body | undefined, walk: Walk): Json | undefined =>
  body === undefined ? undefined : Evaluate.comparableValue(body, walk.values)

const originAt = (walk: Walk, pointer: string): { readonly origin?: Ir.Origin } => {
  const origins = walk.origins()
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const origin = origins.get(at)
    if (origin !== undefined) return { origin }
  }
  return {}
}

const bodyAt = (body: Body | undefined): BodyObject => (isObject(body) ? body : {})

export const object = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

/** Whether two pieces of JSON of whose types nothing is known say the same. */
export const isSameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  const [left, right] = [a as JsonObject, b as JsonObject]
  const keys = Object.keys(left)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key]))
  )
}
