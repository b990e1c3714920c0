/**
 * Splits a TypeScript file into the tokens that its imports can be read from. Comments, strings, templates and
 * regular expressions are told apart from code, so that none of their text is taken for an import.
 */

export interface Token {
  readonly kind: "word" | "string" | "punctuation" | "other"
  /** A string token holds its text without the quotes. */
  readonly text: string
  readonly line: number
}

export interface Scan {
  readonly tokens: ReadonlyArray<Token>
  /** The text of the first comment, with its delimiters. */
  readonly firstComment: string | undefined
}

const wordPattern = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const numberPattern = /\.?\d[\w.]*/y
const regexPattern = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const whitespace = /\s/

/** After these words a slash begins a regular expression; after any other word it divides. */
const operatorWords = new Set([
  "await",
  "case",
  "delete",
  "do",
  "else",
  "in",
  "instanceof",
  "new",
  "of",
  "return",
  "throw",
  "typeof",
  "void",
  "yield",
])

export const scan = (text: string): Scan => {
  const tokens: Array<Token> = []
  let firstComment: string | undefined
  let offset = text.startsWith("#!") ? lineEnd(text, 0) : 0
  let line = 1
  /** For every `${` that is open, how many braces are open within it. */
  const templates: Array<number> = []

  const moveTo = (end: number): void => {
    for (let at = text.indexOf("\n", offset); at !== -1 && at < end; at = text.indexOf("\n", at + 1))
      line += 1
    offset = end
  }
  const push = (kind: Token["kind"], end: number, value = text.slice(offset, end)): void => {
    tokens.push({ kind, text: value, line })
    moveTo(end)
  }
  /** From `offset`, which is behind a backtick or a closing brace, to the end of this piece of a template. */
  const templatePiece = (): void => {
    let end = offset
    while (end < text.length && text[end] !== "`" && !text.startsWith("${", end))
      end += text[end] === "\\" ? 2 : 1
    const opens = text.startsWith("${", end)
    if (opens) templates.push(0)
    push("other", Math.min(text.length, end + (opens ? 2 : 1)))
  }

  while (offset < text.length) {
    const character = text[offset] ?? ""
    if (whitespace.test(character)) {
      moveTo(offset + 1)
    } else if (text.startsWith("//", offset) || text.startsWith("/*", offset)) {
      const end = commentEnd(text, offset)
      firstComment ??= text.slice(offset, end)
      moveTo(end)
    } else if (character === '"' || character === "'") {
      const end = stringEnd(text, offset)
      push("string", end, text.slice(offset + 1, end - 1))
    } else if (character === "`") {
      moveTo(offset + 1)
      templatePiece()
    } else if (character === "}" && templates.at(-1) === 0) {
      templates.pop()
      moveTo(offset + 1)
      templatePiece()
    } else if (match(wordPattern, text, offset) > 0) {
      push("word", offset + match(wordPattern, text, offset))
    } else if (match(numberPattern, text, offset) > 0) {
      push("other", offset + match(numberPattern, text, offset))
    } else if (
      character === "/" &&
      beginsExpression(tokens.at(-1)) &&
      match(regexPattern, text, offset) > 0
    ) {
      push("other", offset + match(regexPattern, text, offset))
    } else {
      if (templates.length > 0 && (character === "{" || character === "}")) {
        templates.push((templates.pop() ?? 0) + (character === "{" ? 1 : -1))
      }
      push("punctuation", offset + 1)
    }
  }
  return { tokens, firstComment }
}

const match = (pattern: RegExp, text: string, offset: number): number => {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0].length ?? 0
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf("\n", from)
  return end === -1 ? text.length : end
}

const commentEnd = (text: string, from: number): number => {
  if (text.startsWith("//", from)) return lineEnd(text, from)
  const end = text.indexOf("*/", from + 2)
  return end === -1 ? text.length : end + 2
}

const stringEnd = (text: string, from: number): number => {
  let end = from + 1
  while (end < text.length && text[end] !== text[from] && text[end] !== "\n")
    end += text[end] === "\\" ? 2 : 1
  return Math.min(text.length, end + 1)
}

const beginsExpression = (previous: Token | undefined): boolean => {
  if (previous === undefined) return true
  if (previous.kind === "word") return operatorWords.has(previous.text)
  return previous.kind === "punctuation" && ![")", "]", "}"].includes(previous.text)
}
