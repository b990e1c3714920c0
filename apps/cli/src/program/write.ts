/** Files that are there whole or not at all. */
import { chmodSync, linkSync, lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import * as Disk from "./disk.ts"

const beside = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)

/** Puts a new file in the place of the old one. */
export const replaceFile = (path: string, text: string): void => {
  Disk.notOnlyAsked()
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

/**
 * Puts a file there, whether or not there is one. What is no file of its own, such as a link or a pipe, is not taken
 * away but written to.
 */
export const putFile = (path: string, text: string): void => {
  Disk.notOnlyAsked()
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there !== undefined) {
    if (there.isFile()) replaceFile(path, text)
    else writeFileSync(path, text)
    return
  }
  const temporary = beside(path)
  try {
    writeFileSync(temporary, text, { flag: "wx" })
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Fails where there is one already. */
export const newFile = (path: string, text: string): void => {
  Disk.notOnlyAsked()
  const temporary = beside(path)
  try {
    writeFileSync(temporary, text, { flag: "wx" })
    linkSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
