/**
 * Names, numbers and types' words as the author spelled them. A node that was made or changed by a program is spelled
 * from its content: what was written is taken only where it still says the same.
 */
import type { IToken } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import * as Lower from "../lower.ts"
import { type Context, firstOf, written } from "./context.ts"
import { string } from "./strings.ts"

const word = /^[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/

const none: ReadonlySet<string> = new Set()

/** A name where only a word or one in backticks may stand. */
export const name = (
  context: Context,
  node: { readonly span: Ast.Name["span"]; readonly text: string },
  avoided = none,
): string => {
  const { text } = node
  if (firstOf(context, node) !== "`" && word.test(text) && !avoided.has(text)) return text
  const spelled = inBackticks(text)
  if (spelled !== undefined && written(context, node) === spelled) return spelled
  if (word.test(text) && !avoided.has(text)) return text
  if (spelled === undefined) throw new Error(`the name ${JSON.stringify(text)} cannot be written here`)
  return spelled
}

const inBackticks = (text: string): string | undefined => (/[`\r\n]/.test(text) ? undefined : `\`${text}\``)

/** What nobody can see or save in a file as it is; a string has escapes for it. */
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/** A name where a string may stand, too. */
export const part = (context: Context, node: Ast.Name, avoided = none): string => {
  if (node.template !== undefined) return string(context, node.template)
  if (firstOf(context, node) !== '"' && word.test(node.text)) return name(context, node, avoided)
  const raw = written(context, node)
  if (
    raw?.startsWith('"') === true ||
    inBackticks(node.text) === undefined ||
    (raw === undefined && unseen.test(node.text))
  )
    return string(context, { _tag: "String", span: node.span, parts: [node.text] })
  return name(context, node, avoided)
}

/** The name of a row: `into existing from "a"` would be taken for a clause of a pipe. */
export const columnName = (context: Context, { name: node, type }: Ast.Column): string =>
  part(context, node, type.name.text === "existing" ? clauses : none)

/** The words that start a clause of a pipe. */
export const clauses: ReadonlySet<string> = new Set(["from", "into", "moved"])

/** A dotted name, each part of which may be a string. */
export const path = (context: Context, names: ReadonlyArray<Ast.Name>): string =>
  names.map((it) => part(context, it)).join(".")

/** A dotted name that starts with a word. */
export const reference = (context: Context, [first, ...rest]: ReadonlyArray<Ast.Name>): string =>
  [name(context, first!), ...rest.map((it) => part(context, it))].join(".")

export const number = (context: Context, node: Ast.NumberValue): string => {
  const raw = written(context, node)
  if (raw !== undefined && numberPattern.test(raw) && Object.is(Number(raw), node.value)) {
    const float = Number.isInteger(node.value) && /[.eE]/.test(raw)
    if (float === (node.float === true)) return raw
  }
  if (!Number.isInteger(node.value)) return digits(node.value, String(node.value))
  return digits(node.value, signedDigits(node.value)) + (node.float === true ? ".0" : "")
}

/** A whole number without an exponent, and minus zero as itself. */
const signedDigits = (value: number): string => (Object.is(value, -0) ? "-0" : plainDigits(value))

const numberPattern = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

export const quantity = (context: Context, node: Ast.QuantityValue): string => {
  const { value, unit } = node
  const raw = written(context, node)
  const amount = raw?.endsWith(unit) === true ? raw.slice(0, -unit.length) : ""
  if (/^-?\d+(?:\.\d+)?$/.test(amount) && Object.is(Number(amount), value)) return raw!
  if (!/^(?![eE]\d)[A-Za-z][A-Za-z0-9]*$/.test(unit)) throw new Error(`the unit ${unit} cannot be written`)
  return digits(value, signedDigits(value)) + unit
}

const digits = (value: number, text: string): string => {
  if (!Number.isFinite(value)) throw new Error(`the number ${value} cannot be written`)
  return text
}

/** A number without an exponent, which in front of a unit would be taken for one. */
const plainDigits = (value: number): string => {
  const text = String(value)
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match
  const point = whole.length + Number(exponent)
  const all = whole + fraction
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${all}`
  return point >= all.length
    ? sign + all + "0".repeat(point - all.length)
    : `${sign}${all.slice(0, point)}.${all.slice(point)}`
}

const booleans: ReadonlySet<string> = new Set(["true", "false"])

export const wordValue = (context: Context, node: Ast.WordValue): string => name(context, node, booleans)

/** How many words of a list belong to one type name of several words. */
const wordsOfType = (words: ReadonlyArray<string>): number =>
  1 + Lower.wordsThatFollow(words[0]!, (index) => words[index])

/** The name of a type: a word, a closed list of several words, or anything in backticks. */
export const typeName = (context: Context, node: Ast.Name): string => {
  if (!node.text.includes(" ")) return name(context, node)
  const words = node.text.split(" ")
  return written(context, node)?.startsWith("`") !== true &&
    words.every((it) => word.test(it)) &&
    wordsOfType(words) === words.length
    ? node.text
    : name(context, node)
}

/** The path of a type's element: it may not be taken for a part of the type's own name, nor for the keyword of a skip. */
export const elementPath = (
  context: Context,
  { path: names, type }: Ast.TypeElement,
  skips: boolean,
): string => {
  const first = names[0]!
  const isQuoted = written(context, first)?.startsWith('"') === true || inBackticks(first.text) === undefined
  const own = names.length === 1 && !isQuoted && first.template === undefined
  const joined = own && wordsOfType([first.text, ...type.name.text.split(" ")]) > 1
  const isKeyword = skips && first.text.toLowerCase() === "skip"
  const start = (own ? name : part)(context, first, joined || isKeyword ? new Set([first.text]) : none)
  return [start, ...names.slice(1).map((it) => part(context, it))].join(".")
}

/** The path of a skip, which does not start with the other keyword. */
export const skippedPath = (context: Context, [first, ...rest]: ReadonlyArray<Ast.Name>): string => {
  const avoided = first!.text.toLowerCase() === "regexp" ? new Set([first!.text]) : none
  return [part(context, first!, avoided), ...rest.map((it) => part(context, it))].join(".")
}

export const typeString = (context: Context, node: Ast.TypeString): string => {
  const raw = written(context, node)
  if (raw !== undefined && /^'[^'\\\r\n]*(?:(?:\\[^\r\n]|'')[^'\\\r\n]*)*'$/.test(raw)) {
    const read = Lower.typeString({ image: raw, startOffset: 0 } as IToken)
    if (read.text === node.text) return raw
  }
  const text = node.text.replace(/[\\'\n\t\r\b\f\0]/g, (character) => typeEscapes[character]!)
  return `'${text}'`
}

const typeEscapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\b": "\\b",
  "\f": "\\f",
  "\0": "\\0",
}
