import { describe, expect, it } from "vitest"
import { findings, value } from "./texts.ts"

const string = (text: string) => value(`"${text}"`)
const block = (text: string) => value(`"""${text}"""`)

describe("A string", () => {
  it.each([
    ["plain", `String(["plain"])`],
    ["", `String([""])`],
    [String.raw`\" \\ \/`, String.raw`String(["\" \\ /"])`],
    [String.raw`\b\f\n\r\t`, String.raw`String(["\b\f\n\r\t"])`],
    [String.raw`\u00e9\u0041`, `String(["éA"])`],
    ["// no comment, { no } block", `String(["// no comment, { no } block"])`],
    ["a ${param.x} b", `String(["a ", $param.x, " b"])`],
    ["${param.x}${each.y}", `String([$param.x, $each.y])`],
    ["${ param.x.y }", `String([$param.x.y])`],
    ["$${param.x}", `String(["\${param.x}"])`],
    ["$$${param.x}", `String(["$\${param.x}"])`],
    ["$5 and $", `String(["$5 and $"])`],
  ])("of %j is %s", (text, expected) => {
    expect(string(text)).toBe(expected)
  })

  it.each([
    [String.raw`"\x"`, [String.raw`unknown-escape at "\\x"`]],
    [String.raw`"\u12"`, [String.raw`unknown-escape at "\\u"`]],
    ['"${x}"', ['reference-expected at "${x}"']],
    ['"${}"', ['reference-expected at "${}"']],
    ['"${env(x)}"', ['reference-expected at "${env(x)}"']],
    ['"${a.b"', ['reference-expected at "${a.b"']],
  ])("with a mistake in it is told about at the mistake: %s", (text, expected) => {
    expect(findings(`param p: t = ${text}`)).toEqual(expected)
  })

  it.each(['"abc', '"abc\\', '"', '"a ${b.c'])(
    "is told about once where its line ends before it: %s",
    (text) => {
      const found = findings(`param p: t = ${text}\nparam q: t = 1`)
      expect(found.filter((it) => it.startsWith("unclosed-string"))).toEqual([
        `unclosed-string at ${JSON.stringify(text)}`,
      ])
    },
  )
})

describe("A text of several lines", () => {
  it.each([
    ["on one line", "one", `String(["one"])`],
    ["that is empty", "", `String([""])`],
    ["without the line end after its opening", "\none\n", `String(["one\\n"])`],
    [
      "without the indentation that its lines share",
      "\n    one\n      two\n    ",
      `String(["one\\n  two\\n"])`,
    ],
    ["with the closing line counted as one of them", "\n    one\n  ", `String(["  one\\n"])`],
    ["with empty lines left out of the count", "\n    one\n\n    two\n    ", `String(["one\\n\\ntwo\\n"])`],
    ["with line ends made one", "\r\n  one\r\n  two\r\n  ", `String(["one\\ntwo\\n"])`],
    ["with tabs taken as they are", "\n\tone\n\t", `String(["one\\n"])`],
    ["with quotes in it", '\n  say "hi" and ""\n  ', `String(["say \\"hi\\" and \\"\\"\\n"])`],
    [
      "with references",
      "\n  a ${param.x}\n  ${param.y}\n  ",
      `String(["a ", $param.x, "\\n", $param.y, "\\n"])`,
    ],
    ["that begins with a reference", "\n  ${param.x}\n  ", `String([$param.x, "\\n"])`],
    ["with escapes", "\n  a\\tb\n  ", `String(["a\\tb\\n"])`],
    ["whose escaped line end begins no line", "\n  a\\n    b\n  ", `String(["a\\n    b\\n"])`],
    ["with the character zero", "\\u0000", `String(["\\u0000"])`],
  ])("%s", (_, text, expected) => {
    expect(block(text)).toBe(expected)
  })

  it("keeps the places of its references", () => {
    expect(findings('param p: t = """\n  a\n  ${oops}\n"""')).toEqual(['reference-expected at "${oops}"'])
  })

  it("is told about at its opening where it has no end", () => {
    expect(findings('param p: t = """\n  a\n')).toEqual(['unclosed-text at "\\"\\"\\""'])
  })

  it("may have very many lines", () => {
    expect(block("\n a".repeat(200_000))).toContain("a\\na")
  })
})
