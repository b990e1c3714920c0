import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { edit, folder, pipewright } from "./harness.ts"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "../../..")

const pipe = (name: string): string => `pipe "${name}" {
  from kafka { brokers = "broker.example.com:9092", topics = "orders", format = JSONEachRow }
  into existing ${name} { columns { id BIGINT } }
}
`

/** A rule in JavaScript whose look at each pipe is this. */
const rule = (name: string, look: string, before = ""): string => `${before}
export const rule = {
  name: "${name}", group: "style", severity: "warning", preset: "recommended",
  summary: "Something is so.", link: "https://example.com/rules",
  checks: { pipe: (pipe) => { ${look} } },
}
`

const find = "return [{ ...pipe.origin, message: `the pipe \\`${pipe.name}\\` is here` }]"

const program = (files: Readonly<Record<string, string>>, lint: object = {}): string =>
  folder({
    "a.pipe": pipe("a"),
    ...files,
    "pipewright.json": JSON.stringify({
      lint: { rulesFrom: Object.keys(files).filter((name) => /\.\w*[jt]s$/.test(name)), ...lint },
    }),
  })

interface Found {
  readonly code: string
  readonly severity: string
  readonly file: string
  readonly message: string
  readonly help?: string
}

const lint = async (cwd: string, ...args: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await pipewright(["lint", "--format", "json", ...args], { cwd })
  if (stdout === "") throw new Error(stderr)
  return { code, found: (JSON.parse(stdout) as { readonly findings: ReadonlyArray<Found> }).findings }
}

