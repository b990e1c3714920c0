/** What the parts of the printer share: the text that a tree came from, and the comments in it. */
import type * as Ast from "../../Ast.ts"
import { lineIndex, type Source, type Span } from "../../Source.ts"
import type { Writer } from "./writer.ts"

export interface Context {
  readonly source: Source
  /** By place: documentation that belongs to nothing is found later than the comments around it. */
  readonly comments: ReadonlyArray<Ast.Comment>
  readonly out: Writer
  /** Set when a comment cannot stand where the style puts it; the declaration is then left as it was written. */
  unplaced: boolean
}

interface Node {
  readonly span: Span
}

/** Whether a node was parsed; one that was made by a program has an empty span. */
export const isWritten = ({ span }: Node): boolean => span.end > span.start

/** How the author spelled a node. It may hold something else by now, which is for the caller to see. */
export const written = ({ source }: Context, { span }: Node): string | undefined =>
  span.end > span.start && span.end <= source.text.length
    ? source.text.slice(span.start, span.end)
    : undefined

/** The first character that the author wrote for a node; none where it has no place. */
export const firstOf = ({ source }: Context, { span }: Node): string =>
  span.end > span.start && span.end <= source.text.length ? source.text.charAt(span.start) : ""

export const onOneLine = ({ source }: Context, start: number, end: number): boolean =>
  lineIndex(source, start) === lineIndex(source, end)

/** The index of the first comment that starts at an offset or after it. */
const firstFrom = (comments: ReadonlyArray<Ast.Comment>, offset: number): number => {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (comments[middle]!.span.start < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The comments that start in a range. */
export const commentsIn = ({ comments }: Context, start: number, end: number): ReadonlyArray<Ast.Comment> => {
  if (comments.length === 0 || end <= start) return []
  const first = firstFrom(comments, start)
  let last = first
  while (last < comments.length && comments[last]!.span.start < end) last += 1
  return first === last ? [] : comments.slice(first, last)
}

export const firstCommentIn = (
  { comments }: Context,
  start: number,
  end: number,
): Ast.Comment | undefined => {
  if (comments.length === 0 || end <= start) return undefined
  const comment = comments[firstFrom(comments, start)]
  return comment !== undefined && comment.span.start < end ? comment : undefined
}

export const hasComment = (context: Context, { span }: Node): boolean =>
  firstCommentIn(context, span.start, span.end) !== undefined

/** `///` that documents nothing; it would document whatever came to stand after it. */
export const isStrayDoc = ({ text }: Ast.Comment): boolean => text.startsWith("///")

/** Whether an empty line follows an offset, before anything but a comma. */
export const blankAfter = ({ source }: Context, offset: number): boolean => {
  let lines = 0
  for (let at = offset; at < source.text.length; at++) {
    const character = source.text[at]!
    if (character === "\n") lines += 1
    else if (character === ",") lines = 0
    else if (!blanks.has(character)) return false
    if (lines === 2) return true
  }
  return false
}

/** What the lexer passes over. */
const blanks: ReadonlySet<string> = new Set([" ", "\t", "\r", "\f", "\v", "\u00A0", "\uFEFF"])
