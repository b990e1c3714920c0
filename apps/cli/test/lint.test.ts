import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { executable, folder, guide, leading, pipe, pipewright } from "./harness.ts"

const program = (configuration?: object): string =>
  folder({
    "a.pipe": pipe("a", "BIGINT"),
    "b.pipe": pipe("b", "Int64"),
    "pipewright.json": JSON.stringify(configuration ?? {}),
  })

/** With a text on standard input. */
const withInput = (cwd: string, input: string, ...args: ReadonlyArray<string>) => {
  const { status, stdout } = spawnSync(executable, [...leading, "lint", ...args], {
    cwd,
    input,
    encoding: "utf8",
  })
  return { code: status, stdout }
}

const lint = (cwd: string, ...args: ReadonlyArray<string>) => pipewright(["lint", ...args], { cwd })

const withoutTime = (text: string): string => text.replace(/in \d+ ms/, "in 7 ms")

describe("lint", () => {
  it("finds nothing in the example but what it lets pass, and says how much it looked at", async () => {
    const { code, stdout } = await lint(guide())
    expect([code, withoutTime(stdout)]).toEqual([
      0,
      "Nothing found; 9 files checked in 7 ms\n1 finding let pass by comments\n",
    ])
  })

  it("judges a file within its whole program, and shows what is in it alone", async () => {
    const cwd = program()
    const { code, stdout } = await lint(cwd, "b.pipe")
    expect(code).toBe(1)
    expect(
      withoutTime(stdout),
    ).toBe(`warning[kafka/no-shared-group]: \`b\` and \`a\` read the same topic as one group, so each gets a part of the messages
 --> b.pipe:6:21
6 |     consumerGroup = "orders"
  |                     ^^^^^^^^
  = help: give each pipe a group of its own, or leave \`consumerGroup\` out
  = note: the other one is here
 --> a.pipe:6:21
6 |     consumerGroup = "orders"
  |                     ^^^^^^^^

1 warning; 1 file checked in 7 ms
\`pipewright explain kafka/no-shared-group\` says more
`)
    expect((await lint(cwd, "a.pipe")).stdout).toContain("Nothing found; 1 file checked")
  })

  it("reads its rules from the configuration, and fails on what is asked for", async () => {
    const rules = { "kafka/no-shared-group": "off" }
    const overrides = [{ files: ["a*"], rules: { "no-type-alias": "info" } }]
    const cwd = program({ lint: { rules, overrides } })
    const found = JSON.parse((await lint(cwd, "--format", "json")).stdout) as {
      readonly findings: ReadonlyArray<{ readonly code: string; readonly severity: string }>
    }
    expect(found.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["info no-type-alias"])
    expect((await lint(cwd)).code).toBe(0)
    expect((await lint(cwd, "--fail-on", "info")).code).toBe(1)
  })

  it("runs alone what is asked for by name, and knows what was meant", async () => {
    const cwd = program()
    const { stdout } = await lint(cwd, "--only", "no-type-alias", "--format", "json")
    const { findings } = JSON.parse(stdout) as { readonly findings: ReadonlyArray<{ readonly code: string }> }
    expect(findings.map(({ code }) => code)).toEqual(["no-type-alias"])
    const { code, stderr } = await lint(cwd, "--only", "no-type-alais")
    expect([code, stderr]).toEqual([64, expect.stringContaining("did you mean no-type-alias?")])
  })

  it("prints what holds of each rule for a file, also where it is another thing for a target", async () => {
    const cwd = program({
      lint: {
        rules: { "no-type-alias": "info" },
        overrides: [{ files: ["a*"], targets: ["prod"], rules: { "no-type-alias": "error" } }],
      },
    })
    const ids = `organization = "${crypto.randomUUID()}", service = "${crypto.randomUUID()}"`
    writeFileSync(join(cwd, "targets.pipe"), `target dev { ${ids} }\ntarget prod { ${ids} }\n`)
    const { stdout } = await lint(cwd, "--print-config", "a.pipe", "--format", "json")
    expect(JSON.parse(stdout)).toMatchObject({
      preset: "recommended",
      configuration: "pipewright.json",
      file: "a.pipe",
      rules: expect.arrayContaining([
        { name: "kafka/no-shared-group", level: "warning", from: "preset", targets: [] },
        {
          name: "no-type-alias",
          level: "info",
          from: "rules",
          in: "pipewright.json",
          targets: [{ target: "prod", level: "error", from: "overrides[0]", in: "pipewright.json" }],
        },
      ]),
    })
    const human = (await lint(cwd, "--print-config", "b.pipe")).stdout
    expect(human).toContain("The preset recommended for b.pipe, by pipewright.json\n")
    expect(human).toMatch(/^info +no-type-alias +by lint\.rules$/m)
  })

  it("takes the fixes of a rule for what the configuration says", async () => {
    const cwd = program({ lint: { preset: "all", fixes: { "no-type-alias": "unsafe" } } })
    await lint(cwd, "--fix")
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(pipe("a", "BIGINT"))
    await lint(cwd, "--unsafe-fixes")
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(pipe("a", "Int64"))
  })

  it("mends in the files that were asked for, and leaves the others as they are", async () => {
    const cwd = program({ lint: { preset: "all" } })
    writeFileSync(join(cwd, "b.pipe"), pipe("b", "BIGINT"))
    const { stdout } = await lint(cwd, "--fix", "a.pipe")
    expect(withoutTime(stdout)).toContain("fixed a.pipe: 1 finding\n")
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(pipe("a", "Int64"))
    expect(readFileSync(join(cwd, "b.pipe"), "utf8")).toBe(pipe("b", "BIGINT"))
  })

  it("tells what is new beside a baseline, and takes out of it what is gone when it is asked to", async () => {
    const cwd = program({
      lint: { baseline: "old.json", rules: { "kafka/no-shared-group": "off", "no-type-alias": "info" } },
    })
    expect((await lint(cwd)).code).toBe(64)
    const written = await lint(cwd, "--write-baseline")
    expect([written.code, written.stdout]).toEqual([
      0,
      expect.stringContaining("old.json keeps 1 finding from now on\n"),
    ])

    writeFileSync(join(cwd, "b.pipe"), pipe("b", "BIGINT"))
    const { findings, baselines } = JSON.parse((await lint(cwd, "--format", "json")).stdout) as {
      readonly findings: ReadonlyArray<{ readonly file: string }>
      readonly baselines: unknown
    }
    expect(findings.map(({ file }) => file)).toEqual(["b.pipe"])
    expect(baselines).toEqual([{ file: "old.json", known: 1, gone: 0 }])

    await lint(cwd, "--fix")
    expect(readFileSync(join(cwd, "a.pipe"), "utf8")).toBe(pipe("a", "BIGINT"))
    expect(readFileSync(join(cwd, "b.pipe"), "utf8")).toBe(pipe("b", "Int64"))

    writeFileSync(join(cwd, "a.pipe"), pipe("a", "Int64"))
    expect((await lint(cwd)).stdout).toContain("1 finding of old.json is there no longer; `--prune-baseline`")
    await lint(cwd, "--prune-baseline")
    expect(JSON.parse(readFileSync(join(cwd, "old.json"), "utf8"))).toEqual({ version: 1, findings: [] })
  })

  it("takes a path that holds nothing of a program for a mistake in the command line", async () => {
    const cwd = program()
    mkdirSync(join(cwd, "empty"))
    for (const path of ["empty", "c.pipe"]) expect((await lint(cwd, "a.pipe", path)).code).toBe(64)
  })

  it("judges standard input in the place of a file, whether that is there or not", () => {
    const cwd = program()
    const fixed = pipe("b", "Int64").replace('"orders"\n  }', '"own"\n  }')
    expect(withInput(cwd, fixed, "-", "--stdin-filename", "b.pipe")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing found; 1 file checked/),
    })
    const { code, stdout } = withInput(cwd, pipe("c", "Int64"), "--stdin", "--format", "compact")
    expect([code, stdout.split("\n")[0]]).toEqual([
      1,
      expect.stringMatching(/^stdin\.pipe:6:21: warning kafka\/no-shared-group /),
    ])
    expect(readFileSync(join(cwd, "b.pipe"), "utf8")).toBe(pipe("b", "Int64"))
  })

  it("says what is wrong with how it is given standard input", () => {
    const cwd = program()
    for (const args of [
      ["-", "a.pipe"],
      ["--stdin", "a.pipe"],
      ["--stdin-filename", "a.pipe"],
      ["-", "--fix"],
      ["-", "--stdin-filename", "a.txt"],
      ["-", "--stdin-filename", "nowhere/a.pipe"],
    ])
      expect([args, withInput(cwd, "", ...args).code]).toEqual([args, 64])
  })
})
