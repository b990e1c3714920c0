/**
 * Values and blocks on one line. A list is written so wherever it fits; a block only where its author did so, because
 * the lines of a block are a choice that carries meaning for its readers.
 */
import type * as Ast from "../../Ast.ts"
import { type Context, hasComment, isWritten, onOneLine } from "./context.ts"
import { joined } from "./joined.ts"
import * as Spelling from "./spelling.ts"
import * as Strings from "./strings.ts"
import * as Types from "./types.ts"
import { widthOf } from "./writer.ts"

/** The blocks that a program's own tree has on several lines; others are on one if they are short. */
export type Preferred = "line" | "lines"

/** How many entries a block that was never written may have on one line. */
const fewEntries = 3

/** A value that is not a list, a call or a block; one of several lines is moved in under the line it starts on. */
export const scalar = (
  context: Context,
  value: Exclude<Ast.Value, Ast.ListValue | Ast.CallValue | Ast.ObjectValue>,
  indent: number,
): string => {
  switch (value._tag) {
    case "String":
      return Strings.value(context, value, indent)
    case "Number":
      return Spelling.number(context, value)
    case "Quantity":
      return Spelling.quantity(context, value)
    case "Boolean":
      return String(value.value)
    case "Word":
      return Spelling.wordValue(context, value)
    case "Reference":
      return Spelling.reference(context, value.path)
  }
}

/** A value on one line, if it takes no more than so many columns. */
export const value = (context: Context, node: Ast.Value, limit: number): string | undefined => {
  switch (node._tag) {
    case "List":
      if (hasComment(context, node)) return undefined
      return joined("[", node.items, "]", limit, (it, left) => value(context, it, left))
    case "Call": {
      const name = Spelling.name(context, node.name)
      if (node.arguments.length === 0) return `${name}()`
      if (hasComment(context, node)) return undefined
      return joined(`${name}(`, node.arguments, ")", limit, (it, left) => value(context, it, left))
    }
    case "Object":
      return block(context, node.block, limit, "line")
    case "String": {
      // A long one is not even looked at: it may stand in many brackets, each of which is tried.
      if (node.span.end - node.span.start > 2 * limit + 2) return undefined
      const text = scalar(context, node, 0)
      return text.includes("\n") ? undefined : text
    }
    default:
      return scalar(context, node, 0)
  }
}

/** A block on one line, if it is to be there and takes no more than so many columns. */
export const block = (
  context: Context,
  node: Ast.Block,
  limit: number,
  preferred: Preferred,
): string | undefined => {
  if (isWritten(node)) {
    if (!onOneLine(context, node.span.start, node.span.end) && node.entries.length > 0) return undefined
  } else if (node.entries.length > 0 && (preferred === "lines" || node.entries.length > fewEntries)) {
    return undefined
  }
  if (hasComment(context, node)) return undefined
  if (node.entries.length === 0) return "{ }"
  return joined("{ ", node.entries, " }", limit, (it, left) => entry(context, it, left))
}

export const entry = (context: Context, node: Ast.Entry, limit: number): string | undefined => {
  if (node.doc !== undefined) return undefined
  switch (node._tag) {
    case "Attribute":
      return after(`${Spelling.part(context, node.name)} = `, limit, (left) =>
        value(context, node.value, left),
      )
    case "Section":
      return after(`${Spelling.part(context, node.name)} `, limit, (left) =>
        block(context, node.block, left, preferredOf(node.name)),
      )
    case "Mapping": {
      const arrow = `${Spelling.path(context, node.from)} -> ${Spelling.path(context, node.to)}`
      const { block: options } = node
      return options === undefined
        ? arrow
        : after(`${arrow} `, limit, (left) => block(context, options, left, "line"))
    }
    case "Column": {
      const from = node.from === undefined ? "" : ` from ${Strings.string(context, node.from)}`
      const row = after(`${Spelling.columnName(context, node)} `, limit - widthOf(from), (left) =>
        Types.flat(context, node.type, left),
      )
      return row === undefined ? undefined : row + from
    }
  }
}

/** The rest of a line behind what it starts with. */
export const after = (
  start: string,
  limit: number,
  rest: (left: number) => string | undefined,
): string | undefined => {
  const text = rest(limit - widthOf(start))
  return text === undefined ? undefined : start + text
}

const tables: ReadonlySet<string> = new Set(["columns", "tables"])

/** How a section that was never written is to be. */
export const preferredOf = (name: Ast.Name): Preferred => (tables.has(name.text) ? "lines" : "line")
