/** JSON as a block of the language, so that what reads a block can read a configuration, with spans. */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { type Source, type Span, span } from "@pipewright/language/Source"
import * as Jsonc from "jsonc-parser"
import { Findings } from "./errors.ts"

export interface Read {
  readonly block: Ast.Block
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

export const toBlock = (source: Source): Read => {
  if (depth(source.text) > deepest) {
    return {
      block: { _tag: "Block", span: span(0, 0), entries: [], broken: true },
      diagnostics: [
        Findings.report(
          "invalid-json",
          { file: source.file, span: span(0, 0) },
          { problem: "nested too deep" },
        ),
      ],
    }
  }
  const errors: Array<Jsonc.ParseError> = []
  const root = Jsonc.parseTree(source.text, errors, { allowTrailingComma: true })
  const at = (place: Span) => ({ file: source.file, span: place })
  const diagnostics = errors.slice(0, 1).map(({ error, offset, length }) =>
    Findings.report("invalid-json", at(span(offset, offset + length)), {
      problem: words(Jsonc.printParseErrorCode(error)),
    }),
  )
  if (root?.type === "object") return { block: block(root, errors.length > 0), diagnostics }
  const whole = span(0, Math.min(1, source.text.length))
  return {
    block: { _tag: "Block", span: whole, entries: [], broken: true },
    diagnostics: errors.length > 0 ? diagnostics : [Findings.report("object-expected", at(whole), undefined)],
  }
}

/** How deep brackets may nest: the reader and all that follows it go down as deep as the text does. */
const deepest = 100

const depth = (text: string): number => {
  let now = 0
  let most = 0
  for (const character of text) {
    if (character === "{" || character === "[") most = Math.max(most, ++now)
    else if (character === "}" || character === "]") now -= 1
  }
  return most
}

/** `CommaExpected` to "comma expected". */
const words = (code: string): string => code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()

const spanOf = (node: Jsonc.Node): Span => span(node.offset, node.offset + node.length)

const block = (node: Jsonc.Node, broken: boolean): Ast.Block => ({
  _tag: "Block",
  span: spanOf(node),
  broken,
  entries: (node.children ?? []).flatMap((property): ReadonlyArray<Ast.Entry> => {
    const [key, value] = property.children ?? []
    if (key === undefined || value === undefined) return []
    const name: Ast.Name = { _tag: "Name", span: spanOf(key), text: String(key.value) }
    if (value.type === "object") {
      return [{ _tag: "Section", span: spanOf(property), name, block: block(value, broken) }]
    }
    return [{ _tag: "Attribute", span: spanOf(property), name, value: toValue(value) }]
  }),
})

const toValue = (node: Jsonc.Node): Ast.Value => {
  const place = spanOf(node)
  switch (node.type) {
    case "number":
      return { _tag: "Number", span: place, value: node.value as number }
    case "boolean":
      return { _tag: "Boolean", span: place, value: node.value as boolean }
    case "array":
      return { _tag: "List", span: place, items: (node.children ?? []).map(toValue) }
    case "object":
      return { _tag: "Object", span: place, block: block(node, false) }
    case "string":
      return { _tag: "String", span: place, parts: [String(node.value)] }
    default:
      return { _tag: "Word", span: place, text: "null" }
  }
}
