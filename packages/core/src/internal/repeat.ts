/** `for x in list`: one pipe per element. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import { at, type Context, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"
import { describe } from "./values.ts"

/** A pipe as it is for one element of its loop, or as it is without one. */
export interface Repeated extends Sourced<Ast.Pipe> {
  /** The element, where there is a loop. */
  readonly element?: Sourced<Ast.Value>
}

/** The pipe for each element; none where the list is empty, or is no list, which is reported. */
export const expand = (context: Context, pipe: Sourced<Ast.Pipe>): ReadonlyArray<Repeated> => {
  const { each } = pipe.node
  if (each === undefined) return [pipe]
  const list = References.resolve(context, within(pipe, each.list))
  if (list === undefined) return []
  if (list.node._tag !== "List") {
    context.diagnostics.push(
      Findings.report("wrong-type", at(list, list.node.span), {
        name: "for",
        expected: "a list",
        found: describe(list.node),
      }),
    )
    return []
  }
  const name = `each.${each.name.text}`
  return list.node.items.flatMap((item) => {
    const written = within(list, item)
    const found = References.resolve(context, written)
    if (found === undefined) return []
    const step = { label: `each ${each.name.text} = ${spell(context, found)}`, ...at(written, item.span) }
    const element = { ...found, via: [...found.via, step] }
    return [{ ...pipe, via: element.via, names: new Map([[name, element]]), element: written }]
  })
}

const spell = (context: Context, { node, ...place }: Sourced<Ast.Value>): string => {
  switch (node._tag) {
    case "String":
      return JSON.stringify(References.text({ ...context, diagnostics: [] }, { ...place, node }) ?? "")
    case "Number":
    case "Boolean":
      return String(node.value)
    case "Quantity":
      return `${node.value}${node.unit}`
    case "Word":
      return node.text
    default:
      return describe(node)
  }
}
