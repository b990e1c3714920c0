/** `pipewright fmt`: files in the one style of the language. A file with mistakes is left as it is. */
import { type Diagnostic, isError } from "@pipewright/language/Diagnostic"
import * as Foreign from "@pipewright/language/Foreign"
import * as Formatter from "@pipewright/language/Formatter"
import * as Source from "@pipewright/language/Source"
import * as Exit from "../exit.ts"
import { NoProgram } from "../program/files.ts"
import type { Skipped as SkippedFile } from "../program/load.ts"
import type { Given } from "../specs.ts"
import { unified } from "../views/fmt.diff.ts"
import * as Human from "../views/fmt.human.ts"
import * as Machine from "../views/fmt.json.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor, lookOf } from "../views/terminal.ts"
import * as Files from "./fmt.files.ts"
import { readInput, readsInput } from "./input.ts"
import type { Output } from "./output.ts"

export const run = (given: Given): Output | Promise<Output> => {
  const { flags, texts } = given
  const json = texts.get("format") === "json"
  if (readsInput(given)) return formatInput(given, json)
  if (flags.has("stdin")) throw new NoProgram("--stdin takes no path; --stdin-path names what is read")
  if (texts.has("stdin-path")) throw new NoProgram("--stdin-path goes with --stdin")
  return formatFiles(given, json)
}

const formatInput = async ({ flags, texts }: Given, json: boolean): Promise<Output> => {
  const file = texts.get("stdin-path") ?? "<stdin>"
  const source = Source.make(file, readInput(file))
  const skipped = skippedIn(source)
  if (skipped.length > 0) {
    // An editor puts what it reads here in the place of the file.
    if (!json)
      return {
        stdout: flags.has("check") || flags.has("diff") ? "" : source.text,
        stderr: hint(skipped),
        code: Exit.ok,
      }
    return { stdout: Machine.fmt([], [], () => source, skipped), code: Exit.ok }
  }
  const { text, diagnostics } = Formatter.format(source)
  const changed = text !== source.text
  const failed = diagnostics.some(isError)
  const findings = await tell(diagnostics, new Map([[file, source]]))
  const diff = flags.has("diff") ? unified(file, source.text, text) : undefined
  const code = failed ? Exit.invalidProgram : changed && flags.has("check") ? Exit.failed : Exit.ok
  if (json) {
    const formatted = { file, changed, ...(diff === undefined ? {} : { diff }) }
    return { stdout: Machine.fmt([formatted], await silenced(diagnostics), () => source), code }
  }
  if (failed) return { stderr: findings, code }
  return { stdout: diff ?? (flags.has("check") ? "" : text), code }
}

const formatFiles = async ({ paths = [], flags }: Given, json: boolean): Promise<Output> => {
  const looks = flags.has("check") || flags.has("diff")
  const results: Array<Human.Result> = []
  const diagnostics: Array<Diagnostic> = []
  const sources = new Map<string, Source.Source>()
  const problems: Array<string> = []
  const skipped: Array<SkippedFile> = []
  // Nothing is written where one of the paths leads nowhere.
  const found = (paths.length === 0 ? ["."] : paths).flatMap(Files.find)
  for (const file of new Map(found.map((it) => [it.path, it])).values()) {
    const { shown } = file
    try {
      const source = Source.make(shown, Files.read(file))
      const foreign = skippedIn(source)
      if (foreign.length > 0) {
        skipped.push(...foreign)
        continue
      }
      const formatted = Formatter.format(source)
      if (formatted.diagnostics.length > 0) sources.set(shown, source)
      diagnostics.push(...formatted.diagnostics)
      const changed = formatted.text !== source.text
      if (changed && !looks) Files.replace(file, formatted.text)
      results.push({
        file: shown,
        changed,
        failed: formatted.diagnostics.some(isError),
        ...(flags.has("diff") ? { diff: unified(shown, source.text, formatted.text) } : {}),
      })
    } catch (error) {
      // One file that cannot be read or written is no reason to leave out the others.
      if (!(error instanceof NoProgram) && !(error instanceof Error && "syscall" in error)) throw error
      problems.push(error.message)
    }
  }
  const changed = results.some((it) => it.changed)
  const code =
    problems.length === 0 && results.some((it) => it.failed)
      ? Exit.invalidProgram
      : problems.length > 0 || (changed && flags.has("check"))
        ? Exit.failed
        : Exit.ok
  const told = problems.map((problem) => `error: ${problem}\n`).join("")
  if (json) {
    const stdout = Machine.fmt(results, await silenced(diagnostics), (file) => sources.get(file), skipped)
    if (problems.length === 0) return { stdout, code }
    const Failure = await import("../views/failure.json.ts")
    return { stdout, ...Failure.output({ code: "file-unreadable", message: problems.join("; ") }) }
  }
  const summary = Human.summary(results, looks)
  const stderr = (await tell(diagnostics, sources)) + told + hint(skipped)
  // A diff goes to standard output alone, so that it can be given to `patch`.
  return flags.has("diff")
    ? { stdout: results.map(({ diff }) => diff ?? "").join(""), stderr: stderr + summary, code }
    : { stdout: Human.changed(results) + summary, stderr, code }
}

const skippedIn = ({ file, text }: Source.Source): ReadonlyArray<SkippedFile> => {
  const product = Foreign.productOf(text)
  return product === undefined ? [] : [{ file, product }]
}

const hint = (skipped: ReadonlyArray<SkippedFile>): string => Skipped.human(skipped, hasColor("stderr"))

const silenced = async (diagnostics: ReadonlyArray<Diagnostic>): Promise<ReadonlyArray<Diagnostic>> =>
  diagnostics.length === 0 ? diagnostics : diagnostics.map((await import("../program/hidden.ts")).silent)

const tell = async (
  diagnostics: ReadonlyArray<Diagnostic>,
  sources: ReadonlyMap<string, Source.Source>,
): Promise<string> => {
  if (diagnostics.length === 0) return ""
  // Which fields are secret is known to the kinds, and they are loaded only where there is something to show.
  const { hide, silent } = await import("../program/hidden.ts")
  const hidden = new Map(hide(sources.values()).map((source) => [source.file, source]))
  return Human.findings(diagnostics.map(silent), (file) => hidden.get(file), lookOf("stderr"))
}
