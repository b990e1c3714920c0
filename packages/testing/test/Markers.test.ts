import { describe, expect, it } from "vitest"
import * as Markers from "../src/Markers.ts"

const lines = (...each: ReadonlyArray<string>): string => each.join("\n")

const marked = (source: string): ReadonlyArray<string> => {
  const { text, ranges } = Markers.parse(source)
  return ranges.map((range) => text.slice(range.start, range.end))
}

describe("Markers", () => {
  it("returns text without markers as it is", () => {
    const text = "pipe a {\n}\n"
    expect(Markers.parse(text)).toEqual({ text, cursor: undefined, ranges: [] })
  })

  it("takes the cursor out and yields its offset", () => {
    expect(Markers.parse("pipe a {\n  from ┆\n}\n")).toEqual({
      text: "pipe a {\n  from \n}\n",
      cursor: 16,
      ranges: [],
    })
    expect(Markers.parse("┆").cursor).toBe(0)
  })

  it("takes marker lines out and yields the ranges they draw", () => {
    const source = lines("pipe a {", "  from kafak {", "       ~~~~~ ~", "}", "")
    expect(Markers.parse(source).text).toBe("pipe a {\n  from kafak {\n}\n")
    expect(marked(source)).toEqual(["kafak", "{"])
  })

  it("counts the cursor as a column of the line above", () => {
    expect(marked(lines("from kaf┆ak {", "     ~~~~~~ ~"))).toEqual(["kafak", "{"])
    expect(marked(lines("from ┆kafak", "     ~~~~~~"))).toEqual(["kafak"])
    expect(marked(lines("from kafak┆", "     ~~~~~"))).toEqual(["kafak"])
    expect(marked(lines("┆from kafak", " ~~~~"))).toEqual(["from"])
  })

  it("keeps CRLF line ends", () => {
    const { text, ranges } = Markers.parse("ab┆\r\n~~\r\ncd\r\n~~\r\n")
    expect(text).toBe("ab\r\ncd\r\n")
    expect(ranges).toEqual([
      { start: 0, end: 2 },
      { start: 4, end: 6 },
    ])
  })

  it("draws several marker lines under one line", () => {
    expect(marked(lines("abc", "~", "~~~"))).toEqual(["a", "abc"])
  })

  it("adds no line end when the last line is a marker line without one", () => {
    expect(Markers.parse("abc\n~~~").text).toBe("abc")
    expect(Markers.parse("abc\n~~~\n").text).toBe("abc\n")
  })

  it("refuses a second cursor, a range without a line and a range beyond its line", () => {
    expect(() => Markers.parse("┆a┆")).toThrow("line 1: a text has one cursor")
    expect(() => Markers.parse("┆a\n┆")).toThrow("line 2: a text has one cursor")
    expect(() => Markers.parse("~~~\na")).toThrow("line 1: there is no line above")
    expect(() => Markers.parse("ab\n~~~\n")).toThrow("line 2: a range ends beyond")
  })
})
