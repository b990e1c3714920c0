import { isOwn } from "@pipewright/core/LintRule"
import { type Diagnostic, isError } from "@pipewright/language/Diagnostic"
import { type Options as Look, render } from "@pipewright/language/Renderer"
import type { Report } from "./report.ts"
import * as Skipped from "./skipped.ts"
import { count, plain } from "./terminal.ts"

export interface FixedFile {
  /** As seen from where the command was called. */
  readonly file: string
  /** How many findings it took away. */
  readonly count: number
}

/** What a baseline came to. */
export interface Baseline {
  /** As seen from where the command was called. */
  readonly file: string
  readonly does: "read" | "write" | "prune"
  /** How many findings it lets pass. */
  readonly known: number
  /** How many of its findings are there no longer. */
  readonly gone: number
}

/** An older program that was compared with. */
export interface Since {
  /** As it was asked for. */
  readonly ref: string
  /** Where the branches of both part. */
  readonly commit: string
  /** How many files the program had there, and how many errors. */
  readonly files: number
  readonly errors: number
  /** It is not where one of the two programs has errors. */
  readonly compared: boolean
}

export interface Linted extends Report {
  readonly fixed: ReadonlyArray<FixedFile>
  /** How many fixes would have brought an error and were not taken. */
  readonly refused: number
  /** Fixes kept calling for others, so that it was given up. */
  readonly unstable: boolean
  readonly baselines: ReadonlyArray<Baseline>
  readonly since: ReadonlyArray<Since>
  readonly milliseconds: number
}

/** Findings with an empty line between two, what was fixed, how many there are, and what could be fixed. */
export const lint = (linted: Linted, look: Look): string => {
  const { programs, fixed, skipped } = linted
  const shown = programs.flatMap(({ diagnostics, lookup }) =>
    diagnostics.map((diagnostic) => `${render(diagnostic, lookup, look)}\n\n`),
  )
  return [
    ...shown,
    ...(skipped.length === 0 ? [] : [Skipped.human(skipped, look.color === true)]),
    ...fixed.map(({ file, count: times }) => `fixed ${file}: ${count(times, "finding")}\n`),
    ...summary(linted).map((line) => `${line}\n`),
  ].join("")
}

/** How many findings there are of each severity, and how much was looked at. */
export const total = ({ programs, fixed, files, milliseconds }: Linted): string => {
  const all = programs.flatMap(({ diagnostics }) => diagnostics)
  const number = (severity: Diagnostic["severity"]) => all.filter((it) => it.severity === severity).length
  const found = [
    ...(number("error") > 0 ? [count(number("error"), "error")] : []),
    ...(number("warning") > 0 ? [count(number("warning"), "warning")] : []),
    ...(number("info") > 0 ? [count(number("info"), "remark")] : []),
  ]
  const nothing = fixed.length === 0 ? "Nothing found" : "Nothing left"
  const checked = `${count(files.length, "file")} checked in ${milliseconds} ms`
  return `${found.length === 0 ? nothing : found.join(", ")}; ${checked}`
}

const summary = (linted: Linted): ReadonlyArray<string> => {
  const { programs, refused, unstable, baselines, since } = linted
  const all = programs.flatMap(({ diagnostics }) => diagnostics)
  const suppressed = programs.reduce((sum, { suppressed }) => sum + suppressed.length, 0)
  const mends = (safe: boolean) =>
    all.filter(({ fixes }) => fixes !== undefined && fixes.some((it) => it.safe) === safe).length
  const fixable = mends(true)
  const perhaps = mends(false)
  // What a rule of the program found has its page in the program.
  const told = all.filter(({ code }) => !isOwn({ name: code }))
  const first = told.find(isError) ?? told[0]
  return [
    total(linted),
    ...(suppressed > 0 ? [`${count(suppressed, "finding")} let pass by comments`] : []),
    ...since.map(ofSince),
    ...baselines.flatMap(ofBaseline),
    ...(refused > 0
      ? [
          `${refused === 1 ? "a fix was" : `${refused} fixes were`} not taken, since an error would have come of it`,
        ]
      : []),
    ...(unstable
      ? [
          "fixes kept calling for others and were given up; this is a bug of one of the rules, please report it",
        ]
      : []),
    ...(fixable > 0 ? [`\`--fix\` mends ${fixable} of them`] : []),
    ...(perhaps > 0
      ? [
          `\`--unsafe-fixes\` mends ${fixable > 0 ? `${perhaps} more` : `${perhaps} of them`}, which has to be looked at`,
        ]
      : []),
    ...(first === undefined ? [] : [`\`pipewright explain ${first.code}\` says more`]),
  ]
}

const ofSince = ({ ref, commit, files, errors, compared }: Since): string => {
  const there = `${commit.slice(0, 10)}, where ${plain(ref)} and HEAD part`
  if (errors > 0) return `not compared with ${there}: ${count(errors, "error")} in the program there`
  if (!compared) return `not compared with ${there}, since the program has errors`
  return `compared with ${there}${files === 0 ? "; the program had no files there" : ""}`
}

const ofBaseline = ({ file, does, known, gone }: Baseline): ReadonlyArray<string> => {
  if (does === "write") return [`${plain(file)} keeps ${count(known, "finding")} from now on`]
  const old = known > 0 ? [`${count(known, "finding")} let pass by ${plain(file)}`] : []
  if (gone === 0) return old
  const what = `${count(gone, "finding")} of ${plain(file)} ${gone === 1 ? "is" : "are"} there no longer`
  return [
    ...old,
    does === "prune" ? `${what} and taken out` : `${what}; \`--prune-baseline\` takes out what is gone`,
  ]
}
