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

const placeOf = ({ file, span }: Location): string => `${file}\0${span.start}\0${span.end}`

const found = new WeakMap<ReadonlyArray<Ast.File>, ReadonlyMap<string, Ast.Type>>()

/** By their places; they are looked for once in the files of a program. */
const typesOf = (files: ReadonlyArray<Ast.File>): ReadonlyMap<string, Ast.Type> => {
  const known = found.get(files)
  if (known !== undefined) return known
  const types = new Map(
    files.flatMap((file) =>
      rows(file).map(({ type }) => [placeOf({ file: file.source.file, span: type.span }), type] as const),
    ),
  )
  found.set(files, types)
  return types
}

/** The columns of a pipe; one that `raw` gives is written nowhere and is not among them. */
export const ofPipe = ({ destination }: Ir.Pipe, files: ReadonlyArray<Ast.File>): ReadonlyArray<Column> => {
  const list = Ir.get(destination, "columns")
  return (list?._tag === "List" ? list.items : []).flatMap((row) => {
    if (row._tag !== "Block") return []
    const [named, typed] = [row.fields.get("name"), row.fields.get("type")]
    const name = Ir.literal(named)
    const node = typed === undefined ? undefined : typesOf(files).get(placeOf(typed.origin))
    return named === undefined || typed === undefined || node === undefined || typeof name !== "string"
      ? []
      : [{ name, node, named: named.origin, typed: typed.origin }]
  })
}
