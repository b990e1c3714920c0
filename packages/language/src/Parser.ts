/**
 * Text to tree. Any text at all gives a tree and findings, in time linear in its size; a mistake in one declaration
 * leaves the others as they were.
 */
import { tokenMatcher } from "chevrotain"
import type * as Ast from "./Ast.ts"
import { type Diagnostic, sort } from "./Diagnostic.ts"
import { SyntaxFindings } from "./errors.ts"
import { grammar } from "./internal/grammar.ts"
import * as Scan from "./internal/scan.ts"
import * as T from "./internal/tokens.ts"
import { type Source, span } from "./Source.ts"

export interface Parsed {
  readonly file: Ast.File
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** How long a text may be, in UTF-16 units. */
export const lengthLimit = 32_000_000

/** How many findings are told of one file; a last one says how many there are besides. */
export const findingLimit = 100

export const parse = (source: Source): Parsed => {
  if (source.text.length > lengthLimit) {
    const diagnostic = SyntaxFindings.report(
      "file-too-large",
      { file: source.file, span: span(0, 0) },
      { limit: lengthLimit },
    )
    return {
      file: { _tag: "File", source, declarations: [], comments: [], brokenNames: [] },
      diagnostics: [diagnostic],
    }
  }
  const beside: Scan.Beside = { comments: [], diagnostics: [] }
  const diagnostics: Array<Diagnostic> = []
  const declarations: Array<Ast.Declaration> = []
  const brokenNames: Array<string> = []
  let astray = false

  for (const slice of Scan.slices(source, beside)) {
    const first = slice.tokens[0]!
    if (!declares(first)) {
      // A run of lines that are no declarations is one mistake: only its first line is reported.
      if (!astray && first.tokenType !== T.UnclosedStr) diagnostics.push(notDeclared(source, first))
      // A clause belongs to the pipe before it, so that what the pipe lacks is not to be reported.
      const last = declarations.at(-1)
      if (!astray && (last?._tag === "Pipe" || last?._tag === "Template") && isOfPipe(first))
        declarations[declarations.length - 1] = { ...last, broken: true }
      astray = true
      continue
    }
    const before = diagnostics.length
    const declaration = slice.tooDeep ? undefined : grammar().parse(slice, { file: source.file, diagnostics })
    if (declaration !== undefined && (declaration.name as Ast.Declaration["name"] | undefined) !== undefined)
      declarations.push(declaration)
    const found = diagnostics.slice(before)
    if (declaration === undefined || found.length > 0) brokenNames.push(...nameOf(slice))
    // Where the end of a declaration is broken, the lines after it may well be the rest of it.
    astray = declaration === undefined && endsBroken(slice, found)
  }
  return {
    file: { _tag: "File", source, declarations, comments: beside.comments, brokenNames },
    diagnostics: limited([...beside.diagnostics, ...diagnostics]),
  }
}

/**
 * As `parse`, with pipes whose items are read again whenever they are asked for, since the trees of ten thousand files take
 * more memory than all else that is made of them. Whoever goes from file to file reads each of them once more.
 */
export const parseLightly = (source: Source): Parsed => {
  const { file, diagnostics } = parse(source)
  const declarations = file.declarations.map((declaration, index) =>
    declaration._tag === "Pipe" ? withoutItems(declaration, source, index) : declaration,
  )
  return { file: { ...file, declarations }, diagnostics }
}

/** The items are its own and can be listed, as those of any pipe. */
const withoutItems = (pipe: Ast.Pipe, source: Source, index: number): Ast.Pipe => ({
  _tag: "Pipe",
  span: pipe.span,
  name: pipe.name,
  broken: pipe.broken,
  ...(pipe.doc !== undefined && { doc: pipe.doc }),
  ...(pipe.each !== undefined && { each: pipe.each }),
  ...(pipe.extends !== undefined && { extends: pipe.extends }),
  get items() {
    const again = declarationsAgain(source)[index]
    return again?._tag === "Pipe" ? again.items : []
  },
})

/** What was read again last. */
let last: Ast.File | undefined

const declarationsAgain = (source: Source): ReadonlyArray<Ast.Declaration> => {
  if (last?.source !== source) last = parse(source).file
  return last.declarations
}

/** What is wrong with the words of a text alone, whatever they form. */
export const scan = (source: Source): ReadonlyArray<Diagnostic> => {
  const beside: Scan.Beside = { comments: [], diagnostics: [] }
  for (const _ of Scan.slices(source, beside));
  return beside.diagnostics
}

const declares = (token: Token): boolean => T.declarationWords.includes(token.tokenType)

const isOfPipe = (token: Token): boolean =>
  ["from", "into", "moved", "scaling", "settings", "state", "lifecycle", "targets", "raw"].includes(
    token.image,
  )

const notDeclared = (source: Source, first: Token): Diagnostic =>
  first.tokenType === T.Stray
    ? SyntaxFindings.report("unexpected-character", at(source, first), {
        text: [...first.image].slice(0, 10).join(""),
      })
    : tokenMatcher(first, T.RCurly)
      ? SyntaxFindings.report("unmatched-closing", at(source, first), { closing: "}" })
      : SyntaxFindings.report("declaration-expected", at(source, first), {
          found: `\`${[...first.image].slice(0, 40).join("")}\``,
          words: T.declarationWords.map((type) => (type.PATTERN as RegExp).source),
          ofPipe: isOfPipe(first),
        })

const endsBroken = (slice: Scan.Slice, found: ReadonlyArray<Diagnostic>): boolean =>
  slice.tokens.at(-1)?.tokenType === T.UnclosedStr || found.some((it) => it.span.end >= slice.end)

const limited = (diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> => {
  const more = diagnostics.length - findingLimit
  if (more <= 0) return diagnostics
  const sorted = sort(diagnostics)
  const next = sorted[findingLimit]!
  return [...sorted.slice(0, findingLimit), SyntaxFindings.report("too-many-findings", next, { more })]
}

type Token = Scan.Slice["tokens"][number]

const at = (source: Source, token: Token) => ({
  file: source.file,
  span: span(token.startOffset, token.startOffset + token.image.length),
})

const nameOf = (slice: Scan.Slice): ReadonlyArray<string> => {
  const second = slice.tokens[1]
  if (second === undefined) return []
  const quoted = tokenMatcher(second, T.Str) || tokenMatcher(second, T.Quoted)
  return [quoted ? second.image.slice(1, -1) : second.image]
}
