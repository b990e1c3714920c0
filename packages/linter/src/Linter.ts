/**
 * Runs rules over a program. The program is bound once for each target; what several targets show alike is said once.
 *
 * A rule sees only what is right: a pipe with errors is not among the pipes that it is given, or lacks what did not bind.
 */
import * as Bind from "@pipewright/core/Bind"
import type * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import type { SourceCatalog } from "@pipewright/core/SourceCatalog"
import type * as Ast from "@pipewright/language/Ast"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import { span } from "@pipewright/language/Source"
import { at } from "./internal/places.ts"
import * as OwnRule from "./OwnRule.ts"
import * as Settings from "./Settings.ts"
import * as Suppression from "./Suppression.ts"

export interface Given {
  readonly files: ReadonlyArray<Ast.File>
  readonly catalog: SourceCatalog
  readonly rules: ReadonlyArray<LintRule.LintRule>
  readonly settings: Settings.Settings
  /** Not all rules that come with the program could be loaded, so a comment may name one that is not among them. */
  readonly incomplete?: boolean
  /** The moment of the run, in milliseconds of UNIX time. */
  readonly now: number
  /** An older program, for the rules that compare with it. Without it they do not run. */
  readonly since?: Since | undefined
}

const rank = (severity: Diagnostic.Severity): number => ["info", "warning", "error"].indexOf(severity)

type Unplaced = Omit<LintRule.Edited, "place">

export interface Since {
  readonly files: ReadonlyArray<Ast.File>
  /** `compare` of `Since` in core, handed in since it brings along all that a plan is made with. */
  readonly compare: (before: Ir.Program, after: Ir.Program) => ReadonlyArray<Unplaced>
}

export interface Linted {
  /** By place. What comments let pass is not in it; what is wrong with the comments is. */
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
  readonly suppressed: ReadonlyArray<Suppression.Suppressed>
  /** Rules that come with the program and did not come to an end; one failure of each. */
  readonly failed: ReadonlyArray<OwnRule.Failure>
  /** A moment was asked about that is still to come, so that a later run may find something else. */
  readonly waits: boolean
  /** What the language says of the program, of each target once. */
  readonly findings: ReadonlyArray<Diagnostic.Diagnostic>
}

export const lint = ({ files, catalog, rules, settings, now, since, incomplete = false }: Given): Linted => {
  let waits = false
  const hasCome = (moment: number): boolean => {
    waits ||= moment > now
    return moment <= now
  }
  const running = rules.filter((rule) => runs(settings, since, rule))
  const found: Array<Diagnostic.Diagnostic> = []
  const failed = new Map<string, OwnRule.Failure>()
  const outcome = (
    rule: LintRule.LintRule,
    look: () => ReadonlyArray<LintRule.Found>,
  ): ReadonlyArray<LintRule.Found> => {
    // One of ours that fails is a bug of ours, and is told as one.
    if (!LintRule.isOwn(rule)) return look()
    const found = OwnRule.run(rule, look, files)
    if (!("problem" in found)) return found
    if (!failed.has(rule.name)) failed.set(rule.name, found)
    return []
  }
  const report = (
    rule: LintRule.LintRule,
    target: string | undefined,
    look: () => ReadonlyArray<LintRule.Found>,
    into = found,
  ): void => {
    for (const it of outcome(rule, look)) {
      const level = Settings.level(settings, rule, { file: it.file, target })
      if (level !== "off") into.push(diagnostic(settings, rule, level, it))
    }
  }

  for (const rule of running) {
    const { file, files: whole } = rule.checks
    if (file !== undefined) for (const it of files) report(rule, undefined, () => file(it))
    if (whole !== undefined) report(rule, undefined, () => whole(files))
  }
  const ofLanguage: Array<Diagnostic.Diagnostic> = []
  const targets = Bind.targets(files)
  for (const target of targets.length === 0 ? [undefined] : targets) {
    const { program, connections, diagnostics: findings } = Bind.bind(files, catalog, target)
    for (const it of findings) ofLanguage.push(it)
    const subject: LintRule.Subject = { program, connections, files, findings, hasCome }
    const edits = since === undefined ? [] : editsOf(since, files, catalog, program)
    // All rules look at a pipe before the next one, so that what they make of it need not be kept.
    const ofPipes = new Map(running.map((rule) => [rule, [] as Array<Diagnostic.Diagnostic>]))
    const looking = running.filter(({ checks }) => checks.pipe !== undefined)
    for (const it of program.pipes) {
      for (const rule of looking) {
        const kind = LintRule.kindOf(rule)
        if (kind === undefined || kind === it.kind.name)
          report(rule, target, () => rule.checks.pipe!(it, subject), ofPipes.get(rule))
      }
    }
    for (const rule of running) {
      const { program: whole, edit } = rule.checks
      for (const it of ofPipes.get(rule)!) found.push(it)
      if (whole !== undefined) report(rule, target, () => whole(subject))
      if (edit !== undefined) for (const it of edits) report(rule, target, () => edit(it, subject))
    }
  }

  const known = rules.map(({ name }) => name)
  const ran = new Set(running.map(({ name }) => name))
  const read = files.map((file) => Suppression.read(file, known, incomplete))
  const { left, suppressed, unused } = Suppression.apply(
    read.flatMap(({ suppressions }) => suppressions),
    // Of what several targets show alike, that of the target for which it is the worst.
    Diagnostic.unique(found.toSorted((a, b) => rank(b.severity) - rank(a.severity))),
    (rule) => ran.has(rule) && !failed.has(rule),
  )
  const ofComments = read.flatMap(({ diagnostics }) => diagnostics)
  return {
    diagnostics: Diagnostic.sort([...left, ...unused, ...ofComments]),
    suppressed,
    failed: [...failed.values()],
    waits,
    findings: Diagnostic.unique(ofLanguage),
  }
}

