/** `pipewright lint`: what is legal and could be better, with all that `check` finds. No network, no credentials. */
import { join, relative, resolve, sep } from "node:path"
import { type LintRule, runsAlone } from "@pipewright/core/LintRule"
import * as Suggest from "@pipewright/core/Suggest"
import { type Diagnostic, type Fix, isError, type Severity, sort } from "@pipewright/language/Diagnostic"
import * as Fixer from "@pipewright/linter/Fixer"
import * as Linter from "@pipewright/linter/Linter"
import * as General from "@pipewright/linter/Rules"
import type { Settings } from "@pipewright/linter/Settings"
import type { Suppressed } from "@pipewright/linter/Suppression"
import { catalog } from "@pipewright/sources/Kinds"
import * as OfKinds from "@pipewright/sources/LintRules"
import * as Exit from "../exit.ts"
import { changed } from "../program/changed.ts"
import * as Disk from "../program/disk.ts"
import { configuredRoot, kindOf, NoProgram } from "../program/files.ts"
import { matcher } from "../program/globs.ts"
import type { Own } from "../program/ownRules.ts"
import * as Program from "../program/program.ts"
import { replaceFile } from "../program/write.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/lint.human.ts"
import * as Machine from "../views/lint.json.ts"
import { readInput, readsInput } from "./input.ts"
import * as LintBaseline from "./lint.baseline.ts"
import * as PrintedSettings from "./lint.settings.ts"
import type { Older } from "./lint.since.ts"
import type { Output } from "./output.ts"
import * as Reporting from "./reporting.ts"

/** The rules that come with the command. */
export const rules: ReadonlyArray<LintRule> = [...General.rules, ...OfKinds.rules]

export const run = async (given: Given): Promise<Output> => {
  // `performance` would be loaded for this alone.
  const started = process.uptime()
  const { paths = [], flags, texts } = given
  const outputs = Reporting.wanted(given)
  const least = texts.get("fail-on") ?? "warning"
  if (!readsInput(given) && (flags.has("stdin") || texts.has("stdin-filename")))
    throw new NoProgram("--stdin and --stdin-filename go with no other path than -")
  const asked = readsInput(given) ? [ofInput(given)] : programsOf(paths.length === 0 ? ["."] : paths)
  const wanted: Array<Wanted> = []
  for (const it of asked) wanted.push(await withOwn(it))
  const all = wanted.flatMap((it) => it.rules)
  const only = onlyOf(given, all)
  if (flags.has("print-config")) return settingsAt(wanted, only, given)
  if (wanted.length > 1 && texts.has("baseline"))
    throw new NoProgram("--baseline is about one program, and the paths are of several")
  const ref = texts.get("since")
  const older = ref === undefined ? undefined : await import("./lint.since.ts")
  const now = Date.now()
  const linted = wanted.map((it) => lint(it, only, given, { now, since: older?.read(it.program, ref!) }))
  const shown = {
    programs: linted.map(displayed),
    fixed: linted.flatMap((it) => it.fixed),
    refused: linted.reduce((sum, { refused }) => sum + refused, 0),
    unstable: linted.some(({ unstable }) => unstable),
    baselines: linted.flatMap(({ baseline }) => (baseline === undefined ? [] : [baseline])),
    since: linted.flatMap(({ since }) => (since === undefined ? [] : [since])),
    files: linted.flatMap(({ files }) => files),
    skipped: linted.flatMap(({ program }) => program.skipped),
  }
  const fails = (severity: Severity) => severities.indexOf(severity) >= severities.indexOf(least as Severity)
  const print = (milliseconds: number) => {
    const timed = { ...shown, milliseconds }
    return Reporting.print(given, outputs, timed, {
      human: (look) => Human.lint(timed, look),
      json: () => Machine.lint(timed),
      total: () => Human.total(timed),
      fails,
      about: (code) => {
        const rule = all.find(({ name }) => name === code)
        return (
          rule && { ...rule, page: wanted.map(({ own }) => own?.pageOf(code)).find((it) => it !== undefined) }
        )
      },
    })
  }
  const milliseconds = Math.round((process.uptime() - started) * 1000)
  const printed = await print(milliseconds)
  const failed = linted.some(({ diagnostics }) => diagnostics.some(({ severity }) => fails(severity)))
  return {
    ...printed,
    code: failed ? Exit.failed : Exit.ok,
    timed: { milliseconds, again: print },
  }
}

/** The rules that were asked for by name. */
const onlyOf = ({ lists }: Given, rules: ReadonlyArray<LintRule>): ReadonlySet<string> | undefined => {
  const names = lists.get("only")
  if (names === undefined) return undefined
  const known = new Set(rules.map(({ name }) => name))
  for (const name of names) {
    if (known.has(name)) continue
    const near = Suggest.nearest(name, known)
    throw new NoProgram(`there is no rule ${name}${near === undefined ? "" : `; did you mean ${near}?`}`)
  }
  return new Set(names)
}

