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

const known = new WeakMap<ReadonlyArray<Ast.File>, ReadonlyArray<Ast.Reference>>()

/** All references such as `param.x`, looked for once. */
export const references = (files: ReadonlyArray<Ast.File>): ReadonlyArray<Ast.Reference> => {
  const found = known.get(files) ?? walk(files)
  known.set(files, found)
  return found
}

/** Without a list of all nodes, of which a large program has millions. */
const walk = (files: ReadonlyArray<Ast.File>): ReadonlyArray<Ast.Reference> => {
  const found: Array<Ast.Reference> = []
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) visit(item)
      return
    }
    if (isReference(value)) found.push(value)
    for (const key in value) if (key !== "span") visit((value as Readonly<Record<string, unknown>>)[key])
  }
  for (const { declarations } of files) visit(declarations)
  return found
}

const isReference = (value: object): value is Ast.Reference => "_tag" in value && value._tag === "Reference"