/** Whether a rule may find anything at all. */
const runs = (settings: Settings.Settings, since: Since | undefined, rule: LintRule.LintRule): boolean =>
  Settings.mayRun(settings, rule) && (since !== undefined || LintRule.runsAlone(rule))

/** A target that the older program has not is a new one, and nothing is there yet. */
const editsOf = (
  since: Since,
  files: ReadonlyArray<Ast.File>,
  catalog: SourceCatalog,
  after: Ir.Program,
): ReadonlyArray<LintRule.Edited> => {
  // Whatever is left of the program then is no file of ours.
  if (files.length === 0) return []
  const targets = Bind.targets(since.files)
  const target = after.target?.name
  if (target === undefined ? targets.length > 0 : !targets.includes(target)) return []
  const before = Bind.bind(since.files, catalog, target).program
  const placeOf = placing(before, after, files)
  return since.compare(before, after).map((it) => ({ ...it, place: placeOf(it) }))
}

const placing = (
  before: Ir.Program,
  after: Ir.Program,
  files: ReadonlyArray<Ast.File>,
): ((edited: Unplaced) => Diagnostic.Location) => {
  const places = ({ pipes, endpoints }: Ir.Program) => ({
    pipe: new Map(pipes.map((it) => [it.name, at(it)])),
    endpoint: new Map(endpoints.map((it) => [it.name, at(it)])),
  })
  const [old, now] = [places(before), places(after)]
  const byName = new Map(files.map((file) => [file.source.file, file]))
  return ({ of, isGone, heir, change: { name } }) => {
    const place = now[of].get(isGone ? (heir ?? "") : name)
    if (place !== undefined) return place
    const { source, declarations } = byName.get(old[of].get(name)?.file ?? "") ?? files[0]!
    const start = declarations[0]?.span.start ?? 0
    const word = /^\w*/.exec(source.text.slice(start, start + 40))![0]
    return { file: source.file, span: span(start, start + word.length) }
  }
}

const diagnostic = (
  settings: Settings.Settings,
  rule: LintRule.LintRule,
  level: Diagnostic.Severity,
  { severity, fixes = [], ...found }: LintRule.Found,
): Diagnostic.Diagnostic => {
  const taken = Settings.labelled(settings, rule, fixes)
  return {
    ...found,
    code: rule.name,
    ...(taken.length === 0 ? {} : { fixes: taken }),
    // What a rule holds for worse or better than usual stays so, unless a program judges the rule itself otherwise.
    severity: level === rule.severity ? (severity ?? rule.severity) : level,
  }
}
