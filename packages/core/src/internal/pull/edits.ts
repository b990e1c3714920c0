/** Changes of a text at the places that differ. All else of the text stays as it is. */
import type * as Ast from "@pipewright/language/Ast"
import * as Formatter from "@pipewright/language/Formatter"
import * as Printer from "@pipewright/language/Printer"
import * as Removal from "@pipewright/language/Removal"
import * as Source from "@pipewright/language/Source"
import * as Nodes from "../nodes.ts"

export interface Edit {
  readonly file: string
  readonly span: Source.Span
  readonly text: string
}

/** How entries are spelled in a block, their lines as they are at the outermost. */
export const spelled = (...entries: ReadonlyArray<Ast.Entry>): string => {
  const target: Ast.Target = {
    _tag: "Target",
    span: Nodes.span,
    name: Nodes.name("t"),
    block: Nodes.block(entries),
  }
  const file: Ast.File = {
    _tag: "File",
    source: Source.make("", ""),
    declarations: [target],
    comments: [],
    brokenNames: [],
  }
  const lines = Printer.print(file).trimEnd().split("\n").slice(1, -1)
  return lines.map((line) => line.slice(2)).join("\n")
}

/** How a value is spelled. */
export const spelledValue = (value: Ast.Value): string =>
  spelled(Nodes.attribute("a", value)).slice("a = ".length)

/** New last entries of a block. */
export const insertion = (
  { file, text }: Source.Source,
  block: Ast.Block,
  ...entries: ReadonlyArray<Ast.Entry>
): Edit => {
  const end = block.span.end - 1
  const start = text.lastIndexOf("\n", end - 1) + 1
  const before = text.slice(start, end)
  const isAlone = /^[\t ]*$/.test(before)
  const rows = spelled(...entries).split("\n")
  const indented = isAlone ? rows.map((row) => `${before}  ${row}\n`).join("") : `\n${rows.join("\n")}\n`
  const at = isAlone ? start : end
  return { file, span: Source.span(at, at), text: windows(text, indented) }
}

/** With the line ends of the text that it is added to. */
export const windows = (text: string, added: string): string =>
  text.includes("\r\n") ? added.replaceAll("\n", "\r\n") : added

/** An entry without what sets it apart from the next. A comment behind it stays. */
export const removal = (source: Source.Source, span: Source.Span): Edit => ({
  file: source.file,
  ...Removal.entry(source, span),
})

/** The text with all edits, which do not overlap. What was in the style of the language is so again. */
export const applied = (source: Source.Source, edits: ReadonlyArray<Edit>): string => {
  let text = source.text
  for (const { span, text: added } of [...edits].sort((a, b) => b.span.start - a.span.start))
    text = text.slice(0, span.start) + added + text.slice(span.end)
  const isStyled = Formatter.format(source).text === source.text
  return isStyled ? Formatter.format(Source.make(source.file, text)).text : text
}
