/** Declarations, one below the other, and what of them has to be left as it was written. */
import type * as Ast from "../../Ast.ts"
import type { Span } from "../../Source.ts"
import { flatPipeItem, headOfValue, writeBlock, writePipeItems, writeValue } from "./blocks.ts"
import { type Context, firstCommentIn, isStrayDoc, isWritten, onOneLine, written } from "./context.ts"
import * as Flat from "./flat.ts"
import { joined } from "./joined.ts"
import { isApart, plan, type Row, writeDoc, writeLeads, writePlan, writeTrailing } from "./rows.ts"
import * as Spelling from "./spelling.ts"
import * as Strings from "./strings.ts"
import { indentStep, lineWidth, widthOf } from "./writer.ts"

export const writeFile = (context: Context, file: Ast.File): void => {
  const range = { start: 0, end: file.source.text.length, open: true } as const
  const { rows, closing } = plan(context, file.declarations, range, headOf)
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
      writeBlock(context, item.block, 0, "lines", 0, item.type)
      return
    case "Target":
      out.write(`target ${Spelling.name(context, item.name)} `)
      writeBlock(context, item.block, 0, "lines", 0, item.name)
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
  let head: { readonly span: Span } = pipe.name
  if (pipe.each !== undefined) {
    out.write(`for ${Spelling.name(context, pipe.each.name)} in `)
    writeValue(context, pipe.each.list, 0, " {".length)
    out.write(" ")
    head = pipe.each
  }
  if (pipe.extends !== undefined) {
    const { template, arguments: handed } = pipe.extends
    out.write(`extends ${Spelling.name(context, template)}`)
    head = handed.length === 0 ? template : pipe.extends
    const range = { start: template.span.end, end: pipe.extends.span.end - 1 }
    const start = ({ name }: Ast.Argument) => `${Spelling.name(context, name)}: `
    writeParenthesised(context, handed, range, start, ({ value }) => value)
    out.write(" ")
  }
  writePipeBlock(context, pipe, head.span.end)
}

const writeTemplate = (context: Context, template: Ast.Template): void => {
  const { name, params } = template
  context.out.write(`template ${Spelling.name(context, name)}`)
  const closing = params.length === 0 ? name.span.end : signAfter(context, ")", params.at(-1)!, template)
  writeParenthesised(
    context,
    params,
    { start: name.span.end, end: closing },
    (it) => typedStart(context, it),
    (it) => it.default,
  )
  context.out.write(" ")
  writePipeBlock(context, template, params.length === 0 ? closing : closing + 1)
}

/** Names with values in parentheses, which do not stand there without any; on one line where they fit. */
const writeParenthesised = <A extends { readonly span: Span }>(
  context: Context,
  items: ReadonlyArray<A>,
  range: { readonly start: number; readonly end: number },
  start: (item: A) => string,
  heldBy: (item: A) => Ast.Value | undefined,
): void => {
  const { out } = context
  if (items.length === 0) return
  const limit = lineWidth - out.column - " {".length
  const line =
    firstCommentIn(context, range.start, range.end) === undefined
      ? joined("(", items, ")", limit, (it, left) => {
          const value = heldBy(it)
          return value === undefined
            ? start(it)
            : Flat.after(start(it), left, (rest) => Flat.value(context, value, rest))
        })
      : undefined
  if (line !== undefined) {
    out.write(line)
    return
  }
  const head = (item: A) => {
    const value = heldBy(item)
    return value === undefined ? item.span.end : headOfValue(value)
  }
  out.write("(")
  writePlan(context, plan(context, items, range, head), 0, ({ item }) => {
    out.write(start(item))
    const value = heldBy(item)
    if (value !== undefined) writeValue(context, value, indentStep, 1)
    out.write(",")
  })
  out.write(")")
}

/** `head` is where what stands before the brace ends: a comment between the two belongs to the block. */
const writePipeBlock = (context: Context, item: Ast.Pipe | Ast.Template, head: number): void => {
  const { out } = context
  const range = isWritten(item) ? { start: head, end: item.span.end - 1 } : { start: 0, end: 0 }
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
  if (
    start === end ||
    !onOneLine(context, signAfter(context, "{", { span: { start, end: start } }, { span }), span.end)
  )
    return undefined
  const limit = lineWidth - context.out.column
  return joined("{ ", items, " }", limit, (it, left) => flatPipeItem(context, it, left))
}

/** Where a sign stands behind a node; only blanks, a comma and comments stand between the two. */
const signAfter = (
  context: Context,
  sign: string,
  node: { readonly span: Span },
  { span }: { readonly span: Span },
): number => {
  let at = node.span.end
  for (;;) {
    const found = context.source.text.indexOf(sign, at)
    const comment = firstCommentIn(context, at, span.end)
    if (found === -1) return at
    if (comment === undefined || comment.span.start > found) return found
    at = comment.span.end
  }
}

/** How far the comments in a declaration are to be moved before it. */
const headOf = (item: Ast.Declaration): number => {
  switch (item._tag) {
    case "Param":
      return item.default === undefined ? item.span.end : headOfValue(item.default)
    case "Pipe":
      return item.each === undefined ? item.span.start : headOfValue(item.each.list)
    default:
      return item.span.start
  }
}
