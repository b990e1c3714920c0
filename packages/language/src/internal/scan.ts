/**
 * Text to tokens, cut into one slice per declaration.
 *
 * Cutting before parsing is what keeps a mistake in one declaration from touching the findings of another. A slice
 * starts where a line starts outside all brackets, and, when a bracket was left open, at a line that can only be a
 * declaration.
 */
import {
  createTokenInstance,
  type ILexingError,
  type IToken,
  Lexer,
  type TokenType,
  tokenMatcher,
} from "chevrotain"
import type * as Ast from "../Ast.ts"
import type { Diagnostic } from "../Diagnostic.ts"
import { SyntaxFindings } from "../errors.ts"
import { type Source, type Span, span } from "../Source.ts"
import * as T from "./tokens.ts"

/** The tokens of one declaration, with separators only where they separate. */
export interface Slice {
  readonly tokens: Array<IToken>
  /** Where the slice ends in the text. */
  readonly end: number
  /** The opening brackets that nothing closes, outermost first. */
  readonly unclosed: ReadonlyArray<IToken>
  /** Its brackets nest too deep to be parsed; that is reported already. */
  readonly tooDeep: boolean
}

/** How many brackets are open around a token. */
export const depthOf = (token: IToken): number => token.payload as number

export interface Scan {
  readonly slices: ReadonlyArray<Slice>
  readonly comments: ReadonlyArray<Ast.Comment>
  /** The `///` lines before a token, joined. */
  readonly docs: ReadonlyMap<IToken, string>
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** How deep brackets may nest. */
export const depthLimit = 100

const lexer = new Lexer(T.all, {
  ensureOptimizations: true,
  positionTracking: "onlyOffset",
  skipValidations: true,
})

export const startOf = (token: IToken): number => token.startOffset

export const endOf = (token: IToken): number => token.startOffset + token.image.length

export const spanOf = (token: IToken): Span => span(startOf(token), endOf(token))

const closers = new Map<TokenType, TokenType>([
  [T.LCurly, T.RCurly],
  [T.LParen, T.RParen],
  [T.LSquare, T.RSquare],
])

const openers: ReadonlySet<TokenType> = new Set(closers.keys())
const closings: ReadonlySet<TokenType> = new Set(closers.values())
const declarations: ReadonlySet<TokenType> = new Set(T.declarationWords)

export const scan = (source: Source): Scan => {
  const { tokens: lexed, errors } = lexer.tokenize(source.text)
  const tokens = errors.length === 0 ? lexed : withStrays(lexed, errors, source.text)
  const diagnostics: Array<Diagnostic> = []
  const comments: Array<Ast.Comment> = []
  const docs = new Map<IToken, string>()
  const slices: Array<Slice> = []

  const at = (start: number, end: number) => ({ file: source.file, span: span(start, end) })

  let slice: Array<IToken> = []
  let open: Array<IToken> = []
  // How many brackets are open, by what closes them.
  const opened = new Map<TokenType, number>()
  let tooDeep = false
  let lineStart = true
  let doc: Array<IToken> = []

  // Documentation of nothing is kept like any other comment.
  const dropDoc = () => {
    for (const token of doc) comments.push({ span: spanOf(token), text: token.image })
    doc = []
  }

  const finish = () => {
    while (slice.length > 0 && slice.at(-1)!.tokenType === T.Newline) slice.pop()
    const last = slice.at(-1)
    if (last !== undefined) slices.push({ tokens: slice, end: endOf(last), unclosed: open, tooDeep })
    slice = []
    open = []
    opened.clear()
    tooDeep = false
  }

  const push = (token: IToken) => {
    token.payload = open.length
    slice.push(token)
  }

  const count = (opener: TokenType, by: number) => {
    const closing = closers.get(opener)!
    opened.set(closing, (opened.get(closing) ?? 0) + by)
  }

  /** Takes so many of the innermost brackets as closed. */
  const drop = (many: number) => {
    for (const it of open.splice(open.length - many)) count(it.tokenType, -1)
  }

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const type = token.tokenType

    if (type === T.Comment) {
      comments.push({ span: spanOf(token), text: token.image })
      continue
    }
    if (type === T.OtherComment) {
      const sign = token.image.startsWith("#") ? "#" : token.image.slice(0, 2)
      const slash = at(startOf(token), startOf(token) + sign.length)
      diagnostics.push(
        SyntaxFindings.report(
          "other-comment",
          slash,
          { sign },
          // One of several lines takes more than another sign.
          sign === "/*"
            ? {}
            : { fixes: [{ title: "Write `//`", safe: true, edits: [{ span: slash.span, text: "//" }] }] },
        ),
      )
      comments.push({ span: spanOf(token), text: token.image })
      continue
    }
    if (type === T.DocComment) {
      doc.push(token)
      continue
    }
    if (type === T.Newline) {
      lineStart = true
      const inner = open.at(-1)?.tokenType
      if (inner === T.LSquare || inner === T.LParen) {
        if (!leftOpen(inner, slice.at(-1)!, tokens, index + 1)) continue
        drop(1)
      }
      if (open.length > 0 && slice.length > 0) push(token)
      continue
    }

    if (
      lineStart &&
      slice.length > 0 &&
      (open.length === 0 ? type !== T.LCurly : startsDeclaration(tokens, index))
    )
      finish()
    lineStart = false

    if (closings.has(type) || !takesDoc(type, open.at(-1)?.tokenType)) dropDoc()
    if (doc.length > 0) {
      docs.set(token, doc.map((it) => it.image.slice(3).trim()).join("\n"))
      doc = []
    }
    if (type === T.UnclosedStr || type === T.UnclosedTypeStr) {
      const quote = type === T.UnclosedStr ? '"' : "'"
      diagnostics.push(SyntaxFindings.report("unclosed-string", at(startOf(token), endOf(token)), { quote }))
    } else if (type === T.UnclosedText) {
      diagnostics.push(
        SyntaxFindings.report("unclosed-text", at(startOf(token), startOf(token) + 3), undefined),
      )
    }

    if (openers.has(type)) {
      push(token)
      open.push(token)
      count(type, 1)
      if (open.length > depthLimit && !tooDeep) {
        tooDeep = true
        diagnostics.push(
          SyntaxFindings.report("nested-too-deep", at(startOf(token), endOf(token)), { limit: depthLimit }),
        )
      }
    } else if (closings.has(type)) {
      // A closing bracket also ends what was left open inside its pair; the parser reports what is missing.
      // Counting keeps the search to the brackets that are then closed, so that it costs no more than they did.
      if ((opened.get(type) ?? 0) > 0) {
        const pair = findLast(open, (it) => closers.get(it.tokenType) === type)
        drop(open.length - pair)
      }
      push(token)
    } else push(token)
  }
  dropDoc()
  finish()
  return { slices, comments, docs, diagnostics }
}

