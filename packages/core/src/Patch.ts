/**
 * The bodies of PATCH that take differences away. A body holds what changed and what has to go along with it, and
 * nothing else: the service keeps what is left out.
 */
import { type Body, type BodyObject, isObject, type Origins, pointer, type Request } from "./Compile.ts"
import * as Destination from "./Destination.ts"
import type { Difference } from "./Diff.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Field from "./Field.ts"
import type * as Ir from "./Ir.ts"
import * as Normalise from "./Normalise.ts"
import type { SourceKind } from "./SourceKind.ts"

export interface Patch {
  readonly request: Request
  /** The differences that it takes away. */
  readonly paths: ReadonlyArray<string>
}

export interface Edit {
  readonly pipe: Ir.Pipe
  /** What would create the pipe as it is declared. */
  readonly request: Request
  readonly pipeId: string
  /** The pipe as the API returns it. */
  readonly live: JsonObject
  readonly differences: ReadonlyArray<Difference>
}

/**
 * The PATCHes that an edit takes, in order. There are two where rows of a list changed that can only be added and
 * removed: the service refuses both for one row in one request, so the first one removes, and nothing else.
 */
export const make = (edit: Edit): ReadonlyArray<Patch> => {
  const differences = edit.differences.filter(({ edit }) => patched.has(edit))
  if (differences.length === 0) return []
  const changed = differences.filter(isInRow)
  const rest = new Map<string, Body>()
  const origins = new Map(edit.request.origins)
  const { arm } = edit.pipe.kind
  const source = sourceOf(edit, differences, origins)
  if (differences.some(({ path }) => path === "name")) rest.set("name", edit.pipe.name)
  const beside = differences.flatMap(({ keys: [first, second] }) =>
    first === "source" && second !== undefined && second !== arm
      ? [[second, (edit.request.body.source as BodyObject)[second]!] as const]
      : [],
  )
  if (Object.keys(source).length + beside.length > 0)
    rest.set("source", {
      ...Object.fromEntries(beside),
      ...(Object.keys(source).length > 0 ? { [arm]: source } : {}),
    })
  for (const [key, value] of destinationOf(edit, differences)) rest.set(key, value)
  const paths = differences.map(({ path }) => path)
  const main = { request: request(edit, Object.fromEntries(rest), origins), paths }
  if (changed.length === 0) return [main]
  const removal = removalOf(edit, changed)
  return [{ request: request(edit, removal, new Map()), paths: [] }, main]
}

/** The edits that reach a pipe by PATCH. */
const patched: ReadonlySet<Field.Edit> = new Set(["live", "paused", "delta"])

/** Whether it is in a row of a list that is there on both sides, and that takes only additions and removals. */
export const isInRow = ({ edit, row, path }: Difference): boolean =>
  edit === "delta" && row !== undefined && !path.endsWith(`[${row}]`)

const request = ({ request, pipeId }: Edit, body: BodyObject, origins: Origins): Request => ({
  ...request,
  method: "PATCH",
  path: `${request.path}/${pipeId}`,
  body,
  origins,
})

const sourceOf = (
  edit: Edit,
  differences: ReadonlyArray<Difference>,
  origins: Map<string, Ir.Origin>,
): BodyObject => {
  const { pipe, live } = edit
  const { kind } = pipe
  const [declared, theirs] = [armOf(edit.request.body, kind.arm), armOf(live, kind.arm) as JsonObject]
  const ours = differences.filter(({ keys }) => keys[0] === "source" && keys[1] === kind.arm)
  const [rows, fields] = [
    ours.filter(({ edit }) => edit === "delta"),
    ours.filter(({ edit }) => edit !== "delta"),
  ]
  const touched = new Set(fields.flatMap(({ keys }) => keys[2] ?? []))
  const result = new Map<string, Body>()
  const put = (key: string) => {
    const value = editable(Field.byWireName(kind.fields, key), declared[key], [...fields], key)
    if (value !== undefined) result.set(key, value)
  }
  for (const key of touched) put(key)
  for (const { with: changed, clear } of kind.lifecycle.clearAlong ?? [])
    if (changed.some((key) => touched.has(key)))
      for (const key of clear)
        if (declared[key] === undefined && !Normalise.isNothing(theirs[key])) result.set(key, null)
  for (const { with: sent, send } of kind.lifecycle.sendAlong)
    if (sent.some((key) => result.has(key)))
      for (const key of send) if (!result.has(key) && declared[key] !== undefined) put(key)
  for (const [key, value] of additions(edit, rows, origins)) result.set(key, value)
  return Object.fromEntries(result)
}

