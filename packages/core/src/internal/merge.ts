/** How what is written in several places becomes one. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import type * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Scaling from "../Scaling.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, type Sourced, within } from "./context.ts"
import * as Values from "./values.ts"

/**
 * The entries of a pipe's source over those of its connection: a value replaces, a block merges, and a login replaces as
 * a whole, since half of one and half of another are no login.
 */
export const connection = (
  declared: Sourced<Ast.Connection>,
  step: Ir.Step,
  own: Blocks.Clause<Ast.From>,
): ReadonlyArray<Blocks.Written> =>
  over(
    declared.node.block.entries.map((node) => ({ node, file: declared.file, via: [...own.via, step] })),
    own.entries,
  )

/** The upper entries over the lower ones; a row of a table of names keeps its place. */
export const over = (
  below: ReadonlyArray<Blocks.Written>,
  above: ReadonlyArray<Blocks.Written>,
): ReadonlyArray<Blocks.Written> => {
  const uppers = new Map<string, Blocks.Written>()
  for (const entry of above) {
    const name = nameOf(entry)
    if (!uppers.has(name)) uppers.set(name, entry)
  }
  const placed = new Set<Blocks.Written>()
  const kept = below.flatMap((entry) => {
    const upper = uppers.get(nameOf(entry))
    if (upper === undefined) return [entry]
    if (placed.has(upper)) return []
    placed.add(upper)
    return [merged(upper, entry)]
  })
  return [...kept, ...above.filter((entry) => !placed.has(entry))]
}

/** What makes two entries the same one: the name of a field, of a column, or of the source of a mapping. */
const nameOf = ({ node }: Blocks.Written): string => {
  if (node._tag !== "Mapping") return `${node._tag === "Column" ? "column" : "field"} ${node.name.text}`
  return JSON.stringify(
    node.from.map(
      (it) =>
        it.template?.parts.map((part) =>
          typeof part === "string" ? part : part.path.map(({ text }) => text),
        ) ?? it.text,
    ),
  )
}

const merged = (entry: Blocks.Written, below: Blocks.Written): Blocks.Written => {
  if (entry.node._tag !== "Section" || below.node._tag !== "Section" || Blocks.isLogin(entry.node.name.text))
    return entry
  const lower = below.merged ?? Blocks.entriesOf(within(below, below.node.block))
  return { ...entry, merged: over(lower, Blocks.entriesOf(within(entry, entry.node.block))) }
}

/** `scaling { size = M }`: the size stands for a pair of CPU and memory, and excludes both. */
export const sized = (context: Context, fields: Field.Fields, scope: Blocks.Scope): Ir.Block => {
  // Where CPU and memory are not the author's to choose, there are no sizes either.
  if (fields.replicaCpuMillicores === undefined) return Blocks.bind(context, fields, scope)
  const isSize = ({ node }: Sourced<Ast.Entry>) => node._tag === "Attribute" && node.name.text === "size"
  const written = scope.entries.find(isSize)
  const block = Blocks.bind(context, fields, { ...scope, entries: scope.entries.filter((it) => !isSize(it)) })
  if (written === undefined || written.node._tag !== "Attribute") return block
  for (const name of ["replicaCpuMillicores", "replicaMemoryGb"]) {
    const other = block.fields.get(name)
    if (other !== undefined) {
      const { file, span } = other.origin
      const extras = { related: [{ message: "it is set here", file, span }] }
      context.diagnostics.push(
        Findings.report("duplicate-field", at(written, written.node.name.span), { name }, extras),
      )
    }
  }
  const value = Values.bind(context, "size", Scaling.size, within(written, written.node.value))
  const size = value?._tag === "Literal" ? Scaling.sizes[String(value.value)] : undefined
  if (value === undefined || size === undefined) return block
  const literal = (number: number): Ir.Literal => ({ _tag: "Literal", value: number, origin: value.origin })
  return {
    ...block,
    fields: new Map<string, Ir.Value>([
      ...block.fields,
      ["replicaCpuMillicores", literal(size.cpu)],
      ["replicaMemoryGb", literal(size.memory)],
    ]),
  }
}
