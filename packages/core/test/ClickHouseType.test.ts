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

/** A type, what its fix makes of it, and whether that is what its author plainly meant. */
const mends: ReadonlyArray<readonly [type: string, mended: string, sort: "safe" | "unsafe"]> = [
  ["array(Int8)", "Array(Int8)", "safe"],
  ["JSONB", "JSON", "unsafe"],
  ["DateTime('utc')", "DateTime('UTC')", "safe"],
  ["DateTime('UTC+1')", "DateTime('UTC')", "unsafe"],
  ["DateTime(UTC)", "DateTime('UTC')", "unsafe"],
  ["DateTime32(UTC)", "DateTime32('UTC')", "unsafe"],
  ["DateTime64(3, UTC)", "DateTime64(3, 'UTC')", "unsafe"],
  ["DateTime64('Asia/Tokyo')", "DateTime64(3, 'Asia/Tokyo')", "unsafe"],
  ["DateTime('UTC', 3)", "DateTime('UTC')", "unsafe"],
  ["Time('UTC')", "Time", "unsafe"],
  ["Time64(3, 'UTC')", "Time64(3)", "unsafe"],
  ["Nullable(LowCardinality(TEXT))", "LowCardinality(Nullable(TEXT))", "safe"],
  ["Nullable(LowCardinality(Nullable(String)))", "LowCardinality(Nullable(String))", "safe"],
  ["Array(LowCardinality(UInt8))", "Array(UInt8)", "unsafe"],
  ["LowCardinality(Nullable(Decimal(9, 2)))", "Nullable(Decimal(9, 2))", "unsafe"],
  ["Map(Nullable(String), Int8)", "Map(String, Int8)", "unsafe"],
  ["Map(LowCardinality(Nullable(String)), Int8)", "Map(LowCardinality(String), Int8)", "unsafe"],
  ["SimpleAggregateFunction(sum, Nullable(INT))", "SimpleAggregateFunction(sum, Nullable(Int64))", "unsafe"],
  ["SimpleAggregateFunction(sum, INT)", "SimpleAggregateFunction(sum, Int64)", "unsafe"],
]

describe("a fix of a type", () => {
  it.each(mends)("makes of %s %s", (text, by, sort) => {
    const fixes = found(text).flatMap((it) => it.fixes ?? [])
    const row = watering("", "", `id UInt64, c ${text}`)
    const texts = fixes.map(({ edits, safe }) => [
      edits
        .toSorted((a, b) => b.span.start - a.span.start)
        .reduce((now, it) => now.slice(0, it.span.start) + it.text + now.slice(it.span.end), row),
      safe ? "safe" : "unsafe",
    ])
    expect(texts).toEqual([[watering("", "", `id UInt64, c ${by}`), sort]])
  })

  it("is not there where only a part of the type could be replaced", () => {
    for (const text of [
      "SimpleAggregateFunction(sum, SimpleAggregateFunction(any, Int32))",
      "SimpleAggregateFunction(sumMap, Map(String, Int32))",
      "DateTime(Mars)",
      "Map(SimpleAggregateFunction(any, Nullable(String)), Int8)",
    ])
      expect(found(text).map((it) => it.fixes)).toEqual([undefined])
  })
})

describe("the types within a type", () => {
  const parts = (text: string) => ClickHouseType.parts(parse(text)!).map((it) => textAt(text, it.span))

  it("are all of them, each before what it holds", () => {
    expect(parts("Map(String, Array(Nullable(Int8)))")).toEqual([
      "Map(String, Array(Nullable(Int8)))",
      "String",
      "Array(Nullable(Int8))",
      "Nullable(Int8)",
      "Int8",
    ])
    expect(parts("Tuple(a Int8, JSON(b.c String, SKIP d))")).toHaveLength(4)
  })

  it("are what follows a name, where a type of two words would be one", () => {
    const names = (text: string) => ClickHouseType.parts(parse(text)!).map((it) => it.name.text)
    expect(names("Tuple(int unsigned)")).toEqual(["Tuple", "unsigned"])
    expect(names("Array(int unsigned)")).toEqual(["Array", "int unsigned"])
  })

  it("are not the functions of aggregates, and not values", () => {
    expect(parts("AggregateFunction(quantile(0.5), Float64)").slice(1)).toEqual(["Float64"])
    expect(parts("SimpleAggregateFunction(sum, Int64)").slice(1)).toEqual(["Int64"])
    expect(parts("Enum8('a' = 1)").slice(1)).toEqual([])
  })
})

describe("a name of several words", () => {
  it("is a name and a type where an element may have a name, as the engine reads it", () => {
    expect(ClickHouseType.print(parse("Tuple(int unsigned)")!)).toBe("Tuple(int UInt64)")
    expect(ClickHouseType.print(parse("Array(int unsigned)")!)).toBe("Array(UInt32)")
  })
})
