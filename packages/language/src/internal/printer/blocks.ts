/** Values and blocks on as many lines as they take. */
import type * as Ast from "../../Ast.ts"
import { align, type Cells, linesOf } from "./align.ts"
import { type Context, firstCommentIn, isWritten } from "./context.ts"
import * as Flat from "./flat.ts"
import { type Plan, plan, wouldDocument, writePlan } from "./rows.ts"
import * as Spelling from "./spelling.ts"
import * as Strings from "./strings.ts"
import * as Types from "./types.ts"
import { indentStep, lineWidth, padded } from "./writer.ts"

type Item = Ast.Entry | Ast.PipeItem

/** How far the comments in a value are to be moved before it. */
export const headOfValue = (value: Ast.Value): number => {
  switch (value._tag) {
    case "List":
    case "Object":
      return value.span.start
    case "Call":
      return value.arguments.length > 0 ? value.name.span.end : value.span.end
    default:
      return value.span.end
  }
}

const headOf = (item: Item): number => {
  switch (item._tag) {
    case "Attribute":
      return headOfValue(item.value)
    case "Column":
      return Types.headOf(item.type)
    case "Moved":
      return item.span.end
    default:
      return item.block?.span.start ?? item.span.end
  }
}

/** Writes a value; what follows it on its line takes `after` columns. */
export const writeValue = (context: Context, value: Ast.Value, indent: number, after = 0): void => {
  const { out } = context
  switch (value._tag) {
    case "Object":
      writeBlock(context, value.block, indent, "line", after)
      return
    case "List":
    case "Call": {
      const line = Flat.value(context, value, lineWidth - out.column - after)
      if (line === undefined) writeItems(context, value, indent)
      else out.write(line)
      return
    }
    default:
      out.write(Flat.scalar(context, value, indent))
      return
  }
}

/** An item per line. The last one of a list has a comma as well, so that adding another changes one line. */
const writeItems = (context: Context, value: Ast.ListValue | Ast.CallValue, indent: number): void => {
  const { out } = context
  const isList = value._tag === "List"
  const items = isList ? value.items : value.arguments
  const start = isList ? value.span.start + 1 : value.name.span.end
  const end = isWritten(value) ? value.span.end - 1 : 0
  out.write(isList ? "[" : `${Spelling.name(context, value.name)}(`)
  writePlan(context, plan(context, items, { start, end }, headOfValue), indent, ({ item }, index) => {
    const comma = isList || index < items.length - 1 ? "," : ""
    writeValue(context, item, indent + indentStep, comma.length)
    out.write(comma)
  })
  out.write(isList ? "]" : ")")
}

/**
 * Writes a block behind what it belongs to. Where the brace may stand on a line of its own, `head` is what is before it:
 * a comment between the two belongs to the block.
 */
export const writeBlock = (
  context: Context,
  block: Ast.Block,
  indent: number,
  preferred: Flat.Preferred,
  after = 0,
  head?: Ast.Name,
): void => {
  const { out } = context
  const start = head === undefined || !isWritten(head) ? block.span.start + 1 : head.span.end
  const line =
    isWritten(block) && firstCommentIn(context, start, block.span.start) !== undefined
      ? undefined
      : Flat.block(context, block, lineWidth - out.column - after, preferred)
  if (line !== undefined) {
    out.write(line)
    return
  }
  const range = isWritten(block) ? { start, end: block.span.end - 1 } : { start: 0, end: 0 }
  const name = (node: Ast.Name) => Spelling.part(context, node)
  writeEntries(context, plan(context, block.entries, range, headOf), indent, name, (entry, cells) =>
    writeEntry(context, entry, indent + indentStep, cells),
  )
}

/** The entries of a block between its braces. */
const writeEntries = <A extends Item>(
  context: Context,
  planned: Plan<A>,
  indent: number,
  name: (node: Ast.Name) => string,
  write: (item: A, cells: Cells) => void,
): void => {
  const { out } = context
  if (wouldDocument(planned)) context.unplaced = true
  const inner = indent + indentStep
  const lines = linesOf(context, planned.rows, inner, name)
  const cells = align(context, planned.rows, inner, lines, name)
  out.write("{")
  writePlan(context, planned, indent, ({ item }) => {
    const line = lines.get(item)
    if (line === undefined) write(item, cells.get(item) ?? noCells)
    else out.write(line)
  })
  out.write("}")
}

