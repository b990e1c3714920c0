/**
 * The page of a rule, which is its documentation and its test. Programs stand in blocks of `pipe`: in some the rule finds
 * what they claim, in one at least it finds nothing. A block of `pipe fixed` behind one is what all its fixes make of it.
 */
import * as Bind from "@pipewright/core/Bind"
import type { LintRule } from "@pipewright/core/LintRule"
import type { SourceCatalog } from "@pipewright/core/SourceCatalog"
import * as Claims from "@pipewright/language/Claims"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Fixer from "./Fixer.ts"
import * as Linter from "./Linter.ts"
import * as Settings from "./Settings.ts"

/** The blocks of a page, each with the word `fixed` where it is what fixes make of the one before, and its content. */
export const blocks = /```pipe( fixed)?\n([\s\S]*?)```\n/g

/** A program of a page: what it claims, and what it becomes where the next block says so. */
export interface Case {
  /** The line of the page in which the block begins. */
  readonly line: number
  readonly text: string
  readonly claims: ReadonlyArray<string>
  readonly fixed?: string
}

const normal = (page: string): string => page.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n")

export const cases = (page: string): ReadonlyArray<Case> => {
  const text = normal(page)
  const all = [...text.matchAll(blocks)]
  return all.flatMap(({ 1: word, 2: content = "", index }, at) => {
    if (word !== undefined) return []
    const next = all[at + 1]
    return [
      {
        line: text.slice(0, index).split("\n").length,
        text: Claims.without(content),
        claims: Claims.read(content),
        ...(next?.[1] === undefined ? {} : { fixed: next[2] ?? "" }),
      },
    ]
  })
}

/** The sentence under the heading of a page. */
export const summary = (page: string): string => /^# .+\n\n(.+)\n/.exec(normal(page))?.[1] ?? ""

/** What programs are judged by. */
export interface Judges {
  readonly rules: ReadonlyArray<LintRule>
  readonly catalog: SourceCatalog
}

interface Found {
  /** Those of the language are the first. */
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
  readonly failed: Linter.Linted["failed"]
}

const look = ({ rules, catalog }: Judges, texts: Fixer.Texts, preset: Settings.Settings["preset"]): Found => {
  const parsed = [...texts].map(([file, text]) => Parser.parse(Source.make(file, text)))
  const files = parsed.map(({ file }) => file)
  const linted = Linter.lint({ files, catalog, rules, settings: { ...Settings.defaults, preset } })
  return {
    diagnostics: [
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
      ...Bind.check(files, catalog),
      ...linted.diagnostics,
    ],
    failed: linted.failed,
  }
}

/** All findings of a text, those of the language first. */
export const find =
  (judges: Judges, preset: Settings.Settings["preset"] = "all") =>
  (texts: Fixer.Texts): ReadonlyArray<Diagnostic.Diagnostic> =>
    look(judges, texts, preset).diagnostics

const file = "main.pipe"

/** A program with all fixes taken. */
export const fixed = (judges: Judges, text: string): Fixer.Fixed =>
  Fixer.fix({ texts: new Map([[file, text]]), find: find(judges), isWanted: () => true })

/** What is wrong with a page; nothing if its programs are as the rule finds them. */
export const problems = (rule: LintRule, page: string, judges: Judges): ReadonlyArray<string> => {
  const all = cases(page)
  return [
    ...(all.flatMap(({ claims }) => claims).length < 2 ? ["it claims fewer than two findings"] : []),
    ...(all.some(({ claims }) => claims.length === 0) ? [] : ["it has no program that is right"]),
    ...(summary(page) === rule.summary ? [] : ["its first sentence is not the summary of the rule"]),
    ...all.flatMap((it) => problemsOf(it, judges).map((problem) => `line ${it.line}: ${problem}`)),
  ]
}

const problemsOf = ({ text, claims, fixed: wanted }: Case, judges: Judges): ReadonlyArray<string> => {
  const source = Source.make(file, text)
  const { diagnostics, failed } = look(judges, new Map([[file, text]]), "all")
  const found = Diagnostic.sort(diagnostics).map(
    ({ code, span }) => `${Source.position(source, span.start).line}: ${code}`,
  )
  return [
    ...failed.map(({ rule, problem }) => `\`${rule}\` failed: ${problem}`),
    ...(JSON.stringify(found) === JSON.stringify(claims)
      ? []
      : [`it claims ${claims.join(", ") || "nothing"}, and found is ${found.join(", ") || "nothing"}`]),
    ...(claims.length === 0 ? [] : problemsOfFixes({ diagnostics, text, wanted }, judges)),
  ]
}

interface Mended {
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
  readonly text: string
  readonly wanted: string | undefined
}

const problemsOfFixes = ({ diagnostics, text, wanted }: Mended, judges: Judges): ReadonlyArray<string> => {
  const mends = diagnostics.some(({ fixes }) => (fixes?.length ?? 0) > 0)
  if (mends !== (wanted !== undefined))
    return [mends ? "what its fixes yield is not shown" : "it shows a fix that there is not"]
  if (wanted === undefined) return []
  const yields = fixed(judges, text).texts.get(file)
  return yields === wanted ? [] : [`its fixes yield\n${yields}`]
}
