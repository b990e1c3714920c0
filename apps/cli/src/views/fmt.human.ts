import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { type Lookup, type Options, render } from "@pipewright/language/Renderer"
import { count } from "./terminal.ts"

/** What became of a file. */
export interface Result {
  readonly file: string
  readonly changed: boolean
  /** It has mistakes, so it was left as it is. */
  readonly failed: boolean
  readonly diff?: string
}

/** The names of the files that change, one to a line. */
export const changed = (results: ReadonlyArray<Result>): string =>
  results
    .filter((it) => it.changed)
    .map(({ file }) => `${file}\n`)
    .join("")

export const summary = (results: ReadonlyArray<Result>, looks: boolean): string => {
  const failed = results.filter((it) => it.failed).length
  const changes = results.filter((it) => it.changed).length
  const unchanged = results.length - changes - failed
  const parts = [
    `${count(changes, "file")} ${looks ? "would be formatted" : "formatted"}`,
    `${unchanged} unchanged`,
    ...(failed > 0 ? [`${failed} with mistakes left as ${failed === 1 ? "it is" : "they are"}`] : []),
  ]
  return `${parts.join(", ")}\n`
}

export const findings = (diagnostics: ReadonlyArray<Diagnostic>, lookup: Lookup, look: Options): string =>
  diagnostics.map((diagnostic) => `${render(diagnostic, lookup, look)}\n\n`).join("")
