import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse, parseAny } from "./clickHouseTypes/types.ts"

// A backslash or a backtick in a name in backticks has no escape in the language, so that no name has one here.
const anyName = fc.oneof(
  fc.constantFrom("a", "b", "select", "NULL", "from", "_x1", "SKIP"),
  fc.stringMatching(/^[^`\\\r\n]{1,8}$/).map((it) => `\`${it}\``),
)
const anyString = fc
  .stringMatching(/^[^\r\n]{0,8}$/)
  .map((it) => `'${it.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`)
const number = fc.oneof(fc.integer({ min: -300, max: 40_000 }).map(String), fc.constantFrom("0.5", "3", "10"))
const joined = (items: fc.Arbitrary<string>, most = 4) =>
  fc.array(items, { maxLength: most }).map((it) => it.join(", "))
const anyFamily = fc.constantFrom(...ClickHouseType.names)

/** What the grammar takes as a type, whether the engine does or not. */
const { anyType } = fc.letrec<{ anyType: string; anyArgument: string }>((tie) => ({
  anyArgument: fc.oneof(
    { depthSize: "small" },
    number,
    anyString,
    fc.tuple(anyString, number).map(([name, value]) => `${name} = ${value}`),
    fc.tuple(fc.constantFrom("max_types", "max_dynamic_paths", "x"), number).map((it) => it.join("=")),
    fc.tuple(anyName, anyName).map((it) => `SKIP ${it.join(".")}`),
    anyString.map((it) => `SKIP REGEXP ${it}`),
    fc
      .tuple(fc.array(anyName, { minLength: 1, maxLength: 2 }), tie("anyType"))
      .map(([path, type]) => `${path.join(".")} ${type}`),
    tie("anyType"),
  ),
  anyType: fc.oneof(
    { depthSize: "small" },
    anyFamily,
    fc.tuple(anyFamily, joined(tie("anyArgument"))).map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom("Array", "Nullable", "LowCardinality"), tie("anyType"))
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom("Tuple", "Variant", "Map"), joined(tie("anyType")))
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(
        fc.constantFrom("Tuple", "Nested", "JSON"),
        joined(fc.tuple(anyName, tie("anyType")).map((it) => it.join(" "))),
      )
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom("Enum", "Enum8", "Enum16"), joined(anyString))
      .map(([name, inner]) => `${name}(${inner})`),
  ),
}))

describe("a type", () => {
  it("that is printed is printed the same again", () => {
    let taken = 0
    fc.assert(
      fc.property(anyType, (text) => {
        const type = parse(text)
        if (type === undefined) return
        const sound = ClickHouseType.check(type).length === 0
        const printed = ClickHouseType.print(type)
        const again = parse(printed)
        if (!sound) return
        taken += 1
        expect(again, printed).toBeDefined()
        expect(ClickHouseType.check(again!)).toEqual([])
        expect(ClickHouseType.print(again!)).toBe(printed)
      }),
      { numRuns: 2000 },
    )
    expect(taken).toBeGreaterThan(100)
  })

  it("can be any text without a throw", () => {
    const pieces = fc.oneof(
      anyFamily,
      anyName,
      anyString,
      number,
      fc.constantFrom("(", ")", ",", "=", ".", " ", "\n", "SKIP ", "REGEXP ", "'", '"', "`", "1e999", "\\"),
      fc.string({ maxLength: 4, unit: "binary" }),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (text) => {
        for (const type of parseAny(text.join(""))) {
          ClickHouseType.check(type)
          ClickHouseType.print(type)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("of many members is read whole", () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `Tuple(a${at} UInt64)`)
    const [type] = parseAny(`Variant(${many.join(", ")})`)
    ClickHouseType.check(type!)
    expect(ClickHouseType.print(type!).match(/Tuple\(a\d+ UInt64\)/g)).toHaveLength(many.length)
  })
})
