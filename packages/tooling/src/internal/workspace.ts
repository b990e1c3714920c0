/** Reads the workspace from the disk. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import type { PackageFiles, TextFile } from "./model.ts"

/** The folder of the workspace that this file belongs to. */
export const workspaceRoot = join(import.meta.dirname, "..", "..", "..", "..")

const textPattern = /\.([cm]?[jt]sx?|md|json|pipe|txt|ya?ml)$/
const skippedFolders = new Set(["node_modules", "dist"])

export const readWorkspace = (root: string): ReadonlyArray<PackageFiles> => [
  readPackage(root, ".", ["scripts"]),
  ...["packages", "apps"].flatMap((group) =>
    readFolder(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(root, folder, "package.json")))
      .map((folder) => readPackage(root, folder, ["src", "test"])),
  ),
]

const readFolder = (path: string): ReadonlyArray<string> =>
  existsSync(path) ? readdirSync(path).toSorted() : []

const readPackage = (root: string, folder: string, contents: ReadonlyArray<string>): PackageFiles => {
  const base = join(root, folder)
  return {
    folder,
    manifest: readText(root, join(base, "package.json")),
    tsconfigs: readFolder(base)
      .filter((name) => /^tsconfig.*\.json$/.test(name))
      .map((name) => readText(root, join(base, name))),
    files: contents.flatMap((name) => readTree(root, join(base, name))),
  }
}

const readTree = (root: string, path: string): ReadonlyArray<TextFile> => {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name)
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : readTree(root, child)
      return entry.isFile() && textPattern.test(entry.name) ? [readText(root, child)] : []
    })
}

const readText = (root: string, path: string): TextFile => ({
  path: relative(root, path).split(sep).join("/"),
  text: readFileSync(path, "utf8"),
})
