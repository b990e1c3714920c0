// Runs the bundled CLI on every Node line that it supports. Versions come from the npm registry, one package each.
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readSampleEnv } from "./sample-env.mjs"
import { isMain, main, root, workspaceNode } from "./setup.mjs"

export const supportedNodes = ["20.19.6", "22.23.3", "24.21.0"]

const versionOf = (binary) =>
  spawnSync(binary, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout?.trim()

/** The path of a Node binary of exactly this version. */
export const nodeBinary = (version) => {
  const workspace = workspaceNode()
  if (versionOf(workspace) === version) return workspace
  if (process.platform !== "linux") throw new Error(`Node ${version} is fetched on Linux only`)
  const found = spawnSync(
    "npx",
    ["-y", "-p", `node-linux-${process.arch}@${version}`, "node", "-p", "process.execPath"],
    { encoding: "utf8", cwd: tmpdir() },
  )
  const binary = found.stdout?.trim() ?? ""
  if (found.status !== 0 || versionOf(binary) !== version) {
    throw new Error(`Node ${version} could not be fetched: ${found.stderr || found.error?.message}`)
  }
  return binary
}

const bin = join(root, "apps", "cli", "bin", "pipewright.js")

const commands = [
  ["--version"],
  ["check", "examples/guide"],
  ["apply", "examples/guide", "--target", "local", "--yes"],
  ["lint", "own", "--only", "own/no-declaration"],
]

/** A program with a rule in JavaScript, which every one of them loads, and what the rule imports from the package. */
const ownRule = {
  "pipewright.json": '{ "lint": { "rulesFrom": ["no-declaration.mjs"] } }',
  "main.pipe":
    '// pipewright-ignore own/no-declaration: the rule has to find it\nparam region: string = "eu"\n',
  "no-declaration.mjs": `import { Source } from "pipewright/lint"
export const rule = {
  name: "own/no-declaration", group: "style", severity: "error", preset: "recommended",
  summary: "There are none.", link: "https://example.com",
  checks: {
    file: ({ source, declarations }) =>
      declarations.map(({ span }) => ({
        file: source.file,
        span: Source.span(span.start, span.end),
        message: "here is one",
      })),
  },
}
`,
}

/** Runs every command in a copy of the examples, so that no run sees the state that another left. */
const smoke = (version) => {
  const node = nodeBinary(version)
  const folder = mkdtempSync(join(tmpdir(), "pipewright-nodes-"))
  const env = { ...process.env, ...readSampleEnv() }
  try {
    cpSync(join(root, "examples"), join(folder, "examples"), {
      recursive: true,
      filter: (path) => !path.endsWith(".pipewright"),
    })
    mkdirSync(join(folder, "own"))
    for (const [name, text] of Object.entries(ownRule)) writeFileSync(join(folder, "own", name), text)
    for (const args of commands) {
      const started = performance.now()
      const result = spawnSync(node, [bin, ...args], { cwd: folder, env, encoding: "utf8", timeout: 120_000 })
      const label = `Node ${version.padEnd(8)} pipewright ${args.join(" ")}`
      if (result.status !== 0) {
        const why = result.error?.message ?? `exit code ${result.status ?? result.signal}`
        console.error(`${label}  failed: ${why}\n${result.stdout ?? ""}${result.stderr ?? ""}`)
        return 1
      }
      const answer = args[0] === "--version" ? result.stdout.trim() : ""
      if (args[0] === "--version" && !answer.includes(expectedVersion())) {
        console.error(`${label}  failed: printed ${JSON.stringify(answer)}, expected ${expectedVersion()}`)
        return 1
      }
      console.log(`${label}  ok, ${((performance.now() - started) / 1000).toFixed(2)} s`)
    }
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const expectedVersion = () =>
  JSON.parse(readFileSync(join(root, "apps", "cli", "package.json"), "utf8")).version

if (isMain(import.meta.url)) {
  const asked = process.argv.slice(2)
  await main(async () => {
    for (const version of asked.length > 0 ? asked : supportedNodes) {
      const exitCode = smoke(version)
      if (exitCode !== 0) return exitCode
    }
    return 0
  })
}