const settingsAt = (
  wanted: ReadonlyArray<Wanted>,
  only: ReadonlySet<string> | undefined,
  given: Given,
): Output => {
  const [first, ...others] = wanted
  const [path] = given.paths ?? []
  if (first === undefined || others.length > 0 || (given.paths ?? []).length > 1)
    throw new NoProgram("--print-config takes one path")
  if (!["human", "json"].includes(Reporting.formatOf(given)) || given.lists.has("output"))
    throw new NoProgram("--print-config prints human or json, and writes no file")
  const { program, rules } = first
  const file =
    path === undefined || kindOf(path) === "directory"
      ? undefined
      : relative(program.root, resolve(path)).split(sep).join("/")
  return PrintedSettings.run(program, settingsOf(program, only), rules, file, given)
}

/** From the least on. */
const severities: ReadonlyArray<Severity> = ["info", "warning", "error"]

/** A program, and the files of it that were asked for. */
interface Asked {
  readonly program: Program.Loaded
  readonly isWanted: (file: string) => boolean
}

/** That, and the rules that the program has. */
interface Wanted extends Asked {
  readonly rules: ReadonlyArray<LintRule>
  readonly own: Own | undefined
}

/** Loads the rules that come with a program, if any do. */
const withOwn = async (asked: Asked): Promise<Wanted> => {
  if (asked.program.configuration.lint.rulesFrom.length === 0) return { ...asked, rules, own: undefined }
  const OwnRules = await import("../program/ownRules.ts")
  const own = await OwnRules.load(asked.program)
  // What could not be loaded may be what the configuration names.
  const program = own.diagnostics.length > 0 ? asked.program : Program.knowing(asked.program, own.rules)
  return { ...asked, program, rules: [...rules, ...own.rules], own }
}

/** Each program once, however many of its files were named. */
const programsOf = (paths: ReadonlyArray<string>): ReadonlyArray<Asked> => {
  const groups = new Map<string, Array<string>>()
  for (const path of paths) {
    const absolute = resolve(path)
    const key = configuredRoot(kindOf(path) === "directory" ? absolute : join(absolute, "..")) ?? absolute
    groups.set(key, [...(groups.get(key) ?? []), path])
  }
  return [...groups.values()].map((paths) => within(Program.load(paths[0]!), paths))
}

const within = (program: Program.Loaded, paths: ReadonlyArray<string>): Asked => {
  const files = new Set<string>()
  const all = program.files.map(({ source }) => source.file)
  for (const path of paths) {
    const below = relative(program.root, resolve(path)).split(sep).join("/")
    const own = all.filter((file) => below === "" || file === below || file.startsWith(`${below}/`))
    const isSkipped = program.skipped.some(({ file }) => resolve(file) === resolve(path))
    if (own.length === 0 && !isSkipped)
      throw new NoProgram(`there are no .pipe files of the program in ${path}`)
    for (const file of own) files.add(file)
  }
  return { program, isWanted: (file: string) => files.has(file) || !all.includes(file) }
}

/** Standard input, as if it were saved. Without a name it is a new file of this directory. */
const ofInput = ({ flags, texts }: Given): Asked => {
  if (flags.has("fix") || flags.has("unsafe-fixes"))
    throw new NoProgram("fixes are written into files, and standard input is none")
  const file = texts.get("stdin-filename") ?? "stdin.pipe"
  return within(Program.load(file, readInput(file)), [file])
}

interface Linted {
  /** As it is now, with fixes taken. */
  readonly program: Program.Loaded
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** Those that were asked for, as people know them. */
  readonly files: ReadonlyArray<string>
  /** The files that were changed, as people know them. */
  readonly fixed: ReadonlyArray<Human.FixedFile>
  readonly refused: number
  /** Fixes kept calling for others. */
  readonly unstable: boolean
  readonly suppressed: ReadonlyArray<Suppressed>
  /** What became of a baseline. */
  readonly baseline: Human.Baseline | undefined
  readonly since: Human.Since | undefined
}

/** What is let pass is shown as well, to those who ask for it, so what must not be shown of it is hidden too. */
const displayed = ({ program, diagnostics, suppressed }: Linted) => {
  const all = Program.displayed(program, [...diagnostics, ...suppressed.map(({ diagnostic }) => diagnostic)])
  return {
    diagnostics: all.diagnostics.slice(0, diagnostics.length),
    suppressed: all.diagnostics.slice(diagnostics.length).map((diagnostic, index) => ({
      diagnostic,
      reason: suppressed[index]!.suppression.reason,
    })),
    lookup: all.lookup,
  }
}

