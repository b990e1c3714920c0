/** What mends the keys of a table. Nothing is offered where a change would reach more than the place of the finding. */
import type * as Ast from "@pipewright/language/Ast"
import type { Edit, Extras, Fix } from "@pipewright/language/Diagnostic"
import * as Removal from "@pipewright/language/Removal"
import * as Source from "@pipewright/language/Source"
import * as ClickHouseType from "../ClickHouseType.ts"
import type * as Ir from "../Ir.ts"
import type { Part } from "../KeyExpression.ts"
import type { Context, Sourced } from "./context.ts"

type Mend = Pick<Extras, "fixes">

const fix = (title: string, safe: boolean, ...edits: Fix["edits"]): Mend => ({
  fixes: [{ title, safe, edits }],
})

/** A finding has edits of its own file alone. */
const isIn = ({ file, via }: Pick<Ir.Origin, "file" | "via">, finding: Ir.Origin): boolean =>
  file === finding.file && via.length === 0

export const withoutEntry = (
  context: Context,
  entries: ReadonlyArray<Sourced<Ast.Attribute>>,
  name: string,
  finding: Ir.Origin,
): Mend => {
  const entry = entries.find(({ node }) => node.name.text === name)
  const source = context.sources.get(finding.file)
  return entry === undefined || source === undefined || !isIn(entry, finding)
    ? {}
    : fix(`Remove \`${name}\``, false, Removal.entry(source, entry.node.span))
}

/** Without the second of two members, which sorts nothing. */
export const withoutItem = (context: Context, list: Ir.Value | undefined, finding: Ir.Origin): Mend => {
  if (list?._tag !== "List") return {}
  const origins = list.items.map(({ origin }) => origin)
  const source = context.sources.get(finding.file)
  if (source === undefined || ![list.origin, ...origins].every((it) => isIn(it, finding))) return {}
  const spans = origins.map(({ span }) => span)
  const edit = Removal.item(source, spans, origins.indexOf(finding))
  return edit === undefined ? {} : fix("Remove the second one", true, edit)
}

/** Without `Nullable` at any depth of the type of a column. */
export const neverNull = (type: Sourced<Ast.Type>, finding: Ir.Origin): Mend => {
  const edits = isIn(type, finding) ? unwrapped(type.node) : []
  return edits.length === 0 ? {} : fix("Make the column one that is never NULL", false, ...edits)
}

const unwrapped = (type: Ast.Type): ReadonlyArray<Edit> => {
  const inside = (type.arguments ?? []).flatMap((it) =>
    it._tag === "Type" ? unwrapped(it) : it._tag === "TypeElement" ? unwrapped(it.type) : [],
  )
  const [inner] = type.arguments ?? []
  if (ClickHouseType.family(type.name.text) !== "Nullable" || inner?._tag !== "Type") return inside
  const { start, end } = type.span
  return [
    { span: Source.span(start, inner.span.start), text: "" },
    ...inside,
    { span: Source.span(inner.span.end, end), text: "" },
  ]
}

/** The expression as these columns, where their names need no quotes. */
export const written = (finding: Ir.Origin, columns: ReadonlyArray<Part>): Mend => {
  const isPlain = columns.every(({ column }) => /^[A-Za-z_]\w*$/.test(column ?? ""))
  if (!isPlain || finding.via.length > 0) return {}
  const text = `"${columns.map(({ column }) => column).join(", ")}"`
  return fix(`Write \`${text}\``, false, { span: finding.span, text })
}
