import { describe, expect, it } from "vitest"
import { behaviours } from "./behaviours.ts"
import { has } from "./titles.ts"

describe("The behaviours of the API", () => {
  it.each(behaviours)("have the test that shows: $is", ({ proof }) => {
    expect(proof).toSatisfy(has)
  })

  it("are each told once, in whole sentences", () => {
    const told = behaviours.map(({ is }) => is)
    expect(told.filter((is) => !/^[A-Z`].*\.$/.test(is))).toEqual([])
    expect(new Set(told).size).toBe(told.length)
  })
})
