/** Tokens to leaves of the tree: names, strings with their escapes and references, numbers, type names. */
import { type IToken, tokenMatcher } from "chevrotain"
import type * as Ast from "../Ast.ts"
import type { Diagnostic } from "../Diagnostic.ts"
import { SyntaxFindings } from "../errors.ts"
import { span } from "../Source.ts"
import { endOf, spanOf, startOf } from "./scan.ts"
import * as T from "./tokens.ts"

interface Reports {
  readonly file: string
  readonly diagnostics: Array<Diagnostic>
}

export const word = (token: IToken): Ast.Name => ({
  _tag: "Name",
  span: spanOf(token),
  text: tokenMatcher(token, T.Quoted) ? token.image.slice(1, -1) : token.image,
})

export const number = (token: IToken): Ast.NumberValue => {
  const value = Number(token.image)
  const float = Number.isInteger(value) && /[.eE]/.test(token.image)
  return { _tag: "Number", span: spanOf(token), value, ...(float ? { float } : {}) }
}

export const quantity = (token: IToken): Ast.QuantityValue => {
  const at = token.image.search(/[A-Za-z]/)
  return {
    _tag: "Quantity",
    span: spanOf(token),
    value: Number(token.image.slice(0, at)),
    unit: token.image.slice(at),
  }
}

export const wordOrReference = (path: ReadonlyArray<Ast.Name>): Ast.Value => {
  const first = path[0]!
  const place = span(first.span.start, path.at(-1)!.span.end)
  if (path.length > 1) return { _tag: "Reference", span: place, path }
  const bare = place.end - place.start === first.text.length
  return bare && (first.text === "true" || first.text === "false")
    ? { _tag: "Boolean", span: place, value: first.text === "true" }
    : { _tag: "Word", span: place, text: first.text }
}

/** A string in double quotes on one line. */
export const string = (token: IToken, reports: Reports): Ast.StringValue => {
  const closed = token.tokenType !== T.UnclosedStr
  const content = token.image.slice(1, closed ? -1 : undefined)
  return { _tag: "String", span: spanOf(token), parts: parts(content, startOf(token) + 1, reports) }
}

/** A part of a dotted name: a name, or a string. */
export const part = (token: IToken, reports: Reports): Ast.Name =>
  tokenMatcher(token, T.Name) ? word(token) : quotedName(token, reports)

const quotedName = (token: IToken, reports: Reports): Ast.Name => {
  const value = string(token, reports)
  const text = value.parts.map((part) => (typeof part === "string" ? part : "")).join("")
  const fixed = value.parts.every((part) => typeof part === "string")
  return { _tag: "Name", span: value.span, text, ...(fixed ? {} : { template: value }) }
}

/**
 * Text of several lines between `"""`. A line end right after the opening is dropped, the indentation that all lines
 * share is taken away (the closing line's counts too), and line ends become `\n`.
 */
export const text = (token: IToken, reports: Reports): Ast.StringValue => {
  const closed = token.tokenType !== T.UnclosedText
  const content = token.image.slice(3, closed ? -3 : undefined)
  const opening = /^[ \t]*\r?\n/.exec(content)?.[0] ?? ""
  const indent = sharedIndent(content)
  if (closed) reportMixed(content, indent, startOf(token) + 3, reports)
  // Taken away before escapes are read: a line end that is written as one begins no line of the text.
  const dedent = (piece: string) =>
    piece.replace(/\r?\n([ \t]*)/g, (_, blanks: string) => `\n${blanks.slice(indent)}`)
  const start = startOf(token) + 3
  // The opening line end stays for `dedent` to see, and is then cut off.
  const [first, ...rest] = parts(content, start, reports, dedent)
  const opened = typeof first === "string" && opening !== "" ? first.replace(/^[ \t]*\n/, "") : first!
  const all = [opened, ...rest]
  return {
    _tag: "String",
    span: spanOf(token),
    parts: all.length > 1 ? all.filter((part) => part !== "") : all,
  }
}

export const sharedIndent = (content: string): number => {
  const lines = content.split("\n").slice(1)
  let least: number | undefined
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" && index < lines.length - 1) continue
    const { length } = /^[ \t]*/.exec(line)![0]
    if (least === undefined || length < least) least = length
  }
  return least ?? 0
}

