/**
 * What people write who come from another language, or in a hurry: recognised by the tokens around the place that does
 * not fit, told in its own words, and mended where it is plain what was meant. Nothing here runs for a text that parses.
 */
import { type IToken, type TokenType, tokenMatcher } from "chevrotain"
import type * as Ast from "../Ast.ts"
import type { Diagnostic, Edit, Extras } from "../Diagnostic.ts"
import { SyntaxFindings } from "../errors.ts"
import { span } from "../Source.ts"
import * as Expectations from "./expectations.ts"
import { endOf, spanOf, startOf } from "./scan.ts"
import * as T from "./tokens.ts"

/** Around the place: 1 is the token that does not fit, 0 the one before it. */
export type Look = (ahead: number) => IToken

export interface Habit {
  readonly diagnostic: Diagnostic
  /** How many tokens belong to it that would look like a mistake of their own. */
  readonly over: number
}

type Fixes = Pick<Extras, "fixes">

const mend = (title: string, ...edits: ReadonlyArray<Edit>): Fixes => ({
  fixes: [{ title, safe: true, edits }],
})

const replace = (title: string, from: IToken, to: IToken, text: string): Fixes =>
  mend(title, { span: span(startOf(from), endOf(to)), text })

const is = (token: IToken, ...types: ReadonlyArray<TokenType>): boolean =>
  types.some((type) => tokenMatcher(token, type))

const isName = (token: IToken): boolean => is(token, T.Word, T.Quoted)

const isStray = (token: IToken, start: RegExp): boolean =>
  token.tokenType === T.Stray && start.test(token.image)

/** Whether a value can start with it that is no name. */
const startsValue = (token: IToken): boolean => is(token, T.Str, T.Num, T.Quantity, T.LSquare, T.Text)

/** What stands where something else was expected. `owner` is the name of the block that it stands in. */
export const unexpected = (
  look: Look,
  expected: string,
  owner: string | undefined,
  file: string,
): Habit | undefined => {
  const token = look(1)
  const before = look(0)
  const at = { file, span: spanOf(token) }
  const ofEntry = Expectations.isEntry(expected)
  const quoted = is(before, T.Str)

  if (is(before, T.FromWord, T.IntoWord) && is(token, T.Equals)) {
    const fix = replace("Remove the `=`", token, token, "")
    return one(SyntaxFindings.report("clause-with-equals", at, { clause: before.image }, fix))
  }
  // In `tables` a row has an arrow, whatever else is written.
  if (ofEntry && is(token, T.Equals) && isStray(look(2), /^>/)) return arrow(token, look(2), file)
  if (isStray(token, /^>/) && is(before, T.Equals) && owner === "tables") return arrow(before, token, file)
  if (ofEntry && isName(token) && is(look(-1), T.Dot)) {
    const fix = mend("Write `->`", { span: span(startOf(token), startOf(token)), text: "-> " })
    return one(SyntaxFindings.report("arrow-expected", at, { found: undefined }, fix))
  }
  if (owner === "columns" && ofEntry && is(token, T.Colon)) {
    return one(
      SyntaxFindings.report("colon-in-column", at, undefined, replace("Remove the `:`", token, token, "")),
    )
  }
  // A sign of another language between a name and its value.
  if (ofEntry && (isName(before) || quoted) && is(token, T.Colon, T.Comma)) {
    const last = is(token, T.Colon) && is(look(2), T.Equals) ? look(2) : token
    const over = is(token, T.Comma) ? 1 : list(look)
    if (is(token, T.Comma) && (owner === "columns" || !isValue(look(2)) || !ends(look(3)))) return undefined
    return assignment(before, token, last, look, file, over)
  }
  if (is(before, T.Equals) && isName(look(-1)) && (is(token, T.Equals) || isStray(token, /^>/)))
    return assignment(look(-1), before, token, look, file, 0)
  if (ofEntry && isName(before) && startsValue(token)) {
    const fix = mend("Write `=`", { span: span(startOf(token), startOf(token)), text: "= " })
    return one(SyntaxFindings.report("equals-expected", at, { name: name(before), found: undefined }, fix))
  }
  if (token.tokenType === T.Stray) return one(stray(token, look, file))
  return undefined
}

const isValue = (token: IToken): boolean => startsValue(token) || isName(token)

const one = (diagnostic: Diagnostic): Habit => ({ diagnostic, over: 0 })

const name = (token: IToken): string => (is(token, T.Str, T.Quoted) ? token.image.slice(1, -1) : token.image)

const arrow = (first: IToken, last: IToken, file: string): Habit => {
  const place = { file, span: span(startOf(first), endOf(last)) }
  const fix = replace("Write `->`", first, last, "->")
  return one(SyntaxFindings.report("arrow-expected", place, { found: "=>" }, fix))
}

