/**
 * What stands below what. Neighbouring attributes have their `=` in one column, rows of columns their types and their
 * `from`, mappings their `->`. An empty line ends such a run, and so does anything of several lines between; a block on
 * one line among attributes does not.
 *
 * The widths depend on names and types alone and not on how the values are laid out, because that depends on the widths:
 * else a second pass could come to another result than the first.
 */
import type * as Ast from "../../Ast.ts"
import type { Context } from "./context.ts"
import * as Flat from "./flat.ts"
import { isApart, type Row } from "./rows.ts"
import * as Spelling from "./spelling.ts"
import * as Types from "./types.ts"
import { lineWidth, widthOf } from "./writer.ts"

/** The cells of a row, and how wide they are to be made. */
export interface Cells {
  /** The name, or the left side of a mapping. */
  readonly text: string
  readonly first: number
  /** The type of a column on one line, before `from`; none where it is known to be too long for one. */
  readonly type: string | undefined
  readonly second: number
}

/** How wide a type may be to push the `from` of other rows outwards. */
const wideType = 32

type Item = Ast.Entry | Ast.PipeItem
type Aligned = Ast.Attribute | Ast.Mapping | Ast.Column

const isAligned = (item: Item): item is Aligned =>
  item._tag === "Attribute" || item._tag === "Mapping" || item._tag === "Column"

/** The cells of each row that has any; `lines` are the sections on one line. */
export const align = (
  context: Context,
  rows: ReadonlyArray<Row<Item>>,
  indent: number,
  lines: ReadonlyMap<Item, string>,
  name: (node: Ast.Name) => string,
): ReadonlyMap<Item, Cells> => {
  const cells = new Map<Item, Cells>()
  let run: Array<Aligned> = []
  const finish = () => {
    if (run.length > 0) measure(context, run, indent, name, cells)
    run = []
  }
  for (const row of rows) {
    const { item } = row
    if (isApart(row)) finish()
    if (isAligned(item)) {
      if (run.length > 0 && run[0]!._tag !== item._tag) finish()
      run.push(item)
    } else if (!lines.has(item)) finish()
  }
  finish()
  return cells
}

const measure = (
  context: Context,
  run: ReadonlyArray<Aligned>,
  indent: number,
  name: (node: Ast.Name) => string,
  cells: Map<Item, Cells>,
): void => {
  let first = 0
  const texts = run.map((item) => {
    const text =
      item._tag === "Mapping"
        ? Spelling.path(context, item.from)
        : item._tag === "Column"
          ? Spelling.columnName(context, item)
          : name(item.name)
    first = Math.max(first, widthOf(text))
    return text
  })
  let second = 0
  const types = run.map((item) => {
    if (item._tag !== "Column") return undefined
    const limit = item.from === undefined ? wideType : lineWidth - indent - first - 1
    const type = Types.flat(context, item.type, limit)
    const width = type === undefined ? 0 : widthOf(type)
    if (width <= limit) second = Math.max(second, width)
    return type
  })
  run.forEach((item, index) => {
    cells.set(item, { text: texts[index]!, first, type: types[index], second })
  })
}

/** The sections of a block that stay on one line. */
export const linesOf = (
  context: Context,
  rows: ReadonlyArray<Row<Item>>,
  indent: number,
  name: (node: Ast.Name) => string,
): ReadonlyMap<Item, string> => {
  const lines = new Map<Item, string>()
  for (const { item } of rows) {
    if (item._tag !== "Section") continue
    const line = Flat.after(`${name(item.name)} `, lineWidth - indent, (left) =>
      Flat.block(context, item.block, left, Flat.preferredOf(item.name)),
    )
    if (line !== undefined) lines.set(item, line)
  }
  return lines
}
