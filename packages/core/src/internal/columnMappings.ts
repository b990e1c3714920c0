/** Which field of the source fills which column, as rows of columns say it. */
import * as Ir from "../Ir.ts"

const pairs = (list: Ir.List, from: string, to: string): ReadonlyArray<readonly [unknown, unknown]> =>
  list.items.map((it) =>
    it._tag === "Block"
      ? [Ir.literal(it.fields.get(from)), Ir.literal(it.fields.get(to))]
      : [undefined, undefined],
  )

/** Whether every field goes to the column of its name. */
export const areIdentity = (mappings: Ir.List): boolean =>
  pairs(mappings, "sourceField", "destinationField").every(([from, to]) => from === to)

/** The mappings in the order of the columns; `undefined` if not each column has one, which rows cannot say. */
export const complete = (columns: Ir.Value | undefined, mappings: Ir.Value): Ir.List | undefined => {
  if (columns?._tag !== "List" || mappings._tag !== "List") return undefined
  const byColumn = new Map(
    pairs(mappings, "sourceField", "destinationField").map(([, to], index) => [to, mappings.items[index]!]),
  )
  const items = pairs(columns, "name", "type").flatMap(([column]) => byColumn.get(column) ?? [])
  const isComplete = items.length === columns.items.length && items.length === mappings.items.length
  return isComplete ? { ...mappings, items } : undefined
}
