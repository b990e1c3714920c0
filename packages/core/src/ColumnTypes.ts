/** The types of the columns that a pipe writes, as they are written in the files of a program. */
import type * as Ast from "@pipewright/language/Ast"
import type { Location } from "@pipewright/language/Diagnostic"
import * as Ir from "./Ir.ts"

export interface Column {
  readonly name: string
  readonly node: Ast.Type
  readonly named: Ir.Origin
  readonly typed: Ir.Origin
}

/** All rows of `columns`, wherever they stand. */
export const rows = ({ declarations }: Ast.File): ReadonlyArray<Ast.Column> =>
  declarations.flatMap((it) =>
    it._tag === "Pipe" || it._tag === "Template"
      ? it.items.flatMap((item) => (item._tag === "Into" ? below(item.block) : []))
      : [],
  )

const below = (block: Ast.Block | undefined): ReadonlyArray<Ast.Column> =>
  (block?.entries ?? []).flatMap((it) =>
    it._tag === "Column" ? [it] : it._tag === "Section" ? below(it.block) : [],
  )

/** By where they start, which no two of a file share. */
type Types = ReadonlyMap<number, Ast.Type>

const byName = new WeakMap<ReadonlyArray<Ast.File>, ReadonlyMap<string, Ast.File>>()

const fileOf = (files: ReadonlyArray<Ast.File>, name: string): Ast.File | undefined => {
  const known = byName.get(files) ?? new Map(files.map((file) => [file.source.file, file] as const))
  byName.set(files, known)
  return known.get(name)
}

/** Those of the files that were asked about last: a pipe asks for each of its columns, and all types are most of a program. */
const recent = new Map<Ast.File, Types>()

/** A pipe is in one file, and what it has of templates in a few. */
const recentLimit = 16

const typesOf = (file: Ast.File): Types => {
  const known = recent.get(file)
  if (known !== undefined) return known
  const types = new Map(rows(file).map(({ type }) => [type.span.start, type] as const))
  if (recent.size === recentLimit) recent.delete(recent.keys().next().value!)
  recent.set(file, types)
  return types
}

const typeAt = (files: ReadonlyArray<Ast.File>, { file: name, span }: Location): Ast.Type | undefined => {
  const file = fileOf(files, name)
  const type = file && typesOf(file).get(span.start)
  return type?.span.end === span.end ? type : undefined
}

/** The columns of a pipe; one that `raw` gives is written nowhere and is not among them. */
export const ofPipe = ({ destination }: Ir.Pipe, files: ReadonlyArray<Ast.File>): ReadonlyArray<Column> => {
  const list = Ir.get(destination, "columns")
  return (list?._tag === "List" ? list.items : []).flatMap((row) => {
    if (row._tag !== "Block") return []
    const [named, typed] = [row.fields.get("name"), row.fields.get("type")]
    const name = Ir.literal(named)
    const node = typed === undefined ? undefined : typeAt(files, typed.origin)
    return named === undefined || typed === undefined || node === undefined || typeof name !== "string"
      ? []
      : [{ name, node, named: named.origin, typed: typed.origin }]
  })
}
