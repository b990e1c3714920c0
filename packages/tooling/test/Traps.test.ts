import { describe, expect, it } from "vitest"
import { has } from "./titles.ts"
import { traps } from "./traps.ts"

describe("The traps", () => {
  it("are all of the 61, each once and in order", () => {
    expect(traps.map(({ number }) => number)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  })

  it.each(traps)("have for $number the tests that they name", ({ proofs }) => {
    expect(proofs.filter((proof) => !has(proof))).toEqual([])
    expect(proofs.length).toBeGreaterThan(0)
  })

  it("are told in whole sentences", () => {
    expect(traps.filter(({ is }) => !/^[A-Z`].*\.$/.test(is))).toEqual([])
  })
})
