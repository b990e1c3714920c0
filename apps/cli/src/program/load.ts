/**
 * Reads a program from disk: the nearest directory upwards with a configuration file, else the directory given, with
 * its subdirectories. Plain file calls and nothing else, because `check` is on a hook's path.
 */
import { existsSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import type * as Configuration from "@pipewright/core/Configuration"
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Foreign from "@pipewright/language/Foreign"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Chain from "./configuration.ts"
import { configuredRoot, kindOf, NoProgram, pipeFiles, readText } from "./files.ts"

export { NoProgram } from "./files.ts"

export interface Loaded {
  /** The absolute path of the program's directory. */
  readonly root: string
  readonly files: ReadonlyArray<Ast.File>
  /** One file that was named and that no configuration makes a part of more. */
  readonly isSingle: boolean
  /** Files of another product, which are no part of the program; as seen from where the command was called. */
  readonly skipped: ReadonlyArray<Skipped>
  readonly configuration: Configuration.Configuration
  /** The files of the configuration, each before the one that it extends. */
  readonly configured: Chain.Chain
  /** Findings of the syntax and of the configuration. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** The text of a file, by its path within the program. */
  readonly source: (file: string) => Source.Source | undefined
  /** All texts of the program. */
  readonly sources: () => Iterable<Source.Source>
  /** A file's path as seen from where the command was called. */
  readonly display: (file: string) => string
}

/** A file that is passed over, and whose it is. */
export interface Skipped {
  readonly file: string
  readonly product: Foreign.Product
}

/** How much text, in UTF-16 units, a program in many files has whose trees are not kept: that of some thousands of pipes. */
const lightFrom = 4_000_000

/** A file that is longer is most of a program by itself, and to read it twice takes more than it saves. */
const lightLimit = 1_000_000

/** The parser for a program of these texts. */
const parserOf = (sources: ReadonlyArray<Source.Source>): ((source: Source.Source) => Parser.Parsed) => {
  const lengths = sources.map(({ text }) => text.length).filter((length) => length <= lightLimit)
  if (lengths.reduce((sum, length) => sum + length, 0) <= lightFrom) return Parser.parse
  stayYoung()
  return (source) => (source.text.length <= lightLimit ? Parser.parseLightly(source) : Parser.parse(source))
}

/**
 * Trees that are not kept are many short-lived objects, and the room for these grows with every collection: a quarter of
 * all memory by the end. Engines other than that of Node see to it themselves.
 */
const stayYoung = (): void => {
  if (process.versions.bun === undefined)
    process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1")
}

/** `unsaved` is the text of the file at the path, whatever is on disk; there may be none yet. */
export const load = (path: string, unsaved?: string): Loaded => {
  const kind = unsaved === undefined ? kindOf(path) : kindOfUnsaved(path)
  const start = resolve(path)
  const directory = kind === "directory" ? start : dirname(start)
  const configured = configuredRoot(directory)
  const root = configured ?? directory
  const isSingle = kind === "file" && configured === undefined
  const found = isSingle ? [start] : pipeFiles(root)
  const paths = unsaved === undefined || existsSync(start) ? found : [...new Set([...found, start])]
  if (paths.length === 0) throw new NoProgram(`there are no .pipe files in ${path}`)
  if (kind === "file" && !paths.includes(start)) {
    throw new NoProgram(
      `${path} is not part of the program in ${root}: hidden files, links and node_modules are passed over`,
    )
  }

  const sources = new Map<string, Source.Source>()
  const read = (absolute: string): Source.Source => {
    const file = relative(root, absolute).split(sep).join("/")
    const text = absolute === start && unsaved !== undefined ? unsaved : readText(absolute, absolute)
    const source = Source.make(file, text)
    sources.set(file, source)
    return source
  }
  const prefix = relative(process.cwd(), root)
  const display = (file: string) => join(prefix, file).split(sep).join("/")
  const skipped: Array<Skipped> = []
  const texts = paths.map(read)
  const parse = parserOf(texts)
  const parsed = texts.flatMap((source) => {
    const product = Foreign.productOf(source.text)
    if (product === undefined) return [parse(source)]
    skipped.push({ file: display(source.file), product })
    return []
  })
  const chain = configured === undefined ? { links: [], diagnostics: [] } : Chain.read(configured)
  for (const { source } of chain.links) sources.set(source.file, source)
  const bound = Chain.bind(chain)
  return {
    root,
    isSingle,
    files: parsed.map(({ file }) => file),
    skipped,
    configuration: bound.configuration,
    configured: chain,
    diagnostics: [...parsed.flatMap(({ diagnostics }) => diagnostics), ...bound.diagnostics],
    source: (file) => sources.get(file),
    sources: () => sources.values(),
    display,
  }
}

/** The directory has to be there, and the name to be one of a program. */
const kindOfUnsaved = (path: string): "file" => {
  kindOf(dirname(resolve(path)))
  if (!path.endsWith(".pipe")) throw new NoProgram(`${path} is not the name of a .pipe file`)
  return "file"
}

/** The program once it is known which rules come with it, so that the configuration can name no others. */
export const knowing = (loaded: Loaded, own: ReadonlyArray<Configuration.LintRuleName>): Loaded => {
  const { configuration, diagnostics } = Chain.bind(loaded.configured, own)
  const files = new Set(loaded.configured.links.map(({ source }) => source.file))
  return {
    ...loaded,
    configuration,
    diagnostics: [...loaded.diagnostics.filter(({ file }) => !files.has(file)), ...diagnostics],
  }
}
