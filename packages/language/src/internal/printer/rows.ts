/**
 * Where comments and empty lines go: each item of a block or a list with what stands around it.
 *
 * A comment before an item stays before it, one on the line where an item ends stays there, one on the line of the
 * opening bracket stays there, and the last ones stay before the closing bracket. A comment inside an item, where the
 * style has no place for it, moves before the item.
 */
import type * as Ast from "../../Ast.ts"
import { lineIndex, lineText, type Span } from "../../Source.ts"
import { blankAfter, type Context, commentsIn, firstCommentIn, isStrayDoc, isWritten } from "./context.ts"
import { indentStep } from "./writer.ts"

interface Item {
  readonly span: Span
  readonly doc?: string
}

/** A comment on a line of its own. */
interface Lead {
  readonly comment: Ast.Comment
  /** An empty line comes before it. */
  readonly blank: boolean
}

export interface Row<A> {
  readonly item: A
  readonly leading: ReadonlyArray<Lead>
  /** An empty line comes between the comments before the item and the item. */
  readonly blank: boolean
  readonly trailing?: Ast.Comment
}

export interface Plan<A> {
  /** The comment on the line of the opening bracket. */
  readonly opening?: Ast.Comment
  readonly rows: ReadonlyArray<Row<A>>
  /** The comments after the last item. */
  readonly closing: ReadonlyArray<Lead>
}

export interface Range {
  /** After the opening bracket. */
  readonly start: number
  /** Where the closing bracket is. */
  readonly end: number
  /** There are no brackets, so that no comment stands beside one. */
  readonly open?: true
}

/** Whether an empty line comes before a row: before its comments, between them, or before its item. */
export const isApart = <A>({ leading, blank }: Row<A>): boolean => blank || leading.some((it) => it.blank)

/** `head` tells how far the comments in an item are those to be moved before it. */
export const plan = <A extends Item>(
  context: Context,
  items: ReadonlyArray<A>,
  { start, end, open }: Range,
  head: (item: A) => number,
): Plan<A> => {
  const opening = open === true ? undefined : onLineOf(context, start, nextStart(items, 0, end))
  let at = opening?.span.end ?? start
  let first = true
  const lead = (comment: Ast.Comment): Lead => {
    const blank = !first && blankAfter(context, at)
    first = false
    at = comment.span.end
    return { comment, blank }
  }
  const rows = items.map((item, index): Row<A> => {
    // What was moved to another place by a program leaves the comments around it where they were.
    if (!isWritten(item) || end <= start) {
      first = false
      return { item, leading: [], blank: false }
    }
    const leading = commentsIn(context, at, item.span.start).map(lead)
    const blank = !first && blankAfter(context, at)
    const moved = commentsIn(context, item.span.start, head(item)).map((comment, nth) => ({
      comment,
      blank: nth === 0 && blank,
    }))
    const trailing = onLineOf(context, item.span.end, nextStart(items, index + 1, end))
    at = trailing?.span.end ?? item.span.end
    first = false
    if (moved.length === 0 && trailing === undefined) return { item, leading, blank }
    return {
      item,
      leading: [...leading, ...moved],
      blank: blank && moved.length === 0,
      ...(trailing === undefined ? {} : { trailing }),
    }
  })
  return {
    ...(opening === undefined ? {} : { opening }),
    rows,
    closing: commentsIn(context, at, end).map(lead),
  }
}

const nextStart = (items: ReadonlyArray<Item>, from: number, end: number): number => {
  for (let index = from; index < items.length; index++) {
    const item = items[index]!
    if (isWritten(item)) return item.span.start
  }
  return end
}

const onLineOf = (context: Context, start: number, end: number): Ast.Comment | undefined => {
  const comment = firstCommentIn(context, start, end)
  return comment === undefined || context.source.text.slice(start, comment.span.start).includes("\n")
    ? undefined
    : comment
}

/** Whether a comment of a block would become the documentation of what comes after it. */
export const wouldDocument = <A>({ opening, rows }: Plan<A>): boolean =>
  (opening !== undefined && rows.length > 0 && isStrayDoc(opening)) ||
  rows.some(
    ({ leading, trailing }, index) =>
      leading.some(({ comment }) => isStrayDoc(comment)) ||
      (trailing !== undefined && index < rows.length - 1 && isStrayDoc(trailing)),
  )

export const writeLeads = ({ out }: Context, leads: ReadonlyArray<Lead>, indent: number): void => {
  for (const { comment, blank } of leads) {
    if (blank) out.blankLine()
    out.line(indent)
    out.write(comment.text.trimEnd())
  }
}

export const writeTrailing = ({ out }: Context, comment: Ast.Comment | undefined): void => {
  if (comment !== undefined) out.write(` ${comment.text.trimEnd()}`)
}

/** All of a plan between its brackets, each item on a line of its own, up to the line of the closing bracket. */
export const writePlan = <A extends Item>(
  context: Context,
  { opening, rows, closing }: Plan<A>,
  indent: number,
  write: (row: Row<A>, index: number) => void,
): void => {
  const { out } = context
  const inner = indent + indentStep
  writeTrailing(context, opening)
  rows.forEach((row, index) => {
    writeLeads(context, row.leading, inner)
    if (row.blank) out.blankLine()
    writeDoc(context, row.item, inner)
    out.line(inner)
    write(row, index)
    writeTrailing(context, row.trailing)
  })
  writeLeads(context, closing, inner)
  out.line(indent)
}

export const writeDoc = (context: Context, item: Item, indent: number): void => {
  for (const line of docLines(context, item)) {
    context.out.line(indent)
    context.out.write(line)
  }
}

/** The lines of documentation as they were written, with their own indentation, where they still say the same. */
const docLines = ({ source }: Context, item: Item): ReadonlyArray<string> => {
  if (item.doc === undefined) return []
  const lines = item.doc.split(/\r\n|\r|\n/)
  const found: Array<string> = []
  if (isWritten(item)) {
    for (
      let line = lineIndex(source, item.span.start) - 1;
      line >= 0 && found.length < lines.length;
      line--
    ) {
      const text = lineText(source, line).trim()
      if (text.startsWith("///")) found.push(text.slice(3))
      else if (text !== "" && !text.startsWith("//")) break
    }
    found.reverse()
  }
  const kept = found.length === lines.length && found.every((text, index) => text.trim() === lines[index])
  return (kept ? found : lines).map((text) => {
    if (text.trim() === "") return "///"
    return kept && /^\s/.test(text) ? `///${text}` : `/// ${text.trim()}`
  })
}
