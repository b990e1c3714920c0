import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import { describe, expect, it } from "vitest"
import { parse, textAt } from "./clickHouseTypes/types.ts"
import { findings, watering } from "./garden.ts"

const found = (type: string) => findings(watering("", "", `id UInt64, c ${type}`))

/** A mistake, what is underlined, and of which code it is. */
const mistakes: ReadonlyArray<readonly [type: string, code: ClickHouseType.Code, underlined: string]> = [
  ["Array(Uint64)", "unknown-type", "Uint64"],
  ["Map(String)", "type-arguments", "Map(String)"],
  ["Decimal(10, 11)", "type-number-out-of-range", "11"],
  ["Array(Nullable(Array(Int8)))", "type-inside", "Array(Int8)"],
  ["Nothing", "type-not-storable", "Nothing"],
  ["Array(LowCardinality(UInt8))", "refused-by-default", "LowCardinality(UInt8)"],
  ["Variant(Int8, String, Int16)", "similar-variants", "Int16"],
  ["Enum8('a' = 1, 'b' = 1)", "duplicate-enum-member", "'b' = 1"],
  ["Enum8('a' = 1, 'b', 'c' = 5)", "enum-numbering", "'c' = 5"],
  ["DateTime('Europe/Berln')", "unknown-time-zone", "'Europe/Berln'"],
  ["Tuple(a Int8, a Int8)", "duplicate-element", "a"],
  ["Tuple(a Int8, String)", "partly-named-tuple", "String"],
  ["Tuple(null Int8)", "reserved-element", "null"],
  ["JSON(max_paths = 3)", "unknown-type-parameter", "max_paths"],
  ["JSON(a.b Int8, SKIP a)", "skipped-path", "a.b"],
  ["JSON(SKIP REGEXP '[')", "broken-pattern", "'['"],
  ["AggregateFunction(unik, String)", "unknown-aggregate-function", "unik"],
  ["SimpleAggregateFunction(sum, Int32)", "unsuited-aggregate", "Int32"],
]

describe("a mistake in a type", () => {
  it.each(mistakes)("in %s is %s at its place", (text, code, underlined) => {
    const problems = ClickHouseType.check(parse(text)!)
    expect(problems.map((it) => [it.code, textAt(text, it.span)])).toEqual([[code, underlined]])
  })

  it.each(mistakes)("in %s is said with what to do", (text) => {
    for (const it of found(text)) expect(it.help, it.message).toBeDefined()
  })

  it("is told for each place, in the order of the text", () => {
    const problems = ClickHouseType.check(parse("Map(Nullable(string), Tuple(FixedString(0), Decimal(99)))")!)
    expect(problems.map((it) => it.code)).toEqual([
      "type-inside",
      "unknown-type",
      "type-number-out-of-range",
      "type-number-out-of-range",
    ])
  })

  it("in a name leads to no finding about what the name would have meant", () => {
    const problems = ClickHouseType.check(parse("LowCardinality(Nullable(Strin))")!)
    expect(problems.map((it) => it.code)).toEqual(["unknown-type"])
  })

  it("is said as what is wrong, why, and what to do", () => {
    const said = (text: string) => found(text).map((it) => `${it.message} | ${it.help ?? ""}`)
    expect(said("Uint64")).toEqual(["`Uint64` is not a ClickHouse type | did you mean `UInt64`?"])
    expect(said("Nullable(LowCardinality(String))")).toEqual([
      "`LowCardinality(String)` cannot be inside `Nullable` | turn it round: `LowCardinality(Nullable(String))`",
    ])
    expect(said("SimpleAggregateFunction(sum, UInt32)")).toEqual([
      "`sum` does not fit here: it sums `UInt32` up to `UInt64` | store `UInt64`, or use `sumWithOverflow`",
    ])
    expect(said("FixedString(300)")).toEqual([
      "ClickHouse refuses `FixedString(300)` unless a setting allows it: more than 256 bytes of fixed length are mostly padding | use `String`",
    ])
    expect(said("Enum8('a' = 200)")).toEqual([
      "the number of a member of `Enum8` is a whole number from -128 to 127, not 200 | use `Enum16`",
    ])
  })

  it("shows the earlier of two members that are the same", () => {
    const [finding] = found("Enum8('a', 'a')")
    expect(finding?.related?.map((it) => it.message)).toEqual(["first here"])
  })
})

describe("a name of several words", () => {
  it("is a name and a type where an element may have a name, as the engine reads it", () => {
    expect(ClickHouseType.print(parse("Tuple(int unsigned)")!)).toBe("Tuple(int UInt64)")
    expect(ClickHouseType.print(parse("Array(int unsigned)")!)).toBe("Array(UInt32)")
  })
})
