import { kinds } from "@pipewright/sources/Kinds"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "../../src/authors/programs.ts"
import * as Linted from "../../src/campaign/linted.ts"
import * as FindingPages from "../../src/internal/findingPages.ts"
import { stages } from "../../src/internal/stages.ts"
import { workspaceRoot } from "../../src/internal/workspace.ts"
import { casesOf, find, pathOf, rules } from "./pages.ts"

const seed = Number(process.env.FUZZ_SEED ?? 20_261_124)
const runs = Number(process.env.FUZZ_RUNS ?? 200)

describe("Of programs that nobody wrote, it holds that the linter", () => {
  it.each(Linted.properties)("$name", ({ share, check }) => {
    expect(check({ seed, runs: (runs * share) / 2 }).failure).toBeUndefined()
  })
})

describe("The programs that nobody wrote", () => {
  it("read from every type of source, and have every declaration", () => {
    const all = fc.sample(Programs.careful, { numRuns: 200, seed }).join("\n")
    const declarations = ["param", "endpoint", "connection", "template", "pipe", "target"]
    for (const word of declarations) expect(all).toMatch(new RegExp(`^${word} `, "m"))
    expect(all).toMatch(/^pipe .* for r in /m)
    const types = kinds.flatMap((kind) => kind.types)
    expect(types.filter((it) => !new RegExp(`(from|: ?) ?${it} \\{`).test(all))).toEqual([])
  })

  it("have mistakes for every fix of a rule, and each is made a few times", () => {
    const mends = rules.filter((rule) =>
      casesOf(rule).some(({ text }) =>
        find([rule])(Linted.texts(text)).some(({ fixes }) => fixes !== undefined),
      ),
    )
    const taken = new Map(mends.map(({ name }) => [name, 0]))
    const programs = fc.sample(Programs.careless, { numRuns: 300, seed })
    for (const [index, text] of programs.entries()) {
      const made = Linted.fixed(Linted.texts(text), index % 2 === 0 ? "recommended" : "all")
      for (const { code } of made.taken) taken.set(code, (taken.get(code) ?? 0) + 1)
    }
    expect(taken.size).toBeGreaterThan(20)
    expect([...taken].filter(([, times]) => times < 3)).toEqual([])
  })
})

/** The programs of all pages of findings and of rules, without what they claim. */
const ofPages: ReadonlyArray<string> = [
  ...stages(workspaceRoot).flatMap(FindingPages.read),
  ...rules.map((rule) => ({ path: pathOf(rule) })),
].flatMap(({ path }) =>
  MarkdownCases.read(path)
    .filter(({ language, attributes }) => language === "pipe" && !("fixed" in attributes))
    .map(({ content }) => content.replace(/ *\/\/ ! [a-z0-9/ -]+$/gm, "")),
)

const presets = ["recommended", "all"] as const

describe("The programs of all pages", () => {
  it("stay right when all is fixed, and each fix that is offered is taken somewhere", () => {
    const offered = new Set<string>()
    const taken = new Set<string>()
    for (const preset of presets)
      for (const program of ofPages.map((text) => Linted.texts(text))) {
        for (const { code, fixes } of find(rules, preset)(program)) if (fixes !== undefined) offered.add(code)
        for (const { code } of Linted.staysRight(program, preset).taken) taken.add(code)
      }
    expect(offered.size).toBeGreaterThan(60)
    expect([...offered].filter((code) => !taken.has(code))).toEqual([])
  })

  it("send the same when what is safe is fixed", () => {
    for (const preset of presets) for (const text of ofPages) Linted.sendsTheSame(Linted.texts(text), preset)
  })
})
