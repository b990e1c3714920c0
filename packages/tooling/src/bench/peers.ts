/**
 * What others have for the same work, to be measured beside ours. They are no dependencies of the project: `pnpm bench`
 * fetches them from npm, in the versions named here, into a folder that no lockfile knows.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { workspaceRoot } from "../internal/workspace.ts"
import { NotHere } from "./figure.ts"

export interface Peer {
  /** As people call it. */
  readonly title: string
  readonly name: string
  readonly version: string
}

const peer = (title: string, name: string, version: string): Peer => ({ title, name, version })

/** A program that is not written for Node comes in a package for each platform. */
const native = (title: string, name: string, version: string): Peer => ({
  title,
  name: `${name}-${process.platform}-${process.arch}`,
  version,
})

export const typespec = peer("TypeSpec", "@typespec/compiler", "1.17.0")
export const prisma = peer(
  "prisma-schema-wasm",
  "@prisma/prisma-schema-wasm",
  "8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323",
)
export const langium = peer("langium", "langium", "4.4.0")
export const graphql = peer("graphql-js", "graphql", "17.1.0")
export const yaml = peer("yaml", "yaml", "2.9.1")
export const treeSitter = peer("tree-sitter", "web-tree-sitter", "0.27.2")
export const treeSitterHcl = peer("tree-sitter HCL", "@tree-sitter-grammars/tree-sitter-hcl", "1.2.0")
export const eslint = peer("eslint", "eslint", "10.15.0")
export const eslintRules = peer("eslint's rules", "@eslint/js", "10.0.1")
export const oxlint = peer("oxlint", "oxlint", "1.94.0")
export const biome = native("biome", "@biomejs/cli", "2.6.8")
export const buf = native("buf", "@bufbuild/buf", "1.75.0")
export const redocly = peer("redocly", "@redocly/cli", "2.77.0")
export const spectral = peer("spectral", "@stoplight/spectral-cli", "6.16.3")

/** How a peer is called in a table: a version that is a commit in disguise is cut. */
export const shown = ({ title, version }: Peer): string =>
  `${title} ${version.length > 20 ? `${version.slice(0, 16)}…` : version}`

/** Imports from where it lies, which an absolute path would not do for a package that exports subpaths. */
const loader = "load.mjs"

const folder = join(workspaceRoot, "node_modules", ".cache", "pipewright-bench")

/** A module of a peer, such as `langium/grammar`. */
export const load = async <A>(peer: Peer, module: string = peer.name): Promise<A> => {
  ensure(peer)
  const { from } = await import(pathToFileURL(join(folder, loader)).href)
  return (await from(module)) as A
}

/** Where a file of a peer lies. */
export const file = (peer: Peer, ...path: ReadonlyArray<string>): string => {
  ensure(peer)
  return join(folder, "node_modules", peer.name, ...path)
}

const ensure = (peer: Peer): void => {
  if (installed(peer) !== peer.version) fetch(peer)
}

const installed = ({ name }: Peer): string | undefined => {
  const path = join(folder, "node_modules", name, "package.json")
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as { readonly version: string }).version
    : undefined
}

const fetch = (peer: Peer): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, loader), "export const from = (module) => import(module)\n")
  const project = join(folder, "package.json")
  if (!existsSync(project)) writeFileSync(project, '{ "private": true }\n')
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"]
  try {
    execFileSync("npm", ["install", ...options, `${peer.name}@${peer.version}`], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 120_000,
    })
  } catch (error) {
    const told = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : ""
    const reason = told.split("\n").at(-1) || String(error)
    throw new NotHere(`${peer.name} ${peer.version} could not be fetched from npm: ${reason}`)
  }
}
