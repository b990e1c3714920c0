/** Of a large program the trees are not kept: `Parser.parseLightly` reads them again. That is to be seen in nothing. */
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Linter from "@pipewright/linter/Linter"
import * as Settings from "@pipewright/linter/Settings"
import { catalog } from "@pipewright/sources/Kinds"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "../../src/authors/programs.ts"
import { casesOf, rules } from "./pages.ts"

const seed = Number(process.env.FUZZ_SEED ?? 20_261_124)

const lint = (parse: typeof Parser.parse, texts: ReadonlyArray<string>) =>
  Linter.lint({
    files: texts.map((text, index) => parse(Source.make(`${index}.pipe`, text)).file),
    catalog,
    rules,
    settings: { ...Settings.defaults, preset: "all" },
    now: 0,
  })

/** How many texts were read while something is done. */
const counting = (work: (parse: typeof Parser.parse) => void): number => {
  let reads = 0
  work((source) => {
    const text = source.text
    return Parser.parseLightly({
      ...source,
      get text() {
        reads += 1
        return text
      },
    })
  })
  return reads
}

describe("A program whose trees are not kept", () => {
  it("has the findings that it has with them, of every rule, also where its files use each other", () => {
    const pages = rules.flatMap(casesOf).map(({ text }) => text)
    const careless = fc.sample(Programs.careless, { numRuns: 100, seed })
    const sets = [...[...pages, ...careless].map((text) => [text]), pages, careless, careless.toReversed()]
    const found = sets.map((texts) => lint(Parser.parse, texts))
    expect(
      new Set(found.flatMap(({ diagnostics }) => diagnostics).map(({ code }) => code)).size,
    ).toBeGreaterThan(60)
    for (const [index, texts] of sets.entries())
      expect(lint(Parser.parseLightly, texts)).toEqual(found[index])
  })

  it("is read no more often for each file the more files it has", () => {
    const texts = fc.sample(Programs.careful, { numRuns: 80, seed })
    const [some, many] = [texts.slice(0, 40), texts].map(
      (it) => counting((parse) => lint(parse, it)) / it.length,
    )
    expect(many).toBeLessThan(some! * 1.5)
  })
})
