/** What `check` and `lint` found, and what the forms of it for other programs have in common. */
import { createHash } from "node:crypto"
import type { Diagnostic, Severity } from "@pipewright/language/Diagnostic"
import type { Lookup } from "@pipewright/language/Renderer"
import type { Skipped } from "../program/load.ts"
import type { Finding } from "../schemas/shared.ts"
import * as Json from "./json.ts"

/** A finding that a comment lets pass, and why. */
export interface Suppressed {
  readonly diagnostic: Diagnostic
  readonly reason: string
}

/** All paths are as seen from where the command was called. */
export interface Report {
  readonly programs: ReadonlyArray<{
    readonly diagnostics: ReadonlyArray<Diagnostic>
    readonly suppressed: ReadonlyArray<Suppressed>
    readonly lookup: Lookup
  }>
  /** Those that were checked. */
  readonly files: ReadonlyArray<string>
  readonly skipped: ReadonlyArray<Skipped>
}

/** The path of a file within its repository, as a forge knows it. */
export type InRepository = (file: string) => string

/** Whether a finding of this severity makes the command fail. */
export type Fails = (severity: Severity) => boolean

/** What is found, with places as line and column. */
export const findings = ({ programs }: Report): ReadonlyArray<Finding> =>
  programs.flatMap(({ diagnostics, lookup }) => diagnostics.map((it) => Json.finding(it, lookup)))

/** Every file that was checked, and any other that something was found in, with what was found. */
export const byFile = (report: Report): ReadonlyMap<string, ReadonlyArray<Finding>> => {
  const files = new Map<string, Array<Finding>>(report.files.map((file) => [file, []]))
  for (const finding of findings(report)) {
    const all = files.get(finding.file)
    if (all === undefined) files.set(finding.file, [finding])
    else all.push(finding)
  }
  return files
}

/** What is wrong, and on a line of its own what to do. */
export const words = ({ message, help }: Pick<Finding, "message" | "help">): string =>
  help === undefined ? message : `${message}\n${help}`

/**
 * Names findings by what they say and not by where they stand, so that one that moves within its file is the same one.
 * Of several that say the same, each has a number.
 */
export const fingerprints = (inRepository: InRepository) => {
  const seen = new Map<string, number>()
  return ({ code, file, message }: Pick<Finding, "code" | "file" | "message">): string => {
    const key = [code, inRepository(file), message].join("\0")
    const number = seen.get(key) ?? 0
    seen.set(key, number + 1)
    return createHash("sha256").update(`${key}\0${number}`).digest("hex")
  }
}
