/** What the service has of one field, as an edit of the text that declares it. */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"
import type { Difference, Live } from "../../Change.ts"
import * as ClickHouseType from "../../ClickHouseType.ts"
import { bodyFields } from "../../Compile.ts"
import type { Json, JsonObject } from "../../Evaluate.ts"
import * as Field from "../../Field.ts"
import * as Ir from "../../Ir.ts"
import * as Normalise from "../../Normalise.ts"
import * as Scaling from "../../Scaling.ts"
import * as Decode from "../decode.ts"
import * as Nodes from "../nodes.ts"
import * as TypeText from "../typeText.ts"
import * as UnbindValues from "../unbindValues.ts"
import * as Edits from "./edits.ts"
import * as Search from "./search.ts"

/**
 * Why a text stays as it is. `through`: the value comes from elsewhere and serves others too. `both`: the program has
 * changed it as well. `by-hand`: it cannot be changed there without a risk.
 */
export type Why = "through" | "both" | "by-hand"

export interface Declared {
  readonly files: ReadonlyMap<string, Ast.File>
  readonly pipe: Ir.Pipe
  readonly live: Live
}

export const edit = ({ files, pipe, live }: Declared, difference: Difference): Edits.Edit | Why => {
  const fields = bodyFields(pipe.kind)
  const isRow = difference.row !== undefined && difference.path.endsWith("]")
  if (isRow && difference.after === undefined)
    return difference.movedBy === "both" ? "both" : added({ files, pipe, live }, fields, difference)
  const place = placeOf(files, difference)
  if (typeof place === "string") return place
  const { file, found } = place
  if (isRow) return removed(file, found)
  if (difference.path === "state" && typeof difference.before === "string")
    return replaced(file, found.node.span, difference.before)
  return changed(live, file, found, fieldOf(fields, difference), difference)
}

/** The same for what is no pipe and has no rows. */
export const plain = (
  files: Declared["files"],
  fields: Field.Fields,
  difference: Difference,
): Edits.Edit | Why => {
  const place = placeOf(files, difference)
  if (typeof place === "string") return place
  return changed(undefined, place.file, place.found, fieldOf(fields, difference), difference)
}

/** Where what is declared stands, if it may be changed there. */
const placeOf = (
  files: Declared["files"],
  { movedBy, origin }: Difference,
): { readonly file: Ast.File; readonly found: Search.Found } | Why => {
  if (movedBy === "both") return "both"
  if (origin === undefined) return "by-hand"
  if (origin.via.length > 0) return "through"
  const file = files.get(origin.file)
  const found = file === undefined ? undefined : Search.at(file, origin.span)
  if (file === undefined || found === undefined || Search.hasComment(file, found.node.span)) return "by-hand"
  return { file, found }
}

const replaced = (file: Ast.File, span: Span, text: string): Edits.Edit => ({
  file: file.source.file,
  span,
  text,
})

const removed = (file: Ast.File, { node }: Search.Found): Edits.Edit | Why =>
  (node._tag === "Mapping" || node._tag === "Column") && !("doc" in node && node.doc !== undefined)
    ? Edits.removal(file.source, node.span)
    : "by-hand"

/** The field of a difference: that at its keys, or the one below a row of it. */
const fieldOf = (all: Field.Fields, { keys, path, row }: Difference): Field.Field | undefined => {
  const below = row === undefined ? [] : path.slice(path.lastIndexOf("]") + 2).split(".")
  let fields: Field.Fields = all
  let field: Field.Field | undefined
  for (const key of [...keys, ...below]) {
    field = Field.byWireName(fields, key)
    if (field === undefined) return undefined
    const list = field.type._tag === "Mappings" ? Field.mappingsAsList(field.type, field).type : field.type
    const { item } = list._tag === "List" ? list : { item: list }
    fields = item._tag === "Block" ? item.fields : {}
  }
  return field
}

const values: ReadonlySet<string> = new Set(["String", "Number", "Quantity", "Boolean", "Word", "List"])

