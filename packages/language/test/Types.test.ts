import { describe, expect, it } from "vitest"
import { entries, findings, type } from "./texts.ts"

const arg = (text: string): string => {
  const found = /^Type\(name: T, arguments: \[(.*)\]\)$/.exec(type(`T(${text})`))
  return found?.[1] ?? ""
}

describe("A type", () => {
  it.each([
    ["String", "Type(String)"],
    ["f()", "Type(name: f, arguments: [])"],
    ["Nullable(String)", "Type(name: Nullable, arguments: [Type(String)])"],
    ["Map(String, UInt8)", "Type(name: Map, arguments: [Type(String), Type(UInt8)])"],
    ["Decimal(18, 2)", "Type(name: Decimal, arguments: [Number(18), Number(2)])"],
    ["DateTime64(3, 'UTC')", 'Type(name: DateTime64, arguments: [Number(3), TypeString("UTC")])'],
    ["`odd`", "Type(odd)"],
    ["Array(\n  String\n)", "Type(name: Array, arguments: [Type(String)])"],
  ])("%j is %s", (text, expected) => {
    expect(type(text)).toBe(expected)
  })

  it.each([
    "DOUBLE PRECISION",
    "double precision",
    "national character varying",
    "NATIONAL CHARACTER LARGE OBJECT",
    "binary varying",
    "INT UNSIGNED",
    "char varying",
  ])("may have a name of several words, such as %s", (name) => {
    expect(type(name)).toBe(`Type(${name})`)
    expect(type(`${name}(5)`)).toBe(`Type(name: ${name}, arguments: [Number(5)])`)
    expect(entries(`\na ${name}\nb Tuple(${name}, c ${name})\n`)).toHaveLength(2)
  })

  it("takes the longest name of several words, and no word more", () => {
    expect(findings("target t {\n a DOUBLE PRECISION PRECISION\n}")).toEqual([
      'separator-expected at "PRECISION"',
    ])
    expect(findings("target t {\n a String String\n}")).toEqual(['separator-expected at "String"'])
  })
})

describe("An argument of a type", () => {
  it.each([
    ["-5", "Number(-5)"],
    ["'a' = 1", 'TypeMember(name: TypeString("a"), value: Number(1))'],
    ["'a' = -1, 'b'", 'TypeMember(name: TypeString("a"), value: Number(-1)), TypeString("b")'],
    ["a UInt8", "TypeElement(path: [a], type: Type(UInt8))"],
    ["a.b.c UInt8", "TypeElement(path: [a, b, c], type: Type(UInt8))"],
    ['a."b c" UInt8', "TypeElement(path: [a, b c], type: Type(UInt8))"],
    ["`a b` UInt8", "TypeElement(path: [a b], type: Type(UInt8))"],
    ["max_paths = 8", "TypeParameter(name: max_paths, value: Number(8))"],
    ["mode = 'x'", 'TypeParameter(name: mode, value: TypeString("x"))'],
    ["SKIP a", "TypeElement(path: [SKIP], type: Type(a))"],
    ["SKIP", "Type(SKIP)"],
    ["SKIP = 1", "TypeParameter(name: SKIP, value: Number(1))"],
    ["REGEXP UInt8", "TypeElement(path: [REGEXP], type: Type(UInt8))"],
    [
      "quantiles(0.5, 0.9), UInt8",
      "Type(name: quantiles, arguments: [Number(0.5), Number(0.9)]), Type(UInt8)",
    ],
    ["sum, UInt8", "Type(sum), Type(UInt8)"],
    [
      "a.b UInt8, c, max_paths=8",
      "TypeElement(path: [a, b], type: Type(UInt8)), Type(c), TypeParameter(name: max_paths, value: Number(8))",
    ],
  ])("%j is %s", (text, expected) => {
    expect(arg(text)).toBe(expected)
  })

  it.each([
    ["SKIP a.b", "TypeSkip([a, b])"],
    ["skip a", "TypeSkip([a])"],
    ["SKIP REGEXP 'x.*'", 'TypeSkip(TypeString("x.*"))'],
    ["Skip Regexp 'x.*'", 'TypeSkip(TypeString("x.*"))'],
    ["SKIP `REGEXP`", "TypeSkip([REGEXP])"],
    ["`SKIP` UInt8", "TypeElement(path: [SKIP], type: Type(UInt8))"],
    ["a.SKIP UInt8", "TypeElement(path: [a, SKIP], type: Type(UInt8))"],
  ])("of JSON may leave paths out, as %j does", (text, expected) => {
    expect(type(`JSON(${text})`)).toBe(`Type(name: JSON, arguments: [${expected}])`)
    expect(type(`json(${text})`)).toBe(`Type(name: json, arguments: [${expected}])`)
  })

  it.each(["SKIP.a UInt8", "SKIP REGEXP", "SKIP REGEXP a"])(
    "of JSON cannot be %s, as `SKIP` is a keyword there",
    (text) => {
      expect(findings(`target t {\n x JSON(${text})\n y UInt8\n}`)).toHaveLength(1)
    },
  )

  it.each([
    ["1.0", "Number(value: 1, float: true)"],
    ["1e3", "Number(value: 1000, float: true)"],
    ["0.5", "Number(0.5)"],
    ["010", "Number(10)"],
  ])("%s is a number that knows whether it was written as a whole one", (text, expected) => {
    expect(arg(text)).toBe(expected)
  })

  it.each([
    ["'it''s'", "it's"],
    [String.raw`'it\'s'`, "it's"],
    [String.raw`'a\\b'`, "a\\b"],
    [String.raw`'a\nb\tc'`, "a\nb\tc"],
    ["''", ""],
    ["'Zürich'", "Zürich"],
  ])("%s is a string with the engine's escapes", (text, expected) => {
    expect(arg(text)).toBe(`TypeString(${JSON.stringify(expected)})`)
  })

  it.each([
    ['DateTime64(3, "UTC")', ['unexpected-token at "\\"UTC\\""']],
    ["Decimal(18 2)", ['unexpected-token at "2"']],
    ["Tuple(a UInt8 b, c UInt8)", ['unexpected-token at "b"']],
    ["Enum8('a)", [`unclosed-string at "'a)"`]],
  ])("with a mistake is told about once: %s", (text, expected) => {
    expect(findings(`target t {\n  x ${text}\n  y UInt8\n}`)).toEqual(expected)
  })
})
