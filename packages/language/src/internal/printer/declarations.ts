/** Declarations, one below the other, and what of them has to be left as it was written. */
import type * as Ast from "../../Ast.ts"
import { flatPipeItem, headOfValue, writeBlock, writePipeItems, writeValue } from "./blocks.ts"
import { type Context, firstCommentIn, isStrayDoc, isWritten, onOneLine, written } from "./context.ts"
import * as Flat from "./flat.ts"
import { joined } from "./joined.ts"
import { isApart, plan, type Row, writeDoc, writeLeads, writeTrailing } from "./rows.ts"
import * as Spelling from "./spelling.ts"
import * as Strings from "./strings.ts"
import { indentStep, lineWidth, widthOf } from "./writer.ts"

export const writeFile = (context: Context, file: Ast.File): void => {
  const range = { start: 0, end: file.source.text.length, open: true } as const
  const { rows, closing } = plan(context, file.declarations, range, (it) => headOf(context, it))
  let afterLine = false
  for (const [index, row] of rows.entries()) {
    const line = isLine(context, row.item)
    if (index > 0 && !isApart(row) && !(line && afterLine)) context.out.blankLine()
    afterLine = line
    writeRow(context, row)
  }
  writeLeads(context, closing, 0)
}

/** Parameters of one line may stand together; all else is set apart by an empty line. */
const isLine = (context: Context, item: Ast.Declaration): boolean => {
  if (item._tag !== "Param") return false
  const value = item.default
  if (value === undefined) return true
  switch (value._tag) {
    case "List":
    case "Call":
    case "Object":
      return (
        Flat.value(context, value, lineWidth - widthOf(`param ${typedStart(context, item)}`)) !== undefined
      )
    default:
      return !Flat.scalar(context, value, 0).includes("\n")
  }
}

const writeRow = (context: Context, { item, leading, blank, trailing }: Row<Ast.Declaration>): void => {
  const { out } = context
  const isInside = ({ comment }: (typeof leading)[number]) => comment.span.start >= item.span.start
  const moved = isWritten(item) ? leading.filter(isInside) : []
  writeLeads(context, leading.slice(0, leading.length - moved.length), 0)
  const start = out.mark()
  context.unplaced = moved.some(({ comment }) => isStrayDoc(comment))
  writeLeads(context, moved, 0)
  if (blank) out.blankLine()
  writeDoc(context, item, 0)
  out.line(0)
  writeDeclaration(context, item)
  if (context.unplaced) {
    out.reset(start)
    if (blank || moved[0]?.blank === true) out.blankLine()
    writeDoc(context, item, 0)
    out.line(0)
    out.write(written(context, item)!.replace(/\r\n/g, "\n"))
  }
  writeTrailing(context, trailing)
}

const writeDeclaration = (context: Context, item: Ast.Declaration): void => {
  const { out } = context
  switch (item._tag) {
    case "Pipe":
      writePipe(context, item)
      return
    case "Template":
      writeTemplate(context, item)
      return
    case "Param": {
      out.write(`param ${typedStart(context, item)}`)
      if (item.default !== undefined) writeValue(context, item.default, 0)
      return
    }
    case "Connection":
    case "Endpoint":
      out.write(
        `${item._tag === "Connection" ? "connection" : "endpoint"} ${Spelling.name(context, item.name)}: ${Spelling.name(context, item.type)} `,
      )
      writeBlock(context, item.block, 0, "lines")
      return
    case "Target":
      out.write(`target ${Spelling.name(context, item.name)} `)
      writeBlock(context, item.block, 0, "lines")
      return
  }
}

const typedStart = (context: Context, { name, type, element, default: value }: Ast.Param): string => {
  const inner = element === undefined ? "" : `(${Spelling.name(context, element)})`
  const start = `${Spelling.name(context, name)}: ${Spelling.name(context, type)}${inner}`
  return value === undefined ? start : `${start} = `
}

