/** The configuration of a program, and the files that it extends. */
import { dirname, isAbsolute, join, posix, relative, sep } from "node:path"
import * as Configuration from "@pipewright/core/Configuration"
import * as LintRule from "@pipewright/core/LintRule"
import * as Rule from "@pipewright/core/Rule"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import { lintRules } from "../generated/lintRules.ts"
import * as Disk from "./disk.ts"
import { Findings } from "./errors.ts"
import { configurationFile, NoProgram, readText, repositoryOf } from "./files.ts"
import { toBlock } from "./json.ts"

interface Link {
  readonly source: Source.Source
  readonly bound: Configuration.Bound
}

/** The files of a configuration, each before the one that it extends. */
export interface Chain {
  readonly links: ReadonlyArray<Link>
  /** What keeps it from having all of them. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** The name of a rule that comes with the program is taken for one as long as the rules are not loaded. */
const bindOne = (
  source: Source.Source,
  own?: ReadonlyArray<Configuration.LintRuleName>,
): Configuration.Bound => {
  const { block, diagnostics } = toBlock(source)
  const bound = Configuration.bind(block, source.file, Rule.all(catalog), lintRules, own)
  return { ...bound, diagnostics: [...diagnostics, ...bound.diagnostics] }
}

/** Reads the configuration of a directory. Paths are those from the directory, also of what lies outside of it. */
export const read = (root: string): Chain => {
  const links: Array<Link> = []
  let next: Source.Source | undefined = sourceAt(root, configurationFile)
  while (next !== undefined) {
    const bound = bindOne(next)
    links.push({ source: next, bound })
    const { extends: named } = bound.configuration
    if (named === undefined) break
    const found = open(root, named)
    const names = links.map(({ source }) => source.file)
    if (typeof found !== "string" && !names.includes(found.file)) next = found
    else {
      const finding =
        typeof found === "string"
          ? Findings.report("unreadable-extends", named, { path: named.path, problem: found })
          : Findings.report("circular-extends", named, {
              chain: [...names.slice(names.indexOf(found.file)), found.file],
            })
      return { links, diagnostics: [finding] }
    }
  }
  return { links, diagnostics: [] }
}

/** What the files come to together. */
export const bind = (
  { links, diagnostics }: Chain,
  loaded?: ReadonlyArray<Configuration.LintRuleName>,
): Configuration.Bound => {
  const own = loaded ?? (comesAlone(links) ? [] : undefined)
  const all = links.map(({ source, bound }) => (own === undefined ? bound : bindOne(source, own)))
  return {
    configuration: all
      .map(({ configuration }) => configuration)
      .reduceRight((far, near) => Configuration.extended(near, far), Configuration.defaults),
    diagnostics: [...all.flatMap((it) => it.diagnostics), ...diagnostics],
  }
}

/** Whether no rules come with a program, and something is said of one all the same. */
const comesAlone = (links: ReadonlyArray<Link>): boolean =>
  links.every(({ bound }) => bound.configuration.lint.rulesFrom.length === 0) &&
  links.some(({ source }) => source.text.includes(`"${LintRule.ownPrefix}`))

const sourceAt = (root: string, file: string): Source.Source => {
  const path = join(root, file)
  return Source.make(file, readText(path, path))
}

/** The file that is meant, under the one name that it has whatever links lead to it; or why it cannot be had. */
const open = (root: string, { path, file }: Configuration.Named): Source.Source | string => {
  if (isAbsolute(path)) return "the path begins at the root of this machine"
  const written = join(root, posix.dirname(file), path)
  if (Disk.kind(written) !== "file") return "there is no such file"
  const [from, absolute] = [Disk.real(root), Disk.real(written)]
  const repository = repositoryOf(from)
  if (repository !== undefined && isOutside(repository, absolute)) return "it is outside of the repository"
  try {
    return sourceAt(from, relative(from, absolute).split(sep).join("/"))
  } catch (error) {
    if (!(error instanceof NoProgram)) throw error
    return error.message
  }
}

/** Whether a path leads to no place within a directory. Both are absolute. */
export const isOutside = (directory: string, path: string): boolean => {
  const within = relative(directory, path)
  return isAbsolute(within) || within.split(sep)[0] === ".."
}

/** The directory of a file of the configuration. */
export const directoryOf = (root: string, { file }: Configuration.Named): string => dirname(join(root, file))
