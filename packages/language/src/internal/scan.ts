/**
 * Text to tokens, cut into one slice per declaration.
 *
 * Cutting before parsing is what keeps a mistake in one declaration from touching the findings of another. A slice
 * starts where a line starts outside all brackets, and, when a bracket was left open, at a line that can only be a
 * declaration.
 */
import { type IToken, type TokenType, tokenMatcher } from "chevrotain"
import type * as Ast from "../Ast.ts"
import type { Diagnostic } from "../Diagnostic.ts"
import { SyntaxFindings } from "../errors.ts"
import { type Source, type Span, span } from "../Source.ts"
import { pieces } from "./lex.ts"
import * as T from "./tokens.ts"

/** The tokens of one declaration, with separators only where they separate. */
export interface Slice {
  readonly tokens: Array<IToken>
  /** How many brackets are open around each of the tokens. */
  readonly depths: ReadonlyArray<number>
  /** Where the slice ends in the text. */
  readonly end: number
  /** The opening brackets that nothing closes, outermost first. */
  readonly unclosed: ReadonlyArray<IToken>
  /** Its brackets nest too deep to be parsed; that is reported already. */
  readonly tooDeep: boolean
}

/** What else a text has; it is all there once the last slice was taken. */
export interface Beside {
  readonly comments: Array<Ast.Comment>
  readonly diagnostics: Array<Diagnostic>
}

/**
 * How many brackets are open around a token of a slice. Found by halving: only what did not parse asks for it, and to
 * keep a number on each token costs every text a few percent of its time.
 */
export const depthOf = ({ tokens, depths }: Slice, token: IToken): number => {
  let low = 0
  let high = depths.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (tokens[middle]!.startOffset <= token.startOffset) low = middle
    else high = middle - 1
  }
  return depths[low]!
}

/** The `///` lines before a token, joined. */
export const docOf = (token: IToken): string | undefined => token.payload as string | undefined

/** How deep brackets may nest. */
export const depthLimit = 100

export const startOf = (token: IToken): number => token.startOffset

export const endOf = (token: IToken): number => token.startOffset + token.image.length

export const spanOf = (token: IToken): Span => span(startOf(token), endOf(token))

const brackets: ReadonlyArray<readonly [TokenType, TokenType]> = [
  [T.LCurly, T.RCurly],
  [T.LParen, T.RParen],
  [T.LSquare, T.RSquare],
]

const declarations: ReadonlySet<TokenType> = new Set(T.declarationWords)

type Role = "comment" | "doc" | "newline" | "opener" | "closing" | "other"

const rolesByType: ReadonlyArray<readonly [Role, ReadonlyArray<TokenType>]> = [
  ["comment", [T.Comment, T.OtherComment]],
  ["doc", [T.DocComment]],
  ["newline", [T.Newline]],
  ["opener", brackets.map(([opener]) => opener)],
  ["closing", brackets.map(([, closing]) => closing)],
]

/** By the number of the token's type: it is looked up for every token, and a `Map` would take as long as the rest. */
const roles: ReadonlyArray<Role> = T.all.reduce<Array<Role>>((all, type) => {
  const found = rolesByType.find(([, types]) => types.includes(type))
  all[type.tokenTypeIdx!] = found === undefined ? "other" : found[0]
  return all
}, [])

/** The number of the type that closes a bracket, by the number of the type that opens it. */
const closings: ReadonlyArray<number> = brackets.reduce<Array<number>>((all, [opener, closing]) => {
  all[opener.tokenTypeIdx!] = closing.tokenTypeIdx!
  return all
}, [])

const closingOf = (opener: IToken): number => closings[opener.tokenTypeIdx]!

