/** The files that `fmt` works on: which they are, what they hold, and how they are written. */
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join, relative, resolve, sep } from "node:path"

/** Why there is nothing to format, for people; told like a program that is not there. */
export class Unusable extends Error {
  override readonly name = "NoProgram"
}

export interface FoundFile {
  /** The file itself, where the path is a link. */
  readonly path: string
  /** As seen from where the command was called. */
  readonly shown: string
}

const byteLimit = 16 * 1024 * 1024

/** The file at a path, or every `.pipe` file below it; hidden directories, node_modules and links are passed over. */
export const find = (path: string): ReadonlyArray<FoundFile> => {
  const start = resolve(path)
  const stats = statSync(start, { throwIfNoEntry: false })
  if (stats === undefined) throw new Unusable(`there is nothing at ${path}`)
  if (!stats.isDirectory() && !(stats.isFile() && start.endsWith(".pipe")))
    throw new Unusable(`${path} is not a .pipe file`)
  const real = followed(start)
  if (stats.isFile()) return [{ path: real, shown: shownAs(start) }]
  const found: Array<FoundFile> = []
  const visit = (directory: string) => {
    const entries = readdirSync(join(real, directory), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue
      const inner = join(directory, entry.name)
      if (entry.isDirectory()) visit(inner)
      else if (entry.isFile() && entry.name.endsWith(".pipe"))
        found.push({ path: join(real, inner), shown: shownAs(join(start, inner)) })
    }
  }
  visit("")
  if (found.length === 0) throw new Unusable(`there are no .pipe files in ${path}`)
  return found
}

const shownAs = (path: string): string => relative(process.cwd(), path).split(sep).join("/")

/** A link is followed within its program only: what lies elsewhere was not meant to be changed. */
const followed = (path: string): string => {
  if (!lstatSync(path).isSymbolicLink()) return path
  const real = realpathSync(path)
  const root = realpathSync(rootOf(dirname(path)))
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new Unusable(`${shownAs(path)} is a link to ${real}, which is outside the program`)
  return real
}

/** The nearest directory upwards with a configuration file, else the one given. */
const rootOf = (directory: string): string => {
  for (let at = directory; ; at = dirname(at)) {
    if (statSync(join(at, "pipewright.json"), { throwIfNoEntry: false })?.isFile() === true) return at
    if (dirname(at) === at) return directory
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** The text of a file. One that is no UTF-8 could not be written back as it was. */
export const read = ({ path, shown }: FoundFile): string => {
  if (statSync(path).size > byteLimit) throw new Unusable(`${shown} is larger than 16 MiB`)
  return decode(readFileSync(path), shown)
}

/** All of standard input. */
export const readInput = (shown: string): string => decode(readFileSync(0), shown)

const decode = (bytes: Uint8Array, shown: string): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Unusable(`${shown} is not UTF-8`)
  }
}

/** Puts a new file in the place of the old one, so that a reader sees the one or the other and never a part. */
export const replace = ({ path }: FoundFile, text: string): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  const { mode } = statSync(path)
  try {
    writeFileSync(temporary, text, { flag: "wx", mode: 0o600 })
    chmodSync(temporary, mode & 0o7777)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
