/** The reference page of a source kind: its own page, and a table of everything its descriptor knows. */
import type * as Field from "@pipewright/core/Field"
import type { SourceKind } from "@pipewright/core/SourceKind"

const edits: Readonly<Record<Field.Edit, string>> = {
  live: "in place",
  paused: "in place, while the pipe is stopped",
  delta: "as additions and removals",
  scaling: "in place",
  settings: "in place",
  state: "in place",
  replace: "a new pipe",
}

export const render = (kind: SourceKind, page: string): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n",
    page.trimEnd(),
    "\n\n## Fields\n\n",
    `After \`from\`: ${kind.types.map((type) => `\`${type}\``).join(", ")}. In the API's objects: \`source.${kind.arm}\`.\n\n`,
    table(kind.fields),
    kind.settings === undefined
      ? ""
      : `\n## Settings\n\nIn \`settings { }\` of the pipe.\n\n${table(kind.settings)}`,
    kind.scaling === undefined
      ? ""
      : `\n## Scaling\n\nIn \`scaling { }\` of the pipe; \`size = XS\`, \`S\`, \`M\`, \`L\` or \`XL\` stands for a pair of CPU and memory.\n\n${table(kind.scaling)}`,
  ].join("")

export const index = (kinds: ReadonlyArray<SourceKind>, folder: (kind: SourceKind) => string): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Sources\n\n",
    "| source | what it reads | words after `from` |\n| --- | --- | --- |\n",
    ...kinds.map(
      (kind) =>
        `| [${folder(kind)}](${folder(kind)}.md) | ${cell(kind.summary)} | ${kind.types.map((type) => `\`${type}\``).join(", ")} |\n`,
    ),
  ].join("")

const table = (fields: Field.Fields): string =>
  `| field | type | what it is | an edit is made |\n| --- | --- | --- | --- |\n${rows(fields, "").join("")}`

const rows = (fields: Field.Fields, prefix: string): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, field]) => [
    `| \`${prefix}${name}\`${field.required === true ? " (required)" : ""} | ${cell(type(field))} | ${cell(`${field.doc}${facts(field)}`)} | ${edits[field.edit]} |\n`,
    ...(field.type._tag === "Block" ? rows(field.type.fields, `${prefix}${name}.`) : []),
    ...(field.type._tag === "Mappings" ? rows(field.type.fields, `${prefix}${name}[].`) : []),
  ])

const facts = (field: Field.Field): string =>
  [
    field.default === undefined ? "" : ` The service takes \`${field.default}\` without it.`,
    field.secret === true ? " Secret." : "",
  ].join("")

const type = (field: Field.Field): string => {
  const { type: of } = field
  switch (of._tag) {
    case "String":
      return "string"
    case "Boolean":
      return "`true` or `false`"
    case "Enum":
      return of.members.map((member) => `\`${member}\``).join(", ")
    case "Number": {
      const bounds =
        of.minimum !== undefined && of.maximum !== undefined
          ? ` from ${of.minimum} to ${of.maximum}`
          : of.minimum !== undefined
            ? ` from ${of.minimum}`
            : of.maximum !== undefined
              ? ` to ${of.maximum}`
              : ""
      return `${of.integer ? "whole number" : "number"}${bounds}${of.unit === undefined ? "" : ` in ${of.unit}`}`
    }
    case "List":
      return of.wire === "comma" ? "list, or one" : "list"
    case "Block":
      return "block"
    case "Mappings":
      return `rows \`${of.source[0]}.${of.source[1]} -> targetTable\``
  }
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")
