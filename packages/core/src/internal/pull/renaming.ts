/** A pipe that got another name in the service, as edits of the text that declares it. */
import type * as Ast from "@pipewright/language/Ast"
import { span } from "@pipewright/language/Source"
import type { Change, Live } from "../../Change.ts"
import * as Nodes from "../nodes.ts"
import * as Edits from "./edits.ts"
import type { Why } from "./fields.ts"

/** The new name, and `moved from` the one that the state has, so that it is still known to be the same pipe. */
export const edits = (
  files: ReadonlyMap<string, Ast.File>,
  { pipe, name, recordName = name }: Change,
  live: Live,
): ReadonlyArray<Edits.Edit> | Why => {
  const { file, span: at } = pipe!.origin
  const source = files.get(file)?.source
  const node = files
    .get(file)
    ?.declarations.find(
      (it): it is Ast.Pipe =>
        it._tag === "Pipe" && it.name.span.start === at.start && it.name.span.end === at.end,
    )
  if (source === undefined || node === undefined) return "by-hand"
  const { items, each } = node
  if (each !== undefined || node.name.parts.some((part) => typeof part !== "string")) return "through"
  const old = Edits.spelledValue(Nodes.string(recordName))
  const renamed = { file, span: node.name.span, text: Edits.spelledValue(Nodes.string(live.name)) }
  const moved = items.find((it) => it._tag === "Moved")
  if (moved !== undefined) return [renamed, { file, span: moved.from.span, text: old }]
  const from = (node.extends ?? node.name).span.end
  const brace = /^\s*\{/.exec(source.text.slice(from))?.[0]
  if (brace === undefined) return "by-hand"
  const open = from + brace.length
  // A comment behind the brace stays there.
  const rest = /^[\t ]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(source.text.slice(open))?.[0]
  const place = open + (rest?.length ?? 0)
  const lines = `\n  moved from ${old}${rest === undefined ? "\n " : ""}`
  return [renamed, { file, span: span(place, place), text: Edits.windows(source.text, lines) }]
}