/** What the lexer passed over becomes tokens in their places. */
const withStrays = (
  tokens: ReadonlyArray<IToken>,
  errors: ReadonlyArray<ILexingError>,
  text: string,
): Array<IToken> => {
  const all: Array<IToken> = []
  let next = 0
  for (const { offset, length } of errors) {
    while (next < tokens.length && tokens[next]!.startOffset < offset) all.push(tokens[next++]!)
    const image = text.slice(offset, offset + length)
    const nowhere = Number.NaN
    all.push(
      createTokenInstance(T.Stray, image, offset, offset + length - 1, nowhere, nowhere, nowhere, nowhere),
    )
  }
  for (; next < tokens.length; next++) all.push(tokens[next]!)
  return all
}

/** Whether a declaration or an entry can start here; an item of a list has no documentation, and a sign even less. */
const takesDoc = (type: TokenType, inner: TokenType | undefined): boolean =>
  (inner === undefined || inner === T.LCurly) && type !== T.Comma && type !== T.LCurly

const findLast = <A>(items: ReadonlyArray<A>, test: (item: A) => boolean): number => {
  for (let index = items.length - 1; index >= 0; index--) if (test(items[index]!)) return index
  return -1
}

const typeAt = (tokens: ReadonlyArray<IToken>, index: number): TokenType | undefined =>
  tokens[index]?.tokenType

const isWord = (token: IToken | undefined): boolean => token !== undefined && tokenMatcher(token, T.Word)

/**
 * Whether a bracket was left open, going by the line that starts at `index`: `name =` is no element of a list, and two
 * words after an element without a comma begin another entry. An empty line or a comment tells nothing.
 */
const leftOpen = (
  inner: TokenType,
  before: IToken,
  tokens: ReadonlyArray<IToken>,
  index: number,
): boolean => {
  if (!isWord(tokens[index])) return false
  const next = typeAt(tokens, index + 1)
  const starts = next === T.Equals || next === T.RCurly || next === T.LCurly || isWord(tokens[index + 1])
  return starts && (inner === T.LSquare || !continues.has(before.tokenType))
}

/** After these an element or the rest of one has to follow, on whatever line. */
const continues: ReadonlySet<TokenType> = new Set([T.Comma, T.LParen, T.LSquare, T.Equals, T.Dot])

/** What follows the parenthesis of a template; a column called `template` has the arguments of its type there. */
const startsParams = (tokens: ReadonlyArray<IToken>, index: number): boolean => {
  let at = index
  while (typeAt(tokens, at) === T.Newline) at += 1
  return typeAt(tokens, at) === T.RParen
    ? typeAt(tokens, at + 1) === T.LCurly
    : isWord(tokens[at]) && typeAt(tokens, at + 1) === T.Colon
}

/** A line that can only be a declaration, whatever was left open before it. */
const startsDeclaration = (tokens: ReadonlyArray<IToken>, index: number): boolean => {
  const type = typeAt(tokens, index)
  if (type === undefined || !declarations.has(type)) return false
  const next = typeAt(tokens, index + 1)
  if (type === T.PipeWord) return next === T.Str
  if (!isWord(tokens[index + 1])) return false
  const after = typeAt(tokens, index + 2)
  if (type === T.TemplateWord)
    return after === T.LCurly || (after === T.LParen && startsParams(tokens, index + 3))
  return type === T.TargetWord ? after === T.LCurly : after === T.Colon
}
