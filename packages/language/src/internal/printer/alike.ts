/** Whether two texts are read alike, by their tokens: a tree takes three times as long to make, and as long to compare. */
import type { IToken } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import type { Source } from "../../Source.ts"
import * as Scan from "../scan.ts"
import * as T from "../tokens.ts"

/**
 * Whether a text without mistakes and another one have the same tokens, documentation and comments. A separator
 * that means nothing may be in one of them alone. `false` says nothing: the same may be said in other tokens.
 */
export const areAlike = (before: Source, after: Source): boolean => {
  const [left, right]: ReadonlyArray<Scan.Beside> = [0, 0].map(() => ({ comments: [], diagnostics: [] }))
  const others = Scan.slices(after, right!)
  for (const slice of Scan.slices(before, left!)) {
    const other = others.next()
    if (other.done === true || !haveSame(slice.tokens, other.value.tokens)) return false
  }
  return (
    others.next().done === true &&
    right!.diagnostics.length === 0 &&
    sameComments(left!.comments, right!.comments)
  )
}

const haveSame = (left: ReadonlyArray<IToken>, right: ReadonlyArray<IToken>): boolean => {
  let [a, b] = [0, 0]
  for (;;) {
    const [nextA, nextB] = [afterSeparators(left, a), afterSeparators(right, b)]
    const [one, other] = [left[nextA], right[nextB]]
    // Nothing stands behind a declaration.
    if (one === undefined || other === undefined) return one === other && nextA === a && nextB === b
    if (one.tokenType !== other.tokenType || one.image !== other.image || one.payload !== other.payload)
      return false
    const [mark, otherMark] = [separator(left, a, nextA), separator(right, b, nextB)]
    if (mark === undefined || otherMark === undefined) return false
    if (mark !== otherMark && !mayDiffer(left[a - 1], one)) return false
    a = nextA + 1
    b = nextB + 1
  }
}

const afterSeparators = (tokens: ReadonlyArray<IToken>, from: number): number => {
  let at = from
  while (isSeparator(tokens[at])) at += 1
  return at
}

const isSeparator = (token: IToken | undefined): boolean =>
  token?.tokenType === T.Newline || token?.tokenType === T.Comma

/** Next to a brace, and at the end of a list. What is in parentheses may have no comma at its end. */
const mayDiffer = (before: IToken | undefined, after: IToken): boolean =>
  before?.tokenType === T.LCurly || after.tokenType === T.RCurly || after.tokenType === T.RSquare

/**
 * What some separators mean: a line end, or a comma, with which a line may end. Not known where there are two commas, or
 * where one begins a list: that would be a mistake.
 */
const separator = (
  tokens: ReadonlyArray<IToken>,
  from: number,
  to: number,
): "none" | "line" | "comma" | undefined => {
  if (from === to) return "none"
  let commas = 0
  for (let at = from; at < to; at++) if (tokens[at]!.tokenType === T.Comma) commas += 1
  if (commas === 0) return "line"
  const before = tokens[from - 1]?.tokenType
  return commas === 1 && before !== T.LSquare && before !== T.LParen ? "comma" : undefined
}

/** Documentation of nothing is found later than the comments around it. */
const texts = (comments: ReadonlyArray<Ast.Comment>): ReadonlyArray<string> =>
  [...comments].sort((a, b) => a.span.start - b.span.start).map(({ text }) => text.trimEnd())

export const sameComments = (
  left: ReadonlyArray<Ast.Comment>,
  right: ReadonlyArray<Ast.Comment>,
): boolean => {
  const others = texts(right)
  return left.length === right.length && texts(left).every((text, index) => text === others[index])
}
