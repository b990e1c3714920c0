import { type Diagnostic, isError } from "@pipewright/language/Diagnostic"
import { type Lookup, type Options, render } from "@pipewright/language/Renderer"
import type { Skipped } from "../program/load.ts"
import { count } from "./terminal.ts"

export interface Checked {
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly lookup: Lookup
  readonly files: number
  readonly skipped: ReadonlyArray<Skipped>
}

/** Findings, an empty line between two, and how many there are. */
export const check = ({ diagnostics, lookup, files }: Checked, look: Options): string => {
  const shown = diagnostics.map((diagnostic) => `${render(diagnostic, lookup, look)}\n\n`).join("")
  return `${shown}${summary(diagnostics, files)}\n${more(diagnostics)}`
}

/** Every code has a page; which command shows it is said once. */
const more = (diagnostics: ReadonlyArray<Diagnostic>): string => {
  const first = diagnostics.find(isError) ?? diagnostics[0]
  return first === undefined ? "" : `\`pipewright explain ${first.code}\` says more\n`
}

/** How many findings there are, and how much was looked at. */
export const summary = (diagnostics: ReadonlyArray<Diagnostic>, files: number): string => {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  const others = diagnostics.length - errors
  const found = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(others > 0 ? [count(others, "warning")] : []),
  ].join(" and ")
  return `${found === "" ? "No mistakes found" : found} in ${count(files, "file")}`
}