/** Reports the first line that is indented with other characters than the lines before it. */
const reportMixed = (content: string, indent: number, offset: number, reports: Reports): void => {
  let start = content.indexOf("\n") + 1
  let shared: string | undefined
  while (start > 0) {
    const end = content.indexOf("\n", start)
    const line = content.slice(start, end === -1 ? undefined : end)
    const blanks = line.slice(0, indent)
    if (line.trim() !== "" && blanks !== (shared ?? blanks)) {
      const place = span(offset + start, offset + start + /^[ \t]*/.exec(line)![0].length)
      const found = line.startsWith("\t") ? "a tab" : "blanks"
      reports.diagnostics.push(
        SyntaxFindings.report("mixed-indentation", { file: reports.file, span: place }, { found }),
      )
      return
    }
    if (line.trim() !== "") shared = blanks
    start = end + 1
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}

/** Splits at `\` and `$`, so that the cost is that of the length whatever the content. */
const parts = (
  content: string,
  offset: number,
  reports: Reports,
  plain: (piece: string) => string = (piece) => piece,
): ReadonlyArray<string | Ast.Reference> => {
  const plainUpTo = nextSpecial(content, 0)
  // Most strings are nothing but text.
  if (plainUpTo === content.length) return [plain(content)]
  const result: Array<string | Ast.Reference> = []
  let literal = ""
  let at = 0
  const report = (
    code: "unknown-escape" | "reference-expected",
    start: number,
    end: number,
    shown: string,
  ) => {
    const place = { file: reports.file, span: span(offset + start, offset + end) }
    reports.diagnostics.push(
      code === "unknown-escape"
        ? SyntaxFindings.report(code, place, { sequence: shown })
        : SyntaxFindings.report(code, place, { text: shown }),
    )
  }
  while (at < content.length) {
    const next = nextSpecial(content, at)
    literal += plain(content.slice(at, next))
    at = next
    if (at >= content.length) break
    if (content[at] === "\\") {
      const letter = content[at + 1] ?? ""
      const escaped = escapes[letter]
      const unicode = letter === "u" ? /^[0-9a-fA-F]{4}/.exec(content.slice(at + 2, at + 6))?.[0] : undefined
      if (escaped !== undefined) {
        literal += escaped
        at += 2
      } else if (unicode !== undefined) {
        literal += String.fromCharCode(Number.parseInt(unicode, 16))
        at += 6
      } else {
        report("unknown-escape", at, at + 1 + letter.length, `\\${letter}`)
        literal += letter
        at += 1 + letter.length
      }
    } else if (content.startsWith("$${", at)) {
      literal += "${"
      at += 3
    } else if (content.startsWith("${", at)) {
      const close = content.indexOf("}", at)
      const end = close === -1 ? content.length : close
      const inner = content.slice(at + 2, end)
      const path = close === -1 ? undefined : reference(inner, offset + at + 2)
      const after = Math.min(end + 1, content.length)
      if (path === undefined) report("reference-expected", at, after, content.slice(at, after))
      else {
        if (literal !== "") result.push(literal)
        literal = ""
        result.push(path)
      }
      at = end + 1
    } else {
      literal += content[at]
      at += 1
    }
  }
  if (literal !== "" || result.length === 0) result.push(literal)
  return result
}

const nextSpecial = (content: string, from: number): number => {
  for (let at = from; at < content.length; at++) {
    const character = content.charCodeAt(at)
    if (character === 92 || character === 36) return at
  }
  return content.length
}

const reference = (inner: string, offset: number): Ast.Reference | undefined => {
  if (!/^\s*[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)+\s*$/.test(inner)) return undefined
  const path: Array<Ast.Name> = []
  for (const match of inner.matchAll(/[A-Za-z_][\w-]*/g)) {
    const start = offset + match.index
    path.push({ _tag: "Name", span: span(start, start + match[0].length), text: match[0] })
  }
  return { _tag: "Reference", span: span(path[0]!.span.start, path.at(-1)!.span.end), path }
}

/** `'UTC'`, with the engine's escapes: a doubled quote, or a backslash, which stays before what it does not change. */
export const typeString = (token: IToken): Ast.TypeString => {
  const content = token.image.slice(1, token.tokenType === T.UnclosedTypeStr ? undefined : -1)
  return {
    _tag: "TypeString",
    span: spanOf(token),
    text: content.replace(/''|\\x([0-7][0-9A-Fa-f])|\\(.)/g, (all, code?: string, escaped?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      return escaped === undefined ? "'" : (typeEscapes[escaped] ?? all)
    }),
  }
}

const typeEscapes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  "`": "`",
  "/": "/",
  "\\": "\\",
  0: "\0",
  a: "\x07",
  b: "\b",
  e: "\x1B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "",
}

/** Type names of several words, in lower case. The longest that matches is taken. */
const longNames: ReadonlyArray<ReadonlyArray<string>> = [
  "binary large object",
  "binary varying",
  "char large object",
  "char varying",
  "character large object",
  "character varying",
  "double precision",
  "int signed",
  "int unsigned",
  "integer signed",
  "integer unsigned",
  "bigint signed",
  "bigint unsigned",
  "mediumint signed",
  "mediumint unsigned",
  "smallint signed",
  "smallint unsigned",
  "tinyint signed",
  "tinyint unsigned",
  "int1 signed",
  "int1 unsigned",
  "national char",
  "national char varying",
  "national character",
  "national character large object",
  "national character varying",
  "nchar large object",
  "nchar varying",
].map((name) => name.split(" "))

const secondWords: ReadonlySet<string> = new Set(longNames.map(([, second]) => second!))

/** How many words after the first belong to the type's name; `ahead(1)` is what stands after the first word. */
export const wordsThatFollow = (first: string, ahead: (index: number) => string | undefined): number => {
  // Most types have nothing like it after them.
  if (!secondWords.has(ahead(1)?.toLowerCase() ?? "")) return 0
  const start = first.toLowerCase()
  let most = 0
  for (const name of longNames) {
    if (name[0] !== start || name.length - 1 <= most) continue
    if (name.slice(1).every((part, index) => ahead(index + 1)?.toLowerCase() === part)) most = name.length - 1
  }
  return most
}

export const longName = (words: ReadonlyArray<IToken>): Ast.Name => ({
  _tag: "Name",
  span: span(startOf(words[0]!), endOf(words.at(-1)!)),
  text: words.map((token) => token.image).join(" "),
})

/** Whether `SKIP` is a keyword in the arguments of a type. */
export const takesSkip = (name: string): boolean => name.length === 4 && name.toLowerCase() === "json"

/** Whether a type argument is `path Type`: a name, dotted or not, and then another name. `ahead(1)` is its first token. */
export const startsElement = (ahead: (index: number) => IToken): boolean => {
  if (!isPart(ahead(1))) return false
  let index = 2
  while (tokenMatcher(ahead(index), T.Dot) && isPart(ahead(index + 1))) index += 2
  if (!tokenMatcher(ahead(index), T.Name)) return false
  return index > 2 || wordsThatFollow(ahead(1).image, (next) => ahead(next + 1).image) === 0
}

const isPart = (token: IToken): boolean => tokenMatcher(token, T.Part)
