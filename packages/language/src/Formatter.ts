/**
 * A file in the one style of the language. A text with mistakes is left as it is: what did not parse is not in the
 * tree, and would be lost.
 */
import type * as Ast from "./Ast.ts"
import * as Diagnostic from "./Diagnostic.ts"
import { areAlike, sameComments } from "./internal/printer/alike.ts"
import { same } from "./internal/printer/same.ts"
import * as Parser from "./Parser.ts"
import * as Printer from "./Printer.ts"
import * as Source from "./Source.ts"

export interface Formatted {
  /** The text as it is to be; that of the source where it has mistakes. */
  readonly text: string
  /** The mistakes; without any the text is formatted. */
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
}

export const FormatFindings = Diagnostic.table({
  "not-formatted": () => ({
    message: "this file cannot be formatted without changing what it says, so it is left as it is",
    help: "this is a bug of the formatter; please report it with the file",
  }),
})

export const format = (source: Source.Source): Formatted => {
  const { file, diagnostics } = Parser.parse(source)
  if (diagnostics.some(Diagnostic.isError)) return { text: source.text, diagnostics }
  const text = Printer.print(file)
  if (text === source.text || saysTheSame(file, text)) return { text, diagnostics }
  const at = { file: source.file, span: Source.span(0, 0) }
  return { text: source.text, diagnostics: [FormatFindings.report("not-formatted", at, undefined)] }
}

/** A last look before a file is overwritten: the tree is the same and no comment is lost. */
const saysTheSame = (before: Ast.File, text: string): boolean => {
  const source = Source.make(before.source.file, text)
  if (areAlike(before.source, source)) return true
  const { file: after, diagnostics } = Parser.parse(source)
  return (
    !diagnostics.some(Diagnostic.isError) &&
    same(before.declarations, after.declarations) &&
    sameComments(before.comments, after.comments)
  )
}