/**
 * The part of a field that an edit can send. A block goes whole as far as it can be edited, since nobody knows whether
 * the service would keep the rest of it. What is declared no longer goes back to what it was before anyone gave it.
 */
const editable = (
  field: Field.Field | undefined,
  declared: Body | undefined,
  differences: ReadonlyArray<Difference>,
  ...keys: ReadonlyArray<string>
): Body | undefined => {
  if (field?.type._tag !== "Block") return declared ?? cleared(field)
  const result = new Map<string, Body>()
  const block = isObject(declared) ? declared : {}
  for (const [name, inner] of Object.entries(field.type.fields)) {
    const key = Field.wireName(name, inner)
    const all = [...keys, key]
    const isTouched = differences.some(({ keys }) => all.every((it, index) => keys[index + 2] === it))
    if (inner.edit === "replace" || (block[key] === undefined && !isTouched)) continue
    const value = editable(inner, block[key], differences, ...all)
    if (value !== undefined) result.set(key, value)
  }
  // What only `raw` has a word for.
  for (const [key, value] of Object.entries(block))
    if (Field.byWireName(field.type.fields, key) === undefined) result.set(key, value)
  return result.size === 0 ? undefined : Object.fromEntries(result)
}

/** Nothing is a list without members; else what is known to be the default is surer than `null`. */
const cleared = (field: Field.Field | undefined): Body =>
  field?.type._tag === "List" ? [] : (field?.default ?? null)

/** `<list>ToAdd` and `<list>ToRemove`. */
const additions = (
  edit: Edit,
  differences: ReadonlyArray<Difference>,
  origins: Map<string, Ir.Origin>,
): ReadonlyMap<string, Body> => {
  const { arm } = edit.pipe.kind
  const result = new Map<string, Body>()
  for (const [key, found] of byList(differences)) {
    const list = listOf(edit, key)
    const added = new Set(found.filter((it) => it.after !== undefined || isInRow(it)).map(({ row }) => row))
    const rows = list.declared.flatMap((row, index) =>
      added.has(nameOf(list.source, row)) ? [{ row, index }] : [],
    )
    const removed = found.filter((it) => it.after === undefined && !isInRow(it)).map(({ row }) => row)
    if (rows.length > 0)
      result.set(
        `${key}ToAdd`,
        rows.map(({ row }) => row),
      )
    if (removed.length > 0) result.set(`${key}ToRemove`, list.removals(new Set(removed)))
    const above = pointer(pointer("", "source"), arm)
    const [from, to] = [pointer(above, key), pointer(above, `${key}ToAdd`)]
    const moved = new Map(rows.map(({ index }, at) => [`${from}/${index}`, `${to}/${at}`]))
    for (const [place, origin] of edit.request.origins) {
      if (!place.startsWith(`${from}/`)) continue
      const row = place.split("/", 5).join("/")
      const other = moved.get(row)
      if (other !== undefined) origins.set(other + place.slice(row.length), origin)
    }
  }
  return result
}

const removalOf = (edit: Edit, changed: ReadonlyArray<Difference>): BodyObject => {
  const removals = [...byList(changed)].map(([key, found]) => [
    `${key}ToRemove`,
    listOf(edit, key).removals(new Set(found.map(({ row }) => row))),
  ])
  return { source: { [edit.pipe.kind.arm]: Object.fromEntries(removals) } }
}

const byList = (differences: ReadonlyArray<Difference>): ReadonlyMap<string, ReadonlyArray<Difference>> => {
  const result = new Map<string, Array<Difference>>()
  for (const difference of differences) {
    const key = difference.keys[2]!
    const found = result.get(key)
    if (found === undefined) result.set(key, [difference])
    else found.push(difference)
  }
  return result
}

