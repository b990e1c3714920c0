/** What rules say of an edit of what is there, in the words of the plan. */
import type { Permission } from "@pipewright/core/Change"
import type { Edited, EditedField } from "@pipewright/core/LintRule"
import * as Secrets from "../Secrets.ts"

export { at } from "./places.ts"

export const nameOf = ({ of, change: { name } }: Edited): string =>
  of === "endpoint" ? `the endpoint \`${name}\`` : `\`${name}\``

/** How much of a value is shown; the rest can be read where it stands. */
const most = 60

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return "nothing"
  const text = Secrets.mask(JSON.stringify(value))
  return `\`${text.length > most ? `${text.slice(0, most)}…` : text}\``
}

/**
 * A difference in words. What nobody said is nothing for a list, and else what the service has chosen, which no text tells;
 * of a secret neither side is there.
 */
export const edit = (edited: Edited, field: EditedField): string => {
  const { path, before, after, secret } = field
  const place = `\`${path}\` of ${nameOf(edited)}`
  if (isRow(field)) return `${place}, which is ${after === undefined ? "gone" : "new"}`
  if (secret === true) return `${place}, from one secret to another`
  return isChosen(before, after)
    ? `${place}, from what the service chose to ${shown(after)}, if that is not the same`
    : `${place}, from ${shown(before)} to ${shown(after)}`
}

/** Whether it is a whole row of a list. */
export const isRow = ({ path, row }: Pick<EditedField, "path" | "row">): boolean =>
  row !== undefined && path.endsWith(`[${row}]`)

const isChosen = (before: unknown, after: unknown): boolean => before === undefined && !Array.isArray(after)

/** What the plan wants people to know. */
export const noteOf = ({ change: { notes } }: Edited, code: string): string | undefined =>
  notes.find((note) => note.code === code)?.message

/** What has to be asked for by name before it is done. */
export const allow = (permission: Permission): string => `\`apply\` wants \`--allow-${permission}\` for it`
