// Runs the shell commands of the documentation, so that none of them is out of date.
//
// A `sh` block is run as it stands, in a copy of the repository, which is reset for every page. What may follow `sh`:
//   no-run    the block needs what a machine check has not (an account, a registry to publish to)
//   exit=2    the block is meant to end with this exit code
// Needs a Node that reads TypeScript, as the workspace's own does.
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import * as MarkdownCases from "../packages/testing/src/MarkdownCases.ts"
import { readSampleEnv } from "./sample-env.mjs"
import { main, root, run } from "./setup.mjs"

const isPage = (path) => /^(README\.md|(docs|examples)\/.*\.md|apps\/cli\/README\.md)$/.test(path)

const git = (folder, ...args) => {
  const result = spawnSync("git", args, { cwd: folder, encoding: "utf8" })
  if (result.status !== 0) throw new Error(`git ${args[0]} failed: ${result.stderr}`)
  return result.stdout
}

/**
 * A copy of the sources with an installation of its own: a page may install or build, and a linked
 * `node_modules` would let it rewrite the one that everything else here runs on.
 */
const makeCopy = (files) => {
  const copy = mkdtempSync(join(tmpdir(), "pipewright-docs-"))
  for (const file of files) {
    mkdirSync(join(copy, dirname(file)), { recursive: true })
    cpSync(join(root, file), join(copy, file), { verbatimSymlinks: true })
  }
  git(copy, "init", "--quiet")
  git(copy, "add", "--all")
  return copy
}

/** Undoes what a page did, so that the next one begins as its reader does. */
const reset = (copy) => {
  git(copy, "checkout-index", "--force", "--all")
  git(copy, "clean", "-fdxq", ...["node_modules", "dist", ".turbo"].flatMap((kept) => ["-e", kept]))
}

const runBlocks = (copy, page, blocks) => {
  const env = {
    ...process.env,
    ...readSampleEnv(),
    PATH: [join(copy, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  }
  for (const block of blocks) {
    const expected = Number(block.attributes.exit ?? 0)
    const result = spawnSync("bash", ["-euo", "pipefail", "-c", block.content], {
      cwd: copy,
      env,
      encoding: "utf8",
      timeout: 300_000,
    })
    if (result.status === expected) continue
    const got = result.error?.message ?? `exit code ${result.status ?? result.signal}`
    console.error(`${page}:${block.line}  the commands ended with ${got}, not ${expected}\n`)
    console.error(`${block.content}\n${result.stdout ?? ""}${result.stderr ?? ""}`)
    return 1
  }
  return 0
}

await main(async () => {
  const files = git(root, "ls-files", "-co", "--exclude-standard", "-z")
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)))
  const pages = files.filter(isPage).flatMap((path) => {
    const blocks = MarkdownCases.read(join(root, path)).filter(
      (block) => block.language === "sh" && block.attributes["no-run"] === undefined,
    )
    return blocks.length === 0 ? [] : [{ path, blocks }]
  })
  if (pages.length === 0) {
    console.log("docs: no page has commands to run")
    return 0
  }
  const copy = makeCopy(files)
  try {
    const prepared = await run(process.execPath, [join(copy, "scripts", "setup.mjs")], { cwd: copy })
    if (prepared !== 0) return prepared
    for (const { path, blocks } of pages) {
      const exitCode = runBlocks(copy, path, blocks)
      if (exitCode !== 0) return exitCode
      reset(copy)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  const ran = pages.reduce((sum, { blocks }) => sum + blocks.length, 0)
  console.log(`docs: ${ran} blocks of commands on ${pages.length} pages ran as they say`)
  return 0
})
