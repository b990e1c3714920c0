/** Files that commands are measured on, in a folder that is gone with this process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

let root: string | undefined

const makeRoot = (): string => {
  const path = mkdtempSync(join(tmpdir(), "pipewright-bench-"))
  process.once("exit", () => rmSync(path, { recursive: true, force: true }))
  return path
}

const made = new Map<string, string>()

/** The folder of this name, which is written when it is first asked for. */
export const folder = (name: string, files: () => Readonly<Record<string, string>>): string => {
  const found = made.get(name)
  if (found !== undefined) return found
  root ??= makeRoot()
  const path = join(root, name)
  for (const [file, text] of Object.entries(files())) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  made.set(name, path)
  return path
}