/** When a program is judged, and beside which older one. */
interface Beside {
  readonly now: number
  readonly since: Older | undefined
}

const lint = (
  { program, isWanted, rules, own }: Wanted,
  only: ReadonlySet<string> | undefined,
  given: Given,
  { now, since: older }: Beside,
): Linted => {
  const { flags } = given
  const kept = LintBaseline.read(program, given)
  const settings = settingsOf(program, only)
  const files = program.files.flatMap(({ source: { file } }) =>
    isWanted(file) ? [program.display(file)] : [],
  )
  const names = new Set(rules.map(({ name }) => name))
  const isRule = (name: string): boolean => names.has(name)
  // Those that find nothing without an older program.
  const comparing = new Set(rules.filter((rule) => !runsAlone(rule)).map(({ name }) => name))
  const ran = (since: Linter.Since | undefined) => (name: string) =>
    only?.has(name) !== false && (since !== undefined || !comparing.has(name))
  const find = (it: Program.Loaded) => {
    // What is wrong lacks something, which would be taken for an edit.
    const since = older === undefined || Program.findings(it).some(isError) ? undefined : older.since
    const { diagnostics, suppressed, failed, waits, findings } = Linter.lint({
      files: it.files,
      catalog,
      rules,
      settings,
      now,
      since,
      incomplete: (own?.diagnostics ?? []).length > 0,
    })
    if (waits) Disk.notOnlyAsked()
    const ofRules = diagnostics.filter(({ code }) => isRule(code))
    const applied = kept && LintBaseline.apply(kept, it, ofRules, ran(since))
    const known = new Set(applied?.known)
    const all = [
      ...Program.findings(it, findings),
      ...(own === undefined ? [] : [...own.diagnostics, ...failed.map(own.failure)]),
      ...diagnostics.filter((found) => !known.has(found)),
    ]
    return { all, suppressed, applied, since: older && { ...older.shown, compared: since !== undefined } }
  }
  const first = find(program)
  const wanted = (all: ReadonlyArray<Diagnostic>) => sort(all.filter(({ file }) => isWanted(file)))
  const passed = (found: ReturnType<typeof find>) =>
    found.suppressed.filter(({ diagnostic }) => isWanted(diagnostic.file))
  const suppressed = passed(first)
  const baselineOf = ({ applied }: ReturnType<typeof find>): Human.Baseline | undefined =>
    kept &&
    applied && {
      file: kept.shown,
      does: kept.does,
      known: applied.known.filter(({ file }) => isWanted(file)).length,
      gone: applied.gone,
    }
  if (kept !== undefined && first.applied !== undefined) LintBaseline.write(kept, first.applied)
  if (!flags.has("fix") && !flags.has("unsafe-fixes"))
    return {
      program,
      diagnostics: wanted(first.all),
      files,
      fixed: [],
      refused: 0,
      unstable: false,
      suppressed,
      baseline: baselineOf(first),
      since: first.since,
    }

  const before = new Map(program.files.map(({ source }) => [source.file, source.text]))
  const isTaken = (fix: Fix, { file }: Diagnostic) =>
    isWanted(file) && before.has(file) && (fix.safe || flags.has("unsafe-fixes"))
  const result = Fixer.fix({
    texts: before,
    find: (texts) => find(changed(program, texts)).all,
    isWanted: isTaken,
    // What a rule calls an error is no mistake of the program.
    isMistake: (it) => isError(it) && !isRule(it.code),
  })
  const written = [...result.texts].filter(([file, text]) => before.get(file) !== text)
  for (const [file, text] of written) replaceFile(join(program.root, file), text)
  const count = (file: string) => result.taken.filter((it) => it.file === file).length
  const mended = changed(program, result.texts)
  const last = mended === program ? first : find(mended)
  return {
    program: mended,
    diagnostics: wanted(result.diagnostics),
    files,
    fixed: written.map(([file]) => ({ file: program.display(file), count: count(file) })),
    refused: result.refused.length,
    unstable: result.unstable,
    suppressed: passed(last),
    baseline: baselineOf(last),
    since: last.since,
  }
}

/** What the configuration says of rules, with its patterns ready to match. */
const settingsOf = (
  { configuration: { lint } }: Program.Loaded,
  only: ReadonlySet<string> | undefined,
): Settings => ({
  ...lint,
  ...(only === undefined ? {} : { only }),
  layers: lint.layers.map(({ overrides, ...layer }) => ({
    ...layer,
    overrides: overrides.map(({ files, ...rest }) => ({ ...rest, files: matcher(files) })),
  })),
})
