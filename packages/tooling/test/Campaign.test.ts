import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { corpus } from "../src/campaign/corpus.ts"
import * as Mutations from "../src/campaign/mutations.ts"
import { ofTexts } from "../src/campaign/properties.ts"
import { property } from "../src/campaign/property.ts"

const runs = Number(process.env.FUZZ_RUNS ?? 1000)

describe("any text", () => {
  it.each(ofTexts)("$name", ({ check }) => {
    const { failure } = check({ seed: fc.sample(fc.nat(), 1)[0]!, runs })
    expect(failure).toBeUndefined()
  })
})

describe("the programs that properties start from", () => {
  it("are many, and one has all of the language", () => {
    expect(corpus.length).toBeGreaterThan(20)
    expect(corpus.some(({ name }) => name === "everything")).toBe(true)
  })

  it("come out of their tokens as they were", () => {
    for (const { name, text } of corpus) expect(Mutations.tokensOf(text).join(""), name).toBe(text)
  })
})

describe("a failure", () => {
  it("is told with the smallest text, and found again by its seed and its path", () => {
    const noBraces = property(
      "no-braces",
      1,
      Mutations.soup,
      (it) => it,
      (text) => {
        if (text.includes("{")) throw new Error("a brace")
      },
    )
    const { failure } = noBraces.check({ seed: 7, runs: 1000 })
    expect(failure?.text).toBe("{")
    const again = noBraces.check({ seed: 7, runs: 1, path: failure!.path })
    expect(again.failure?.text).toBe("{")
  })
})