describe("Rules that come with a program", () => {
  it("are TypeScript with what the package gives them, wherever the package is installed", async () => {
    const cwd = folder()
    cpSync(join(root, "examples/own-rules"), cwd, { recursive: true })
    edit(cwd, "shop.pipe", 'consumerGroup  = "orders"', 'consumerGroup  = "shop"')
    // Node would guess what a file is where this does not say it, and warn that it had to.
    writeFileSync(join(cwd, "package.json"), '{ "name": "shop" }')
    const { code, found } = await lint(cwd)
    expect(code).toBe(1)
    expect(found.map(({ code, severity, file }) => [code, severity, file])).toEqual([
      ["own/kafka/use-named-group", "error", "shop.pipe"],
    ])
    const sarif = await pipewright(["lint", "--format", "sarif"], { cwd })
    const { rules } = JSON.parse(sarif.stdout).runs[0].tool.driver
    expect(rules).toMatchObject([
      {
        id: "own/kafka/use-named-group",
        shortDescription: { text: "A consumer group has the name of the pipe that reads as it." },
        helpUri: "https://wiki.example.com/streams/consumer-groups",
        help: {
          text: "A consumer group has the name of the pipe that reads as it.",
          markdown: expect.stringContaining("**Why.** Whoever looks at the broker"),
        },
      },
    ])
    const fixed = await pipewright(["lint", "--unsafe-fixes"], { cwd })
    expect([fixed.code, fixed.stderr]).toEqual([0, ""])
    expect(fixed.stdout).toContain("1 finding let pass by comments")
    expect(readFileSync(join(cwd, "shop.pipe"), "utf8")).toContain('consumerGroup  = "orders"')
  })

  it("are chosen, judged, and printed as all others are", async () => {
    const cwd = program(
      { "rules/one.mjs": rule("own/no-one", find), "rules/two.mjs": rule("own/no-two", find) },
      { rules: { "own/no-two": "info" } },
    )
    const { found } = await lint(cwd)
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning own/no-one",
      "info own/no-two",
    ])
    const one = await lint(cwd, "--only", "own/no-one")
    expect(one.found.map(({ code }) => code)).toEqual(["own/no-one"])
    const { stderr } = await pipewright(["lint", "--only", "own/no-tow"], { cwd })
    expect(stderr).toContain("did you mean own/no-two?")
    const explained = await pipewright(["explain", "own/no-two"], { cwd })
    expect([explained.code, explained.stderr]).toEqual([
      64,
      expect.stringContaining("a rule that comes with the program has its page beside its file"),
    ])
    const printed = await pipewright(["lint", "--print-config"], { cwd })
    expect(printed.stdout).toMatch(/^info +own\/no-two +by lint\.rules$/m)
  })

  it("that cannot be used are told with what to do, beside what the others find", async () => {
    const cwd = program(
      {
        "good.mjs": rule("own/no-good", find),
        "again.mjs": rule("own/no-good", find),
        "ours.mjs": rule("no-nullable", find),
        "thrown.mjs": 'throw new RangeError("not today")',
        "broken.mjs": "export const rule = {",
        "other.mjs": "export const rules = []",
        "shape.mjs": "export const rule = { name: 'own/no-shape', group: 'style' }",
        "rules.cjs": "",
      },
      // A level of a rule that could not be loaded is no mistake of its own.
      { rules: { "own/no-shape": "off" } },
    )
    symlinkSync(join(here, "harness.ts"), join(cwd, "link.mjs"))
    edit(cwd, "pipewright.json", '"good.mjs",', '"good.mjs","gone.mjs","../up.mjs","/abs.mjs","link.mjs",')
    const { code, found } = await lint(cwd)
    expect(code).toBe(1)
    expect(found.filter(({ code }) => code !== "unusable-rule").map(({ code }) => code)).toEqual([
      "own/no-good",
    ])
    const told = found.filter(({ code }) => code === "unusable-rule")
    expect(told.map(({ message }) => message)).toEqual([
      "`gone.mjs` is no rule: there is no such file",
      "`../up.mjs` is no rule: there is no such file",
      "`/abs.mjs` is no rule: the path begins at the root of this machine",
      "`link.mjs` is no rule: it lies outside of the directory of the configuration",
      "`again.mjs` is no rule: `good.mjs` has a rule of the same name, `own/no-good`",
      expect.stringContaining(
        "`ours.mjs` is no rule: its `name` is `no-nullable`, and a name is such as `own/no-x`",
      ),
      "`thrown.mjs` is no rule: RangeError: not today",
      expect.stringContaining("`broken.mjs` is no rule: SyntaxError: "),
      "`other.mjs` is no rule: it exports no `rule`",
      expect.stringContaining("`shape.mjs` is no rule: its `severity` is none of"),
      "`rules.cjs` is no rule: its name does not end as that of a program",
    ])
    expect(told.every(({ file, help }) => file === "pipewright.json" && help !== undefined)).toBe(true)
  })

  it("that fail are told with the place, and hide nothing of what others find", async () => {
    const failing = rule("own/no-failure", "\n    throw new RangeError(pipe.name)\n  ")
    const cwd = program({ "failing.mjs": failing, "rules/one.mjs": rule("own/no-one", find) })
    const { code, found } = await lint(cwd)
    expect(code).toBe(1)
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ["own/no-one", "the pipe `a` is here"],
      ["failed-rule", "the rule `own/no-failure` failed: RangeError: a, in line 6 of `failing.mjs`"],
    ])
  })

  it("cannot show what no finding may show, whatever they say", async () => {
    const text = "  from kafka { topics = 1, credentials { username = 'u', password = \"hush-hush\" } }"
    const all = `
export const rule = {
  name: "own/no-secret", group: "style", severity: "warning", preset: "recommended",
  summary: "Something is so.", link: "https://example.com/rules",
  checks: {
    file: ({ source: { file, text } }) => {
      const place = { file, span: { start: 0, end: 4 }, message: text }
      return [{ ...place, help: text, related: [place], fixes: [{ title: text, safe: true, edits: [{ span: place.span, text: "pipe" }] }] }]
    },
    files: ([{ source }]) => {
      throw new Error(source.text)
    },
  },
}
`
    const cwd = program({ "a.pipe": `pipe "a" {\n${text}\n}\n`, "all.mjs": all })
    for (const format of ["human", "json", "sarif", "github", "gitlab", "junit"]) {
      const { stdout } = await pipewright(["lint", "--format", format], { cwd })
      expect(stdout).toContain("own/no-secret")
      expect(stdout).not.toContain("hush")
    }
  })

  it("are run by `lint` alone", async () => {
    const mark =
      "import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('./ran', import.meta.url), '')\n"
    const cwd = program({ "one.mjs": rule("own/no-one", find, mark) }, { rules: { "own/no-one": "off" } })
    for (const command of [["check"], ["fmt", "--check"], ["build"]]) {
      const { code, stderr } = await pipewright(command, { cwd })
      expect([code, stderr]).toEqual([0, ""])
    }
    expect(existsSync(join(cwd, "ran"))).toBe(false)
    expect((await lint(cwd)).found).toEqual([])
    expect(existsSync(join(cwd, "ran"))).toBe(true)
  })
})

