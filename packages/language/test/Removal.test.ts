import * as Removal from "@pipewright/language/Removal"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"

/** The text without the item, where the items are its words. */
const without = (text: string, index: number): string | undefined => {
  const items = [...text.matchAll(/\w+/g)].map(({ 0: word, index: at }) => Source.span(at, at + word.length))
  const edit = Removal.item(Source.make("", text), items, index)
  return edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)
}

describe("An item of a list", () => {
  it("goes with the comma beside it, wherever it stands", () => {
    expect([0, 1, 2].map((index) => without("[a, b, c]", index))).toEqual(["[b, c]", "[a, c]", "[a, b]"])
  })

  it("goes with its line where it stands on one of its own", () => {
    expect(without("[\n  a,\n  b,\n]", 1)).toBe("[\n  a,\n]")
    expect(without("[\n  a,\n  b,\n]", 0)).toBe("[\n  b,\n]")
  })

  it("stays where it is the only one, and where a comment would go with it", () => {
    expect(without("[a]", 0)).toBeUndefined()
    expect(
      Removal.item(Source.make("", "[a, // !\n b]"), [Source.span(1, 2), Source.span(10, 11)], 1),
    ).toBeUndefined()
  })
})
