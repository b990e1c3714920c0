/** What a look at a source found, beside the columns of the pipe that reads it, and as rows of its text. */
import type * as Ast from "@pipewright/language/Ast"
import * as Source from "@pipewright/language/Source"
import * as ClickHouseType from "./ClickHouseType.ts"
import * as Ir from "./Ir.ts"
import * as Nodes from "./internal/nodes.ts"
import * as Edits from "./internal/pull/edits.ts"
import * as Names from "./internal/pull/names.ts"
import * as TypeText from "./internal/typeText.ts"

/** A field as the API tells it; `type` is a ClickHouse type. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly optional?: boolean | undefined
}

/**
 * A field and the column that it fills. `other-type`: the column is declared with another type, which stays.
 * `unreadable`: its type is none that a column can have, so there is no row for it.
 */
export interface Row {
  readonly field: string
  readonly column: string
  /** As the field would have it, in the engine's spelling. */
  readonly type: string
  readonly status: "new" | "declared" | "other-type" | "unreadable"
  /** The type that is declared. */
  readonly declared?: string
}

export interface Found {
  /** In the order of the fields. */
  readonly rows: ReadonlyArray<Row>
  /** The columns that no field fills. */
  readonly unfilled: ReadonlyArray<string>
}

export const compare = (fields: ReadonlyArray<Field>, pipe: Ir.Pipe): Found => {
  const columns = declared(pipe)
  const byField = new Map(columns.map((it) => [it.field, it]))
  const taken = new Set(columns.map(({ name }) => name))
  const seen = new Set<string>()
  const rows = fields.flatMap((field): ReadonlyArray<Row> => {
    if (seen.has(field.name)) return []
    seen.add(field.name)
    const type = typeOf(field)
    const own = byField.get(field.name)
    if (own !== undefined) {
      const column = { field: field.name, column: own.name, declared: own.type }
      if (type === undefined) return [{ ...column, type: field.type, status: "unreadable" }]
      return [{ ...column, type, status: spelling(own.type) === type ? "declared" : "other-type" }]
    }
    const column = Names.free(columnName(field.name), (it) => taken.has(it))
    taken.add(column)
    return type === undefined
      ? [{ field: field.name, column, type: field.type, status: "unreadable" }]
      : [{ field: field.name, column, type, status: "new" }]
  })
  return { rows, unfilled: columns.flatMap((it) => (seen.has(it.field) ? [] : [it.name])) }
}

interface Column {
  readonly name: string
  readonly type: string
  /** The field that fills it. */
  readonly field: string
}

const declared = ({ destination, fieldMappings }: Ir.Pipe): ReadonlyArray<Column> => {
  const text = (item: Ir.Value, key: string) =>
    item._tag === "Block" ? String(Ir.literal(item.fields.get(key)) ?? "") : ""
  const from = new Map(
    fieldMappings?.items.map((it) => [text(it, "destinationField"), text(it, "sourceField")]) ?? [],
  )
  const columns = destination.fields.get("columns")
  return (columns?._tag === "List" ? columns.items : []).map((it) => {
    const name = text(it, "name")
    return { name, type: text(it, "type"), field: from.get(name) ?? name }
  })
}

/** A name that needs no quotes is kept; a path and any other becomes words with `_` between them. */
const columnName = (field: string): string => {
  if (/^[A-Za-z_]\w*$/.test(field)) return field
  const words = Names.snake(field)
  return /^[a-z]/.test(words) ? words : words === "" ? "field" : `field_${words}`
}

/** A field that may be absent may be NULL, where the engine has such a type. */
const typeOf = ({ type, optional }: Field): string | undefined =>
  (optional === true ? legal(`Nullable(${type})`) : undefined) ?? legal(type)

const legal = (text: string): string | undefined => {
  const type = TypeText.parse(text)
  if (type === undefined || ClickHouseType.check(type).some(ClickHouseType.isRefusal)) return undefined
  return ClickHouseType.print(type)
}

const spelling = (text: string): string => {
  const type = TypeText.parse(text)
  return type === undefined ? text : ClickHouseType.print(type)
}

/** The columns that the pipe would have, as text: what is declared, and what is new. */
export const text = (rows: ReadonlyArray<Row>): string => Edits.spelled(section(rows))

const section = (rows: ReadonlyArray<Row>): Ast.Section => Nodes.section("columns", entries(rows))

const entries = (rows: ReadonlyArray<Row>): ReadonlyArray<Ast.Column> =>
  rows.flatMap((row) => {
    const type =
      row.status === "unreadable" && row.declared === undefined
        ? undefined
        : TypeText.parse(row.declared ?? row.type)
    if (type === undefined) return []
    const from = row.field === row.column ? {} : { from: Nodes.string(row.field) }
    return [{ _tag: "Column", span: Nodes.span, name: Nodes.name(row.column), type, ...from }]
  })

/** Why rows cannot be put into the text: it serves other pipes too, or it did not parse. */
export type Why = "loop" | "template" | "broken"

/** The text of a file with the new rows in the pipe, and all that is there as it is. */
export const written = (file: Ast.File, pipe: Ir.Pipe, rows: ReadonlyArray<Row>): string | Why => {
  const { source } = file
  const node = file.declarations.find(
    (it): it is Ast.Pipe => it._tag === "Pipe" && it.name.span.start === pipe.origin.span.start,
  )
  if (node === undefined || node.broken) return "broken"
  if (node.each !== undefined) return "loop"
  const into = node.items.find((it) => it._tag === "Into")
  if (into === undefined) return "template"
  const columns = into.block?.entries.find(
    (it): it is Ast.Section => it._tag === "Section" && it.name.text === "columns",
  )
  if (columns === undefined && node.extends !== undefined) return "template"
  const added = entries(rows.filter(({ status }) => status === "new"))
  if (added.length === 0) return source.text
  const edit =
    columns !== undefined
      ? Edits.insertion(source, columns.block, ...added)
      : into.block !== undefined
        ? Edits.insertion(source, into.block, section(rows))
        : block(source, into, rows)
  return Edits.applied(source, [edit])
}

/** A block for the `into` that has none, a step further in than its line. */
const block = (source: Source.Source, into: Ast.Into, rows: ReadonlyArray<Row>): Edits.Edit => {
  const { end } = into.span
  const line = source.text.lastIndexOf("\n", into.span.start - 1) + 1
  const indent = /^[\t ]*/.exec(source.text.slice(line))![0]
  const inside = Edits.spelled(section(rows))
    .split("\n")
    .map((row) => `${indent}  ${row}\n`)
    .join("")
  const text = Edits.windows(source.text, ` {\n${inside}${indent}}`)
  return { file: source.file, span: Source.span(end, end), text }
}
