/** The text of a ClickHouse type, as the API and the engine have it, to a tree. */
import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"

/** `undefined` for what the grammar does not take as one type. */
export const parse = (text: string): Ast.Type | undefined => {
  const row = `c ${inOurQuotes(text)}`
  const { file, diagnostics } = Parser.parse(
    Source.make("", `pipe "p" {\n  into t {\n    columns {\n      ${row}\n    }\n  }\n}\n`),
  )
  const [pipe, ...others] = file.declarations
  if (diagnostics.length > 0 || pipe?._tag !== "Pipe" || others.length + file.comments.length > 0)
    return undefined
  const [into, ...items] = pipe.items
  if (into?._tag !== "Into" || items.length > 0) return undefined
  const [columns, ...entries] = into.block?.entries ?? []
  if (columns?._tag !== "Section" || entries.length > 0) return undefined
  const [column, ...rows] = columns.block.entries
  if (column?._tag !== "Column" || column.from !== undefined || rows.length > 0) return undefined
  return unplaced(column.type)
}

/** The engine escapes in backticks; the language has strings for names that need it. */
const inOurQuotes = (text: string): string =>
  text.replace(/'(?:[^'\\]|\\.|'')*'|`((?:[^`\\]|\\.)*)`/gs, (all, name: string | undefined) =>
    name?.includes("\\") === true ? JSON.stringify(unescaped(name)).replaceAll("${", "$$${") : all,
  )

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)

/** The tree with the empty spans of one that was never parsed, since it goes into another text. */
const unplaced = <A>(node: A): A => {
  if (typeof node !== "object" || node === null) return node
  if (Array.isArray(node)) return node.map(unplaced) as A
  const fields = Object.entries(node).map(([key, value]) => [
    key,
    key === "span" ? Source.span(0, 0) : unplaced(value),
  ])
  return Object.fromEntries(fields) as A
}
