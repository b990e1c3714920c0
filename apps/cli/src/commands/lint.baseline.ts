/** The file that keeps what was found before, so that `lint` tells only what is new. */
import { existsSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import type { Source, Span } from "@pipewright/language/Source"
import * as Baseline from "@pipewright/linter/Baseline"
import { NoProgram, readText } from "../program/files.ts"
import { hide } from "../program/hidden.ts"
import type { Loaded } from "../program/load.ts"
import { putFile } from "../program/write.ts"
import type { Given } from "../specs.ts"
import { readsInput } from "./input.ts"

export interface Kept {
  readonly path: string
  /** As seen from where the command was called. */
  readonly shown: string
  readonly baseline: Baseline.Baseline
  /** Whether it is written anew, or without what is found no longer. */
  readonly does: "read" | "write" | "prune"
}

/** What the command line names, or else the configuration. */
export const read = (program: Loaded, given: Given): Kept | undefined => {
  const { flags, texts, lists } = given
  const named = texts.get("baseline")
  const configured = program.configuration.lint.baseline
  const path =
    named !== undefined
      ? resolve(named)
      : configured === undefined
        ? undefined
        : join(program.root, configured)
  const does = flags.has("write-baseline") ? "write" : flags.has("prune-baseline") ? "prune" : "read"
  if (path === undefined) {
    if (does !== "read") throw new NoProgram(`--${does}-baseline needs --baseline FILE`)
    return undefined
  }
  if (does !== "read" && (flags.has("fix") || flags.has("unsafe-fixes")))
    throw new NoProgram(`--${does}-baseline and fixes are two runs: mend first`)
  if (does !== "read" && readsInput(given))
    throw new NoProgram(`--${does}-baseline is about a program as it is saved, and not about standard input`)
  if (does === "write" && lists.has("only"))
    throw new NoProgram("--write-baseline keeps what all rules find, and --only runs some of them")
  const shown = relative(process.cwd(), path).split(sep).join("/")
  if (does === "write") return { path, shown, baseline: Baseline.none, does }
  if (!existsSync(path))
    throw new NoProgram(`there is no baseline at ${shown}; \`--write-baseline\` makes one`)
  const baseline = Baseline.parse(readText(path, shown))
  if (typeof baseline === "string") throw new NoProgram(`${shown} is no baseline: ${baseline}`)
  return { path, shown, baseline, does }
}

/** What is found of the rules of a program, beside what is kept. */
export const apply = (
  { does, baseline }: Kept,
  program: Loaded,
  found: ReadonlyArray<Diagnostic>,
  ran: (rule: string) => boolean,
): Baseline.Applied => {
  const naming: Baseline.Naming = { files: program.files, text: shownText(program) }
  const kept = does === "write" ? Baseline.make(found, naming) : baseline
  return Baseline.apply(kept, found, naming, ran)
}

/** Writes it where that was asked for. */
export const write = ({ does, path }: Kept, { pruned }: Baseline.Applied): void => {
  if (does !== "read") putFile(path, Baseline.print(pruned))
}

/** What findings mark, without what must not be shown of it. */
const shownText = (program: Loaded): ((diagnostic: Diagnostic) => string) => {
  let hidden: ReadonlyMap<string, Source> | undefined
  return ({ file, span }) => {
    hidden ??= new Map([...hide(program.sources())].map((source) => [source.file, source]))
    const source = hidden.get(file)
    return source === undefined ? "" : without(source, span)
  }
}

const without = ({ text, hidden = [] }: Source, { start, end }: Span): string => {
  let shown = ""
  let at = start
  for (const secret of hidden.toSorted((a, b) => a.start - b.start)) {
    if (secret.end <= at || secret.start >= end) continue
    shown += text.slice(at, Math.max(at, secret.start))
    at = Math.min(end, secret.end)
  }
  return shown + text.slice(at, end)
}
