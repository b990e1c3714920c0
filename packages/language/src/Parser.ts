/**
 * Text to tree. Any text at all gives a tree and findings, in time linear in its size; a mistake in one declaration
 * leaves the others as they were.
 */
import { tokenMatcher } from "chevrotain"
import type * as Ast from "./Ast.ts"
import type { Diagnostic } from "./Diagnostic.ts"
import { SyntaxFindings } from "./errors.ts"
import { grammar } from "./internal/grammar.ts"
import * as Scan from "./internal/scan.ts"
import * as T from "./internal/tokens.ts"
import { type Source, span } from "./Source.ts"

export interface Parsed {
  readonly file: Ast.File
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

export const parse = (source: Source): Parsed => {
  const { slices, comments, docs, diagnostics: scanned } = Scan.scan(source)
  const diagnostics: Array<Diagnostic> = [...scanned]
  const declarations: Array<Ast.Declaration> = []
  const brokenNames: Array<string> = []
  let astray = false

  for (const slice of slices) {
    const first = slice.tokens[0]!
    const declares = T.declarationWords.includes(first.tokenType)
    if (!declares) {
      // A run of lines that are no declarations is one mistake: only its first line is reported.
      if (!astray) {
        const words = T.declarationWords
          .map((type) => type.PATTERN as RegExp)
          .map((pattern) => pattern.source)
        diagnostics.push(
          tokenMatcher(first, T.RCurly)
            ? SyntaxFindings.report("unmatched-closing", at(source, first), { closing: "}" })
            : SyntaxFindings.report("declaration-expected", at(source, first), {
                found: `\`${first.image}\``,
                words,
              }),
        )
      }
      astray = true
      continue
    }
    astray = false
    const before = diagnostics.length
    const declaration = slice.tooDeep
      ? undefined
      : grammar().parse(slice, { file: source.file, docs, diagnostics })
    if (declaration !== undefined && (declaration.name as Ast.Declaration["name"] | undefined) !== undefined)
      declarations.push(declaration)
    if (declaration === undefined || diagnostics.length > before) brokenNames.push(...nameOf(slice))
  }
  return { file: { _tag: "File", source, declarations, comments, brokenNames }, diagnostics }
}

const at = (source: Source, token: Scan.Slice["tokens"][number]) => ({
  file: source.file,
  span: span(token.startOffset, token.startOffset + token.image.length),
})

const nameOf = (slice: Scan.Slice): ReadonlyArray<string> => {
  const second = slice.tokens[1]
  if (second === undefined) return []
  return tokenMatcher(second, T.Str) ? [second.image.slice(1, -1)] : [second.image]
}
