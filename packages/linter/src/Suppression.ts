/**
 * Comments that let findings pass:
 *
 * ```text
 * // pipewright-ignore kind/rule, other-rule: why it is right here
 * ```
 *
 * At the end of a line it is about that line; on a line of its own about the next one with code.
 * `pipewright-ignore-block` is about all of what begins there, `pipewright-ignore-file` about the file.
 */
import { isOwn } from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Location } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import { Findings } from "./errors.ts"
import { largestAt } from "./internal/nodes.ts"

/** One rule of one comment. */
export interface Suppression extends Location {
  readonly rule: string
  readonly reason: string
  /** What it is about. */
  readonly range: Source.Span
}

export interface Read {
  readonly suppressions: ReadonlyArray<Suppression>
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

const pattern =
  /^\/\/\s*pipewright-ignore(?<scope>-block|-file)?(?=[\s:]|$)\s*(?<rules>[^:]*)(?<reason>:.*)?$/s

/**
 * The comments of a file. `known` are the names that can be passed over; where they are incomplete, a rule that would come
 * with the program may be among them.
 */
export const read = (file: Ast.File, known: ReadonlyArray<string>, incomplete = false): Read => {
  const names = new Set(known)
  const suppressions: Array<Suppression> = []
  const diagnostics: Array<Diagnostic> = []
  for (const comment of file.comments) {
    const groups = pattern.exec(comment.text)?.groups
    if (groups === undefined) continue
    const { scope, rules = "", reason = "" } = groups
    const at = (start: number, length: number): Location => ({
      file: file.source.file,
      span: Source.span(comment.span.start + start, comment.span.start + start + length),
    })
    const why = reason.slice(1).trim()
    const whole = at(0, comment.text.length)
    const listed = [...rules.matchAll(/[^\s,]+/g)]
    if (why === "" || listed.length === 0) {
      const shown = listed.length === 0 ? "some-rule" : listed.map(([name]) => name).join(", ")
      diagnostics.push(Findings.report("suppression-without-reason", whole, { rules: shown }))
      continue
    }
    const range = rangeOf(file, comment, scope)
    const from = comment.text.indexOf(rules)
    for (const { 0: rule, index } of listed) {
      const place = at(from + index, rule.length)
      if (incomplete && !names.has(rule) && isOwn({ name: rule })) continue
      if (names.has(rule)) suppressions.push({ ...place, rule, reason: why, range })
      else diagnostics.push(Findings.report("unknown-suppression", place, { rule, known }))
    }
  }
  return { suppressions, diagnostics }
}

const rangeOf = (file: Ast.File, { span }: Ast.Comment, scope: string | undefined): Source.Span => {
  const { source } = file
  if (scope === "-file") return Source.span(0, source.text.length)
  const line = Source.lineIndex(source, span.start)
  const isAlone = source.text.slice(source.lineStarts[line]!, span.start).trim() === ""
  const about = isAlone ? nextWithCode(source, line + 1) : line
  const start = source.lineStarts[about] ?? source.text.length
  const end = source.lineStarts[about + 1] ?? source.text.length
  return scope === "-block"
    ? (largestAt(file, start, end) ?? Source.span(start, end))
    : Source.span(start, end)
}

const nextWithCode = (source: Source.Source, from: number): number => {
  let line = from
  while (line < source.lineStarts.length && /^\s*(\/\/.*)?$/.test(Source.lineText(source, line))) line += 1
  return line
}

/** A finding, and the comment that lets it pass. */
export interface Suppressed {
  readonly diagnostic: Diagnostic
  readonly suppression: Suppression
}

export interface Applied {
  readonly left: ReadonlyArray<Diagnostic>
  readonly suppressed: ReadonlyArray<Suppressed>
  readonly unused: ReadonlyArray<Diagnostic>
}

/** Takes out what comments let pass. One that lets nothing pass is a finding, unless its rule did not run. */
export const apply = (
  suppressions: ReadonlyArray<Suppression>,
  diagnostics: ReadonlyArray<Diagnostic>,
  ran: (rule: string) => boolean,
): Applied => {
  const byRule = new Map<string, Array<Suppression>>()
  for (const it of suppressions) {
    const key = `${it.rule}\0${it.file}`
    const all = byRule.get(key)
    if (all === undefined) byRule.set(key, [it])
    else all.push(it)
  }
  const narrowest = new Map([...byRule].map(([key, all]) => [key, lookup(all)] as const))
  const left: Array<Diagnostic> = []
  const suppressed: Array<Suppressed> = []
  const used = new Set<Suppression>()
  for (const diagnostic of diagnostics) {
    const { code, file, span } = diagnostic
    // The narrowest one answers for it, so that a wider one that nothing needs is told.
    const suppression = narrowest.get(`${code}\0${file}`)?.(span.start)
    if (suppression === undefined) left.push(diagnostic)
    else {
      used.add(suppression)
      suppressed.push({ diagnostic, suppression })
    }
  }
  const unused = suppressions
    .filter((it) => !used.has(it) && ran(it.rule))
    .map((it) => Findings.report("unused-suppression", it, { rule: it.rule }))
  return { left, suppressed, unused }
}

/** Finds the narrowest one that is about an offset, without a look at those that end before it. */
const lookup = (all: ReadonlyArray<Suppression>): ((offset: number) => Suppression | undefined) => {
  const byStart = all.toSorted((a, b) => a.range.start - b.range.start)
  let furthest = 0
  const reaches = byStart.map(({ range }) => {
    furthest = Math.max(furthest, range.end, range.start + 1)
    return furthest
  })
  return (offset) => {
    let low = 0
    let high = byStart.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (byStart[middle]!.range.start <= offset) low = middle + 1
      else high = middle
    }
    let found: Suppression | undefined
    for (let at = low - 1; at >= 0 && reaches[at]! > offset; at--) {
      const it = byStart[at]!
      const isAbout = offset < Math.max(it.range.end, it.range.start + 1)
      // Of two alike the first one answers.
      if (isAbout && (found === undefined || size(it) <= size(found))) found = it
    }
    return found
  }
}

const size = ({ range }: Suppression): number => range.end - range.start
