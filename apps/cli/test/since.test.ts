/** The program of a commit, read from real repositories. */
import { execFileSync } from "node:child_process"
import { appendFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { load as loadProgram } from "../src/program/load.ts"
import { load } from "../src/program/since.ts"
import { folder, pipewright } from "./harness.ts"

/** What this machine has set up for git says nothing here. */
const configuration = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" }

const environment = { PATH: process.env.PATH ?? "", ...configuration }

/** Variables of this process, as long as the test goes on. */
const given = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

const git = (cwd: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=ana", "-c", "user.email=ana@example.com", ...args], {
    cwd,
    encoding: "utf8",
    env: { ...environment, HOME: cwd },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim()

const write = (cwd: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
}

const commit = (cwd: string, message: string): string => {
  git(cwd, "add", "--all")
  git(cwd, "commit", "--quiet", "--allow-empty", "-m", message)
  return git(cwd, "rev-parse", "HEAD")
}

const param = (name: string): string => `param ${name}: string\n`

const repository = (files: Readonly<Record<string, string>>): string => {
  const cwd = folder()
  git(cwd, "init", "--quiet", "--initial-branch=main")
  write(cwd, files)
  commit(cwd, "one")
  return cwd
}

const texts = (path: string, ref: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...load(loadProgram(path), ref).program.sources()].map(({ file, text }) => [file, text]),
  )

const failure = (path: string, ref: string): string => {
  try {
    load(loadProgram(path), ref)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error("it was read")
}

describe("The program of a commit", () => {
  it("is that of the commit where two branches part, and not of what was done to the other one since", () => {
    const cwd = repository({ "a.pipe": param("a") })
    const base = git(cwd, "rev-parse", "HEAD")
    git(cwd, "checkout", "--quiet", "-b", "change")
    write(cwd, { "a.pipe": param("mine") })
    commit(cwd, "mine")
    git(cwd, "checkout", "--quiet", "main")
    write(cwd, { "a.pipe": param("theirs") })
    commit(cwd, "theirs")
    git(cwd, "checkout", "--quiet", "change")
    write(cwd, { "a.pipe": param("unsaved") })
    expect(load(loadProgram(cwd), "main").commit).toBe(base)
    expect(texts(cwd, "main")).toEqual({ "a.pipe": param("a") })
    expect(texts(cwd, "HEAD")).toEqual({ "a.pipe": param("mine") })
    expect(texts(cwd, "HEAD~1")).toEqual({ "a.pipe": param("a") })
  })

  it("is that of a folder of the repository, with the files that are found on disk", () => {
    const files = {
      "pipewright.json": "{}",
      "a.pipe": param("a"),
      "with space/ü.pipe": param("b"),
      ".hidden/x.pipe": param("x"),
      "node_modules/x.pipe": param("x"),
      "other/pipewright.json": "{}",
      "other/x.pipe": param("x"),
      "README.md": "#\n",
    }
    const within = (folder: string) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
    const cwd = repository({ ...within("deep/pipes"), "x.pipe": param("x") })
    const root = join(cwd, "deep/pipes")
    symlinkSync("a.pipe", join(root, "link.pipe"))
    commit(cwd, "a link")
    const found = texts(root, "HEAD")
    expect(found).toEqual({ "a.pipe": param("a"), "with space/ü.pipe": param("b") })
    expect(Object.keys(found)).toEqual(loadProgram(root).files.map(({ source }) => source.file))
  })

  it("has no file where the folder is new, and one alone where one alone was asked for", () => {
    const cwd = repository({ "a.pipe": param("a"), "b.pipe": param("b") })
    write(cwd, { "new/pipewright.json": "{}", "new/c.pipe": param("c") })
    expect(texts(join(cwd, "new"), "HEAD")).toEqual({})
    expect(texts(join(cwd, "a.pipe"), "HEAD")).toEqual({ "a.pipe": param("a") })
  })

  it("is read whatever its texts are, empty ones and those without an end among them", () => {
    const files = { "a.pipe": "", "b.pipe": "// no end", "c.pipe": "\n", "d.pipe": "// blob 3\n// missing\n" }
    expect(texts(repository(files), "HEAD")).toEqual(files)
  })

  it("is read without a change of the repository, and without running what it hooks up", () => {
    const cwd = repository({ "a.pipe": param("a") })
    git(cwd, "config", "core.pager", "touch ran")
    git(cwd, "config", "core.fsmonitor", "touch ran")
    appendFileSync(join(cwd, "a.pipe"), "\n")
    const before = readdirSync(join(cwd, ".git")).sort()
    texts(cwd, "main")
    expect(readdirSync(join(cwd, ".git")).sort()).toEqual(before)
    expect(readdirSync(cwd).sort()).toEqual([".git", "a.pipe"])
  })
})

it("In a hook, where git says where its repository is, the one of the program is read", () => {
  const cwd = repository({ "pipes/a.pipe": param("a") })
  given({ GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index" })
  expect(texts(join(cwd, "pipes"), "main")).toEqual({ "a.pipe": param("a") })
})

describe("What cannot be compared with is said", () => {
  it("where a ref is none, or would be taken for an option", () => {
    const cwd = repository({ "a.pipe": param("a") })
    expect(failure(cwd, "nowhere")).toBe(
      "git has no commit `nowhere` here; if it is a branch of a remote, fetch it first",
    )
    for (const ref of ["", "--output=x", "-"])
      expect(failure(cwd, ref)).toBe(`--since wants a commit or a branch, and \`${ref}\` is none`)
    expect(failure(cwd, "HEAD:a.pipe")).toContain("git has no commit `HEAD:a.pipe` here")
    expect(readdirSync(cwd).sort()).toEqual([".git", "a.pipe"])
  })

  it("outside of a repository, and in one without a commit", () => {
    const cwd = folder({ "a.pipe": param("a") })
    expect(failure(cwd, "main")).toBe(`--since compares with a commit, and ${cwd} is in no repository of git`)
    git(cwd, "init", "--quiet")
    expect(failure(cwd, "main")).toBe("--since compares with a commit, and the repository has none yet")
  })

  it("in a repository that git does not trust", () => {
    const cwd = repository({ "a.pipe": param("a") })
    given({ ...configuration, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" })
    expect(failure(cwd, "main")).toContain(`git, which does not trust the repository of ${cwd}`)
  })

  it("in a clone that is shallow, and one that has nothing in common", () => {
    const origin = repository({ "a.pipe": param("a") })
    git(origin, "checkout", "--quiet", "-b", "change")
    commit(origin, "two")
    const shallow = folder()
    const clone = ["clone", "--quiet", "--depth", "1", "--branch", "change", `file://${origin}`, "."]
    git(shallow, ...clone)
    expect(failure(shallow, "origin/main")).toContain(
      "git has no commit `origin/main` here; this clone is shallow",
    )
    git(shallow, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    expect(failure(shallow, "origin/main")).toContain("have no commit in common here; this clone is shallow")
    git(shallow, "fetch", "--quiet", "--unshallow", "origin", "main:refs/remotes/origin/main")
    expect(texts(shallow, "origin/main")).toEqual({ "a.pipe": param("a") })

    git(origin, "checkout", "--quiet", "--orphan", "apart")
    commit(origin, "apart")
    expect(failure(origin, "main")).toBe(
      "`main` and HEAD have no commit in common, so there is nothing to compare with",
    )
  })

  it("in a clone that lacks the texts, which are not fetched", () => {
    const origin = repository({ "a.pipe": param("a") })
    git(origin, "config", "uploadpack.allowFilter", "true")
    write(origin, { "a.pipe": param("b") })
    commit(origin, "two")
    const partial = folder()
    git(partial, "clone", "--quiet", "--filter=blob:none", `file://${origin}`, ".")
    // It could be fetched.
    expect(failure(partial, "HEAD~1")).toBe(
      "this clone was made without all that is in its commits; fetch the rest: `git fetch --refetch --no-filter`",
    )
  })

  it("where a text is none", () => {
    const cwd = repository({ "a.pipe": param("a") })
    writeFileSync(join(cwd, "a.pipe"), Buffer.from([0xff, 0xfe]))
    commit(cwd, "no text")
    write(cwd, { "a.pipe": param("a") })
    expect(failure(cwd, "HEAD")).toBe("a.pipe is not UTF-8")
  })
})

const stream = (streamName: string): string => `pipe "orders" {
  from kinesis {
    format         = JSONEachRow
    streamName     = "${streamName}"
    region         = "us-east-1"
    iteratorType   = TRIM_HORIZON
    authentication = IAM_ROLE
    iamRole        = "arn:aws:iam::123456789012:role/ingest"
  }
  into existing orders { columns { id UInt64 } }
}
`

describe("lint --since", () => {
  it("tells what the edits of a branch do to pipes that are there, and with what it compared", async () => {
    const cwd = repository({ "pipes/a.pipe": stream("orders") })
    git(cwd, "checkout", "--quiet", "-b", "change")
    write(cwd, { "pipes/a.pipe": stream("returns") })
    commit(cwd, "change")
    const { code, stdout } = await pipewright(["lint", "pipes", "--since", "main"], { cwd })
    expect([code, stdout.replace(/in \d+ ms/, "in 7 ms")]).toEqual([
      1,
      `warning[no-immutable-change]: \`source.kinesis.streamName\` of \`orders\`, from \`"orders"\` to \`"returns"\`: that cannot be changed in a pipe that is there, so it takes a new one
 --> pipes/a.pipe:4:22
4 |     streamName     = "returns"
  |                      ^^^^^^^^^
  = help: put it back if that is not meant; the new pipe reads everything again from where a new pipe starts; \`default.orders\` stays as it is, so empty or drop it first or rows come twice; \`apply\` wants \`--allow-replace\` for it

1 warning; 1 file checked in 7 ms
compared with ${git(cwd, "rev-parse", "main").slice(0, 10)}, where main and HEAD part
\`pipewright explain no-immutable-change\` says more
`,
    ])
    expect((await pipewright(["lint", "pipes"], { cwd })).code).toBe(0)
  })

  it("compares nothing where one of the two programs has errors, and says so", async () => {
    const cwd = repository({ "a.pipe": `${stream("orders")}pipe` })
    write(cwd, { "a.pipe": stream("returns") })
    const { code, stdout } = await pipewright(["lint", "--since", "main", "--format", "json"], { cwd })
    const { findings, since } = JSON.parse(stdout)
    expect([code, findings]).toEqual([0, []])
    expect(since).toEqual([
      {
        ref: "main",
        commit: git(cwd, "rev-parse", "main"),
        files: 1,
        errors: expect.any(Number),
        compared: false,
      },
    ])
    expect((await pipewright(["lint", "--since", "main"], { cwd })).stdout).toContain("not compared with")
  })
})
