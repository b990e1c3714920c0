import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import { exactly, matcher } from "../src/program/globs.ts"
import { typed } from "../src/views/plan.words.ts"

describe("a pattern of names", () => {
  it("means what its stars and question marks stand for", () => {
    const names = ["orders", "orders-2025", "o", "other.s"]
    expect(names.filter(matcher(["orders*"]))).toEqual(["orders", "orders-2025"])
    expect(names.filter(matcher(["?", "other.?"]))).toEqual(["o", "other.s"])
    expect(names.filter(matcher(["order.", "other.s"]))).toEqual(["other.s"])
  })

  it("means one name alone where a plan says what to ask for, whatever is in the name", () => {
    expect(typed("delete", "k*")).toBe("--allow-delete 'k\\*'")
    expect(typed("delete", "k1")).toBe("--allow-delete k1")
    const name = fc.string({ unit: fc.constantFrom("*", "?", "\\", "a", ".", "[", "$", "\n") })
    fc.assert(
      fc.property(name, name, (one, other) => {
        const isMeant = matcher([exactly(one)])
        return isMeant(one) && isMeant(other) === (one === other)
      }),
    )
  })
})
