/** Edits that take something away together with what sets it apart from what is beside it. */
import type { Edit } from "./Diagnostic.ts"
import * as Source from "./Source.ts"

/** An entry without what sets it apart from the next. A comment behind it stays. */
export const entry = ({ text }: Source.Source, { start, end }: Source.Span): Edit => {
  const [, comma = ""] = /^([\t ]*,[\t ]*)/.exec(text.slice(end, end + 200)) ?? []
  if (comma !== "") return { span: Source.span(start, end + comma.length), text: "" }
  const line = text.lastIndexOf("\n", start - 1) + 1
  const rest = /^[\t ]*\r?\n/.exec(text.slice(end))?.[0]
  if (/^[\t ]*$/.test(text.slice(line, start)))
    return { span: Source.span(rest === undefined ? start : line, end + (rest?.length ?? 0)), text: "" }
  const [, before = ""] = /([\t ]*,[\t ]*)$/.exec(text.slice(line, start)) ?? []
  return { span: Source.span(start - before.length, end), text: "" }
}

/** One of the items of a list; `undefined` for the only one, and where a comment would go with it. */
export const item = (
  { text }: Source.Source,
  items: ReadonlyArray<Source.Span>,
  index: number,
): Edit | undefined => {
  const [before, it, after] = [items[index - 1], items[index], items[index + 1]]
  if (it === undefined || (before === undefined && after === undefined)) return undefined
  const span = before === undefined ? Source.span(it.start, after!.start) : Source.span(before.end, it.end)
  const between = before === undefined ? text.slice(it.end, span.end) : text.slice(span.start, it.start)
  return /^[\s,]*$/.test(between) ? { span, text: "" } : undefined
}
