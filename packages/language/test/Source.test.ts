import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"

const place = (text: string, offset: number): string => {
  const { line, column } = Source.position(Source.make("a.pipe", text), offset)
  return `${line}:${column}`
}

describe("Source.position", () => {
  it.each([
    ["the start of an empty text", "", 0, "1:1"],
    ["the start of a text", "ab\ncd", 0, "1:1"],
    ["a line end", "ab\ncd", 2, "1:3"],
    ["the start of a line", "ab\ncd", 3, "2:1"],
    ["the end of a text", "ab\ncd", 5, "2:3"],
    ["the empty line after the last line end", "ab\n", 3, "2:1"],
    ["a line after CRLF", "ab\r\ncd", 4, "2:1"],
    ["a place after an emoji, which is one column", "👍x", 2, "1:2"],
    ["a place after a byte order mark, which is none", "\uFEFFab", 2, "1:2"],
  ])("counts lines and columns from 1 at %s", (_, text, offset, expected) => {
    expect(place(text, offset)).toBe(expected)
  })
})

describe("Source.lineText", () => {
  const source = Source.make("a.pipe", "\uFEFFone\r\ntwo\n\nlast")

  it("leaves out line ends and the byte order mark", () => {
    expect([0, 1, 2, 3].map((line) => Source.lineText(source, line))).toEqual(["one", "two", "", "last"])
  })

  it("has an empty line after a line end that ends the text", () => {
    expect(Source.lineText(Source.make("a.pipe", "one\n"), 1)).toBe("")
  })
})

describe("Source.lineIndex", () => {
  it("finds the line of every offset", () => {
    const text = "ab\n\nc\n"
    const source = Source.make("a.pipe", text)
    const lines = Array.from({ length: text.length + 1 }, (_, offset) => Source.lineIndex(source, offset))
    expect(lines).toEqual([0, 0, 0, 1, 2, 2, 3])
  })
})
