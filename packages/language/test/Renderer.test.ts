import { stripVTControlCharacters } from "node:util"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"

const finding = (start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "leaky-hose",
  severity: "error",
  message: "it leaks",
  file: "a.pipe",
  span: { start, end },
  ...more,
})

const lines = (text: string, diagnostic: Diagnostic, options?: Renderer.Options): ReadonlyArray<string> => {
  const source = Source.make("a.pipe", text)
  const lookup = (file: string) => (file === "a.pipe" ? source : undefined)
  return Renderer.render(diagnostic, lookup, options).split("\n")
}

/** Line and mark of a finding, without what stands around them. */
const drawn = (text: string, start: number, end: number): ReadonlyArray<string> =>
  lines(text, finding(start, end)).slice(2)

describe("Renderer.render", () => {
  it("draws a finding over its line", () => {
    expect(lines("from hoze {", finding(5, 9, { help: "did you mean `hose`?" }))).toEqual([
      "error[leaky-hose]: it leaks",
      " --> a.pipe:1:6",
      "1 | from hoze {",
      "  |      ^^^^",
      "  = help: did you mean `hose`?",
    ])
  })

  it("breaks its sentences between words where it is told how many columns there are", () => {
    const text = "from hoze {"
    const told = { message: "it leaks all over the lawn", help: "did you mean `hose`, which is tight?" }
    const related = [{ file: "a.pipe", span: { start: 0, end: 4 }, message: "the water comes from here" }]
    const all = finding(5, 9, { ...told, related })
    expect(lines(text, all, { columns: 24 })).toEqual([
      "error[leaky-hose]: it",
      "  leaks all over the",
      "  lawn",
      " --> a.pipe:1:6",
      "1 | from hoze {",
      "  |      ^^^^",
      "  = help: did you mean",
      "      `hose`, which is",
      "      tight?",
      "  = note: the water",
      "      comes from here",
      " --> a.pipe:1:1",
      "1 | from hoze {",
      "  | ^^^^",
    ])
    const colored = lines(text, all, { columns: 24, color: true }).join("\n")
    expect(stripVTControlCharacters(colored)).toBe(lines(text, all, { columns: 24 }).join("\n"))
  })

  it("draws related places below, with one gutter for all", () => {
    const text = `hose\n${"\n".repeat(8)}hose`
    const related = [{ file: "a.pipe", span: { start: 0, end: 4 }, message: "first here" }]
    expect(lines(text, finding(13, 17, { severity: "warning", related }))).toEqual([
      "warning[leaky-hose]: it leaks",
      "  --> a.pipe:10:1",
      "10 | hose",
      "   | ^^^^",
      "   = note: first here",
      "  --> a.pipe:1:1",
      " 1 | hose",
      "   | ^^^^",
    ])
  })

  it("marks up to the end of the line where a finding goes on in the next", () => {
    expect(drawn("ab cd\nef", 3, 8)).toEqual(["1 | ab cd", "  |    ^^"])
  })

  it("keeps tabs before the mark, so that it stands right at any width of a tab", () => {
    expect(drawn("\t\tx y", 4, 5)).toEqual(["1 | \t\tx y", "  | \t\t  ^"])
  })

  it("gives wide characters two columns and combining ones none", () => {
    expect(drawn("水 x", 2, 3)).toEqual(["1 | 水 x", "  |    ^"])
    expect(drawn("水", 0, 1)).toEqual(["1 | 水", "  | ^^"])
    expect(drawn("e\u0301 x", 3, 4)).toEqual(["1 | e\u0301 x", "  |   ^"])
    expect(drawn("👍x", 2, 3)).toEqual(["1 | 👍x", "  |   ^"])
  })

  it.each([
    ["a letter and two marks", "a\u0323\u0301", 1],
    ["a family of four", "👨‍👩‍👧‍👦", 2],
    ["a flag", "🇩🇪", 2],
    ["a hand with a colour", "👍🏽", 2],
    ["a heart that a sign makes an emoji", "❤️", 2],
    ["a heart that is text", "❤", 1],
    ["a sign that is an emoji by itself", "✅", 2],
    ["Hangul in pieces", "\u1112\u1161\u11AB", 2],
    ["a mark that stands alone, and a joiner", "\u0301\u200D", 0],
    ["full-width letters", "ＡＢ", 4],
    ["Greek, Arabic and Devanagari", "βبक", 3],
  ])("puts the mark below the word behind %s", (_, before, columns) => {
    const text = `"${before}" x`
    const at = text.length - 1
    expect(Renderer.width(before)).toBe(columns)
    expect(drawn(text, at, at + 1)).toEqual([`1 | ${text}`, `  | ${" ".repeat(columns + 3)}^`])
  })

  it("counts what is known to be narrow as it counts it beside what is not", () => {
    const narrow = [
      [0x20, 0x7e],
      [0xa1, 0xac],
      [0xae, 0x2ff],
      [0x2010, 0x2027],
      [0x2190, 0x21ff],
      [0x2500, 0x257f],
    ] as const
    for (const [first, last] of narrow)
      for (let code = first; code <= last; code += 1) {
        const sign = String.fromCharCode(code)
        expect([sign, Renderer.width(sign), Renderer.width(`水${sign}水`)]).toEqual([sign, 1, 5])
        expect([sign, new Intl.Segmenter("en").segment(`水${sign}水`).containing(1)?.segment]).toEqual([
          sign,
          sign,
        ])
        expect([sign, /\p{M}|\p{Cf}|\p{Emoji_Presentation}/u.test(sign)]).toEqual([sign, false])
      }
  })

  it("shows a part of a very long line, around the place", () => {
    const [line, mark] = drawn(`${"a".repeat(500)}HERE${"b".repeat(500)}`, 500, 504)
    expect(line).toBe(`1 | ${"a".repeat(80)}HERE${"b".repeat(76)}`)
    expect(line!.slice(mark!.indexOf("^"), mark!.lastIndexOf("^") + 1)).toBe("HERE")
  })

  it.each([
    ["a last line without a line end", "a\nbc", 2, 4, ["2 | bc", "  | ^^"]],
    ["the end of the text", "ab", 2, 2, ["1 | ab", "  |   ^"]],
    ["the empty line at the end", "ab\n", 3, 3, ["2 |", "  | ^"]],
    ["an empty text", "", 0, 0, ["1 |", "  | ^"]],
    ["a line that ends in CRLF", "ab\r\ncd", 1, 2, ["1 | ab", "  |  ^"]],
    ["the CRLF itself", "ab\r\ncd", 2, 4, ["1 | ab", "  |   ^"]],
    ["the line of a byte order mark", "\uFEFFab", 1, 2, ["1 | ab", "  | ^"]],
  ])("draws a finding at %s", (_, text, start, end, expected) => {
    expect(drawn(text, start, end)).toEqual(expected)
  })

  it("names the file alone where it has no text of it", () => {
    expect(lines("x", finding(0, 1, { file: "gone.pipe" }))).toEqual([
      "error[leaky-hose]: it leaks",
      "--> gone.pipe",
    ])
  })

  it("lets no control character of a text or a message reach the terminal", () => {
    const drawing = lines(
      "a\u001B[31mb\u202Ec",
      finding(0, 1, { message: "it \u001B[2J\nleaks", help: "\u0007" }),
    )
    for (const control of ["\u0007", "\u001B", "\u202E"]) expect(drawing.join("")).not.toContain(control)
    expect(drawing[0]).toBe("error[leaky-hose]: it \uFFFD[2J\uFFFDleaks")
    expect(drawing[2]).toBe("1 | a\uFFFD[31mb\uFFFDc")
  })

  it("puts a star for each character of what must not be shown, and keeps the places", () => {
    const text = 'a\n\tkey = "é👍水", other'
    const source = {
      ...Source.make("a.pipe", text),
      hidden: [
        { start: 9, end: 15 },
        { start: 90, end: 99 },
      ],
    }
    const shown = Renderer.render(finding(text.length - 5, text.length), () => source).split("\n")
    expect(shown.slice(1)).toEqual([
      " --> a.pipe:2:15",
      "2 | \tkey = *****, other",
      "  | \t             ^^^^^",
    ])
  })

  it("colours only when asked to, and changes nothing else", () => {
    const help = finding(0, 1, { help: "mend it" })
    const colored = lines("x", help, { color: true }).join("\n")
    expect(colored).toContain("\u001B[1;31merror[leaky-hose]\u001B[0m")
    expect(stripVTControlCharacters(colored)).toBe(lines("x", help).join("\n"))
    expect(lines("x", { ...help, severity: "warning" }, { color: true })[0]).toContain("\u001B[1;33m")
  })
})
