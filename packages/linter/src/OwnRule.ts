/**
 * Rules that come with a program. They are code of somebody else: what is taken for a rule is looked at first, and what one
 * returns, or throws, before it is told.
 */
import * as LintRule from "@pipewright/core/LintRule"
import * as Suggest from "@pipewright/core/Suggest"
import type * as Ast from "@pipewright/language/Ast"
import type { Edit, Severity } from "@pipewright/language/Diagnostic"

const severities: ReadonlyArray<Severity> = ["error", "warning", "info"]
const looks: ReadonlyArray<keyof LintRule.Checks> = ["pipe", "program", "edit", "file", "files"]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

const quoted = (words: ReadonlyArray<string>): string => words.map((word) => `\`${word}\``).join(", ")

/** A value as a rule, or what keeps it from being one. */
export const check = (value: unknown, kinds: ReadonlyArray<string>): LintRule.LintRule | string => {
  if (!isObject(value)) return "`rule` is not an object"
  const { name, group, severity, preset, summary, link, checks } = value
  if (!isText(name) || !/^own\/(?:[a-z0-9-]+\/)?(?:no|use)-[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
    return `its \`name\` is ${isText(name) ? `\`${name}\`` : "missing"}, and a name is such as \`own/no-x\`, \`own/use-x\` or \`own/<kind>/no-x\``
  const kind = LintRule.kindOf({ name })
  if (kind !== undefined && !kinds.includes(kind)) {
    const near = Suggest.nearest(kind, kinds)
    return `its \`name\` is \`${name}\`, and there is no kind \`${kind}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`
  }
  const words = {
    group: [group, LintRule.groups],
    severity: [severity, severities],
    preset: [preset, LintRule.presets],
  } as const
  for (const [key, [word, known]] of Object.entries(words))
    if (!known.some((it) => it === word)) return `its \`${key}\` is none of ${quoted(known)}`
  for (const [key, text] of Object.entries({ summary, link }))
    if (!isText(text)) return `its \`${key}\` is no text`
  if (!isObject(checks) || Object.keys(checks).length === 0)
    return `its \`checks\` has none of ${quoted(looks)}`
  for (const [key, look] of Object.entries(checks)) {
    if (!looks.some((it) => it === key)) return `its \`checks\` has \`${key}\`, and there is ${quoted(looks)}`
    if (typeof look !== "function") return `its \`checks.${key}\` is no function`
  }
  return value as unknown as LintRule.LintRule
}

/** A rule that did not come to an end. */
export interface Failure {
  readonly rule: string
  /** What it threw, or what is wrong with what it returned. */
  readonly problem: string
  /** Where it was thrown, if the rule threw. */
  readonly stack?: string
}

/** What a rule finds, or why that cannot be told. */
export const run = (
  { name }: LintRule.LintRule,
  look: () => unknown,
  files: ReadonlyArray<Ast.File>,
): ReadonlyArray<LintRule.Found> | Failure => {
  try {
    const found = look()
    if (!Array.isArray(found)) return { rule: name, problem: "it returned no list of findings" }
    for (const it of found) {
      const problem = wrong(it, files)
      if (problem !== undefined) return { rule: name, problem: `a finding that it returned ${problem}` }
    }
    return found
  } catch (error) {
    if (!(error instanceof Error)) return { rule: name, problem: `it threw ${String(error)}` }
    const problem = `${error.name}: ${error.message}`
    return { rule: name, problem, ...(error.stack === undefined ? {} : { stack: error.stack }) }
  }
}

/** What keeps a value from being a finding. */
const wrong = (value: unknown, files: ReadonlyArray<Ast.File>): string | undefined => {
  if (!isObject(value)) return "is not an object"
  const { message, help, severity, related = [], fixes = [] } = value
  if (!isText(message)) return "has no `message`"
  if (help !== undefined && !isText(help)) return "has a `help` that is no text"
  if (severity !== undefined && !severities.some((it) => it === severity))
    return `has a \`severity\` that is none of ${quoted(severities)}`
  if (!isPlace(value, files)) return "has no `file` and `span` of the program, such as those of an `origin`"
  if (
    !Array.isArray(related) ||
    !related.every((it) => isObject(it) && isText(it.message) && isPlace(it, files))
  )
    return "has a `related` that is no list of places with messages"
  const isEdit = (edit: unknown): edit is Edit =>
    isObject(edit) && typeof edit.text === "string" && isPlace({ ...edit, file: value.file }, files)
  const isFix = (fix: unknown): boolean =>
    isObject(fix) &&
    isText(fix.title) &&
    typeof fix.safe === "boolean" &&
    Array.isArray(fix.edits) &&
    fix.edits.length > 0 &&
    fix.edits.every(isEdit) &&
    !overlap(fix.edits)
  return Array.isArray(fixes) && fixes.every(isFix)
    ? undefined
    : "has `fixes` that are no list of `{ title, safe, edits: [{ span, text }] }`, with one edit or several that leave each other alone"
}

const overlap = (edits: ReadonlyArray<Edit>): boolean => {
  const spans = edits.map(({ span }) => span).sort((a, b) => a.start - b.start)
  return spans.some(({ start }, index) => index > 0 && start < spans[index - 1]!.end)
}

const lengths = new WeakMap<ReadonlyArray<Ast.File>, ReadonlyMap<unknown, number>>()

/** How long the files are, by their names; worked out once, since a rule may find something in each of many. */
const lengthsOf = (files: ReadonlyArray<Ast.File>): ReadonlyMap<unknown, number> => {
  const known = lengths.get(files) ?? new Map(files.map(({ source }) => [source.file, source.text.length]))
  lengths.set(files, known)
  return known
}

const isPlace = (
  { file, span }: Readonly<Record<string, unknown>>,
  files: ReadonlyArray<Ast.File>,
): boolean => {
  const length = lengthsOf(files).get(file)
  if (length === undefined || !isObject(span)) return false
  const { start, end } = span
  return (
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    Number(start) >= 0 &&
    Number(start) <= Number(end) &&
    Number(end) <= length
  )
}
