/** `destination` and `fieldMappings` of a body to what `into …` says. */
import { type Body, type BodyObject, destinationFields } from "../Compile.ts"
import * as Destination from "../Destination.ts"
import * as Ir from "../Ir.ts"
import type { SourceKind } from "../SourceKind.ts"
import * as ColumnMappings from "./columnMappings.ts"
import * as Decode from "./decode.ts"

export interface Read extends Decode.Read {
  readonly mappings: Ir.List | undefined
  /** Mappings that rows of columns cannot say. */
  readonly otherMappings: Body | undefined
  readonly lost: ReadonlyArray<string>
}

/** `undefined` where a table has to be named and is not. */
export const read = (kind: SourceKind, reading: Decode.Reading, object: BodyObject): Read | undefined => {
  const destination = Decode.objectAt(object, "destination")
  const isAnswer = reading._tag === "Answer"
  const { fields, rest } = Decode.block(
    reading,
    destinationFields(kind),
    isAnswer ? withArguments(destination) : destination,
  )
  const given = object.fieldMappings ?? undefined
  if (kind.destination === "database") {
    if (!fields.has("database")) fields.set("database", Decode.literal(Destination.defaultDatabase))
    // The service may tell of a table although there are many.
    if (isAnswer) for (const key of Object.keys(Destination.table)) rest.delete(key)
    const hasMappings = Array.isArray(given) && given.length > 0
    return { fields, rest, mappings: undefined, otherMappings: hasMappings ? given : undefined, lost: [] }
  }
  if (!fields.has("table")) return undefined
  if (!fields.has("managedTable")) fields.set("managedTable", Decode.literal(true))
  if (isAnswer && Ir.literal(fields.get("managedTable")) === false) {
    // Nothing is made, so that a definition says nothing.
    fields.delete("tableDefinition")
    rest.delete("tableDefinition")
  } else if (isAnswer && !fields.has("tableDefinition"))
    fields.set("tableDefinition", Decode.blockOf(new Map()))
  // A name with a dot in it would be taken for both names.
  if (isAnswer && !fields.has("database") && String(Ir.literal(fields.get("table"))).includes("."))
    fields.set("database", Decode.literal(Destination.defaultDatabase))
  const mappings = mappingsOf(reading, fields.get("columns"), given)
  const { fields: fitted, lost } = fitting(fields)
  return {
    fields: inOrder(fitted, destinationFields(kind)),
    rest,
    mappings: mappings.rows,
    otherMappings: mappings.others,
    lost,
  }
}

const inOrder = (fields: Decode.Read["fields"], order: object): Decode.Read["fields"] =>
  new Map(Object.keys(order).flatMap((key) => (fields.has(key) ? [[key, fields.get(key)!] as const] : [])))

const mappingsOf = (
  reading: Decode.Reading,
  columns: Ir.Value | undefined,
  given: Body | undefined,
): { readonly rows?: Ir.List; readonly others?: Body } => {
  const isAnswer = reading._tag === "Answer"
  if (given === undefined || (isAnswer && Array.isArray(given) && given.length === 0)) return {}
  const read = Decode.value(reading, Destination.fieldMappings, given)
  const rows = read === undefined ? undefined : ColumnMappings.complete(columns, read)
  if (rows === undefined) return { others: given }
  return isAnswer && ColumnMappings.areIdentity(rows) ? {} : { rows }
}

/** An engine that is told as a call says what it takes, too. */
const withArguments = (destination: BodyObject): BodyObject => {
  const definition = Decode.objectAt(destination, "tableDefinition")
  const engine = Decode.objectAt(definition, "engine")
  const call = typeof engine.type === "string" ? /^\s*(\w+)\s*\(+([^()]*)\)+\s*$/.exec(engine.type) : null
  const names = (call?.[2] ?? "").split(",").map((it) => it.trim())
  if (call === null || !names.every((it) => /^\w+$/.test(it))) return destination
  const [first, second] = names
  const taken: BodyObject =
    call[1] === Destination.summing
      ? { columnIds: names }
      : call[1] === Destination.replacing && second === undefined
        ? { versionColumnId: first! }
        : {}
  return {
    ...destination,
    tableDefinition: { ...definition, engine: { ...engine, ...taken, ...said(engine) } },
  }
}

const said = (engine: BodyObject): BodyObject =>
  Object.fromEntries(Object.entries(engine).filter(([, it]) => it !== null))

/** An engine takes its own arguments; those of another have no place. */
const fitting = (fields: Decode.Read["fields"]): Pick<Read, "fields" | "lost"> => {
  const definition = fields.get("tableDefinition")
  const engine = definition?._tag === "Block" ? definition.fields.get("engine") : undefined
  if (definition?._tag !== "Block" || engine?._tag !== "Block") return { fields, lost: [] }
  const type = Ir.literal(engine.fields.get("type"))
  const taken = new Set([
    "type",
    ...(type === Destination.replacing ? ["versionColumnId"] : []),
    ...(type === Destination.summing ? ["columnIds"] : []),
  ])
  const kept = new Map([...engine.fields].filter(([key]) => taken.has(key)))
  const lost = [...engine.fields.keys()].filter((key) => !taken.has(key))
  const { engine: _, ...others } = Object.fromEntries(definition.fields)
  const fitted = kept.size === 0 ? others : { engine: Decode.blockOf(kept), ...others }
  return {
    fields: new Map(fields).set("tableDefinition", Decode.blockOf(new Map(Object.entries(fitted)))),
    lost: lost.map((key) => `destination.tableDefinition.engine.${key}`),
  }
}