/** Any reading of an answer does: it is one value, and defaults are told like others. */
const reading: Decode.Reading = { _tag: "Answer", type: "", pipeId: undefined }

const nameless: UnbindValues.Naming = () => ""

const changed = (
  live: Live | undefined,
  file: Ast.File,
  { node, above }: Search.Found,
  field: Field.Field | undefined,
  { path, before }: Difference,
): Edits.Edit | Why => {
  const [parent] = above
  if (node._tag === "Type" && typeof before === "string") {
    const type = TypeText.parse(before)
    return type === undefined ? "by-hand" : replaced(file, node.span, ClickHouseType.print(type))
  }
  if (node._tag === "Name")
    return parent?._tag === "Mapping" && typeof before === "string" && /^[A-Za-z_]\w*$/.test(before)
      ? replaced(file, node.span, before)
      : "by-hand"
  if (field === undefined || parent?._tag !== "Attribute" || !values.has(node._tag)) return "by-hand"
  const isSize =
    path.startsWith("scaling.") && node._tag === "Word" && Scaling.sized.has(path.slice("scaling.".length))
  if (isSize) {
    const size = sizeOf(live?.object.scaling)
    return size === undefined ? "by-hand" : replaced(file, node.span, size)
  }
  if (Normalise.isNothing(before))
    return field.required === true || "doc" in parent ? "by-hand" : Edits.removal(file.source, parent.span)
  const value = Decode.value(reading, field, before!)
  return value === undefined || value._tag === "Deferred"
    ? "by-hand"
    : replaced(file, node.span, Edits.spelledValue(UnbindValues.value(field.type, value, nameless, [])))
}

const sizeOf = (scaling: Json | undefined): string | undefined => {
  if (typeof scaling !== "object" || scaling === null || Array.isArray(scaling)) return undefined
  return Scaling.sizeOf(Decode.blockOf(Decode.block(reading, Scaling.fields, scaling as JsonObject).fields))
}

/** A row that the service has and the program has not. */
const added = (
  { files, pipe }: Declared,
  all: Field.Fields,
  { keys, before }: Difference,
): Edits.Edit | Why => {
  const list = Ir.get(asBlock(pipe), ...keys)
  if (list === undefined || list.origin.via.length > 0) return list === undefined ? "by-hand" : "through"
  const file = files.get(list.origin.file)
  const found = file === undefined ? undefined : Search.at(file, list.origin.span)
  const entry = before === undefined ? undefined : rowOf(all, keys, before)
  if (file === undefined || found?.node._tag !== "Block" || entry === undefined) return "by-hand"
  return Edits.insertion(file.source, found.node as Ast.Block, entry)
}

const asBlock = ({ source, destination, kind }: Ir.Pipe): Ir.Block =>
  Decode.blockOf(
    new Map<string, Ir.Value>([
      ["source", Decode.blockOf(new Map([[kind.arm, source]]))],
      ["destination", destination],
    ]),
  )

const rowOf = (all: Field.Fields, keys: ReadonlyArray<string>, row: Json): Ast.Entry | undefined => {
  const field = fieldOf(all, { keys, path: "" } as Difference)
  const key = keys.at(-1)!
  const list = field === undefined ? undefined : Decode.value(reading, field, [row])
  if (field === undefined || list?._tag !== "List") return undefined
  if (field.type._tag === "Mappings") {
    const [section] = UnbindValues.entries({ [key]: field }, Decode.blockOf(new Map([[key, list]])), nameless)
    return section?._tag === "Section" ? section.block.entries[0] : undefined
  }
  const [item] = list.items
  const text = (name: string) =>
    item?._tag === "Block" ? String(Ir.literal(item.fields.get(name)) ?? "") : ""
  const type = TypeText.parse(text("type"))
  return type === undefined
    ? undefined
    : { _tag: "Column", span: Nodes.span, name: Nodes.name(text("name")), type }
}
