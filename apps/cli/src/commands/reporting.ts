/** Reports of what was found: one to standard output, and any number into files. */
import { resolve } from "node:path"
import type { Options as Look } from "@pipewright/language/Renderer"
import { inRepository, NoProgram } from "../program/files.ts"
import { putFile } from "../program/write.ts"
import { type ReportFormat, reportFormats } from "../reportFormats.ts"
import type { Given } from "../specs.ts"
import { version } from "../version.ts"
import type { Fails, Report } from "../views/report.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor, lookOf } from "../views/terminal.ts"
import type { Output } from "./output.ts"

/** What a command says in words of its own. */
export interface Own {
  readonly human: (look: Look) => string
  readonly json: () => string
  /** How much was found in how many files, on one line. */
  readonly total: () => string
  readonly fails: Fails
  /** What a rule says of itself. */
  readonly about?: (code: string) => About | undefined
}

export interface About {
  readonly summary: string
  /** Where more can be read of what it rests on. */
  readonly link: string
  /** Its page, where that is not in the reference. */
  readonly page?: string | undefined
}

/** A report that goes into a file. */
export interface Wanted {
  readonly format: ReportFormat
  readonly file: string
}

/** What `--output` asks for. */
export const wanted = ({ lists }: Given): ReadonlyArray<Wanted> => {
  const all = (lists.get("output") ?? []).map((text) => {
    const at = text.indexOf("=")
    const [word, file] = at === -1 ? ["", ""] : [text.slice(0, at), text.slice(at + 1)]
    const format = reportFormats.find((it) => it === word)
    if (format === undefined || file === "")
      throw new NoProgram(`--output takes FORMAT=FILE, with one of ${reportFormats.join(", ")}, not ${text}`)
    return { format, file }
  })
  const twice = all.find(({ file }, index) =>
    all.slice(0, index).some((other) => resolve(other.file) === resolve(file)),
  )
  if (twice !== undefined) throw new NoProgram(`--output names ${twice.file} twice`)
  return all
}

/** The format of what is printed. */
export const formatOf = ({ texts }: Given): ReportFormat =>
  reportFormats.find((it) => it === texts.get("format")) ?? "human"

/** Writes the reports that go into files, and yields the one that is printed. */
export const print = async (
  given: Given,
  outputs: ReadonlyArray<Wanted>,
  report: Report,
  own: Own,
): Promise<Omit<Output, "code">> => {
  for (const { format, file } of outputs) write(file, await reportIn(format, report, own, {}))
  const format = formatOf(given)
  const stdout = await reportIn(format, report, own, lookOf())
  if (format === "human" || format === "json") return { stdout }
  // What is read by a program holds the findings and nothing else, and how much was looked at is always said.
  const color = hasColor("stderr")
  return { stdout, stderr: `${Skipped.human(report.skipped, color)}${own.total()}\n` }
}

const reportIn = async (format: ReportFormat, report: Report, own: Own, look: Look): Promise<string> => {
  switch (format) {
    case "human":
      return own.human(look)
    case "json":
      return own.json()
    case "compact":
      return (await import("../views/lint.compact.ts")).report(report)
    case "sarif": {
      const explained = await explaining(own)
      const options = { version, inRepository: inRepository(), explained }
      return (await import("../views/lint.sarif.ts")).report(report, options)
    }
    case "github":
      return (await import("../views/lint.github.ts")).report(report, inRepository())
    case "gitlab":
      return (await import("../views/lint.gitlab.ts")).report(report, inRepository())
    case "junit":
      return (await import("../views/lint.junit.ts")).report(report, own.fails)
    case "checkstyle":
      return (await import("../views/lint.checkstyle.ts")).report(report)
  }
}

/** What the reference says of codes. */
const explaining = async ({ about }: Own) => {
  const { load } = await import("../topics/load.ts")
  const topics = new Map(
    load()
      .filter(({ page }) => /\/(?:rules|findings)\//.test(page))
      .map((topic) => [topic.name, topic]),
  )
  return (code: string) => {
    const topic = topics.get(code)
    const rule = about?.(code)
    const summary = topic?.summary ?? rule?.summary
    if (summary === undefined) return undefined
    return { summary, text: topic?.text ?? rule?.page ?? summary, link: rule?.link }
  }
}

const write = (file: string, text: string): void => {
  try {
    putFile(file, text)
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error
    throw new NoProgram(`${file} cannot be written: ${error.message}`)
  }
}
