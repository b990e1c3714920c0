/**
 * The reference page of a source kind: what is written by hand, its smallest and its fullest program, everything its
 * descriptor knows, the rules that its programs break, what the linter has to say, and what an edit does to a pipe that
 * is there.
 */
import * as Bind from "@pipewright/core/Bind"
import * as Field from "@pipewright/core/Field"
import { kindOf } from "@pipewright/core/LintRule"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import type { SourceKind } from "@pipewright/core/SourceKind"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { cell, fieldTable } from "./fieldTable.ts"
import { rules as ofLinter } from "./rulePages.ts"

/** What stands in the folder of a kind. */
export interface Folder {
  /** The page that is written by hand. */
  readonly page: string
  /** The smallest program, and one that has every field. */
  readonly minimal: string
  readonly full: string
  /** Programs with mistakes, besides those on the page. */
  readonly mistakes: ReadonlyArray<string>
}

export const render = (kind: SourceKind, folder: Folder): string =>
  `${[
    `<!-- Written by \`pnpm generate\`; do not edit. -->\n\n${folder.page.trimEnd()}`,
    `## The smallest program\n\nEverything that has to be there, and nothing else.\n\n${program(folder.minimal)}`,
    `## Every field\n\nEach field is in one of these pipes.\n\n${program(folder.full)}`,
    `## Fields\n\nAfter \`from\`: ${quoted(kind.types)}. In the API's objects: \`source.${kind.arm}\`.\n\n${fieldTable(kind.fields).trimEnd()}`,
    ...(kind.settings === undefined
      ? []
      : [`## Settings\n\nIn \`settings { }\` of the pipe.\n\n${fieldTable(kind.settings).trimEnd()}`]),
    ...(kind.scaling === undefined
      ? []
      : [
          `## Scaling\n\nIn \`scaling { }\` of the pipe.\n\n${fieldTable(Scaling.written(kind.scaling)).trimEnd()}`,
        ]),
    `## Rules\n\n${rules(kind, folder)}`,
    ...advice(kind),
    `## Edits\n\n${edits(kind)}`,
  ].join("\n\n")}\n`

const program = (text: string): string => `\`\`\`pipe\n${text.trimEnd()}\n\`\`\``

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `\`${name}\``).join(", ")

// -------------------------------------------------------------------------------------------------------- rules

const blocks = /```pipe\n([\s\S]*?)```/g

/** What the rules of a kind say of a program. */
const broken = (kind: SourceKind, text: string): ReadonlyArray<Diagnostic> => {
  const { file } = Parser.parse(Source.make("main.pipe", text))
  const { program: bound } = Bind.bind([file], SourceCatalog.make([kind]))
  return bound.pipes.flatMap((pipe) => pipe.kind.check.flatMap((check) => check(pipe)))
}

const rules = (kind: SourceKind, { page, mistakes }: Folder): string => {
  const programs = [...[...page.matchAll(blocks)].map(([, text]) => text ?? ""), ...mistakes]
  const found = new Map(
    programs.flatMap((text) => broken(kind, text)).map(({ code, message }) => [message, code] as const),
  )
  if (found.size === 0) return "No field depends on another."
  const lines = [...found]
    .sort(([a, first], [b, second]) => (first === second ? (a < b ? -1 : 1) : first < second ? -1 : 1))
    .map(([message, code]) => `| ${cell(message)} | [\`${code}\`](../findings/${code}.md) |\n`)
  return [
    "Fields depend on each other. This is what programs that break a rule are told; the names and values are theirs.\n\n",
    "| what is wrong | finding |\n| --- | --- |\n",
    ...lines,
  ]
    .join("")
    .trimEnd()
}

/** The rules of the linter that are about the kind alone. */
const advice = (kind: SourceKind): ReadonlyArray<string> => {
  const own = ofLinter.filter((rule) => kindOf(rule) === kind.name)
  if (own.length === 0) return []
  const rows = own.map(({ name, summary }) => `| ${cell(summary)} | [\`${name}\`](../rules/${name}.md) |`)
  return [
    `## Advice\n\nWhat is legal and could be better is told by [the linter](../../guide/linting.md). These of [its rules](../rules/README.md) are about this kind alone.\n\n| what is wanted | rule |\n| --- | --- |\n${rows.join("\n")}`,
  ]
}

// -------------------------------------------------------------------------------------------------------- edits

interface Leaf {
  readonly path: string
  readonly edit: Field.Edit
}

/** A block of which all is edited alike is named as a whole. */
const leaves = (fields: Field.Fields, prefix = ""): ReadonlyArray<Leaf> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    if (field.type._tag !== "Block") return [{ path, edit: field.edit }]
    const inner = leaves(field.type.fields, `${path}.`)
    const [first] = inner
    return first !== undefined && inner.every(({ edit }) => edit === first.edit)
      ? [{ path, edit: first.edit }]
      : inner
  })

const edits = (kind: SourceKind): string => {
  const all = leaves(kind.fields)
  const of = (edit: Field.Edit) => all.filter((leaf) => leaf.edit === edit).map(({ path }) => path)
  const paused = new Set(kind.lifecycle.pauseBefore)
  const isPaused = (path: string): boolean => {
    const field = kind.fields[path]
    return field !== undefined && paused.has(Field.wireName(path, field))
  }
  const everyPipe = [
    "the name",
    ...(kind.destination === "table" ? ["the columns and their mappings"] : []),
    ...(kind.settings === undefined ? [] : ["`settings { }`"]),
    ...(kind.scaling === undefined ? [] : ["`scaling { }`"]),
  ]
  const live = of("live")
  const stopped = [...of("paused"), ...of("delta").filter(isPaused)]
  const comeAndGo = of("delta").filter((path) => !stopped.includes(path))
  const replaced = of("replace")
  const line = (title: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
    names.length === 0 ? [] : [`- ${title}: ${quoted(names)}.`]
  return [
    "What an edit of the API can do to a pipe that is there:\n",
    `- In place, for every pipe of this kind: ${everyPipe.join(", ")}.`,
    ...line("In place", live),
    ...line("As additions and removals, while the pipe is stopped", stopped),
    ...line("As additions and removals", comeAndGo),
    ...line("Only with a new pipe", replaced),
    ...(kind.types.length === 1 ? [] : ["- The type, which is the word after `from`: only with a new pipe."]),
    ...kind.lifecycle.sendAlong.map(
      ({ with: fields, send }) =>
        `- With an edit of ${quoted(fields)}, ${quoted(send)} has to be sent again.`,
    ),
    ...(of("delta").length === 0
      ? []
      : ["- What is said of a table that is read already: only by removing the table and adding it again."]),
    "- The destination, but for what is named above: only with a new pipe.",
  ].join("\n")
}

// -------------------------------------------------------------------------------------------------------- index

export const index = (kinds: ReadonlyArray<SourceKind>, folder: (kind: SourceKind) => string): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Sources\n\n",
    "| source | what it reads | words after `from` |\n| --- | --- | --- |\n",
    ...kinds.map(
      (kind) => `| [${folder(kind)}](${folder(kind)}.md) | ${cell(kind.summary)} | ${quoted(kind.types)} |\n`,
    ),
  ].join("")
