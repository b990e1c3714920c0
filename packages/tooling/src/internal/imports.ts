/** Reads the modules that a file names: imports, re-exports, `import()` and `require()`. */
import type { Token } from "./scan.ts"

export interface ModuleImport {
  readonly specifier: string
  readonly line: number
  /**
   * `type` is erased, `static` runs when the file is loaded, `dynamic` when it is called. Names marked one by one
   * (`import { type A }`) still load the module, because the compiler keeps such an import.
   */
  readonly kind: "type" | "static" | "dynamic"
}

export const importsOf = (tokens: ReadonlyArray<Token>): ReadonlyArray<ModuleImport> => {
  const found: Array<ModuleImport> = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || isMember(tokens[index - 1])) continue
    const read = readers[token.text as keyof typeof readers]
    const result = Object.hasOwn(readers, token.text) ? read(tokens, index) : undefined
    if (result !== undefined) found.push({ ...result, line: token.line })
  }
  return found
}

type Read = Omit<ModuleImport, "line"> | undefined

const isMember = (previous: Token | undefined): boolean => is(previous, ".") || is(previous, "#")

const is = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.kind !== "string" && token.text === text

const called = (tokens: ReadonlyArray<Token>, index: number): Read => {
  const argument = tokens[index + 2]
  return is(tokens[index + 1], "(") && argument?.kind === "string"
    ? { specifier: argument.text, kind: "dynamic" }
    : undefined
}

/** The module named after the bindings that begin at `index`, where they are what an import can hold. */
const bindings = (tokens: ReadonlyArray<Token>, index: number, kind: ModuleImport["kind"]): Read => {
  let inBraces = false
  for (let at = index; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined) return undefined
    if (is(token, "{")) inBraces = true
    else if (is(token, "}")) inBraces = false
    else if (token.kind === "string" && !inBraces) {
      return is(tokens[at - 1], "from") ? { specifier: token.text, kind } : undefined
    } else if (token.kind !== "word" && token.kind !== "string" && !is(token, "*") && !is(token, ",")) {
      return undefined
    }
  }
  return undefined
}

/** `type` is a keyword here unless it is itself the name that is imported: `import type from "x"`. */
const isTypeKeyword = (tokens: ReadonlyArray<Token>, index: number): boolean => {
  if (!is(tokens[index], "type")) return false
  const next = tokens[index + 1]
  if (is(next, "from")) return is(tokens[index + 2], "from")
  return next?.kind === "word" || is(next, "{") || is(next, "*")
}

const readers = {
  import: (tokens: ReadonlyArray<Token>, index: number): Read => {
    const next = tokens[index + 1]
    if (next?.kind === "string") return { specifier: next.text, kind: "static" }
    return (
      called(tokens, index) ??
      bindings(tokens, index + 1, isTypeKeyword(tokens, index + 1) ? "type" : "static")
    )
  },
  export: (tokens: ReadonlyArray<Token>, index: number): Read => {
    const isType = isTypeKeyword(tokens, index + 1)
    const first = tokens[isType ? index + 2 : index + 1]
    // Anything else after `export` declares something, and its text may hold a `from` of its own.
    if (!is(first, "{") && !is(first, "*")) return undefined
    return exportedFrom(tokens, isType ? index + 2 : index + 1, isType ? "type" : "static")
  },
  require: called,
}

/** `export { a }` without a `from` ends at its brace. */
const exportedFrom = (tokens: ReadonlyArray<Token>, index: number, kind: ModuleImport["kind"]): Read => {
  if (is(tokens[index], "*")) return bindings(tokens, index, kind)
  let close = index
  while (close < tokens.length && !is(tokens[close], "}")) close += 1
  const module = tokens[close + 2]
  return is(tokens[close + 1], "from") && module?.kind === "string"
    ? { specifier: module.text, kind }
    : undefined
}