describe("The package as it is published", () => {
  it("has the types and the test of the example's rule", () => {
    const cwd = folder({ "package.json": '{ "type": "module" }' })
    const run = (program: string, ...args: ReadonlyArray<string>): string =>
      execFileSync(program, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } })
    const packed = run("npm", "pack", "--silent", "--ignore-scripts", join(root, "apps/cli")).trim()
    const installed = join(cwd, "node_modules/pipewright")
    mkdirSync(installed, { recursive: true })
    run("tar", "-xzf", packed, "--strip-components=1", "-C", installed)
    cpSync(join(root, "examples/own-rules"), cwd, { recursive: true })

    run(process.execPath, "--test", "rules/use-named-group.test.ts")
    edit(cwd, "rules/use-named-group.md", "has the name of the pipe that", "is called as the pipe that")
    edit(cwd, "rules/use-named-group.ts", "name === pipe.name", 'name === "shop"')
    expect(() => run(process.execPath, "--test", "rules/use-named-group.test.ts")).toThrow(
      expect.objectContaining({
        stdout: expect.stringContaining(`
  - its first sentence is not the summary of the rule
  - line 11: it claims 6: own/kafka/use-named-group, 16: own/kafka/use-named-group, and found is 16: own/kafka/use-named-group
`),
      }),
    )

    const compiler = join(root, "node_modules/.bin/tsc")
    const flags =
      "--noEmit --ignoreConfig --strict --module nodenext --types node --allowImportingTsExtensions"
    symlinkSync(join(root, "node_modules/@types"), join(cwd, "node_modules/@types"))
    const compile = (): string => run(compiler, ...flags.split(" "), "rules/use-named-group.test.ts")
    expect(compile()).toBe("")
    edit(cwd, "rules/use-named-group.ts", 'severity: "warning"', 'severity: "loud"')
    expect(compile).toThrow(
      expect.objectContaining({ stdout: expect.stringContaining("Type '\"loud\"' is not assignable") }),
    )
  })
})

it("The extended file that says a level is told with it", async () => {
  const cwd = folder({
    "program/a.pipe": pipe("a"),
    "program/pipewright.json": JSON.stringify({ extends: "../team.json" }),
    "team.json": JSON.stringify({
      lint: {
        preset: "strict",
        rules: { "no-type-alias": "info" },
        overrides: [{ files: ["a*"], rules: { "no-nullable": "off" } }],
      },
    }),
  })
  const { stdout } = await pipewright(["lint", "--print-config", "a.pipe", "--format", "json"], {
    cwd: join(cwd, "program"),
  })
  const said = (name: string, level: string, from: string) => ({
    name,
    level,
    from,
    in: "../team.json",
    targets: [],
  })
  expect(JSON.parse(stdout)).toMatchObject({
    preset: "strict",
    configuration: "pipewright.json",
    extends: ["../team.json"],
    rules: expect.arrayContaining([
      said("no-type-alias", "info", "rules"),
      said("no-nullable", "off", "overrides[0]"),
      said("no-float-key", "warning", "preset"),
    ]),
  })
  const human = await pipewright(["lint", "--print-config", "program"], { cwd })
  expect(human.stdout).toContain(
    "The preset strict of team.json, by program/pipewright.json, which extends team.json\n",
  )
  expect(human.stdout).toMatch(/^info +no-type-alias +by lint\.rules of team\.json$/m)
})
