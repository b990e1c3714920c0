import { kinds } from "@pipewright/sources/Kinds"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "../../src/authors/programs.ts"
import * as Linted from "../../src/campaign/linted.ts"
import { casesOf, find, rules } from "./pages.ts"

const seed = Number(process.env.FUZZ_SEED ?? 20_261_124)
const runs = Number(process.env.FUZZ_RUNS ?? 200)

const one = (text: string) => new Map([["main.pipe", text]])

describe("Of programs that nobody wrote, it holds that the linter", () => {
  it.each(Linted.properties)("$name", ({ check }) => {
    expect(check({ seed, runs }).failure).toBeUndefined()
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
      casesOf(rule).some(({ text }) => find([rule])(one(text)).some(({ fixes }) => fixes !== undefined)),
    )
    const taken = new Map(mends.map(({ name }) => [name, 0]))
    const programs = fc.sample(Programs.careless, { numRuns: 400, seed })
    for (const [index, text] of programs.entries()) {
      const { taken: made } = Linted.fixed(text, index % 2 === 0 ? "recommended" : "all")
      for (const { code } of made) taken.set(code, (taken.get(code) ?? 0) + 1)
    }
    expect(taken.size).toBeGreaterThan(20)
    expect([...taken].filter(([, times]) => times < 3)).toEqual([])
  })
})
