/** The tables in pages written by hand that are made from what the program itself reads. */
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import type * as Field from "@pipewright/core/Field"
import type { SourceKind } from "@pipewright/core/SourceKind"
import * as Sugar from "@pipewright/core/Sugar"

type Row = ReadonlyArray<string>

/** With the empty lines around it that a table needs after a comment. */
const table = (head: Row, rows: ReadonlyArray<Row>): string => {
  const lines = [head, head.map(() => "---"), ...rows].map(
    (row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  )
  return `\n${lines.join("\n")}\n`
}

const code = (texts: ReadonlyArray<string>): string => texts.map((text) => `\`${text}\``).join(", ")

/** Each family of types with its other names. */
export const typeNames = (): string => {
  const families = new Map<string, Array<string>>()
  for (const name of ClickHouseType.names) {
    const family = ClickHouseType.family(name)
    if (family === undefined) throw new Error(`${name} is a name of no type`)
    families.set(family, [...(families.get(family) ?? []), ...(name === family ? [] : [name])])
  }
  return table(
    ["type", "other names"],
    [...families]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([family, others]) => [code([family]), code(others)]),
  )
}

/** What is spelled otherwise than in the API. */
export const sugar = (): string =>
  table(
    ["in the language", "in the body", ""],
    Sugar.table.map(({ written, paths, note }) => [code([written]), code(paths), note ?? ""]),
  )

/** What each kind has of its own: its key, its types, lists that are one string, and the parts of a name in `tables`. */
export const kinds = (all: ReadonlyArray<SourceKind>): string =>
  table(
    ["words after `from`", "in the body", "`type` is sent", "lists that are one string", "`a.b` in `tables`"],
    all.map(({ arm, types, flavour, fields }) => [
      code(types),
      code([`source.${arm}`]),
      flavour === undefined
        ? "no"
        : flavour.unsent === undefined
          ? "yes"
          : `yes, but for \`${flavour.unsent}\``,
      code(
        Object.entries(fields)
          .filter(([, { type }]) => type._tag === "List" && type.wire === "comma")
          .map(([name]) => name),
      ),
      code(
        Object.values(fields).flatMap(({ type }: Field.Field) =>
          type._tag === "Mappings" ? type.source : [],
        ),
      ),
    ]),
  )

/** What each section of a page says first, by the word in its heading. */
export const sections = (page: string): string =>
  table(
    ["code", "meaning"],
    [...page.matchAll(/^## (`.+`)\n\n(.+)$/gm)].map(([, code = "", meaning = ""]) => [code, meaning]),
  )
