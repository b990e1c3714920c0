/** Columns that the service fills with what it knows of a message or a file, and not from what is in it. */
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "./checks.ts"

/** The names with the types that the service recommends. */
export type VirtualColumns = Readonly<Record<string, string>>

const spelled = (type: ClickHouseType.Known): string =>
  type.family === "Array" && type.inner[0] !== undefined
    ? `Array(${spelled(ClickHouseType.base(type.inner[0]))})`
    : type.text.replace(/, '.*'\)$/, ")")

/** The type without what changes nothing of its values: whether they may be absent, how they are kept, in which zone they are shown. */
const plain = (type: string): string | undefined => {
  const known = ClickHouseType.known(type)
  return known === undefined ? undefined : spelled(ClickHouseType.base(known))
}

/** Each column of a table with the field that fills it. */
const filled = ({ destination, fieldMappings }: Ir.Pipe) => {
  const from = new Map(
    fieldMappings?.items.flatMap((it) =>
      it._tag === "Block"
        ? [[Ir.literal(it.fields.get("destinationField")), Ir.literal(it.fields.get("sourceField"))] as const]
        : [],
    ) ?? [],
  )
  const columns = destination.fields.get("columns")
  return (columns?._tag === "List" ? columns.items : []).flatMap((it) => {
    if (it._tag !== "Block") return []
    const [name, type] = [it.fields.get("name"), it.fields.get("type")]
    if (name === undefined || type === undefined) return []
    return [{ field: from.get(Ir.literal(name)) ?? Ir.literal(name), type }]
  })
}

/** A column that is filled so has the type that the service recommends. */
export const useType =
  (columns: VirtualColumns) =>
  (pipe: Ir.Pipe): ReadonlyArray<LintRule.Found> =>
    filled(pipe).flatMap(({ field, type }) => {
      const text = Ir.literal(type)
      const wanted = typeof field === "string" && Object.hasOwn(columns, field) ? columns[field] : undefined
      if (wanted === undefined || typeof text !== "string") return []
      const found = plain(text)
      if (found === undefined || found === wanted) return []
      return [
        {
          ...at(type),
          message: `the service fills \`${field}\` with a \`${wanted}\`, and the column is a \`${text}\``,
          help: `make it \`${wanted}\``,
          ...(LintRule.isWrittenHere(type.origin)
            ? {
                fixes: [
                  {
                    title: `Write \`${wanted}\``,
                    safe: false,
                    edits: [{ span: type.origin.span, text: wanted }],
                  },
                ],
              }
            : {}),
        },
      ]
    })

/** Whether a column of the table is filled by a virtual column. */
export const columnOf = (pipe: Ir.Pipe, name: string): Ir.Value | undefined =>
  filled(pipe).find(({ field }) => field === name)?.type
