/** Fields as a table of Markdown: everything that their descriptors know. */
import type * as Field from "@pipewright/core/Field"

const edits: Readonly<Record<Field.Edit, string>> = {
  live: "in place",
  paused: "in place, while the pipe is stopped",
  delta: "as additions and removals",
  scaling: "in place",
  settings: "in place",
  state: "in place",
  replace: "a new pipe",
}

/** `local`: no pipe has these fields, so there is nothing to say of how an edit reaches one. */
export const fieldTable = (fields: Field.Fields, { local = false } = {}): string => {
  const head = ["field", "takes", "what it is", "without it", "an edit is made"]
  const all = rows(fields, "", edits)
  const shown = [head, head.map(() => "---"), ...all].map((row) => (local ? row.slice(0, -1) : row))
  return shown.map((row) => `| ${row.join(" | ")} |\n`).join("")
}

/** A row of mappings is not edited: it goes, and another comes. */
const ofRow: typeof edits = { ...edits, replace: "by a new row" }

const rows = (
  fields: Field.Fields,
  prefix: string,
  spelled: typeof edits,
): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(fields).flatMap(([name, field]) => [
    [`\`${prefix}${name}\``, takes(field.type), meaning(field), without(field), spelled[field.edit]].map(
      cell,
    ),
    ...(field.type._tag === "Block" ? rows(field.type.fields, `${prefix}${name}.`, spelled) : []),
    ...(field.type._tag === "List" && field.type.item._tag === "Block"
      ? rows(field.type.item.fields, `${prefix}${name}[].`, spelled)
      : []),
    ...(field.type._tag === "Mappings"
      ? rows(field.type.fields, `${prefix}${name}[].`, field.edit === "delta" ? ofRow : spelled)
      : []),
  ])

const meaning = ({ doc, secret, writeOnly, untold, type }: Field.Field): string =>
  [
    doc,
    ...(secret === true
      ? ["Secret."]
      : writeOnly === true && type._tag !== "Block"
        ? ["The API never returns it."]
        : []),
    ...(untold === true ? ["The API may return nothing although it holds a value."] : []),
  ].join(" ")

const without = ({ required, default: taken }: Field.Field): string =>
  required === true ? "required" : taken === undefined ? "" : `\`${taken}\``

const takes = (type: Field.Type): string => {
  switch (type._tag) {
    case "String":
      return [
        type.pattern?.claim ?? "text",
        ...(type.maxLength === undefined ? [] : [`of at most ${type.maxLength} characters`]),
      ].join(" ")
    case "Boolean":
      return "`true` or `false`"
    case "Enum":
      return type.members.map((member) => `\`${member}\``).join(", ")
    case "Number":
      return [
        type.integer ? "whole number" : "number",
        ...(type.minimum === undefined ? [] : [`from ${type.minimum}`]),
        ...(type.maximum === undefined ? [] : [`to ${type.maximum}`]),
        ...(type.unit === undefined ? [] : [`in ${type.unit}`]),
      ].join(" ")
    case "List":
      return type.wire === "comma" ? "list, or one text" : `list of ${items(type.item)}`
    case "Block":
      return "block"
    case "Mappings":
      return `rows \`${type.source[0]}.${type.source[1]} -> targetTable\``
  }
}

const items = (type: Field.Type): string =>
  type._tag === "Block" ? "blocks" : type._tag === "String" && type.bare === true ? "columns" : "texts"

/** Text that stays in its cell. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")
