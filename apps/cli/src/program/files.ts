/** The files of a program on disk. Plain file calls and nothing else, because `check` and `fmt` are on a hook's path. */
import { readdirSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import * as Disk from "./disk.ts"

export { configurationFile } from "./disk.ts"

/** The most that one file may hold, and the most files that a program may have. */
export const limits = { bytes: 64 * 1024 * 1024, files: 20_000 }

/** Why there is nothing to work on, for people. */
export class NoProgram extends Error {
  override readonly name = "NoProgram"
}

/** What the system refuses is told as it says it, with the path; everything else is a bug and goes on. */
export const io = <A>(path: string, run: () => A): A => {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error
    throw new NoProgram(`${path} cannot be read: ${error.message}`)
  }
}

/** Whether a path leads to a directory or to a `.pipe` file; anything else has no program in it. */
export const kindOf = (path: string): "directory" | "file" => {
  const kind = io(path, () => Disk.kind(path))
  if (kind === "none") throw new NoProgram(`there is nothing at ${path}`)
  if (kind === "directory" || (kind === "file" && path.endsWith(".pipe"))) return kind
  throw new NoProgram(`${path} is neither a directory nor a .pipe file`)
}

/**
 * Paths as the repository has them that a file is in; outside one, as seen from where the command was called. The
 * directories that were looked into are remembered.
 */
export const inRepository = (): ((file: string) => string) => {
  const roots = new Map<string, string | undefined>()
  return (file) => {
    const absolute = resolve(file)
    return relative(repositoryOf(dirname(absolute), roots) ?? process.cwd(), absolute)
      .split(sep)
      .join("/")
  }
}

/** The root of the repository that a directory is in. What was found is kept in `known`. */
export const repositoryOf = (
  directory: string,
  known = new Map<string, string | undefined>(),
): string | undefined => {
  if (known.has(directory)) return known.get(directory)
  const parent = dirname(directory)
  const root = Disk.isThere(join(directory, ".git"))
    ? directory
    : parent === directory
      ? undefined
      : repositoryOf(parent, known)
  known.set(directory, root)
  return root
}

/** The nearest directory upwards with a configuration file. */
export const configuredRoot = (directory: string): string | undefined => {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, Disk.configurationFile)
    if (io(file, () => Disk.kind(file)) === "file") return at
    if (dirname(at) === at) return undefined
  }
}

/**
 * Every `.pipe` file below a directory, in order. Hidden directories, node_modules and links are passed over; so is,
 * unless all programs are meant, a directory with a configuration of its own, since it is the root of another program.
 */
export const pipeFiles = (directory: string, allPrograms = false): ReadonlyArray<string> => {
  const found: Array<string> = []
  const visit = (at: string) => {
    const all = io(at, () => Disk.entries(at))
    const isOther =
      at !== directory && all.some((it) => !it.isDirectory() && it.name === Disk.configurationFile)
    if (isOther && !allPrograms) return
    for (const entry of all) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (entry.name.endsWith(".pipe")) found.push(path)
      if (found.length > limits.files) throw new NoProgram(`there are more than ${limits.files} .pipe files`)
    }
  }
  visit(directory)
  return found
}

/** Whether a directory plainly is one of a program. Nothing below it is looked at. */
export const isProgram = (directory: string): boolean =>
  configuredRoot(directory) !== undefined ||
  io(directory, () => readdirSync(directory)).some((name) => name.endsWith(".pipe"))

/** Text in UTF-8, told by the name that people know the file by. */
export const decode = (bytes: Uint8Array, shown: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The decoder fails for one reason only.
    throw new NoProgram(`${shown} is not UTF-8`)
  }
}

export const readText = (path: string, shown: string): string =>
  io(shown, () => {
    const bytes = Disk.bytes(path, limits.bytes)
    if (bytes === "too many") throw new NoProgram(`${shown} is larger than 64 MiB`)
    return decode(bytes, shown)
  })
