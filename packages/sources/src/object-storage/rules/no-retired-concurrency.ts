import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"
import type { Fix } from "@pipewright/language/Diagnostic"
import * as Removal from "@pipewright/language/Removal"
import { at } from "../../shared/checks.ts"
import { objectStorage } from "../object-storage.ts"

const setting = "object_storage_concurrency"

const type = objectStorage.settings![setting]!.type

/** Whether the setting takes what the old field did; `0` left the choice to the service. */
const isTaken = (count: unknown): boolean =>
  typeof count === "number" &&
  Number.isInteger(count) &&
  type._tag === "Number" &&
  count >= (type.minimum ?? count) &&
  count <= (type.maximum ?? count)

/** The only thing in a block of the text, down to the value. */
const isAlone = (block: Ast.Block, ...path: ReadonlyArray<string>): boolean => {
  const [entry, ...others] = block.entries
  const [name, ...rest] = path
  if (entry === undefined || others.length > 0 || !("name" in entry) || entry.name.text !== name) return false
  if (rest.length === 0) return true
  if (entry._tag === "Section") return isAlone(entry.block, ...rest)
  return entry._tag === "Attribute" && entry.value._tag === "Object" && isAlone(entry.value.block, ...rest)
}

/** Puts `settings` in the place of `raw`, where there is nothing else in it. */
const move = (pipe: Ir.Pipe, value: Ir.Value, files: ReadonlyArray<Ast.File>): ReadonlyArray<Fix> => {
  const count = Ir.literal(value)
  if (!LintRule.isWrittenHere(value.origin) || pipe.settings !== undefined) return []
  const { file, span } = value.origin
  const written = files.find((it) => it.source.file === file)
  const declaration = written?.declarations.find(
    (it) => it.span.start <= span.start && it.span.end >= span.end,
  )
  if (written === undefined || declaration?._tag !== "Pipe") return []
  const raw = declaration.items.find(
    (it) => it._tag === "Section" && it.name.text === "raw" && it.span.end >= span.end,
  )
  if (raw?._tag !== "Section" || !isAlone(raw.block, "scaling", "concurrency")) return []
  if (count === 0)
    return [{ title: "Remove `raw`", safe: false, edits: [Removal.entry(written.source, raw.span)] }]
  const text = `settings { ${setting} = ${count} }`
  return isTaken(count)
    ? [{ title: `Write \`${text}\``, safe: false, edits: [{ span: raw.span, text }] }]
    : []
}

export const rule = LintRule.make({
  name: "object-storage/no-retired-concurrency",
  group: "objects",
  severity: "warning",
  preset: "recommended",
  summary: "How many files are read at a time is a setting, and no longer a part of the size.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe, { files }) => {
      const value = pipe.raw === undefined ? undefined : Ir.get(pipe.raw, "scaling", "concurrency")
      if (value === undefined) return []
      return [
        {
          ...at(value),
          message: `the API gives \`scaling.concurrency\` up in favour of the setting \`${setting}\``,
          help:
            Ir.literal(value) === 0
              ? "take it away: `0` leaves the choice to the service, which it has without it"
              : `write it as \`settings { ${setting} = … }\``,
          fixes: move(pipe, value, files),
        },
      ]
    },
  },
})
