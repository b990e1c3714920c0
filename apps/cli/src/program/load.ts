/**
 * Reads a program from disk: the nearest directory upwards with a configuration file, else the directory given, with
 * its subdirectories. Plain file calls and nothing else, because `check` is on a hook's path.
 */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import * as Configuration from "@pipewright/core/Configuration"
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { toBlock } from "./json.ts"

/** The most that one file may hold, and the most files that a program may have. */
const limits = { bytes: 16 * 1024 * 1024, files: 20_000 }

export interface Loaded {
  /** The absolute path of the program's directory. */
  readonly root: string
  readonly files: ReadonlyArray<Ast.File>
  readonly configuration: Configuration.Configuration
  /** Findings of the syntax and of the configuration. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** The text of a file, by its path within the program. */
  readonly source: (file: string) => Source.Source | undefined
  /** A file's path as seen from where the command was called. */
  readonly display: (file: string) => string
}

/** Why there is no program to load, for people. */
export class NoProgram extends Error {
  override readonly name = "NoProgram"
}

export const load = (path: string): Loaded => {
  const start = resolve(path)
  const stats = statSync(start, { throwIfNoEntry: false })
  if (stats === undefined) throw new NoProgram(`there is nothing at ${path}`)
  const directory = stats.isDirectory() ? start : dirname(start)
  const root = rootOf(directory)
  const single = !stats.isDirectory() && root.configured === undefined
  const paths = single ? [start] : find(root.directory)
  if (paths.length === 0) throw new NoProgram(`there are no .pipe files in ${path}`)
  if (stats.isFile() && !start.endsWith(".pipe")) throw new NoProgram(`${path} is not a .pipe file`)

  const sources = new Map<string, Source.Source>()
  const read = (absolute: string): Source.Source => {
    const { size } = statSync(absolute)
    if (size > limits.bytes) throw new NoProgram(`${absolute} is larger than 16 MiB`)
    const file = relative(root.directory, absolute).split(sep).join("/")
    const source = Source.make(file, readFileSync(absolute, "utf8"))
    sources.set(file, source)
    return source
  }
  const parsed = paths.map((absolute) => Parser.parse(read(absolute)))
  const configured = root.configured === undefined ? undefined : configure(read(root.configured))
  const prefix = relative(process.cwd(), root.directory)
  return {
    root: root.directory,
    files: parsed.map(({ file }) => file),
    configuration: configured?.configuration ?? Configuration.defaults,
    diagnostics: [...parsed.flatMap(({ diagnostics }) => diagnostics), ...(configured?.diagnostics ?? [])],
    source: (file) => sources.get(file),
    display: (file) => join(prefix, file).split(sep).join("/"),
  }
}

const configure = (source: Source.Source): Configuration.Bound => {
  const { block, diagnostics } = toBlock(source)
  const bound = Configuration.bind(block, source.file)
  return { ...bound, diagnostics: [...diagnostics, ...bound.diagnostics] }
}

/** The nearest directory upwards with a configuration file, else the one given. */
const rootOf = (directory: string): { readonly directory: string; readonly configured?: string } => {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, Configuration.fileName)
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true)
      return { directory: at, configured: file }
    if (dirname(at) === at) return { directory }
  }
}

/** Every `.pipe` file below a directory, in order; hidden directories, node_modules and links are passed over. */
const find = (directory: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  const visit = (at: string) => {
    const entries = readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue
      const path = join(at, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (entry.name.endsWith(".pipe") && entry.isFile()) found.push(path)
      if (found.length > limits.files) throw new NoProgram(`there are more than ${limits.files} .pipe files`)
    }
  }
  visit(directory)
  return found
}
