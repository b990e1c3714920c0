import { fileURLToPath } from "node:url"
import type { Item } from "@pipewright/core/Drift"
import { expectBaseline } from "@pipewright/testing/Baselines"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Drifted, summary } from "../src/views/drift.human.ts"
import * as Markdown from "../src/views/drift.markdown.ts"
import { driftedApart } from "./plans.ts"
import { contents, count, hostile, isBalanced, isHarmless, render, shape } from "./rendered.ts"

const withItems = (drifted: Drifted, items: ReadonlyArray<Item>): Drifted => ({
  ...drifted,
  drift: { ...drifted.drift, items },
})

describe("A drift in Markdown", () => {
  it("is what is kept beside this test", () => {
    const path = fileURLToPath(new URL("./screens/drift.md", import.meta.url))
    expectBaseline(path, Markdown.drift(driftedApart()))
  })

  it("has all counts in its heading, what is gone first, and a table of five columns for what was changed", () => {
    const drifted = driftedApart()
    const html = render(Markdown.drift(drifted))
    isBalanced(html)
    expect(contents(html, "h3")).toEqual([`Drift of prod: ${summary(drifted.drift)}`])
    expect(contents(html, "summary").map((it) => it.split(" ")[1])).toEqual([
      "gone",
      "clicks",
      "shop",
      "both",
    ])
    const fields = drifted.drift.items.flatMap(({ differences }) => differences)
    expect(count(html, "<td>")).toBe(5 * fields.length)
  })

  it("is broken by no name and no value", () => {
    const drifted = driftedApart()
    const said = (name: string): Drifted => ({
      ...withItems(
        drifted,
        drifted.drift.items.map((it) => ({
          ...it,
          name,
          notes: [...it.notes, { code: "x", message: name }],
          differences: it.differences.map((one) => ({ ...one, path: name, applied: name, live: [name] })),
        })),
      ),
      place: () => name,
    })
    const harmless = shape(render(Markdown.drift(said("harmless"))))
    fc.assert(
      fc.property(hostile, (name) => {
        const html = render(Markdown.drift(said(`${name}@octocat`)))
        isHarmless(html)
        expect(shape(html)).toEqual(harmless)
      }),
      { numRuns: 50 },
    )
  })

  it("stays below 60 kB for ten thousand pipes, and says how many are not shown", () => {
    const drifted = driftedApart()
    const { items } = drifted.drift
    const many = Array.from({ length: 10_000 }, (_, index) => items[index % items.length]!)
    const markdown = Markdown.drift(withItems(drifted, many))
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000)
    const moved = many.filter(({ what }) => what !== "asApplied").length
    const shown = count(render(markdown), "<details>")
    expect(markdown).toContain(`**${moved - shown} more things are not shown**`)
    expect(markdown).toContain("2000 gone")
  })
})
