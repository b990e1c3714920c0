import { readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import * as OwnRules from "../src/program/ownRules.ts"
import * as Program from "../src/program/program.ts"
import { folder } from "./harness.ts"

/** A folder with a program below it, whose configuration is the first of the files. */
const files = (contents: Readonly<Record<string, object | string>>): string =>
  folder(
    Object.fromEntries(
      Object.entries({ "program/a.pipe": "", ...contents }).map(([name, content]) => [
        name,
        typeof content === "string" ? content : JSON.stringify(content),
      ]),
    ),
  )

const load = (root: string) => Program.load(join(root, "program"))

const found = (root: string) =>
  load(root).diagnostics.map(({ code, file, message }) => ({ code, file, message }))

describe("A configuration that extends another", () => {
  it("has its levels, presets, overrides and files of rules, and what is said nearer comes first", () => {
    const override = (level: string) => ({ files: ["*"], rules: { "no-nullable": level } })
    const root = files({
      "program/pipewright.json": {
        extends: "../shared/team.json",
        rules: { "nullable-key": "off" },
        lint: { rules: { "no-float-key": "info" }, overrides: [override("info")] },
      },
      "shared/team.json": {
        extends: "company.json",
        rules: { "nullable-key": "warning", "duplicate-key": "info" },
        lint: { rules: { "no-float-key": "off" }, rulesFrom: ["rules/no-x.ts"] },
      },
      "shared/company.json": {
        target: "theirs",
        lint: {
          preset: "strict",
          baseline: "theirs.json",
          overrides: [override("off")],
          fixes: { "no-nullable": "off" },
        },
      },
    })
    const { configuration, diagnostics } = load(root)
    expect(diagnostics).toEqual([])
    expect(configuration.target).toBeUndefined()
    expect(Object.fromEntries(configuration.rules)).toEqual({
      "nullable-key": "off",
      "duplicate-key": "info",
    })
    const { lint } = configuration
    expect([lint.preset, lint.presetFile, lint.baseline]).toEqual([
      "strict",
      "../shared/company.json",
      undefined,
    ])
    expect(
      lint.layers.map(({ file, rules, overrides }) => [file, Object.fromEntries(rules), overrides.length]),
    ).toEqual([
      ["../shared/company.json", {}, 1],
      ["../shared/team.json", { "no-float-key": "off" }, 0],
      ["pipewright.json", { "no-float-key": "info" }, 1],
    ])
    expect(lint.rulesFrom.map(({ path, file }) => [path, file])).toEqual([
      ["rules/no-x.ts", "../shared/team.json"],
    ])
    expect(Object.fromEntries(lint.fixes)).toEqual({ "no-nullable": "off" })
  })

  it("is told of mistakes in the other, where they are", () => {
    const root = files({
      "program/pipewright.json": { extends: "../team.json" },
      "team.json": { lint: { rules: { "no-flaot-key": "off" } } },
    })
    expect(load(root).diagnostics.map(({ code, file, help }) => [code, file, help])).toEqual([
      ["unknown-field", "../team.json", "did you mean `no-float-key`?"],
    ])
  })

  it("is told of the files that extend each other in a circle", () => {
    const root = files({
      "program/pipewright.json": { extends: "../one.json" },
      "one.json": { extends: "two.json" },
      "two.json": { extends: "one.json" },
    })
    expect(found(root)).toEqual([
      {
        code: "circular-extends",
        file: "../two.json",
        message:
          "this configuration extends itself: `../one.json` extends `../two.json` extends `../one.json`",
      },
    ])
  })

  it("knows a file under one name, whatever links lead to it", () => {
    const root = files({ "program/pipewright.json": { extends: "again/pipewright.json" } })
    symlinkSync(".", join(root, "program/again"))
    expect(found(root)).toEqual([expect.objectContaining({ code: "circular-extends" })])
  })

  it.each([
    ["there is no such file", "../team.json"],
    ["there is no such file", "../shared"],
    ["the path begins at the root of this machine", "/etc/hosts"],
    ["it is outside of the repository", "../../outside.json"],
  ])("is told that %s, of %s", (problem, path) => {
    const root = files({
      "outside.json": {},
      "repository/.git/HEAD": "",
      "repository/shared/x.json": {},
      "repository/program/a.pipe": "",
      "repository/program/pipewright.json": { extends: path },
    })
    expect(found(join(root, "repository"))).toEqual([
      {
        code: "unreadable-extends",
        file: "pipewright.json",
        message: `\`${path}\` cannot be extended: ${problem}`,
      },
    ])
  })
})

describe("A program below another", () => {
  it("has the nearest configuration alone, and is no part of the other", () => {
    const root = files({
      "program/pipewright.json": { lint: { preset: "all" } },
      "program/inner/pipewright.json": { lint: { rules: { "no-nullable": "off" } } },
      "program/inner/b.pipe": "",
    })
    const inner = Program.load(join(root, "program/inner/b.pipe"))
    expect(inner.configuration.lint.preset).toBe("recommended")
    expect(inner.files.map(({ source }) => source.file)).toEqual(["b.pipe"])
    expect(load(root).files.map(({ source }) => source.file)).toEqual(["a.pipe"])
  })
})

describe("The name of a rule that comes with the program", () => {
  const lint = (more: object) =>
    found(files({ "program/pipewright.json": { lint: more } })).map(({ code }) => code)

  it("is taken as long as the rules are not loaded, and for a mistake where none comes", () => {
    const rules = { "own/no-x": "off" }
    expect(lint({ rules, fixes: { "own/no-x": "safe" }, rulesFrom: ["x.ts"] })).toEqual([])
    expect(lint({ rules })).toEqual(["unknown-field"])
  })

  it("is held beside those that were loaded", () => {
    const root = files({
      "program/pipewright.json": { lint: { rulesFrom: ["x.ts"], rules: { "own/no-snials": "off" } } },
    })
    const known = Program.knowing(load(root), [{ name: "own/no-snails" }])
    expect(known.diagnostics.map(({ help }) => help)).toEqual(["did you mean `own/no-snails`?"])
  })
})

describe("A rule that comes with the program", () => {
  it("is another one once its file is, in the same process as well", async () => {
    const rule = (name: string) => `export const rule = {
      name: "${name}", group: "style", severity: "info", preset: "all", summary: "So.", link: "https://example.com",
      checks: { file: () => [] },
    }`
    const root = files({
      "program/pipewright.json": { lint: { rulesFrom: ["x.mjs"] } },
      "program/x.mjs": rule("own/no-x"),
    })
    const loaded = async () => {
      const own = await OwnRules.load(load(root))
      expect(own.diagnostics).toEqual([])
      return own.rules[0]!
    }
    const first = await loaded()
    expect(await loaded()).toBe(first)
    writeFileSync(join(root, "program/x.mjs"), rule("own/no-y"))
    expect((await loaded()).name).toBe("own/no-y")
  })
})

describe.each(["unreadable-extends", "circular-extends"])("the page of %s", (code) => {
  it("has a configuration with the finding, and then one that is right", () => {
    const path = join(import.meta.dirname, "../src/program/findings", `${code}.md`)
    const codes = MarkdownCases.read(path).map(({ content }) =>
      found(files({ "program/pipewright.json": content, "program/lint.json": "{}" })).map((it) => it.code),
    )
    expect(readFileSync(path, "utf8")).toContain(`# ${code}\n`)
    expect(codes).toEqual([[code], []])
  })
})
