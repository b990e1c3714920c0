/** Writes the files of a new program. What is there already is never touched. */
import { lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { configurationFile, io, NoProgram, pipeFiles } from "./files.ts"

export interface NewFile {
  /** Within the directory. */
  readonly name: string
  readonly text: string
}

/** All of them or none; the names as seen from where the command was called. */
export const create = (directory: string, files: ReadonlyArray<NewFile>): ReadonlyArray<string> => {
  const stats = io(directory, () => lstatSync(directory, { throwIfNoEntry: false }))
  if (stats !== undefined && !stats.isDirectory() && !stats.isSymbolicLink())
    throw new NoProgram(`${directory} is not a directory`)
  const there =
    stats === undefined ? undefined : taken(directory, [configurationFile, ...files.map(({ name }) => name)])
  if (there !== undefined) throw new NoProgram(`${there} is there already, so nothing was written`)
  const written: Array<string> = []
  try {
    writing(directory, () => mkdirSync(directory, { recursive: true }))
    for (const { name, text } of files) {
      const path = join(directory, name)
      writing(path, () => writeFileSync(path, text, { flag: "wx" }))
      written.push(path)
    }
    return written
  } catch (error) {
    for (const path of written) rmSync(path, { force: true })
    throw error
  }
}

/** What stands in the way: a file of the same name, or another file of a program. */
const taken = (directory: string, names: ReadonlyArray<string>): string | undefined => {
  const found = names
    .map((name) => join(directory, name))
    .find((path) => io(path, () => lstatSync(path, { throwIfNoEntry: false })) !== undefined)
  return found ?? pipeFiles(directory)[0]
}

const writing = (path: string, run: () => void): void => {
  try {
    run()
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error
    throw new NoProgram(`${path} cannot be written: ${error.message}`)
  }
}
