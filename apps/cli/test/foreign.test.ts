import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { executable, folder, guide, leading, pipewright, secrets } from "./harness.ts"

const theirs = `DESCRIPTION >
    The pages that are seen most.

NODE hits
SQL >
    SELECT path, count() AS hits FROM events GROUP BY path

TYPE endpoint
`

const tinybird = () => folder({ "top_pages.pipe": theirs, "visits.pipe": theirs.replace("hits", "visits") })

const note = "note: skipped 2 files of Tinybird, whose files end in .pipe too: top_pages.pipe, visits.pipe\n"
const skipped = ["top_pages.pipe", "visits.pipe"].map((file) => ({ file, reason: "a file of Tinybird" }))

describe("a directory of Tinybird's files", () => {
  it.each([
    ["check", "No mistakes found in 0 files\n"],
    ["build", ""],
    ["fmt", "0 files formatted, 0 unchanged\n"],
    ["fmt --check", "0 files would be formatted, 0 unchanged\n"],
    ["fmt --diff", ""],
  ])("is skipped with a hint by %s", async (command, stdout) => {
    const cwd = tinybird()
    const result = await pipewright(command.split(" "), { cwd })
    expect({
      ...result,
      stderr: result.stderr.replace("0 files would be formatted, 0 unchanged\n", ""),
    }).toEqual({ code: 0, stdout, stderr: note })
    expect(readFileSync(join(cwd, "top_pages.pipe"), "utf8")).toBe(theirs)
  })

  it.each([
    ["check", { findings: [] }],
    ["build", { requests: [] }],
    ["fmt", { files: [] }],
  ])("is skipped by %s for a machine as well", async (command, rest) => {
    const { code, stdout, stderr } = await pipewright([command, "--format", "json"], { cwd: tinybird() })
    expect({ code, stderr, json: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: "",
      json: { version: 1, ...rest, skipped },
    })
  })

  it("is skipped by plan, which then has nothing to do", async () => {
    const { code, stderr } = await pipewright(["plan", "--target", "local"], { cwd: tinybird() })
    expect(code).toBe(0)
    expect(stderr).toContain(note)
  })
})

describe("one file of Tinybird's", () => {
  it("that is named is skipped as well", async () => {
    const cwd = tinybird()
    for (const command of ["check", "build", "fmt"]) {
      const { code, stderr } = await pipewright([command, "visits.pipe"], { cwd })
      expect(code).toBe(0)
      expect(stderr).toBe("note: skipped 1 file of Tinybird, whose files end in .pipe too: visits.pipe\n")
    }
  })

  it("beside a program leaves the program as it is", async () => {
    const cwd = guide()
    const before = await pipewright(["build"], { cwd, env: secrets })
    writeFileSync(join(cwd, "top_pages.pipe"), theirs)
    const after = await pipewright(["build"], { cwd, env: secrets })
    expect(after.stdout).toBe(before.stdout)
    expect(after.stderr).toContain("top_pages.pipe")
  })

  it("on standard input is given back as it is", () => {
    const cwd = folder()
    const stdout = execFileSync(executable, [...leading, "fmt", "-"], {
      cwd,
      input: theirs,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    })
    expect(stdout).toBe(theirs)
  })
})

describe("a checkout on Windows", () => {
  it("is checked, built and found formatted like any other", async () => {
    const [here, there] = [guide(), guide()]
    for (const file of ["kafka.pipe", "kinesis.pipe", "postgres.pipe", "s3.pipe"]) {
      const path = join(there, file)
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"))
    }
    for (const args of [["check"], ["build"], ["fmt", "--check"], ["check", "--format", "json"]])
      expect(await pipewright(args, { cwd: there })).toEqual(await pipewright(args, { cwd: here }))
  })
})
