/**
 * Loads the rules that come with a program. They are files of code, and `lint` alone runs them (docs/decisions/0011).
 *
 * A rule may import what we give to rules by the name of our package, wherever it lies and whether or not it is installed
 * there: it gets what belongs to the command that runs it.
 */
import { existsSync, realpathSync } from "node:fs"
import * as Module from "node:module"
import { extname, isAbsolute, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Named } from "@pipewright/core/Configuration"
import type { LintRule } from "@pipewright/core/LintRule"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as OwnRule from "@pipewright/linter/OwnRule"
import { catalog } from "@pipewright/sources/Kinds"
import { directoryOf, isOutside } from "./configuration.ts"
import * as Disk from "./disk.ts"
import { Findings } from "./errors.ts"
import { readText } from "./files.ts"
import type { Loaded } from "./load.ts"

export interface Own {
  readonly rules: ReadonlyArray<LintRule>
  /** What could not be loaded. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** What is told of a rule that failed. */
  readonly failure: (failure: OwnRule.Failure) => Diagnostic
  /** The page beside the file of a rule, if it has one. */
  readonly pageOf: (rule: string) => string | undefined
}

/** Why a file is no rule, and what to do. */
interface Unusable {
  readonly problem: string
  readonly help: string
}

export const load = async ({ root, configuration }: Loaded): Promise<Own> => {
  Disk.notOnlyAsked()
  const rules = new Map<string, { readonly rule: LintRule; readonly from: Named }>()
  const diagnostics: Array<Diagnostic> = []
  for (const named of configuration.lint.rulesFrom) {
    const found = await loadOne(directoryOf(root, named), named.path)
    const other = "problem" in found ? undefined : rules.get(found.name)
    if (!("problem" in found) && other === undefined) rules.set(found.name, { rule: found, from: named })
    // Configurations that extend one another may name one file.
    else if (other === undefined || other.rule !== found)
      diagnostics.push(
        Findings.report("unusable-rule", named, {
          path: named.path,
          ...("problem" in found ? found : taken(found.name, other?.from.path ?? "")),
        }),
      )
  }
  return {
    rules: [...rules.values()].map(({ rule }) => rule),
    diagnostics,
    failure: ({ rule, problem, stack }) => {
      const { from } = rules.get(rule)!
      const line = lineIn(stack, from.path)
      return Findings.report("failed-rule", from, {
        rule,
        problem: line === undefined ? problem : `${problem}, in line ${line} of \`${from.path}\``,
      })
    },
    pageOf: (rule) => {
      const from = rules.get(rule)?.from
      if (from === undefined) return undefined
      const page = join(directoryOf(root, from), from.path.replace(/\.\w+$/, ".md"))
      return existsSync(page) ? readText(page, page) : undefined
    },
  }
}

const taken = (name: string, path: string): Unusable => ({
  problem: `\`${path}\` has a rule of the same name, \`${name}\``,
  help: "give each rule a name of its own",
})

const endings: ReadonlyArray<string> = [".ts", ".mts", ".js", ".mjs"]

const loadOne = async (directory: string, path: string): Promise<LintRule | Unusable> => {
  const place = "a rule lies in the directory of the configuration that names it, or below it"
  if (isAbsolute(path)) return { problem: "the path begins at the root of this machine", help: place }
  const written = join(directory, path)
  if (!endings.includes(extname(written)))
    return {
      problem: "its name does not end as that of a program",
      help: `name a file that ends with ${endings.map((it) => `\`${it}\``).join(", ")}`,
    }
  if (!existsSync(written))
    return {
      problem: "there is no such file",
      help: "write the path from the directory of the configuration",
    }
  const file = realpathSync(written)
  if (isOutside(realpathSync(directory), file))
    return { problem: "it lies outside of the directory of the configuration", help: place }
  if (/ts$/.test(file) && !process.features.typescript)
    return {
      problem: `Node ${process.versions.node} reads no TypeScript`,
      help: "run Node 22.18 or a later one, or write the rule in JavaScript, as a `.mjs` file",
    }
  provide()
  let exported: { readonly rule?: unknown }
  try {
    exported = await import(urlOf(file))
  } catch (error) {
    const problem =
      error instanceof Error ? `${nameOf(error)}: ${error.message}` : `it threw ${String(error)}`
    return { problem, help: "the file has to load by itself, as with `node FILE`" }
  }
  const help = "a rule is an object of the type `LintRule` that `pipewright/lint` exports"
  if (exported.rule === undefined)
    return { problem: "it exports no `rule`", help: "write `export const rule: LintRule = { … }`" }
  const rule = OwnRule.check(
    exported.rule,
    catalog.kinds.map(({ name }) => name),
  )
  return typeof rule === "string" ? { problem: rule, help } : rule
}

const loaded = new Map<string, { readonly text: string; readonly version: number }>()

/**
 * Node and Bun keep what they loaded by its address, so a file that is another one than before, as under `--watch`, needs
 * another address.
 */
const urlOf = (file: string): string => {
  const text = readText(file, file)
  const before = loaded.get(file) ?? { text, version: 0 }
  const version = before.text === text ? before.version : before.version + 1
  loaded.set(file, { text, version })
  return `${pathToFileURL(file).href}${version === 0 ? "" : `?${version}`}`
}

/** Bun has a name of its own for a text that is no program. */
const nameOf = ({ name }: Error): string => (name === "BuildMessage" ? "SyntaxError" : name)

/** What the standalone binary runs on, as far as it is needed here. */
interface Bun {
  readonly plugin: (plugin: { readonly name: string; readonly setup: (build: Build) => void }) => void
}

interface Build {
  readonly module: (
    name: string,
    load: () => Promise<{ readonly loader: "object"; readonly exports: object }>,
  ) => void
}

const { Bun: bun } = globalThis as { readonly Bun?: Bun }

let provided = false

/** From now on rules find what we give them. */
const provide = (): void => {
  if (provided) return
  provided = true
  const url = new URL("./lint.js", import.meta.url).href
  if (bun !== undefined) {
    const load = async () => ({ loader: "object", exports: await import(url) }) as const
    bun.plugin({ name: "pipewright/lint", setup: ({ module }) => module("pipewright/lint", load) })
    return
  }
  if (typeof Module.registerHooks === "function") {
    Module.registerHooks({
      resolve: (specifier, context, next) =>
        specifier === "pipewright/lint"
          ? { url, format: "module", shortCircuit: true }
          : next(specifier, context),
      // Without a `type` in the nearest package.json Node would guess, and warn that it had to.
      load: (url, context, next) =>
        next(
          url,
          /^file:[^?]*\.ts(?:\?|$)/.test(url) && (context.format ?? undefined) === undefined
            ? { ...context, format: "module-typescript" }
            : context,
        ),
    })
    return
  }
  const hooks = `export const resolve = (specifier, context, next) =>
    specifier === "pipewright/lint"
      ? { url: ${JSON.stringify(url)}, format: "module", shortCircuit: true }
      : next(specifier, context)`
  Module.register(`data:text/javascript,${encodeURIComponent(hooks)}`)
}

/** The line of a file in which something was thrown, the innermost one. */
const lineIn = (stack: string | undefined, path: string): string | undefined => {
  const name = path.split("/").at(-1) ?? path
  const line = stack?.split("\n").find((it) => it.includes(`/${name}:`) || it.includes(`/${name}?`))
  return line === undefined ? undefined : /:(\d+):\d+\)?$/.exec(line.trim())?.[1]
}
