/** Files that are there whole or not at all. */
import { chmodSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

const beside = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)

/** Puts a new file in the place of the old one. */
export const replaceFile = (path: string, text: string): void => {
  const temporary = beside(path)
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

/** Fails where there is one already. */
export const newFile = (path: string, text: string): void => {
  const temporary = beside(path)
  try {
    writeFileSync(temporary, text, { flag: "wx" })
    linkSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
