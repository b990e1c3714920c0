import { describe, expect, it } from "vitest"
import type { Vocabulary } from "../src/oracle/engine.ts"
import { judge } from "../src/oracle/ours.ts"
import { types } from "../src/oracle/types.ts"

const vocabulary: Vocabulary = {
  engine: "",
  families: ["UInt8", "String", "Array", "double precision"],
  functions: ["sum", "uniq", "quantile"],
  zones: ["UTC", "Europe/Berlin"],
}

const some = (seed: number): ReadonlyArray<string> => {
  const made: Array<string> = []
  for (const type of types(vocabulary, seed)) if (made.push(type) === 5000) break
  return made
}

describe("Random types", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(some(1)).toEqual(some(1))
    expect(some(1)).not.toEqual(some(2))
  })

  it("are of every sort, and partly right", () => {
    const made = some(1)
    for (const start of [
      "Enum",
      "Decimal",
      "DateTime64",
      "JSON(",
      "Variant",
      "Nested",
      "AggregateFunction",
      "QBit",
    ])
      expect(
        made.some((it) => it.includes(start)),
        start,
      ).toBe(true)
    const taken = made.filter((it) => "text" in judge(it)).length
    expect([taken > 1000, taken < 4000]).toEqual([true, true])
  })
})

describe("What is said of a type", () => {
  it("is its spelling, or why it is refused", () => {
    expect(judge("bigint unsigned")).toEqual({ text: "UInt64" })
    expect(judge("DateTime('UTC', 3)")).toEqual({ text: "DateTime('UTC')" })
    expect(judge("Map(Nullable(string), FixedString(0))")).toEqual({
      refused: "type-inside type-number-out-of-range unknown-type",
    })
    expect(judge("UInt8, d UInt8")).toEqual({ refused: "syntax" })
    expect(judge("UInt8\n}\ntarget u {")).toEqual({ refused: "syntax" })
  })
})
