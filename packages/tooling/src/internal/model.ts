/** What the boundary rules look at: the workspace as text, read by `workspace.ts` or made up in a test. */
import { importsOf, type ModuleImport } from "./imports.ts"
import { scan } from "./scan.ts"

export interface TextFile {
  /** From the root of the workspace, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface PackageFiles {
  /** From the root of the workspace: `packages/core`; `.` for the root itself. */
  readonly folder: string
  readonly manifest: TextFile
  readonly tsconfigs: ReadonlyArray<TextFile>
  /** All text files in `src` and `test`. */
  readonly files: ReadonlyArray<TextFile>
}

export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
  readonly why: string
}

export interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
}

export interface SourceFile extends TextFile {
  readonly imports: ReadonlyArray<ModuleImport>
  readonly firstComment: string | undefined
  /** In `src`, as opposed to `test`. */
  readonly isSource: boolean
  readonly isGenerated: boolean
}

export interface Package {
  readonly folder: string
  /** `core` for `@pipewright/core`; the name itself for one without the scope. */
  readonly shortName: string
  readonly isApp: boolean
  readonly manifest: Manifest
  readonly manifestFile: TextFile
  readonly tsconfigs: ReadonlyArray<TextFile>
  readonly modules: ReadonlyArray<SourceFile>
  /** The files of `src` that are not modules: pages and data. */
  readonly others: ReadonlyArray<TextFile>
}

export const scope = "@pipewright/"

const modulePattern = /\.[cm]?[jt]sx?$/
const generatedPattern = /(^|\/)generated\/|\.generated\./

export const toPackage = (files: PackageFiles): Package => {
  const manifest = JSON.parse(files.manifest.text) as Manifest
  const isModule = (file: TextFile): boolean => modulePattern.test(file.path)
  return {
    folder: files.folder,
    shortName: manifest.name.startsWith(scope) ? manifest.name.slice(scope.length) : manifest.name,
    isApp: files.folder.startsWith("apps/"),
    manifest,
    manifestFile: files.manifest,
    tsconfigs: files.tsconfigs,
    modules: files.files.filter(isModule).map((file) => toSourceFile(files.folder, file)),
    others: files.files.filter((file) => !isModule(file) && file.path.startsWith(`${files.folder}/src/`)),
  }
}

const toSourceFile = (folder: string, file: TextFile): SourceFile => {
  const { tokens, firstComment } = scan(file.text)
  return {
    ...file,
    imports: importsOf(tokens),
    firstComment,
    isSource: file.path.startsWith(`${folder}/src/`),
    isGenerated: isGenerated(file.path),
  }
}

export const isGenerated = (path: string): boolean => generatedPattern.test(path)

/** The line on which `needle` first stands, or the first one. */
export const lineOf = (text: string, needle: string): number => {
  const at = text.indexOf(needle)
  return at === -1 ? 1 : text.slice(0, at).split("\n").length
}

/** `packages/core/src/a` and `../b` make `packages/core/b`. */
export const resolvePath = (folder: string, relative: string): string => {
  const parts = folder.split("/")
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop()
    else if (part !== "." && part !== "") parts.push(part)
  }
  return parts.join("/")
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")))
