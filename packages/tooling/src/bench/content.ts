/**
 * What a program says as plain JSON, for `JSON.parse` to read: what the language is measured against. Blocks are
 * objects, columns are names with their types as text, and there is no more of the tree than a reader of JSON has of
 * JSON: no places, no kinds of nodes.
 */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"

export const contentOf = (file: Ast.File): string =>
  JSON.stringify(file.declarations.map((it) => ({ [it._tag]: declaration(it, file.source.text) })))

const declaration = (node: Ast.Declaration, text: string): unknown => {
  const doc = node.doc === undefined ? {} : { doc: node.doc }
  switch (node._tag) {
    case "Pipe":
    case "Template": {
      const items = Object.fromEntries(node.items.map((it) => item(it, text)))
      return { ...doc, name: plain(node.name, text), ...items }
    }
    case "Param":
      return { ...doc, name: node.name.text, type: node.type.text }
    default:
      return { ...doc, name: node.name.text, ...block(node.block, text) }
  }
}

const item = (node: Ast.PipeItem, text: string): readonly [string, unknown] => {
  switch (node._tag) {
    case "From":
      return ["from", { [node.source.text]: block(node.block, text) }]
    case "Into":
      return ["into", { [names(node.path)]: node.block === undefined ? {} : block(node.block, text) }]
    case "Moved":
      return ["moved", plain(node.from, text)]
    default:
      return entry(node, text)
  }
}

const block = (node: Ast.Block, text: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(node.entries.map((it) => entry(it, text)))

const entry = (node: Ast.Entry, text: string): readonly [string, unknown] => {
  switch (node._tag) {
    case "Attribute":
      return [node.name.text, value(node.value, text)]
    case "Section":
      return [node.name.text, block(node.block, text)]
    case "Mapping":
      return [names(node.from), names(node.to)]
    case "Column": {
      const type = written(node.type, text)
      return [node.name.text, node.from === undefined ? type : { type, from: plain(node.from, text) }]
    }
  }
}

const value = (node: Ast.Value, text: string): unknown => {
  switch (node._tag) {
    case "List":
      return node.items.map((it) => value(it, text))
    case "Object":
      return block(node.block, text)
    case "Call":
      return { [node.name.text]: node.arguments.map((it) => value(it, text)) }
    case "Number":
    case "Boolean":
      return node.value
    case "String":
      return plain(node, text)
    default:
      return written(node, text)
  }
}

const names = (path: ReadonlyArray<Ast.Name>): string => path.map((it) => it.text).join(".")

/** The content of a string, or the string as it is written where it has references. */
const plain = (node: Ast.StringValue | Ast.Name, text: string): string => {
  if (node._tag === "Name") return node.text
  const [first] = node.parts
  return node.parts.length === 1 && typeof first === "string" ? first : written(node, text)
}

const written = ({ span }: { readonly span: Span }, text: string): string => text.slice(span.start, span.end)
