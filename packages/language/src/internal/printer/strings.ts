/** Strings, on one line and on several. */
import type { IToken } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import type { Diagnostic } from "../../Diagnostic.ts"
import * as Lower from "../lower.ts"
import * as T from "../tokens.ts"
import { type Context, written } from "./context.ts"
import { same } from "./same.ts"
import { indentStep } from "./writer.ts"

type Parts = Ast.StringValue["parts"]

/** A string in double quotes on one line, as written where that still says the same. */
export const string = (context: Context, node: Ast.StringValue): string => {
  const raw = written(context, node)
  if (raw !== undefined && !raw.startsWith('"""') && means(raw, node.parts)) return raw
  return fromParts(node.parts)
}

/**
 * A string as a value, where one of several lines may stand: its lines are moved in under the line that it starts on.
 * A string of several lines that was never written is written so where it reads well.
 */
export const value = (context: Context, node: Ast.StringValue, indent: number): string => {
  const raw = written(context, node)
  if (raw === undefined) return textFromParts(node.parts, indent) ?? string(context, node)
  if (!raw.startsWith('"""')) return string(context, node)
  const moved = moveText(raw.replace(/\r\n/g, "\n"), indent)
  return means(moved, node.parts) ? moved : fromParts(node.parts)
}

/** Whether a spelling is one string, and says this. */
const means = (raw: string, parts: Parts): boolean => {
  const [only] = parts
  if (parts.length === 1 && typeof only === "string" && raw.length === only.length + 2) {
    if (raw === `"${only}"` && /^"[^"\\$\r\n]*"$/.test(raw)) return true
  }
  const isText = raw.startsWith('"""')
  if (isText ? raw.indexOf('"""', 3) !== raw.length - 3 : !stringPattern.test(raw)) return false
  const diagnostics: Array<Diagnostic> = []
  const token = { image: raw, startOffset: 0, tokenType: isText ? T.Text : T.Str } as IToken
  const reports = { file: "", diagnostics }
  const read = isText ? Lower.text(token, reports) : Lower.string(token, reports)
  return diagnostics.length === 0 && same(read.parts, parts)
}

const stringPattern = /^"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"$/

/** A text in double quotes, with JSON's escapes and `$${`. */
export const quoted = (text: string): string => `"${escaped(text)}"`

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll("${", "$$${")

const fromParts = (parts: Parts): string => `"${spell(parts, escaped)}"`

/** The content between the quotes. A `$` before a reference is escaped: `$${` would be the escape of `${`. */
const spell = (parts: Parts, respell: (text: string) => string): string =>
  parts
    .map((part, index) => {
      if (typeof part !== "string") return `\${${part.path.map(({ text }) => text).join(".")}}`
      const text = respell(part)
      return typeof parts[index + 1] === "object" && text.endsWith("$") ? `${text.slice(0, -1)}\\u0024` : text
    })
    .join("")

/** A text between `"""` with its lines moved in; whitespace that stays part of the text stays as it is. */
const moveText = (raw: string, indent: number): string => {
  const lines = raw.slice(3, -3).split("\n")
  if (lines.length === 1) return raw
  const shared = Lower.sharedIndent(lines.join("\n"))
  const margin = " ".repeat(indent + indentStep)
  const [first, ...rest] = lines
  const moved = rest.map((line, index) => {
    const blanks = /^[ \t]*/.exec(line)![0].length
    const own = line.slice(Math.min(shared, blanks))
    return own === "" && index < rest.length - 1 ? "" : margin + own
  })
  return `"""${[/^[ \t]*$/.test(first!) ? "" : first!, ...moved].join("\n")}"""`
}

/** What reads well as lines: no line ends in blanks, which nobody would see. */
const textFromParts = (parts: Parts, indent: number): string | undefined => {
  if (!parts.some((part) => typeof part === "string" && part.includes("\n"))) return undefined
  const content = spell(parts, (text) => text.split("\n").map(escapedInText).join("\n"))
  if (/[ \t]\n/.test(content)) return undefined
  const margin = " ".repeat(indent + indentStep)
  const lines = content.split("\n")
  const moved = lines.map((line, index) => (line === "" && index < lines.length - 1 ? "" : margin + line))
  const text = `"""\n${moved.join("\n")}"""`
  return means(text, parts) ? text : undefined
}

/** Quotes stay as they are where they cannot be taken for the end. */
const escapedInText = (line: string): string =>
  escaped(line)
    .replace(/\\(.)/g, (all, letter: string) => (letter === '"' ? '"' : all))
    .replace(/"(?="|$)/g, '\\"')