/** `name: value`, `name := value`, `"name": value`, and the name alone before a list in the lines below it. */
const assignment = (
  named: IToken,
  first: IToken,
  last: IToken,
  look: Look,
  file: string,
  over: number,
): Habit => {
  const found = `${first.image}${last === first ? "" : last.image}`
  const plain = name(named)
  const isWord = /^[A-Za-z_][A-Za-z0-9_]*$/.test(plain)
  const follows = look(last === look(1) ? 2 : 3)
  const opens = is(follows, T.LCurly)
  const apart = startOf(first) > endOf(named)
  const gap = opens ? "" : is(named, T.Str) || !apart ? `${is(named, T.Str) ? plain : ""} =` : "="
  const from = is(named, T.Str) ? named : first
  const fixes =
    isWord && !is(follows, T.Newline) ? replace(opens ? "Remove it" : "Write `=`", from, last, gap) : {}
  const place = { file, span: span(startOf(first), endOf(last)) }
  const isList = over > 1
  return {
    diagnostic: SyntaxFindings.report("equals-expected", place, { name: plain, found, isList }, fixes),
    over,
  }
}

/** How many tokens the lines with `-` below a `name:` have. */
const list = (look: Look): number => {
  let over = 0
  let at = 2
  while (is(look(at), T.Newline) && isStray(look(at + 1), /^-/)) {
    at += 1
    while (!is(look(at), T.Newline, T.RCurly) && look(at).image !== "") at += 1
    over = at - 1
  }
  return over
}

/** A character that means nothing. */
export const stray = (token: IToken, look: Look, file: string): Diagnostic => {
  const text = [...token.image].slice(0, 10).join("")
  const at = { file, span: spanOf(token) }
  return SyntaxFindings.report("unexpected-character", at, { text }, strayFix(token, look))
}

const quote = /^[\u2018-\u201F\u00AB\u00BB]$/

const strayFix = (token: IToken, look: Look): Fixes => {
  if (/^;+$/.test(token.image) && is(look(2), T.Newline, T.RCurly))
    return replace("Remove it", token, token, "")
  if (!quote.test(token.image)) return {}
  // The end of the text, on the same line; a text with `//` in it looks like a comment, and its end is not seen.
  for (let at = 2; at < 40 && !is(look(at), T.Newline); at += 1) {
    const other = look(at)
    if (other.tokenType !== T.Stray) continue
    if (!quote.test(other.image)) return {}
    return mend(
      "Write straight quotes",
      { span: spanOf(token), text: '"' },
      { span: spanOf(other), text: '"' },
    )
  }
  return {}
}

/** What follows an item that is whole. `drop`: the item is not what was meant, and is left out. */
export interface After {
  readonly diagnostic: Diagnostic
  readonly drop: boolean
}

export const following = (
  item: Ast.Entry | Ast.PipeItem | undefined,
  look: Look,
  file: string,
): After | undefined => {
  const after = look(1)
  const at = { file, span: spanOf(after) }
  if (after.tokenType === T.Stray) return { diagnostic: stray(after, look, file), drop: false }
  if (item?._tag === "Column") {
    const { name: outer, arguments: held } = item.type
    if (holders.has(outer.text) && held === undefined && isName(after)) {
      const inner = { span: span(outer.span.end, endOf(after)), text: `(${after.image})` }
      const fix = ends(look(2)) ? mend("Put it in parentheses", inner) : {}
      const words = { outer: outer.text, inner: after.image }
      return { diagnostic: SyntaxFindings.report("type-in-parentheses", at, words, fix), drop: true }
    }
    if (sqlClauses.has(after.image.toUpperCase())) {
      const words = { found: `\`${after.image}\`` }
      const fix = sqlFix(item, look)
      return { diagnostic: SyntaxFindings.report("column-clause", at, words, fix), drop: false }
    }
  }
  if (item?._tag === "Attribute" && item.value._tag === "Number" && is(after, T.Word) && ends(look(2))) {
    const number = String(item.value.value)
    const fix = mend("Join them", { span: span(item.value.span.end, startOf(after)), text: "" })
    const words = { number, unit: after.image }
    return { diagnostic: SyntaxFindings.report("unit-apart", at, words, fix), drop: true }
  }
  return undefined
}

const ends = (token: IToken): boolean => is(token, T.Newline, T.Comma, T.RCurly)

const holders: ReadonlySet<string> = new Set(["Nullable", "Array", "LowCardinality"])

/** What may follow the type of a column in SQL. */
const sqlClauses: ReadonlySet<string> = new Set(
  "NOT NULL DEFAULT MATERIALIZED ALIAS EPHEMERAL CODEC TTL COMMENT PRIMARY STATISTICS".split(" "),
)

/** `NOT NULL` is what a column is anyway; `NULL` alone is a type around its type. */
const sqlFix = ({ type }: Ast.Column, look: Look): Fixes => {
  const first = look(1)
  const isNull = (token: IToken) => token.image.toUpperCase() === "NULL"
  const gap = (last: IToken): Edit => ({ span: span(type.span.end, endOf(last)), text: "" })
  if (first.image.toUpperCase() === "NOT" && isNull(look(2)) && ends(look(3)))
    return mend("Remove `NOT NULL`", gap(look(2)))
  if (!isNull(first) || !ends(look(2))) return {}
  const opening = { span: span(type.span.start, type.span.start), text: "Nullable(" }
  return mend("Write `Nullable(…)`", opening, { ...gap(first), text: ")" })
}
