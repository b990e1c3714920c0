/** Nodes of a tree by their places. */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"

type Item = Ast.Entry | Ast.PipeItem

const blockOf = (item: Item): Ast.Block | undefined => {
  if (item._tag === "Attribute") return item.value._tag === "Object" ? item.value.block : undefined
  return "block" in item ? item.block : undefined
}

const itemsOf = (declaration: Ast.Declaration): ReadonlyArray<Item> =>
  "items" in declaration ? declaration.items : "block" in declaration ? declaration.block.entries : []

/** The largest declaration or item that begins between two offsets. */
export const largestAt = (file: Ast.File, start: number, end: number): Span | undefined => {
  const begins = ({ span }: { readonly span: Span }): boolean => span.start >= start && span.start < end
  const within = (items: ReadonlyArray<Item>): Span | undefined => {
    const found = items.find(begins)
    if (found !== undefined) return found.span
    const around = items.find(({ span }) => span.start < start && span.end > start)
    return around === undefined ? undefined : within(blockOf(around)?.entries ?? [])
  }
  const declaration = file.declarations.find(begins)
  if (declaration !== undefined) return declaration.span
  const around = file.declarations.find(({ span }) => span.start < start && span.end > start)
  return around === undefined ? undefined : within(itemsOf(around))
}

type Node = { readonly _tag: string; readonly span: Span }

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "_tag" in value && "span" in value

/** A node and all nodes below it, each before what it holds. */
export function* nodes(node: object): Iterable<Node> {
  if (isNode(node)) yield node
  for (const [key, value] of Object.entries(node)) {
    if (key === "span" || key === "source" || typeof value !== "object" || value === null) continue
    yield* nodes(value)
  }
}

/** All references such as `param.x`. */
export const references = (files: ReadonlyArray<Ast.File>): ReadonlyArray<Ast.Reference> =>
  files.flatMap(({ declarations }) =>
    [...nodes(declarations)].filter((node): node is Ast.Reference => node._tag === "Reference"),
  )
