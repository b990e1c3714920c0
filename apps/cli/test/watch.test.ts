/** `--watch`: a run after each change of what a run read. Nothing here waits but for what is printed. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import * as View from "../src/views/watch.ts"
import { folder, pipewright, start } from "./harness.ts"

const pipe = (name: string, more = ""): string => `pipe "${name}" {
  from kafka { brokers = "broker.example.com:9092", topics = "${name}", format = JSONEachRow${more} }
  into existing ${name} { columns { id Int64 } }
}
`

/** Saves as editors do that write another file first. */
const save = (path: string, text: string): void => {
  writeFileSync(`${path}~`, text)
  renameSync(`${path}~`, path)
}

const program = () => {
  const root = folder()
  const cwd = join(root, "program")
  mkdirSync(cwd)
  save(join(cwd, "a.pipe"), pipe("a"))
  save(join(cwd, "pipewright.json"), "{}")
  return cwd
}

describe("lint --watch", () => {
  it("looks again when a file is saved, comes, goes, or comes in a directory of its own", async () => {
    const cwd = program()
    const run = start(["lint", "--watch"], { cwd })
    await run.says("Nothing found; 1 file checked", "stdout")
    save(join(cwd, "a.pipe"), pipe("a", ", formatt = 1"))
    await run.says("`formatt`", "stdout")
    writeFileSync(join(cwd, "b.pipe"), pipe("b"))
    await run.says("1 error; 2 files checked", "stdout")
    rmSync(join(cwd, "a.pipe"))
    mkdirSync(join(cwd, "deep"))
    mkdirSync(join(cwd, "deep", "er"))
    writeFileSync(join(cwd, "deep", "er", "c.pipe"), pipe("c"))
    await run.says("Nothing found; 2 files checked", "stdout")
    run.signal("SIGINT")
    const { code, stdout, stderr } = await run.ended
    expect([code, stderr]).toEqual([130, ""])
    expect(stdout).not.toContain("\u001B[")
  })

  it("goes on while the configuration is broken, and while the whole program is gone", async () => {
    const cwd = program()
    const run = start(["lint", "--watch", "--format", "compact", cwd], { cwd: join(cwd, "..") })
    await run.says("Nothing found; 1 file checked")
    save(join(cwd, "pipewright.json"), '{ "lint": { "presett": "all" } }')
    await run.says("`presett`", "stdout")
    save(join(cwd, "pipewright.json"), "{")
    await run.says("invalid-json", "stdout")
    renameSync(cwd, `${cwd}-elsewhere`)
    await run.says("there is nothing at")
    renameSync(`${cwd}-elsewhere`, cwd)
    save(join(cwd, "pipewright.json"), "{}")
    save(join(cwd, "b.pipe"), pipe("b"))
    await run.says("Nothing found; 2 files checked")
    run.signal("SIGTERM")
    expect((await run.ended).code).toBe(143)
  })

  it("looks again when there is a configuration above that was not there", async () => {
    const cwd = program()
    rmSync(join(cwd, "pipewright.json"))
    const run = start(["lint", "--watch"], { cwd })
    await run.says("Nothing found; 1 file checked", "stdout")
    save(join(cwd, "..", "pipewright.json"), '{ "lint": { "presett": "all" } }')
    await run.says("`presett`", "stdout")
    run.signal("SIGINT")
    expect((await run.ended).code).toBe(130)
  })

  it.each([
    ["the path that is not there", ["nowhere"], "there is nothing at nowhere"],
    [
      "fixes",
      [".", "--fix"],
      "--watch tells what it finds and changes nothing, so it does not go with --fix",
    ],
    ["standard input", ["-"], "--watch looks at files, and standard input is none"],
    ["a form for programs", [".", "--format", "json"], "--watch prints human or compact"],
  ])("ends at once with %s", async (_, args, why) => {
    const { code, stdout, stderr } = await pipewright(["lint", "--watch", ...args], { cwd: program() })
    expect(code).toBe(64)
    expect(stdout + stderr).toContain(why)
  })
})

describe("check --watch", () => {
  it("looks again when a file is saved", async () => {
    const cwd = program()
    const run = start(["check", "--watch"], { cwd })
    await run.says("No mistakes found", "stdout")
    save(join(cwd, "a.pipe"), pipe("a", ", formatt = 1"))
    await run.says("`formatt`", "stdout")
    run.signal("SIGINT")
    expect((await run.ended).code).toBe(130)
  })
})

describe("a report of a watch", () => {
  it.each([
    [true, "\u001B[2J\u001B[3J\u001B[Hfound\n\nWaits for changes; Ctrl-C ends it.\n"],
    [undefined, "found\n"],
  ])("takes the place of the one before on a terminal alone: %s", (isTTY, expected) => {
    vi.stubEnv("NO_COLOR", "1")
    const before = Object.getOwnPropertyDescriptor(process.stdout, "isTTY")
    Object.defineProperty(process.stdout, "isTTY", { value: isTTY, configurable: true })
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true)
    View.show({ stdout: "found\n", code: 1 })
    const written = write.mock.calls.map(([text]) => text).join("")
    write.mockRestore()
    if (before === undefined) Reflect.deleteProperty(process.stdout, "isTTY")
    else Object.defineProperty(process.stdout, "isTTY", before)
    vi.unstubAllEnvs()
    expect(written).toBe(expected)
  })
})
