import * as Grammar from "@pipewright/language/Grammar"
import { describe, expect, it } from "vitest"
import * as GrammarPage from "../src/internal/grammarPage.ts"
import * as Railroad from "../src/internal/railroad.ts"

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const boxes = (svg: string): ReadonlyArray<Box> =>
  [
    ...svg.matchAll(
      /<rect class="(?:literal|token|rule)" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/g,
    ),
  ]
    .map((found) => found.slice(1).map(Number))
    .map(([x, y, width, height]) => ({ left: x!, top: y!, right: x! + width!, bottom: y! + height! }))

/** The words in a production, left to right as they are written. */
const words = (part: Grammar.Part): ReadonlyArray<string> => {
  switch (part._tag) {
    case "Literal":
      return [part.text]
    case "Token":
    case "Rule":
      return [part.name]
    case "Sequence":
    case "Choice":
      return part.parts.flatMap(words)
    default:
      return words(part.part)
  }
}

const productions = Grammar.productions()

describe("a diagram", () => {
  it.each(productions)("of $name has each of its words in a box that touches no other", (production) => {
    const svg = Railroad.svg(production)
    const all = boxes(svg)
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
    expect(all.filter((it) => it.left < 0 || it.top < 0 || it.right > width! || it.bottom > height!)).toEqual(
      [],
    )
    const touching = all.filter((a, index) =>
      all.some(
        (b, other) =>
          other > index && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
      ),
    )
    expect(touching).toEqual([])
    const drawn = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!.replace("&gt;", ">"))
    expect([...new Set(drawn)].sort()).toEqual([...new Set(words(production.part))].sort())
  })

  it("has the colours of a dark page too", () => {
    expect(Railroad.svg(productions[0]!)).toContain("@media(prefers-color-scheme:dark)")
  })
})

describe("the page of the grammar", () => {
  const place = (name: string) => `<!-- production ${name} -->\n<!-- end -->\n`
  const names = productions.map(({ name }) => name)

  it("gets the text of each production in its place, and the same when it is filled again", () => {
    const page = `# Grammar\n\n${names.map((name) => `${name}:\n\n${place(name)}`).join("\n")}`
    const filled = GrammarPage.fill(page, productions)
    expect(filled).toContain('```text\nFor : "for" Name "in" Value\n```')
    expect(GrammarPage.fill(filled, productions)).toBe(filled)
  })

  it("is refused if it lacks a production, has one twice, or has one that is none", () => {
    const fill = (...all: ReadonlyArray<string>) => GrammarPage.fill(all.map(place).join("\n"), productions)
    expect(() => fill(...names.slice(1))).toThrow("lacks Separator")
    expect(() => fill(...names, "Pipe")).toThrow("second place for the production Pipe")
    expect(() => fill(...names, "Pump")).toThrow("there is no such production")
  })
})
