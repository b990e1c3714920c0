/**
 * What others have for the same work, to be measured beside ours. They are no dependencies of the project: `pnpm bench`
 * fetches them from npm, in the versions named here, into a folder that no lockfile knows.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { workspaceRoot } from "../internal/workspace.ts"

export interface Peer {
  readonly name: string
  readonly version: string
}

export const typespec: Peer = { name: "@typespec/compiler", version: "1.17.0" }
export const prisma: Peer = {
  name: "@prisma/prisma-schema-wasm",
  version: "8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323",
}
export const langium: Peer = { name: "langium", version: "4.4.0" }

/** How a peer is called in a table: a version that is a commit in disguise is cut. */
export const shown = ({ name, version }: Peer): string =>
  `${name} ${version.length > 20 ? `${version.slice(0, 16)}…` : version}`

/** The peer cannot be had here; that is no fault of what is measured. */
export class NotFetched extends Error {
  constructor(peer: Peer, reason: string) {
    super(`${peer.name} ${peer.version} could not be fetched from npm: ${reason}`)
  }
}

/** Imports from where it lies, which an absolute path would not do for a package that exports subpaths. */
const loader = "load.mjs"

const folder = join(workspaceRoot, "node_modules", ".cache", "pipewright-bench")

/** A module of a peer, such as `langium/grammar`. */
export const load = async <A>(peer: Peer, module: string = peer.name): Promise<A> => {
  if (installed(peer) !== peer.version) fetch(peer)
  const { from } = await import(pathToFileURL(join(folder, loader)).href)
  return (await from(module)) as A
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
    throw new NotFetched(peer, told.split("\n").at(-1) || String(error))
  }
}
