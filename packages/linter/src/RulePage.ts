/**
 * The page of a rule, which is its documentation and its test. Programs stand in blocks of `pipe`: in some the rule finds
 * what they claim, in one at least it finds nothing. A block of `pipe fixed` behind one is what all its fixes make of it, and
 * a block of `pipe before` in front of one is the program as it was, for a rule on what an edit does.
 */
import * as Bind from "@pipewright/core/Bind"
import type { LintRule } from "@pipewright/core/LintRule"
import * as Since from "@pipewright/core/Since"
import type { SourceCatalog } from "@pipewright/core/SourceCatalog"
import * as Claims from "@pipewright/language/Claims"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Fixer from "./Fixer.ts"
import * as Linter from "./Linter.ts"
import * as Settings from "./Settings.ts"

/** The blocks of a page, each with the word `fixed` or `before` where it belongs to the one next to it, and its content. */
export const blocks = /```pipe( fixed| before)?\n([\s\S]*?)```\n/g

/** The moment at which programs of pages are judged, in milliseconds of UNIX time. */
export const now = Date.UTC(2026, 0, 31, 8, 30)

/** A program of a page: what it claims, what it was where the block before says so, and what the next one makes of it. */
export interface Case {
  /** The line of the page in which the block begins. */
  readonly line: number
  readonly text: string
  readonly claims: ReadonlyArray<string>
  readonly before?: string
  readonly fixed?: string
}

const normal = (page: string): string => page.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n")

export const cases = (page: string): ReadonlyArray<Case> => {
  const text = normal(page)
  const all = [...text.matchAll(blocks)]
  return all.flatMap(({ 1: word, 2: content = "", index }, at) => {
    if (word !== undefined) return []
    const [last, next] = [all[at - 1], all[at + 1]]
    return [
      {
        line: text.slice(0, index).split("\n").length,
        text: Claims.without(content),
        claims: Claims.read(content),
        ...(last?.[1] === " before" ? { before: last[2] ?? "" } : {}),
        ...(next?.[1] === " fixed" ? { fixed: next[2] ?? "" } : {}),
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

const file = "main.pipe"

const look = (
  { rules, catalog }: Judges,
  texts: Fixer.Texts,
  preset: Settings.Settings["preset"],
  before: string | undefined,
): Found => {
  const parsed = [...texts].map(([file, text]) => Parser.parse(Source.make(file, text)))
  const files = parsed.map(({ file }) => file)
  const since =
    before === undefined
      ? undefined
      : { files: [Parser.parse(Source.make(file, before)).file], compare: Since.compare }
  const linted = Linter.lint({
    files,
    catalog,
    rules,
    settings: { ...Settings.defaults, preset },
    now,
    since,
  })
  return {
    diagnostics: [
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
      ...Bind.check(files, catalog),
      ...linted.diagnostics,
    ],
    failed: linted.failed,
  }
}

/** All findings of a text, those of the language first, and what its edits do where it was another one before. */
export const find =
  (judges: Judges, preset: Settings.Settings["preset"] = "all", before?: string) =>
  (texts: Fixer.Texts): ReadonlyArray<Diagnostic.Diagnostic> =>
    look(judges, texts, preset, before).diagnostics

/** The same of a program of a page. */
export const findIn = (
  judges: Judges,
  { text, before }: Pick<Case, "text" | "before">,
): ReadonlyArray<Diagnostic.Diagnostic> => find(judges, "all", before)(new Map([[file, text]]))

/** A program with all fixes taken. */
export const fixed = (judges: Judges, { text, before }: Pick<Case, "text" | "before">): Fixer.Fixed =>
  Fixer.fix({ texts: new Map([[file, text]]), find: find(judges, "all", before), isWanted: () => true })

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

const problemsOf = (given: Case, judges: Judges): ReadonlyArray<string> => {
  const { text, before, claims } = given
  const source = Source.make(file, text)
  const { diagnostics, failed } = look(judges, new Map([[file, text]]), "all", before)
  const found = Diagnostic.sort(diagnostics).map(
    ({ code, span }) => `${Source.position(source, span.start).line}: ${code}`,
  )
  const wasRight = before === undefined || findIn({ ...judges, rules: [] }, { text: before }).length === 0
  return [
    ...(wasRight ? [] : ["the program as it was before is not right"]),
    ...failed.map(({ rule, problem }) => `\`${rule}\` failed: ${problem}`),
    ...(JSON.stringify(found) === JSON.stringify(claims)
      ? []
      : [`it claims ${claims.join(", ") || "nothing"}, and found is ${found.join(", ") || "nothing"}`]),
    ...(claims.length === 0 ? [] : problemsOfFixes(diagnostics, given, judges)),
  ]
}

const problemsOfFixes = (
  diagnostics: ReadonlyArray<Diagnostic.Diagnostic>,
  given: Case,
  judges: Judges,
): ReadonlyArray<string> => {
  const mends = diagnostics.some(({ fixes }) => (fixes?.length ?? 0) > 0)
  if (mends !== (given.fixed !== undefined))
    return [mends ? "what its fixes yield is not shown" : "it shows a fix that there is not"]
  if (given.fixed === undefined) return []
  const yields = fixed(judges, given).texts.get(file)
  return yields === given.fixed ? [] : [`its fixes yield\n${yields}`]
}
