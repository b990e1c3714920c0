/** Nodes of a tree that was never parsed. */
import type * as Ast from "@pipewright/language/Ast"
import * as Source from "@pipewright/language/Source"
import type * as Ir from "../Ir.ts"

/** An empty span says that there is no text to look at. */
export const span = Source.span(0, 0)

export const name = (text: string): Ast.Name => ({ _tag: "Name", span, text })

export const string = (text: string): Ast.StringValue => ({ _tag: "String", span, parts: [text] })

/** A text in which the service has still something to tell; alone that is a reference, and else one in a string. */
export const pending = ({ parts }: Ir.Pending): Ast.StringValue | Ast.Reference => {
  const all = parts.map((part) => (typeof part === "string" ? part : reference(part)))
  const [only] = all
  return all.length === 1 && typeof only === "object" ? only : { _tag: "String", span, parts: all }
}

const reference = ({ endpoint, name: attribute }: Ir.Attribute): Ast.Reference => ({
  _tag: "Reference",
  span,
  path: ["endpoint", endpoint, attribute].map(name),
})

export const word = (text: string): Ast.WordValue => ({ _tag: "Word", span, text })

export const number = (value: number): Ast.NumberValue => ({ _tag: "Number", span, value })

export const quantity = (value: number, unit: string): Ast.QuantityValue => ({
  _tag: "Quantity",
  span,
  value,
  unit,
})

export const boolean = (value: boolean): Ast.BooleanValue => ({ _tag: "Boolean", span, value })

export const list = (items: ReadonlyArray<Ast.Value>): Ast.ListValue => ({ _tag: "List", span, items })

export const object = (entries: ReadonlyArray<Ast.Entry>): Ast.ObjectValue => ({
  _tag: "Object",
  span,
  block: block(entries),
})

export const call = (text: string, items: ReadonlyArray<Ast.Value>): Ast.CallValue => ({
  _tag: "Call",
  span,
  name: name(text),
  arguments: items,
})

export const block = (entries: ReadonlyArray<Ast.Entry>): Ast.Block => ({
  _tag: "Block",
  span,
  entries,
  broken: false,
})

export const attribute = (text: string, value: Ast.Value): Ast.Attribute => ({
  _tag: "Attribute",
  span,
  name: name(text),
  value,
})

export const section = (text: string, entries: ReadonlyArray<Ast.Entry>): Ast.Section => ({
  _tag: "Section",
  span,
  name: name(text),
  block: block(entries),
})
