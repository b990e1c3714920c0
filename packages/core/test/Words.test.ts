import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as Suggest from "@pipewright/core/Suggest"
import * as Unit from "@pipewright/core/Unit"
import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"

describe("Unit.convert", () => {
  it.each([
    [5, "s", "ms", 5000],
    [1.5, "min", "s", 90],
    [1, "h", "ms", 3_600_000],
    [250, "ms", "s", 0.25],
    [1, "KiB", "byte", 1024],
    [1.5, "GiB", "byte", 1_610_612_736],
    [1, "kB", "byte", 1000],
    [250, "m", "millicore", 250],
    [512, "MiB", "GiB", 0.5],
    [0.1, "s", "ms", 100],
    [0.3, "GB", "byte", 300_000_000],
  ] as const)("makes %d%s in %s of it: %d", (value, from, to, expected) => {
    expect(Unit.convert(value, from, to)).toBe(expected)
  })

  it.each(["days", "M", "", "constructor", "toString"])("knows no unit %j", (unit) => {
    expect(Unit.convert(1, unit, "ms")).toBeUndefined()
  })

  it("keeps what does not come out even", () => {
    expect(Number.isInteger(Unit.convert(0.0001, "s", "ms"))).toBe(false)
  })
})

describe("Suggest", () => {
  const names = ["pressure", "nozzle", "taps", "label"]

  it.each([
    ["presure", "pressure"],
    ["PRESSURE", "pressure"],
    ["nozle", "nozzle"],
    ["tap", "taps"],
    ["lable", "label"],
    ["water", undefined],
    ["", undefined],
    ["x".repeat(1_000_000), undefined],
  ])("finds for a word the nearest name", (word, expected) => {
    expect(Suggest.nearest(word, names)).toBe(expected)
  })

  it("offers the near name, otherwise all or the first of them, and nothing where there is none", () => {
    expect(Suggest.help("presure", names)).toBe("did you mean `pressure`?")
    expect(Suggest.help("water", names)).toBe("one of `pressure`, `nozzle`, `taps`, `label`")
    expect(
      Suggest.help(
        "water",
        Array.from({ length: 40 }, (_, n) => `name${n}`),
      ),
    ).toMatch(/`name29`, …$/)
    expect(Suggest.help("water", [])).toBeUndefined()
  })
})

describe("ClickHouseType.print", () => {
  const print = (type: string): string => {
    const { file } = Parser.parse(Source.make("a.pipe", `target t {\nc ${type}\n}`))
    return ClickHouseType.print(((file.declarations[0] as Ast.Target).block.entries[0] as Ast.Column).type)
  }

  it.each([
    ["String", "String"],
    ["varchar", "String"],
    ["double   precision", "Float64"],
    ["datetime('UTC')", "DateTime('UTC')"],
    ["Map( String,UInt8 )", "Map(String, UInt8)"],
    ["Nullable(int unsigned)", "Nullable(UInt32)"],
    ["Tuple(a int, `b c` text)", "Tuple(a Int32, `b c` String)"],
    ["Enum8('a'=-1,'it''s'=2)", String.raw`Enum8('a' = -1, 'it\'s' = 2)`],
    [
      "JSON(a.b UInt8, SKIP c.d, SKIP REGEXP 'e', max_dynamic_paths = 8)",
      "JSON(max_dynamic_paths=8, `a.b` UInt8, SKIP `c.d`, SKIP REGEXP 'e')",
    ],
    ["AggregateFunction(sum, int)", "AggregateFunction(sum, Int32)"],
    ["Unheard(1)", "Unheard(1)"],
  ])("spells %j as the engine does", (text, expected) => {
    expect(print(text)).toBe(expected)
  })

  it("leaves a type as it is that it printed itself", () => {
    for (const name of ClickHouseType.names) expect(print(print(name))).toBe(print(name))
  })
})
