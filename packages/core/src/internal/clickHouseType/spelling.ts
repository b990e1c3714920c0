/** Names, strings and types as the engine writes them. */
import type * as Ast from "@pipewright/language/Ast"

/** Words that the engine quotes as names, in any case. */
const quotedWords = new Set(["all", "distinct", "from", "null", "select", "table", "values"])

/** A name, in backticks where it needs them. */
export const name = (text: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !quotedWords.has(text.toLowerCase())
    ? text
    : `\`${escaped(text, "`")}\``

/** A string in single quotes. */
export const string = (text: string): string => `'${escaped(text, "'")}'`

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
}

const escaped = (text: string, quote: string): string => {
  let result = ""
  for (const character of text) {
    result += character === quote ? `\\${quote}` : (escapes[character] ?? character)
  }
  return result
}

/** A type that cannot be read is shown as it was written, in one style. */
export const verbatim = (type: Ast.Type, family: string): string =>
  type.arguments === undefined ? family : `${family}(${type.arguments.map(argument).join(", ")})`

export const argument = (it: Ast.TypeArgument): string => {
  switch (it._tag) {
    case "Type":
      return verbatim(it, it.name.text)
    case "Number":
      return it.float === true ? `${it.value}.` : String(it.value)
    case "TypeString":
      return string(it.text)
    case "TypeMember":
      return `${string(it.name.text)} = ${it.value.value}`
    case "TypeParameter":
      return `${it.name.text}=${argument(it.value)}`
    case "TypeElement":
      return `${it.path.map((part) => name(part.text)).join(".")} ${verbatim(it.type, it.type.name.text)}`
    case "TypeSkip": {
      const { skipped } = it
      return "_tag" in skipped
        ? `SKIP REGEXP ${string(skipped.text)}`
        : `SKIP ${name(skipped.map((part) => part.text).join("."))}`
    }
  }
}

/** The order in which the engine lists what has no order of its own: that of the bytes. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