const writePipe = (context: Context, pipe: Ast.Pipe): void => {
  const { out } = context
  out.write(`pipe ${Strings.string(context, pipe.name)} `)
  // The comments before the brace are moved before the declaration.
  const head = { ...context, comments: [] }
  if (pipe.each !== undefined) {
    out.write(`for ${Spelling.name(context, pipe.each.name)} in `)
    writeValue(head, pipe.each.list, 0, " {".length)
    out.write(" ")
  }
  if (pipe.extends !== undefined) {
    out.write(`extends ${Spelling.name(context, pipe.extends.template)}`)
    const start = ({ name }: Ast.Argument) => `${Spelling.name(context, name)}: `
    writeParenthesised(head, pipe.extends.arguments, start, ({ value }) => value)
    out.write(" ")
  }
  writePipeBlock(context, pipe)
}

const writeTemplate = (context: Context, template: Ast.Template): void => {
  context.out.write(`template ${Spelling.name(context, template.name)}`)
  const head = { ...context, comments: [] }
  writeParenthesised(
    head,
    template.params,
    (it) => typedStart(context, it),
    (it) => it.default,
  )
  context.out.write(" ")
  writePipeBlock(context, template)
}

/** Names with values in parentheses, which do not stand there without any; on one line where they fit. */
const writeParenthesised = <A>(
  context: Context,
  items: ReadonlyArray<A>,
  start: (item: A) => string,
  heldBy: (item: A) => Ast.Value | undefined,
): void => {
  const { out } = context
  if (items.length === 0) return
  const limit = lineWidth - out.column - " {".length
  const line = joined("(", items, ")", limit, (it, left) => {
    const value = heldBy(it)
    return value === undefined
      ? start(it)
      : Flat.after(start(it), left, (rest) => Flat.value(context, value, rest))
  })
  if (line !== undefined) {
    out.write(line)
    return
  }
  out.write("(")
  for (const item of items) {
    out.line(indentStep)
    out.write(start(item))
    const value = heldBy(item)
    if (value !== undefined) writeValue(context, value, indentStep, 1)
    out.write(",")
  }
  out.line(0)
  out.write(")")
}

const writePipeBlock = (context: Context, item: Ast.Pipe | Ast.Template): void => {
  const { out } = context
  const range = isWritten(item)
    ? { start: braceOf(context, item) + 1, end: item.span.end - 1 }
    : { start: 0, end: 0 }
  const line = flatPipe(context, item, range)
  if (line === undefined) writePipeItems(context, item.items, range)
  else out.write(line)
}

const flatPipe = (
  context: Context,
  { items, span }: Ast.Pipe | Ast.Template,
  { start, end }: { readonly start: number; readonly end: number },
): string | undefined => {
  if (firstCommentIn(context, start, end) !== undefined) return undefined
  if (items.length === 0) return "{ }"
  if (start === end || !onOneLine(context, start, span.end)) return undefined
  const limit = lineWidth - context.out.column
  return joined("{ ", items, " }", limit, (it, left) => flatPipeItem(context, it, left))
}

/** Where the block of a pipe or a template opens; only blanks and comments stand between it and what is before it. */
const braceOf = (context: Context, item: Ast.Pipe | Ast.Template): number => {
  const { text } = context.source
  const { name, span } = item
  const before = item._tag === "Pipe" ? (item.extends ?? item.each) : item.params.at(-1)
  let at = (before ?? name).span.end
  for (;;) {
    const brace = text.indexOf("{", at)
    const comment = firstCommentIn(context, at, span.end)
    if (brace === -1) return at
    if (comment === undefined || comment.span.start > brace) return brace
    at = comment.span.end
  }
}

/** How far the comments in a declaration are to be moved before it. */
const headOf = (context: Context, item: Ast.Declaration): number => {
  switch (item._tag) {
    case "Pipe":
    case "Template":
      return braceOf(context, item)
    case "Param":
      return item.default === undefined ? item.span.end : headOfValue(item.default)
    default:
      return item.block.span.start
  }
}
