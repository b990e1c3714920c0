import * as LintRule from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"
import { allow, isRow, nameOf, noteOf } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "no-removal",
  group: "safety",
  severity: "warning",
  preset: "recommended",
  summary: "What is there stays declared: pipes, endpoints, and the tables that a pipe copies.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    edit: (edited, { files }) => {
      const { isGone, place, change } = edited
      if (isGone) return [{ ...place, ...gone(edited), fixes: moves(edited, files) }]
      return change.differences.flatMap((it) =>
        it.edit !== "delta" || it.after !== undefined || !isRow(it)
          ? []
          : [
              {
                ...place,
                message: `the table \`${it.row}\` is no longer declared in ${nameOf(edited)}, so what happens to it from now on is not copied`,
                help: "put it back if that is not meant; the table that it was copied into stays as it is",
              },
            ],
      )
    },
  },
})

const gone = (edited: LintRule.Edited): Pick<LintRule.Found, "message" | "help"> => {
  const { of, heir, change } = edited
  const { blocked } = change
  const becomes =
    blocked === undefined ? "it is deleted" : "it would have to be deleted, and its `protect` forbids that"
  const other = heir === undefined ? "" : `; \`${heir}\` does the same and is made anew`
  const moved = `\`moved from ${JSON.stringify(change.name)}\``
  const keep = [
    ...(of === "endpoint"
      ? []
      : [
          heir === undefined
            ? `a pipe that goes on under another name says ${moved}`
            : `if it is that pipe, write ${moved} into it`,
        ]),
    noteOf(edited, "tables-stay"),
    allow("delete"),
  ].filter((it) => it !== undefined)
  return {
    message: `${nameOf(edited)} is no longer declared here, so ${becomes}${other}`,
    help: blocked?.help ?? `put it back if that is not meant; ${keep.join("; ")}`,
  }
}

/** Two pipes may be alike and still be two, so it has to be looked at. */
const moves = (
  { heir, place, change: { name } }: LintRule.Edited,
  files: ReadonlyArray<Ast.File>,
): NonNullable<LintRule.Found["fixes"]> => {
  const text = files.find(({ source }) => source.file === place.file)?.source.text ?? ""
  const { start, end } = place.span
  const brace = /^[\t ]*\{(?=[\t ]*\r?\n)/.exec(text.slice(end, end + 100))?.[0]
  // Of names that are put together somebody has to say which of them is meant.
  const isPlain = /^"[^"\\$]+"$/.test(text.slice(start, end)) && /^[^"\\$\p{Cc}]+$/u.test(name)
  if (heir === undefined || brace === undefined || !isPlain) return []
  const at = end + brace.length
  const words = `moved from "${name}"`
  const line = text.startsWith("\r", at) ? "\r\n" : "\n"
  const edits = [{ span: { start: at, end: at }, text: `${line}  ${words}` }]
  return [{ title: `Write \`${words}\` into \`${heir}\``, safe: false, edits }]
}
