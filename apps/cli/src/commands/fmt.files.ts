/** The files that `fmt` works on: which they are, what they hold, and how they are written. */
import { lstatSync, realpathSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { configuredRoot, kindOf, NoProgram, pipeFiles, readText } from "../program/files.ts"
import { replaceFile } from "../program/write.ts"

export interface FoundFile {
  /** The file itself, where the path is a link. */
  readonly path: string
  /** As seen from where the command was called. */
  readonly shown: string
}

/** The file at a path, or every `.pipe` file below it, of whatever program. */
export const find = (path: string): ReadonlyArray<FoundFile> => {
  const kind = kindOf(path)
  const start = resolve(path)
  const real = followed(start)
  if (kind === "file") return [{ path: real, shown: shownAs(start) }]
  const found = pipeFiles(real, true)
  if (found.length === 0) throw new NoProgram(`there are no .pipe files in ${path}`)
  return found.map((file) => ({ path: file, shown: shownAs(join(start, relative(real, file))) }))
}

const shownAs = (path: string): string => relative(process.cwd(), path).split(sep).join("/")

/** A link is followed within its program only: what lies elsewhere was not meant to be changed. */
const followed = (path: string): string => {
  if (!lstatSync(path).isSymbolicLink()) return path
  const real = realpathSync(path)
  const root = realpathSync(configuredRoot(dirname(path)) ?? dirname(path))
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new NoProgram(`${shownAs(path)} is a link to ${real}, which is outside the program`)
  return real
}

/** The text of a file. One that is no UTF-8 could not be written back as it was. */
export const read = ({ path, shown }: FoundFile): string => readText(path, shown)

/** A reader sees the old text or the new one and never a part. */
export const replace = ({ path }: FoundFile, text: string): void => replaceFile(path, text)