/** The slices of a text, each made when it is asked for; `least` is the length of a piece that the lexer is given. */
export function* slices(
  source: Source,
  { comments, diagnostics }: Beside,
  least?: number,
): Generator<Slice, void> {
  const at = (start: number, end: number) => ({ file: source.file, span: span(start, end) })

  let ready: Array<Slice> = []
  let slice: Array<IToken> = []
  let depths: Array<number> = []
  let open: Array<IToken> = []
  // How many brackets are open, by the number of the type that closes them.
  const opened: Array<number> = []
  let tooDeep = false
  let lineStart = true
  let doc: Array<IToken> = []

  // Documentation of nothing is kept like any other comment.
  const dropDoc = () => {
    for (const token of doc) comments.push({ span: spanOf(token), text: token.image })
  }

  const finish = () => {
    while (slice.length > 0 && slice.at(-1)!.tokenType === T.Newline) slice.pop()
    depths.length = slice.length
    const last = slice.at(-1)
    if (last !== undefined) ready.push({ tokens: slice, depths, end: endOf(last), unclosed: open, tooDeep })
    slice = []
    depths = []
    open = []
    opened.length = 0
    tooDeep = false
  }

  const push = (token: IToken) => {
    depths.push(open.length)
    slice.push(token)
  }

  /** Takes the innermost bracket as closed. */
  const closeOne = (): number => {
    const closing = closingOf(open.pop()!)
    opened[closing]! -= 1
    return closing
  }

  for (const tokens of pieces(source.text, least)) {
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!
      const type = token.tokenType

      const role = roles[token.tokenTypeIdx]!

      if (role === "comment") {
        comments.push({ span: spanOf(token), text: token.image })
        if (type === T.Comment) continue
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
        continue
      }
      if (role === "doc") {
        doc.push(token)
        continue
      }
      if (role === "newline") {
        lineStart = true
        const inner = open.at(-1)?.tokenType
        if (inner === T.LSquare || inner === T.LParen) {
          if (!leftOpen(inner, slice.at(-1)!, tokens, index + 1)) continue
          closeOne()
        }
        if (open.length > 0 && slice.length > 0) push(token)
        continue
      }

      if (
        lineStart &&
        slice.length > 0 &&
        (open.length === 0 ? type !== T.LCurly || !lacksBody(slice) : startsDeclaration(tokens, index))
      )
        finish()
      lineStart = false

      if (doc.length > 0) {
        if (role === "closing" || !takesDoc(type, open.at(-1)?.tokenType)) dropDoc()
        else token.payload = doc.map((it) => it.image.slice(3).trim()).join("\n")
        doc = []
      }
      if (type === T.UnclosedStr || type === T.UnclosedTypeStr) {
        const quote = type === T.UnclosedStr ? '"' : "'"
        diagnostics.push(
          SyntaxFindings.report("unclosed-string", at(startOf(token), endOf(token)), { quote }),
        )
      } else if (type === T.UnclosedText) {
        diagnostics.push(
          SyntaxFindings.report("unclosed-text", at(startOf(token), startOf(token) + 3), undefined),
        )
      }

      if (role === "opener") {
        push(token)
        open.push(token)
        const closing = closings[token.tokenTypeIdx]!
        opened[closing] = (opened[closing] ?? 0) + 1
        if (open.length > depthLimit && !tooDeep) {
          tooDeep = true
          diagnostics.push(
            SyntaxFindings.report("nested-too-deep", at(startOf(token), endOf(token)), { limit: depthLimit }),
          )
        }
      } else if (role === "closing") {
        // A closing bracket also ends what was left open inside its pair; the parser reports what is missing.
        // Counting keeps this to the brackets that are then closed, so that it costs no more than they did.
        if ((opened[token.tokenTypeIdx] ?? 0) > 0) while (closeOne() !== token.tokenTypeIdx);
        push(token)
      } else push(token)
    }
    yield* ready
    ready = []
  }
  dropDoc()
  finish()
  yield* ready
}

/** Whether a brace on the next line belongs to a declaration: not if it has one, and to a parameter only as its value. */
const lacksBody = (slice: ReadonlyArray<IToken>): boolean => {
  const last = slice.at(-1)!.tokenType
  return slice[0]!.tokenType === T.ParamWord ? last === T.Equals : last !== T.RCurly
}

/** Whether a declaration or an entry can start here; an item of a list has no documentation, and a sign even less. */
const takesDoc = (type: TokenType, inner: TokenType | undefined): boolean =>
  (inner === undefined || inner === T.LCurly) && type !== T.Comma && type !== T.LCurly

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
