/** What the tests of this package share: a text through the parser, and its tree and findings in short. */
import type * as Ast from "@pipewright/language/Ast"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"

export const parse = (text: string): Parser.Parsed => Parser.parse(Source.make("main.pipe", text))

/** Each finding as `code at "the text it marks"`. */
export const findings = (text: string): ReadonlyArray<string> =>
  Diagnostic.sort(parse(text).diagnostics).map(
    ({ code, span }) => `${code} at ${JSON.stringify(text.slice(span.start, span.end))}`,
  )

/** The findings of a text as people see them, one empty line between two. */
export const rendered = (text: string): string => {
  const source = Source.make("main.pipe", text)
  return Diagnostic.sort(Parser.parse(source).diagnostics)
    .map((it) => Renderer.render(it, () => source))
    .join("\n\n")
}

/** The declarations of a text without findings. */
export const declarations = (text: string): ReadonlyArray<Ast.Declaration> => {
  const { file, diagnostics } = parse(text)
  if (diagnostics.length > 0) throw new Error(rendered(text))
  return file.declarations
}

/** A node in short: `Tag(…)`, names and texts as they are, spans left out. */
export const show = (node: unknown): string => {
  if (Array.isArray(node)) return `[${node.map(show).join(", ")}]`
  if (typeof node !== "object" || node === null) return JSON.stringify(node) ?? "-"
  const { _tag, span: _, ...rest } = node as { readonly _tag: string; readonly span: unknown }
  if (_tag === "Name" && !("template" in rest)) return (rest as Ast.Name).text
  if (_tag === "Reference") return `$${(rest as Ast.Reference).path.map((it) => it.text).join(".")}`
  const values = Object.entries(rest)
  const only = values.length === 1 ? values[0]![1] : undefined
  return `${_tag}(${only !== undefined ? show(only) : values.map(([key, value]) => `${key}: ${show(value)}`).join(", ")})`
}

/** The value of a parameter, in short. */
export const value = (text: string): string => {
  const [param] = declarations(`param p: t = ${text}`)
  return show((param as Ast.Param).default)
}

/** The entries of a block, in short. */
export const entries = (text: string): ReadonlyArray<string> => {
  const [target] = declarations(`target t {${text}}`)
  return (target as Ast.Target).block.entries.map(show)
}

/** The type of a column, in short. */
export const type = (text: string): string => {
  const [target] = declarations(`target t {\nc ${text}\n}`)
  return show(((target as Ast.Target).block.entries[0] as Ast.Column).type)
}
