/** Where values stand, the texts among them, and the rows of a pipe that copies tables. */
import * as Ir from "@pipewright/core/Ir"
import type { Subject } from "@pipewright/core/LintRule"
import type { Location } from "@pipewright/language/Diagnostic"

export const at = ({ origin: { file, span } }: { readonly origin: Ir.Origin }): Location => ({ file, span })

/** One row of `tables`: a table that is copied, and where to. */
export interface Row {
  readonly block: Ir.Block
  /** The names of the source table, of what holds it first. */
  readonly source: readonly [Ir.Value | undefined, Ir.Value | undefined]
  readonly target: Ir.Value | undefined
}

/** The tables that a pipe copies; none where it reads a stream or files. */
export const rows = ({ kind, source }: Ir.Pipe): ReadonlyArray<Row> =>
  Object.values(kind.fields).flatMap(({ type }) => {
    if (type._tag !== "Mappings") return []
    const list = source.fields.get(type.key)
    const blocks = list?._tag === "List" ? list.items.filter((item) => item._tag === "Block") : []
    return blocks.map(
      (block): Row => ({
        block,
        source: [block.fields.get(type.source[0]), block.fields.get(type.source[1])],
        target: block.fields.get("targetTable"),
      }),
    )
  })

/** The mode in which a pipe copies tables, as far as it is in the text. */
export const mode = ({ source }: Ir.Pipe): string | undefined => {
  const word = Ir.literal(Ir.get(source, "settings", "replicationMode"))
  return typeof word === "string" ? word : undefined
}

/** A text of a block, with the name of its field. */
export interface Text {
  readonly field: string
  readonly text: string
  readonly value: Ir.Value
}

/** All texts of a block and of the blocks and lists in it. */
export const texts = (value: Ir.Value, field = ""): ReadonlyArray<Text> => {
  switch (value._tag) {
    case "Block":
      return [...value.fields].flatMap(([name, it]) => texts(it, name))
    case "List":
      return value.items.flatMap((it) => texts(it, field))
    case "Literal":
      return typeof value.value === "string" ? [{ field, text: value.value, value }] : []
    default:
      return []
  }
}

/** All texts of sources and endpoints. */
export const textsOf = ({ program, connections }: Subject): ReadonlyArray<Text> => [
  ...[...connections, ...program.pipes].flatMap(({ source }) => texts(source)),
  ...program.endpoints.flatMap(({ fields }) => texts(fields)),
]
