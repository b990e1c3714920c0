/**
 * What was there before the linter came: findings that a file keeps, so that only new ones are told. One is known by its
 * rule, the declaration that it is in and what it marks, and not by its place, so that it stays the same one while the
 * text around it changes.
 */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic } from "@pipewright/language/Diagnostic"

export interface Entry {
  readonly rule: string
  /** The declaration, such as `pipe orders`; empty outside of all. */
  readonly in: string
  /** A sum over what is marked, and not the text itself. */
  readonly content: string
  /** How many there are alike. */
  readonly count: number
}

export interface Baseline {
  readonly findings: ReadonlyArray<Entry>
}

/** Goes up when a reader of the previous form would break. */
const version = 1

export const none: Baseline = { findings: [] }

/** Findings by what a baseline knows them by. */
export interface Naming {
  readonly files: ReadonlyArray<Ast.File>
  /** What a finding marks, without what must not be shown. */
  readonly text: (diagnostic: Diagnostic) => string
}

type Name = Omit<Entry, "count">

const keyOf = ({ rule, in: within, content }: Name): string => [rule, within, content].join("\0")

const namer = ({ files, text }: Naming): ((diagnostic: Diagnostic) => Name) => {
  const byFile = new Map(files.map((file) => [file.source.file, file]))
  return (diagnostic) => ({
    rule: diagnostic.code,
    in: declarationAt(byFile.get(diagnostic.file), diagnostic.span.start),
    content: sum(text(diagnostic).replace(/\s+/g, " ").trim()),
  })
}

/** Declarations stand in the order of the text, so that the right one is found in a few steps. */
const declarationAt = (file: Ast.File | undefined, offset: number): string => {
  if (file === undefined) return ""
  const { declarations, source } = file
  let [low, high] = [0, declarations.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (declarations[middle]!.span.start <= offset) low = middle + 1
    else high = middle
  }
  const found = declarations[low - 1]
  if (found === undefined || offset >= found.span.end) return ""
  const { start, end } = found.name.span
  return `${found._tag.toLowerCase()} ${source.text.slice(start, end).replace(/^["`]|["`]$/g, "")}`
}

/** FNV-1a. It tells texts of one declaration apart, and is too short to learn a text from. */
const sum = (text: string): string => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, "0")
}

/** A baseline of just these findings. */
export const make = (diagnostics: ReadonlyArray<Diagnostic>, naming: Naming): Baseline => {
  const nameOf = namer(naming)
  const entries = new Map<string, Entry>()
  for (const diagnostic of diagnostics) {
    const name = nameOf(diagnostic)
    const key = keyOf(name)
    entries.set(key, { ...name, count: (entries.get(key)?.count ?? 0) + 1 })
  }
  return { findings: [...entries.values()] }
}

export interface Applied {
  /** What the baseline does not know, in the order given. */
  readonly left: ReadonlyArray<Diagnostic>
  readonly known: ReadonlyArray<Diagnostic>
  /** The baseline without what is found no longer. */
  readonly pruned: Baseline
  /** How many findings that takes out. */
  readonly gone: number
}

/** Takes out what a baseline knows. Of a rule that did not run nothing is gone. */
export const apply = (
  { findings }: Baseline,
  diagnostics: ReadonlyArray<Diagnostic>,
  naming: Naming,
  ran: (rule: string) => boolean,
): Applied => {
  const nameOf = namer(naming)
  const room = new Map(findings.map((entry) => [keyOf(entry), entry.count]))
  const left: Array<Diagnostic> = []
  const known: Array<Diagnostic> = []
  for (const diagnostic of diagnostics) {
    const key = keyOf(nameOf(diagnostic))
    const count = room.get(key) ?? 0
    if (count > 0) room.set(key, count - 1)
    ;(count > 0 ? known : left).push(diagnostic)
  }
  const unused = (entry: Entry): number => (ran(entry.rule) ? (room.get(keyOf(entry)) ?? 0) : 0)
  return {
    left,
    known,
    pruned: {
      findings: findings
        .map((entry) => ({ ...entry, count: entry.count - unused(entry) }))
        .filter(({ count }) => count > 0),
    },
    gone: findings.reduce((total, entry) => total + unused(entry), 0),
  }
}

/** In order and one on each line, so that two branches seldom change the same one. */
export const print = ({ findings }: Baseline): string => {
  const lines = findings
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map(({ rule, in: within, content, count }) => JSON.stringify({ rule, in: within, content, count }))
  const body = lines.length === 0 ? "[]" : `[\n    ${lines.join(",\n    ")}\n  ]`
  return `{\n  "version": ${version},\n  "findings": ${body}\n}\n`
}

/** A baseline from its text, or what is wrong with it. */
export const parse = (text: string): Baseline | string => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return "it is not JSON"
  }
  if (!isObject(json)) return "it is not an object"
  if (json.version !== version) return `its version is ${String(json.version)}, and this is read: ${version}`
  const { findings } = json
  if (!Array.isArray(findings)) return "it has no list of findings"
  const merged = new Map<string, Entry>()
  for (const [index, entry] of findings.entries()) {
    if (!isEntry(entry)) return `finding ${index + 1} is not one of a baseline`
    const key = keyOf(entry)
    merged.set(key, { ...entry, count: entry.count + (merged.get(key)?.count ?? 0) })
  }
  return { findings: [...merged.values()] }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isEntry = (value: unknown): value is Entry =>
  isObject(value) &&
  [value.rule, value.in, value.content].every((it) => typeof it === "string") &&
  Number.isSafeInteger(value.count) &&
  Number(value.count) > 0
