import { spawnSync } from "node:child_process"
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { edit, executable, folder, guide, leading, pipewright, type Result } from "./harness.ts"

const loose = "param   a: int=1 // why\n"
const neat = "param a: int = 1 // why\n"
const broken = "param   a:\n"

/** Runs `fmt` with a text on standard input. */
const withInput = (text: string, args: ReadonlyArray<string>): Result => {
  const { status, stdout, stderr } = spawnSync(executable, [...leading, "fmt", ...args], {
    input: text,
    encoding: "utf8",
  })
  return { code: status ?? -1, stdout, stderr }
}

describe("fmt", () => {
  it("rewrites what is not in the style, names it, and leaves the rest", async () => {
    const cwd = folder({ "a.pipe": loose, "b.pipe": neat, "c.txt": loose })
    mkdirSync(join(cwd, "deep"))
    writeFileSync(join(cwd, "deep/d.pipe"), loose)
    expect(await pipewright(["fmt"], { cwd })).toEqual({
      code: 0,
      stdout: "a.pipe\ndeep/d.pipe\n2 files formatted, 1 unchanged\n",
      stderr: "",
    })
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(neat)
    expect(readFileSync(join(cwd, "c.txt"), "utf8")).toBe(loose)
    expect((await pipewright(["fmt"], { cwd })).stdout).toBe("0 files formatted, 3 unchanged\n")
    expect(readdirSync(cwd).sort()).toEqual(["a.pipe", "b.pipe", "c.txt", "deep"])
  })

  it("takes any number of paths, each file once, and writes nothing if one leads nowhere", async () => {
    const cwd = folder({ "a.pipe": loose, "b.pipe": loose, "c.pipe": loose })
    expect((await pipewright(["fmt", "a.pipe", "nowhere.pipe"], { cwd })).code).toBe(64)
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(loose)
    expect((await pipewright(["fmt", "a.pipe", "b.pipe", "./a.pipe"], { cwd })).stdout).toBe(
      "a.pipe\nb.pipe\n2 files formatted, 0 unchanged\n",
    )
    expect(readFileSync(join(cwd, "c.pipe"), "utf8")).toBe(loose)
  })

  it("finds nothing to do in the example", async () => {
    const cwd = guide()
    expect((await pipewright(["fmt", "--check"], { cwd })).code).toBe(0)
    edit(cwd, "kafka.pipe", "engine = ", "engine   = ")
    expect((await pipewright(["fmt", "--check"], { cwd })).code).toBe(1)
  })

  it("changes nothing with --check, and lists what would change", async () => {
    const cwd = folder({ "a.pipe": loose, "b.pipe": neat })
    expect(await pipewright(["fmt", "--check"], { cwd })).toEqual({
      code: 1,
      stdout: "a.pipe\n1 file would be formatted, 1 unchanged\n",
      stderr: "",
    })
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(loose)
  })

  it("prints a diff that patch can apply", async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `param p${index}:${index % 9 === 4 ? "" : " "}int`)
    const cwd = folder({ "a.pipe": `${lines.join("\n")}\nparam last: int` })
    const { code, stdout, stderr } = await pipewright(["fmt", "--diff", "a.pipe"], { cwd })
    expect(code).toBe(0)
    expect(stderr).toBe("1 file would be formatted, 0 unchanged\n")
    expect(stdout).toContain("@@ -2,7 +2,7 @@\n param p1: int\n")
    expect(stdout).toContain("-param last: int\n\\ No newline at end of file\n+param last: int\n")
    expect(spawnSync("git", ["apply", "-p0", "-"], { cwd, input: stdout }).status).toBe(0)
    expect((await pipewright(["fmt", "--check"], { cwd })).code).toBe(0)
    expect((await pipewright(["fmt", "--check", "--diff"], { cwd: folder({ "a.pipe": loose }) })).code).toBe(
      1,
    )
  })

  it("leaves a file with mistakes as it is, and formats the others", async () => {
    const cwd = folder({ "a.pipe": broken, "b.pipe": loose })
    const { code, stdout, stderr } = await pipewright(["fmt"], { cwd })
    expect(code).toBe(65)
    expect(stdout).toBe("b.pipe\n1 file formatted, 0 unchanged, 1 with mistakes left as it is\n")
    expect(stderr).toContain("a.pipe:1:")
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(broken)
  })

  it("leaves a file that is no UTF-8 as it is", async () => {
    const cwd = folder()
    const bytes = Buffer.from([0x2f, 0x2f, 0xff, 0x0a, 0x0a])
    writeFileSync(join(cwd, "a.pipe"), bytes)
    const { code, stderr } = await pipewright(["fmt"], { cwd })
    expect([code, stderr]).toEqual([1, "error: a.pipe is not UTF-8\n"])
    expect(readFileSync(join(cwd, "a.pipe")).equals(bytes)).toBe(true)
  })

  it("formats standard input for an editor", () => {
    expect(withInput(loose, ["-"])).toEqual({ code: 0, stdout: neat, stderr: "" })
    expect(withInput(loose, ["--stdin"]).stdout).toBe(neat)
    expect(withInput(loose, ["-", "--check"])).toEqual({ code: 1, stdout: "", stderr: "" })
    expect(withInput(loose, ["-", "--diff"]).stdout).toBe(
      `--- <stdin>\n+++ <stdin>\n@@ -1,1 +1,1 @@\n-${loose}+${neat}`,
    )
    const { code, stdout, stderr } = withInput(broken, ["--stdin", "--stdin-path", "my.pipe"])
    expect([code, stdout]).toEqual([65, ""])
    expect(stderr).toContain("my.pipe:1:")
  })

  it("tells machines which files change", async () => {
    const cwd = folder({ "a.pipe": loose, "b.pipe": neat })
    const { stdout } = await pipewright(["fmt", "--check", "--format", "json"], { cwd })
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      files: [
        { file: "a.pipe", changed: true },
        { file: "b.pipe", changed: false },
      ],
    })
  })

  it("keeps the mode of a file", async () => {
    const cwd = folder({ "a.pipe": loose })
    chmodSync(join(cwd, "a.pipe"), 0o640)
    await pipewright(["fmt"], { cwd })
    expect(statSync(join(cwd, "a.pipe")).mode & 0o777).toBe(0o640)
  })

  it("follows a link within the program and none that leaves it", async () => {
    const outside = folder({ "x.pipe": loose })
    const cwd = folder({ "a.pipe": loose })
    symlinkSync("a.pipe", join(cwd, "inner.pipe"))
    symlinkSync(join(outside, "x.pipe"), join(cwd, "outer.pipe"))
    symlinkSync(outside, join(cwd, "outer"))
    for (const path of ["outer.pipe", "outer"]) {
      const { code, stderr } = await pipewright(["fmt", path], { cwd })
      expect([code, stderr.includes("outside the program")]).toEqual([64, true])
    }
    expect((await pipewright(["fmt", "inner.pipe"], { cwd })).code).toBe(0)
    expect(lstatSync(join(cwd, "inner.pipe")).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(neat)
    expect((await pipewright(["fmt"], { cwd })).stdout).toBe("0 files formatted, 1 unchanged\n")
    expect(readFileSync(join(outside, "x.pipe"), "utf8")).toBe(loose)
  })

  it("says what is wrong with its command line", async () => {
    const cwd = folder({ "a.pipe": neat, "b.txt": "" })
    for (const args of [["nowhere"], ["b.txt"], ["--stdin", "a.pipe"], ["--stdin-path", "x"], ["--tabs"]])
      expect((await pipewright(["fmt", ...args], { cwd })).code, args.join(" ")).toBe(64)
  })
})