/** Clauses and sections stand in no row. */
const noCells: Cells = { text: "", first: 0, type: undefined, second: 0 }

const writeEntry = (context: Context, entry: Ast.Entry, indent: number, cells: Cells): void => {
  const { out } = context
  const { text, first, second } = cells
  switch (entry._tag) {
    case "Attribute":
      out.write(`${padded(text, first)} = `)
      writeValue(context, entry.value, indent)
      return
    case "Section":
      out.write(`${Spelling.part(context, entry.name)} `)
      writeBlock(context, entry.block, indent, Flat.preferredOf(entry.name))
      return
    case "Mapping":
      out.write(`${padded(text, first)} -> ${Spelling.path(context, entry.to)}`)
      if (entry.block === undefined) return
      out.write(" ")
      writeBlock(context, entry.block, indent, "line")
      return
    case "Column": {
      out.write(`${padded(text, first)} `)
      const start = out.column
      Types.write(context, entry.type, indent, 0, cells.type)
      if (entry.from === undefined) return
      const width = out.column - start
      out.write(`${" ".repeat(Math.max(0, second - width))} from ${Strings.string(context, entry.from)}`)
    }
  }
}

/** What a pipe holds between its braces; there a setting called as a clause is stands in backticks. */
export const writePipeItems = (
  context: Context,
  items: ReadonlyArray<Ast.PipeItem>,
  range: { readonly start: number; readonly end: number },
): void => {
  const name = (node: Ast.Name) => Spelling.name(context, node, Spelling.clauses)
  writeEntries(context, plan(context, items, range, headOf), 0, name, (item, cells) => {
    const { out } = context
    switch (item._tag) {
      case "From":
        out.write(`${fromClause(context, item)} `)
        writeBlock(context, item.block, indentStep, "lines")
        return
      case "Into":
        out.write(intoClause(context, item))
        if (item.block === undefined) return
        out.write(" ")
        writeBlock(context, item.block, indentStep, "lines")
        return
      case "Moved":
        out.write(movedClause(context, item))
        return
      case "Attribute":
        out.write(`${padded(cells.text, cells.first)} = `)
        writeValue(context, item.value, indentStep)
        return
      case "Section":
        out.write(`${name(item.name)} `)
        writeBlock(context, item.block, indentStep, Flat.preferredOf(item.name))
        return
    }
  })
}

/** What a pipe holds on one line, where its author wrote it so. */
export const flatPipeItem = (context: Context, item: Ast.PipeItem, limit: number): string | undefined => {
  if (item.doc !== undefined) return undefined
  switch (item._tag) {
    case "From":
    case "Into": {
      const clause = item._tag === "From" ? fromClause(context, item) : intoClause(context, item)
      const { block } = item
      return block === undefined
        ? clause
        : Flat.after(`${clause} `, limit, (left) => Flat.block(context, block, left, "lines"))
    }
    case "Moved":
      return movedClause(context, item)
    case "Attribute":
      return Flat.after(`${Spelling.name(context, item.name, Spelling.clauses)} = `, limit, (left) =>
        Flat.value(context, item.value, left),
      )
    case "Section":
      return Flat.after(`${Spelling.name(context, item.name, Spelling.clauses)} `, limit, (left) =>
        Flat.block(context, item.block, left, Flat.preferredOf(item.name)),
      )
  }
}

const fromClause = (context: Context, { source }: Ast.From): string =>
  `from ${Spelling.name(context, source)}`

const movedClause = (context: Context, { from }: Ast.Moved): string =>
  `moved from ${Strings.string(context, from)}`

const intoClause = (context: Context, { existing, path, everything }: Ast.Into): string =>
  `into ${existing ? "existing " : ""}${Spelling.path(context, path)}${everything ? ".*" : ""}`
