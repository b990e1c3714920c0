/** The table of what may know what. An edge that is not here needs a decision before it needs code. */

/** `*` is every package of the workspace. */
export const allowedEdges: Readonly<Record<string, ReadonlyArray<string> | "*">> = {
  language: [],
  core: ["language"],
  "cloud-api": [],
  sources: ["cloud-api", "core", "language"],
  spec: ["cloud-api", "core", "sources"],
  emulator: ["cloud-api"],
  runtime: ["cloud-api", "core", "language"],
  linter: ["core", "language"],
  lsp: ["core", "language", "linter"],
  testing: ["language"],
  tooling: "*",
}

/** Any package may test with it, and none may ship it. */
export const testOnlyPackage = "testing"

export const mayDependOn = (from: string, isApp: boolean, to: string): boolean => {
  const allowed = isApp ? "*" : allowedEdges[from]
  return allowed === "*" || (allowed?.includes(to) ?? false)
}

/** Packages that are handed a catalogue of source kinds and name none. */
export const kindFreePackages: ReadonlyArray<string> = [
  "language",
  "core",
  "linter",
  "runtime",
  "lsp",
  "cloud-api",
  "emulator",
]

/** The eight kinds, in every spelling that a program or a page may use. */
export const kindNames: ReadonlyArray<string> = [
  "kafka",
  "kinesis",
  "pub[-_]?sub",
  "object[-_]?storage",
  "postgres(?:ql)?",
  "mysql",
  "mongo(?:db)?",
  "big[-_]?query",
]

/** The one package with a folder for every kind, and the folders in it that belong to none. */
export const kindPackage = "sources"
export const sharedFolders: ReadonlyArray<string> = ["shared", "internal", "generated"]

/** Modules that load a whole library at once; a subpath loads what is used. */
export const barrels: ReadonlyArray<string> = [
  "effect",
  "@effect/cli",
  "@effect/platform",
  "@effect/platform-node",
  "@effect/platform-node-shared",
  "@effect/printer",
  "@effect/printer-ansi",
]

export const maximumLines = 500
