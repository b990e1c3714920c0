/** `destination` and `fieldMappings` back to `into …`. */
import type * as Ast from "@pipewright/language/Ast"
import * as Destination from "../Destination.ts"
import type * as Field from "../Field.ts"
import * as Ir from "../Ir.ts"
import * as ColumnMappings from "./columnMappings.ts"
import * as Nodes from "./nodes.ts"
import * as TypeText from "./typeText.ts"
import * as UnbindValues from "./unbindValues.ts"

export const into = (pipe: Ir.Pipe, naming: UnbindValues.Naming): Ast.Into => {
  const { destination } = pipe
  const names = ["database", "table"].flatMap((key) => {
    const text = Ir.literal(destination.fields.get(key))
    return text === undefined ? [] : [Nodes.name(String(text))]
  })
  const entries = [
    ...tableEntries(destination, naming),
    ...columns(destination.fields.get("columns"), pipe.fieldMappings),
    ...UnbindValues.entries({ roles: Destination.table.roles! }, destination, naming),
  ]
  return {
    _tag: "Into",
    span: Nodes.span,
    existing: Ir.literal(destination.fields.get("managedTable")) === false,
    path: names,
    everything: pipe.kind.destination === "database",
    ...(entries.length === 0 ? {} : { block: Nodes.block(entries) }),
  }
}

const definition = Destination.table.tableDefinition!.type as Field.BlockType

const tableEntries = (destination: Ir.Block, naming: UnbindValues.Naming): ReadonlyArray<Ast.Entry> => {
  const table = destination.fields.get("tableDefinition")
  if (table?._tag !== "Block") return []
  const { sortingKey, partitionBy, primaryKey } = definition.fields
  return [
    ...engine(table.fields.get("engine")),
    ...UnbindValues.entries({ sortingKey: sortingKey! }, table, naming).map((it) => ({
      ...it,
      name: Nodes.name("orderBy"),
    })),
    ...UnbindValues.entries({ partitionBy: partitionBy!, primaryKey: primaryKey! }, table, naming),
  ]
}

const engine = (found: Ir.Value | undefined): ReadonlyArray<Ast.Entry> => {
  const type = found?._tag === "Block" ? Ir.literal(found.fields.get("type")) : undefined
  if (found?._tag !== "Block" || type === undefined) return []
  const columns = found.fields.get("columnIds")
  const names = [
    ...(found.fields.has("versionColumnId") ? [found.fields.get("versionColumnId")!] : []),
    ...(columns?._tag === "List" ? columns.items : []),
  ].map((it) => UnbindValues.columnName(String(Ir.literal(it))))
  const word = String(type)
  return [Nodes.attribute("engine", names.length === 0 ? Nodes.word(word) : Nodes.call(word, names))]
}

/** A row says where its value comes from if that is not the field of its name. */
const columns = (found: Ir.Value | undefined, mappings: Ir.List | undefined): ReadonlyArray<Ast.Entry> => {
  if (found?._tag !== "List") return []
  const text = (block: Ir.Value | undefined, key: string) =>
    block?._tag === "Block" ? String(Ir.literal(block.fields.get(key)) ?? "") : ""
  const sources = new Map(
    mappings?.items.map((it) => [text(it, "destinationField"), text(it, "sourceField")]) ?? [],
  )
  // Mappings are sent if a row has one, so that one row says its own name where none says another.
  const first = mappings !== undefined && ColumnMappings.areIdentity(mappings) ? found.items[0] : undefined
  const rows = found.items.map((it): Ast.Column => {
    const name = text(it, "name")
    const from = sources.get(name)
    return {
      _tag: "Column",
      span: Nodes.span,
      name: Nodes.name(name),
      type: typeOf(text(it, "type")),
      ...(from === undefined || (from === name && it !== first) ? {} : { from: Nodes.string(from) }),
    }
  })
  return [Nodes.section("columns", rows)]
}

const typeOf = (text: string): Ast.Type => {
  const type = TypeText.parse(text)
  if (type === undefined) throw new Error(`the type ${text} of a column that was bound cannot be read`)
  return type
}
