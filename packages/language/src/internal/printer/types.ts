/** ClickHouse types: as written, on one line where they fit, else an argument per line. */
import type * as Ast from "../../Ast.ts"
import { takesSkip } from "../lower.ts"
import { type Context, firstCommentIn } from "./context.ts"
import { joined } from "./joined.ts"
import { plan, writePlan } from "./rows.ts"
import * as Spelling from "./spelling.ts"
import { indentStep, lineWidth, widthOf } from "./writer.ts"

/** How far the comments in a type are to be moved before it. */
export const headOf = (node: Ast.TypeArgument): number => {
  if (node._tag === "TypeElement") return headOf(node.type)
  return node._tag === "Type" && (node.arguments?.length ?? 0) > 0 ? node.name.span.end : node.span.end
}

/** A type on one line, if it takes no more than so many columns. */
export const flat = (context: Context, type: Ast.Type, limit: number): string | undefined => {
  const name = Spelling.typeName(context, type.name)
  if (type.arguments === undefined) return name
  if (type.arguments.length === 0) return `${name}()`
  // One within the name has been moved before the type.
  if (firstCommentIn(context, type.name.span.end, type.span.end) !== undefined) return undefined
  return joined(`${name}(`, type.arguments, ")", limit, (it, left) =>
    flatArgument(context, it, left, takesSkip(type.name.text)),
  )
}

const flatArgument = (
  context: Context,
  node: Ast.TypeArgument,
  limit: number,
  skips: boolean,
): string | undefined => {
  switch (node._tag) {
    case "Type":
      return flat(context, node, limit)
    case "TypeElement": {
      const path = Spelling.elementPath(context, node, skips)
      const type = flat(context, node.type, limit - path.length - 1)
      return type === undefined ? undefined : `${path} ${type}`
    }
    case "Number":
      return Spelling.number(context, node)
    case "TypeString":
      return Spelling.typeString(context, node)
    case "TypeMember":
      return `${Spelling.typeString(context, node.name)} = ${Spelling.number(context, node.value)}`
    case "TypeParameter": {
      const { value } = node
      const text =
        value._tag === "Number" ? Spelling.number(context, value) : Spelling.typeString(context, value)
      return `${Spelling.name(context, node.name)} = ${text}`
    }
    case "TypeSkip": {
      const { skipped } = node
      return "_tag" in skipped
        ? `SKIP REGEXP ${Spelling.typeString(context, skipped)}`
        : `SKIP ${Spelling.skippedPath(context, skipped)}`
    }
  }
}

/** Writes a type; what follows it on its line takes `after` columns. `known` is what it is on one line. */
export const write = (
  context: Context,
  type: Ast.Type,
  indent: number,
  after = 0,
  known?: string | undefined,
): void => {
  const { out } = context
  const left = lineWidth - out.column - after
  const line = known !== undefined && widthOf(known) <= left ? known : flat(context, type, left)
  if (line !== undefined) {
    out.write(line)
    return
  }
  const values = type.arguments ?? []
  const skips = takesSkip(type.name.text)
  out.write(`${Spelling.typeName(context, type.name)}(`)
  const range = { start: type.name.span.end, end: type.span.end - 1 }
  writePlan(context, plan(context, values, range, headOf), indent, ({ item }, index) => {
    const comma = index < values.length - 1 ? "," : ""
    if (item._tag === "Type") write(context, item, indent + indentStep, comma.length)
    else if (item._tag === "TypeElement") {
      out.write(`${Spelling.elementPath(context, item, skips)} `)
      write(context, item.type, indent + indentStep, comma.length)
    } else out.write(flatArgument(context, item, Number.POSITIVE_INFINITY, skips)!)
    out.write(comma)
  })
  out.write(")")
}