const listOf = ({ pipe, request, live }: Edit, key: string) => {
  const { arm, fields } = pipe.kind
  const type = Field.byWireName(fields, key)?.type
  const source = type?._tag === "Mappings" ? type.source : []
  const rowsOf = (body: BodyObject) => {
    const rows = armOf(body, arm)[key]
    return Array.isArray(rows) ? rows.filter(isObject) : []
  }
  // What says which row is meant is all that a removal needs.
  const removals = (names: ReadonlySet<string | undefined>): ReadonlyArray<BodyObject> =>
    rowsOf(live).flatMap((row) =>
      names.has(nameOf(source, row))
        ? [Object.fromEntries([...source, "targetTable"].map((part) => [part, row[part] ?? null]))]
        : [],
    )
  return { source, declared: rowsOf(request.body), live: rowsOf(live), removals }
}

/** How many rows would be left of a list while those that changed are out. */
export const rowsLeft = (edit: Edit): number => {
  const changed = edit.differences.filter(isInRow)
  return Math.min(
    ...[...byList(changed)].map(([key, found]) => {
      const rows = new Set(found.map(({ row }) => row))
      return listOf(edit, key).live.length - rows.size
    }),
  )
}

/** The tables that rows of a body lead to, by what identifies the rows. */
export const targetsOf = (
  { pipe, body }: { readonly pipe: Ir.Pipe; readonly body: BodyObject },
  names: ReadonlySet<string | undefined>,
): ReadonlyArray<string> =>
  Object.entries(armOf(body, pipe.kind.arm)).flatMap(([key, rows]) => {
    const type = Field.byWireName(pipe.kind.fields, key)?.type
    if (type?._tag !== "Mappings" || !Array.isArray(rows)) return []
    return rows
      .filter(isObject)
      .flatMap((row) => (names.has(nameOf(type.source, row)) ? [String(row.targetTable)] : []))
  })

/** Every table that a live pipe reads, as the source has it, and the one that it leads to. */
export const tablesOf = (
  { arm, fields }: Pick<SourceKind, "arm" | "fields">,
  body: BodyObject,
): ReadonlyArray<{ readonly source: string; readonly target: string }> =>
  Object.entries(armOf(body, arm)).flatMap(([key, rows]) => {
    const type = Field.byWireName(fields, key)?.type
    if (type?._tag !== "Mappings" || !Array.isArray(rows)) return []
    return rows
      .filter(isObject)
      .map((row) => ({ source: nameOf(type.source, row), target: String(row.targetTable) }))
  })

const nameOf = (source: ReadonlyArray<string>, row: BodyObject): string =>
  source.map((part) => Normalise.text(row[part] as Json)).join(".")

/** Columns and the pairs that map onto them go together or not at all; `raw` may have more. */
const destinationOf = (
  { request: { body } }: Edit,
  differences: ReadonlyArray<Difference>,
): ReadonlyMap<string, Body> => {
  const result = new Map<string, Body>()
  const declared = isObject(body.destination) ? body.destination : {}
  const destination = new Map<string, Body>()
  const touches = (...path: ReadonlyArray<string>) =>
    differences.some(({ keys }) => path.every((key, index) => keys[index] === key))
  const pairs = touches("fieldMappings")
  if (pairs || touches("destination", "columns")) {
    if (declared.columns !== undefined) destination.set("columns", declared.columns)
    if (pairs || body.fieldMappings !== undefined) result.set("fieldMappings", body.fieldMappings ?? [])
  }
  for (const { keys } of differences) {
    const [first, second] = keys
    if (first === "destination" && second !== undefined && !Object.hasOwn(Destination.table, second))
      destination.set(second, declared[second]!)
    else if (first !== undefined && !known.has(first)) result.set(first, body[first]!)
  }
  if (destination.size > 0) result.set("destination", Object.fromEntries(destination))
  return result
}

const known: ReadonlySet<string> = new Set(["name", "source", "destination", "fieldMappings", "state"])

const armOf = (body: BodyObject, arm: string): BodyObject => {
  const source = body.source
  const found = isObject(source) ? source[arm] : undefined
  return isObject(found) ? found : {}
}
