// Runs the shell commands of the documentation, so that none of them is out of date.
//
// A `sh` block is run as it stands, from a copy of the repository, one fresh copy per page. What may follow `sh`:
//   no-run    the block needs what a machine check has not (an account, a registry to publish to)
//   exit=2    the block is meant to end with this exit code
// Needs a Node that reads TypeScript, as the workspace's own does.
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import * as MarkdownCases from "../packages/testing/src/MarkdownCases.ts"
import { readSampleEnv } from "./sample-env.mjs"
import { main, root } from "./setup.mjs"

const trackedFiles = () => {
  const listed = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  })
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`)
  return listed.stdout.split("\0").filter((path) => path !== "" && existsSync(join(root, path)))
}

const isPage = (path) => /^(README\.md|(docs|examples)\/.*\.md|apps\/cli\/README\.md)$/.test(path)

/** A copy of the sources, with the installed and built folders linked in. */
const makeCopy = (files) => {
  const copy = mkdtempSync(join(tmpdir(), "pipewright-docs-"))
  for (const file of files) {
    mkdirSync(join(copy, dirname(file)), { recursive: true })
    cpSync(join(root, file), join(copy, file), { preserveTimestamps: true, verbatimSymlinks: true })
  }
  const owners = [
    ".",
    ...["packages", "apps"].flatMap((group) => readdirSync(join(root, group)).map((n) => join(group, n))),
  ]
  for (const owner of owners) {
    for (const folder of ["node_modules", "dist"]) {
      const target = join(root, owner, folder)
      if (!existsSync(target) || !existsSync(join(copy, owner))) continue
      // The build is copied, because a command may build again; the dependencies are only read.
      if (folder === "dist") cpSync(target, join(copy, owner, folder), { recursive: true })
      else symlinkSync(target, join(copy, owner, folder))
    }
  }
  return copy
}

const runPage = (page, blocks, files) => {
  const copy = makeCopy(files)
  const env = {
    ...process.env,
    ...readSampleEnv(),
    PATH: [join(copy, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  }
  try {
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
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

await main(async () => {
  const files = trackedFiles()
  let pages = 0
  let ran = 0
  for (const page of files.filter(isPage)) {
    const blocks = MarkdownCases.read(join(root, page)).filter(
      (block) => block.language === "sh" && block.attributes["no-run"] === undefined,
    )
    if (blocks.length === 0) continue
    const exitCode = runPage(page, blocks, files)
    if (exitCode !== 0) return exitCode
    pages += 1
    ran += blocks.length
  }
  console.log(`docs: ${ran} blocks of commands on ${pages} pages ran as they say`)
  return 0
})
