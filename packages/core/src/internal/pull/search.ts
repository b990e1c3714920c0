/** The node of a tree that was written at a place. */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"

interface Node {
  readonly _tag: string
  readonly span: Span
}

/** A node, and those that it is in, the nearest first. */
export interface Found<A extends Node = Node> {
  readonly node: A
  readonly above: ReadonlyArray<Node>
}

const isNode = (it: unknown): it is Node =>
  typeof it === "object" && it !== null && "_tag" in it && "span" in it

export const at = (file: Ast.File, span: Span): Found | undefined => {
  const inside = (it: unknown, above: ReadonlyArray<Node>): Found | undefined => {
    if (Array.isArray(it)) {
      for (const item of it) {
        const found = inside(item, above)
        if (found !== undefined) return found
      }
      return undefined
    }
    if (!isNode(it) || it.span.start > span.start || it.span.end < span.end) return undefined
    if (it.span.start === span.start && it.span.end === span.end) return { node: it, above }
    return inside(Object.values(it), [it, ...above])
  }
  return inside(file.declarations, [])
}

/** Whether somebody wrote a comment there. */
export const hasComment = ({ comments }: Ast.File, { start, end }: Span): boolean =>
  comments.some(({ span }) => span.start >= start && span.end <= end)
