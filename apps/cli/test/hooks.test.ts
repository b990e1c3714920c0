import { execFileSync, spawnSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { bin, folder } from "./harness.ts"

const top = join(import.meta.dirname, "../../..")

// One place for what is installed, so that the tests share it: a repository of hooks, and what pre-commit makes of it.
let shared = ""
let hooks = ""
let tag = ""

const environment = () => ({
  PATH: process.env.PATH,
  HOME: shared,
  PRE_COMMIT_HOME: join(shared, "pre-commit"),
  GIT_CONFIG_GLOBAL: join(shared, "gitconfig"),
  GIT_CONFIG_SYSTEM: "/dev/null",
  npm_config_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
})

/** What a command ends with and says, on either stream. */
const run = (cwd: string, command: string, ...args: ReadonlyArray<string>) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: environment(),
  })
  if (error !== undefined) throw error
  return { code: status, said: stdout + stderr }
}

const succeed = (cwd: string, command: string, ...args: ReadonlyArray<string>): string => {
  const { code, said } = run(cwd, command, ...args)
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${said}`)
  return said.trim()
}

const hookRepository = (...args: ReadonlyArray<string>) =>
  run(top, process.execPath, "scripts/hook-repository.mjs", ...args)

beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), "pipewright-hooks-"))
  writeFileSync(join(shared, "gitconfig"), "[user]\nname = ana\nemail = ana@example.com\n")
  hooks = join(shared, "hooks")
  const { code, said } = hookRepository(hooks)
  expect([code, said]).toEqual([0, expect.stringContaining(hooks)])
  tag = succeed(hooks, "git", "describe", "--tags", "--exact-match")
}, 60_000)

afterAll(() => rmSync(shared, { recursive: true, force: true }))

const page = readFileSync(join(top, "docs/guide/hooks.md"), "utf8")

/** A file of the guide. */
const recipe = (name: string): string => {
  const found = MarkdownCases.parse(page).find(({ attributes }) => attributes.hooks === name)
  if (found === undefined) throw new Error(`the guide has no ${name}`)
  return found.content
}

const pipe = (name: string, group: string, type = "Int64"): string => `pipe "${name}" {
  from kafka {
    brokers       = "broker.example.com:9092"
    topics        = "orders"
    format        = JSONEachRow
    consumerGroup = "${group}"
  }
  into existing ${name} { columns { id ${type} } }
}
`

/** A project with hooks, in which one pipe is committed. */
const project = (configuration: string): string => {
  const cwd = folder({
    "pipewright.json": "{}",
    "a.pipe": pipe("a", "orders"),
    ".gitignore": "node_modules\n",
    ".pre-commit-config.yaml": configuration,
  })
  mkdirSync(join(cwd, "node_modules/.bin"), { recursive: true })
  symlinkSync(bin, join(cwd, "node_modules/.bin/pipewright"))
  succeed(cwd, "git", "init", "--quiet", "--initial-branch=main")
  succeed(cwd, "git", "add", "--all")
  succeed(cwd, "git", "commit", "--quiet", "-m", "One pipe")
  return cwd
}

const ofRepository = (): string =>
  recipe("repository")
    .replace(/repo: .*/, `repo: file://${hooks}`)
    .replace("v0.0.0", tag)

const commit = (cwd: string, files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  succeed(cwd, "git", "add", "--all")
  return run(cwd, "git", "commit", "-m", "Another")
}

const commits = (cwd: string): number => Number(succeed(cwd, "git", "rev-list", "--count", "HEAD"))

/** On a desk without pre-commit what needs it is left out; where `CI` is set it has to be there. */
const isLeftOut = process.env.CI === undefined && spawnSync("pre-commit", ["--version"]).error !== undefined

describe.skipIf(isLeftOut).each([
  ["the repository of hooks", ofRepository],
  ["the command of the project", () => recipe("system")],
])("pre-commit with %s", { timeout: 240_000 }, (_, configuration) => {
  it("keeps bad files out of a commit, mends those of another style, and lets the others in", () => {
    const cwd = project(configuration())
    succeed(cwd, "pre-commit", "install")

    const wrong = commit(cwd, { "b.pipe": pipe("b", "other", "Imt64") })
    expect(wrong.code).toBe(1)
    expect(wrong.said).toContain("error[unknown-type]")
    expect(commits(cwd)).toBe(1)

    // What is wrong is between this file and one that is not part of the commit.
    const sharing = commit(cwd, { "b.pipe": pipe("b", "orders") })
    expect(sharing.code).toBe(1)
    expect(sharing.said).toContain("warning[kafka/no-shared-group]")

    const loose = commit(cwd, { "b.pipe": pipe("b", "other").replaceAll(" = ", "=") })
    expect(loose.code).toBe(1)
    expect(readFileSync(join(cwd, "b.pipe"), "utf8")).toContain('consumerGroup = "other"')
    expect(commits(cwd)).toBe(1)

    succeed(cwd, "git", "add", "--all")
    expect(run(cwd, "git", "commit", "-m", "Another")).toMatchObject({ code: 0 })
    expect(commits(cwd)).toBe(2)
  })
})

describe("the repository of hooks", { timeout: 240_000 }, () => {
  it.skipIf(isLeftOut)("has four hooks, each of which runs over several files", () => {
    const manifest = parse(readFileSync(join(hooks, ".pre-commit-hooks.yaml"), "utf8")) as ReadonlyArray<{
      readonly id: string
    }>
    const ids = manifest.map(({ id }) => id)
    expect(ids).toEqual(["pipewright-lint", "pipewright-fmt", "pipewright-fmt-check", "pipewright-check"])
    const listed = ids.map((id) => `      - id: ${id}\n`).join("")
    const cwd = project(`repos:\n  - repo: file://${hooks}\n    rev: ${tag}\n    hooks:\n${listed}`)
    const good = { "b.pipe": pipe("b", "b"), "c.pipe": pipe("c", "c") }
    expect(commit(cwd, good).code).toBe(0)
    expect(run(cwd, "pre-commit", "run", "--all-files")).toMatchObject({ code: 0 })

    // A mistake of the program is found also where the file that has it is not passed.
    commit(cwd, { "b.pipe": pipe("b", "b", "Imt64"), "c.pipe": `${good["c.pipe"]}\n\n\n` })
    const codes = ids.map((id) => run(cwd, "pre-commit", "run", id, "--files", "c.pipe").code)
    expect(codes).toEqual([0, 1, 0, 1])
    writeFileSync(join(cwd, "c.pipe"), `${good["c.pipe"]}\n\n\n`)
    expect(run(cwd, "pre-commit", "run", "pipewright-fmt-check", "--files", "c.pipe").code).toBe(1)
    expect(readFileSync(join(cwd, "c.pipe"), "utf8")).toBe(`${good["c.pipe"]}\n\n\n`)
  })

  it("holds nothing that npm would build, link or fetch", () => {
    const manifest = JSON.parse(readFileSync(join(hooks, "package.json"), "utf8")) as object
    for (const key of ["workspaces", "scripts", "dependencies", "devDependencies", "optionalDependencies"])
      expect(manifest).not.toHaveProperty(key)
    expect(readdirSync(hooks).sort()).toEqual(
      [".git", ".pre-commit-hooks.yaml", "README.md", "bin", "dist", "package.json"].sort(),
    )
    expect(succeed(hooks, "git", "status", "--porcelain", "--ignored")).toBe("")
    expect(readFileSync(join(hooks, "README.md"), "utf8")).toContain(`rev: ${tag}`)
  })

  it("is installed as newer versions of pre-commit do it, by the address of its clone", () => {
    const prefix = join(shared, "prefix")
    const knows = succeed(shared, "npm", "config", "get", "allow-git") !== "undefined"
    const flags = knows ? ["--allow-git=root"] : []
    succeed(shared, "npm", "install", ...flags, "--prefix", prefix, "-g", `git+file://${hooks}`)
    const installed = join(prefix, "bin/pipewright")
    expect(`v${succeed(shared, installed, "--version")}`).toBe(tag)
    const cwd = folder({ "a.pipe": pipe("a", "orders", "Imt64") })
    expect(run(cwd, installed, "check").code).toBe(1)
  })

  it("is written once for each version, and nowhere else", () => {
    const before = succeed(hooks, "git", "rev-parse", "HEAD")
    expect(hookRepository(hooks)).toEqual({ code: 1, said: `${hooks} has the tag ${tag} already\n` })
    expect(succeed(hooks, "git", "rev-parse", "HEAD")).toBe(before)
    const other = folder({ "a.txt": "mine" })
    expect(hookRepository(other).code).toBe(1)
    expect(readdirSync(other)).toEqual(["a.txt"])
    expect(hookRepository().code).toBe(64)
  })

  it("goes on from the one of the version before", () => {
    const clone = join(shared, "clone")
    succeed(shared, "git", "clone", "--quiet", `file://${hooks}`, clone)
    succeed(clone, "git", "tag", "--delete", tag)
    writeFileSync(join(clone, "dist/old.js"), "")
    succeed(clone, "git", "add", "--all", "--force")
    succeed(clone, "git", "commit", "--quiet", "-m", "As it was")
    expect(hookRepository(clone).code).toBe(0)
    expect(commits(clone)).toBe(3)
    expect(succeed(clone, "git", "ls-tree", "-r", "--name-only", tag)).toBe(
      succeed(hooks, "git", "ls-tree", "-r", "--name-only", tag),
    )
  })
})

describe("the other recipes of the guide", { timeout: 240_000 }, () => {
  const commandsOf = (): ReadonlyArray<string> => {
    const lefthook = parse(recipe("lefthook")) as {
      readonly "pre-commit": { readonly commands: Readonly<Record<string, { readonly run: string }>> }
    }
    const { "lint-staged": staged } = JSON.parse(recipe("lint-staged")) as {
      readonly "lint-staged": Readonly<Record<string, ReadonlyArray<string>>>
    }
    return [
      ...Object.values(lefthook["pre-commit"].commands).map(({ run }) => run),
      ...Object.values(staged).flatMap((all) => all.map((it) => `node_modules/.bin/${it} {staged_files}`)),
    ]
  }

  it("are commands that take the files of a commit", () => {
    const cwd = project("repos: []\n")
    writeFileSync(join(cwd, "b.pipe"), pipe("b", "b"))
    const commands = commandsOf()
    expect(commands).toHaveLength(4)
    for (const command of commands)
      execFileSync("sh", ["-c", command.replace("{staged_files}", "a.pipe b.pipe")], {
        cwd,
        env: environment(),
        stdio: "pipe",
      })
  })
})
