import { fileURLToPath } from "node:url"
import type { Change, Difference } from "@pipewright/core/Change"
import * as Plan from "@pipewright/core/Plan"
import { expectBaseline } from "@pipewright/testing/Baselines"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Planned } from "../src/views/plan.human.ts"
import { summary } from "../src/views/plan.human.ts"
import * as Markdown from "../src/views/plan.markdown.ts"
import { severe } from "./plans.ts"
import { contents, count, hostile, isBalanced, isHarmless, render, shape, text } from "./rendered.ts"

const withChanges = (planned: Planned, changes: ReadonlyArray<Change>): Planned => ({
  ...planned,
  plan: { ...planned.plan, changes },
})

/** The same changes again and again under other names. */
const many = (number: number): Planned => {
  const planned = severe()
  const { changes } = planned.plan
  return withChanges(
    planned,
    Array.from({ length: number }, (_, index) => ({
      ...changes[index % changes.length]!,
      name: `pipe-${index}`,
    })),
  )
}

const bytes = (markdown: string): number => Buffer.byteLength(markdown)

describe("A plan in Markdown", () => {
  it("is what is kept beside this test", () => {
    const path = fileURLToPath(new URL("./screens/plan.md", import.meta.url))
    expectBaseline(path, Markdown.plan(severe()))
  })

  it("is a heading with all counts, a list, and for each change a part that closes", () => {
    const planned = severe()
    const html = render(Markdown.plan(planned))
    isBalanced(html)
    expect(contents(html, "h3")).toEqual([`Plan for prod: ${summary(planned.plan)}`])
    const changed = planned.plan.changes.filter(({ action }) => action !== "keep")
    expect(count(html, "<details>")).toBe(changed.filter(({ action }) => action !== "create").length)
    expect(count(html, "<summary>")).toBe(count(html, "</details>"))
    const fields = changed.flatMap(({ differences }) => differences)
    expect(count(html, "<tr>")).toBe(fields.length + count(html, "<table>"))
    expect(count(html, "<td>")).toBe(5 * fields.length)
    expect(count(html, "<th>")).toBe(5 * count(html, "<table>"))
  })

  it("tells what cannot be undone first, and what harms nobody last", () => {
    const html = render(Markdown.plan(severe()))
    const titles = [...contents(html, "summary"), ...contents(html, "li")]
    const names = titles.flatMap((it) => /^[!±~@>+-] (.+) (?:kinesis|postgres) → /.exec(it)?.[1] ?? [])
    expect(names).toEqual([
      "kept",
      "gone",
      "stream",
      "read",
      "found",
      "paused",
      "sized",
      "login",
      "clicks → moved",
      "new",
    ])
  })

  it("shows neither side of a secret", () => {
    const planned = severe()
    const hide = (it: Difference): Difference => ({
      ...it,
      before: "canary-1",
      after: "canary-2",
      secret: true,
    })
    const changes = planned.plan.changes.map((it) => ({ ...it, differences: it.differences.map(hide) }))
    const markdown = Markdown.plan(withChanges(planned, changes))
    expect(markdown).not.toContain("canary")
    expect(markdown).toContain("<code>(another secret)</code>")
  })

  it("adds up the tables and the price of each pipe once", () => {
    const planned = severe()
    const twice = planned.plan.changes.map((it) => ({
      ...it,
      differences: [...it.differences, ...it.differences],
    }))
    const first = (it: Planned) => render(Markdown.plan(it)).split("</ul>")[0]
    expect(first(withChanges(planned, twice))).toBe(
      first(planned)!.replace("1 field was changed outside", "2 fields were changed outside"),
    )
    expect(first(planned)).toContain("1 table of 1 pipe is read again")
    expect(text(first(planned)!)).toContain("$36.50 → $146.00 a month at list price")
  })

  it("says that nothing happens where nothing does", () => {
    const planned = severe()
    const kept = planned.plan.changes.filter(({ action }) => action === "keep")
    const markdown = Markdown.plan(withChanges(planned, kept))
    expect(markdown).toContain("Nothing is deleted, read again or stopped.")
    expect(markdown).not.toContain("<details>")
  })
})

describe("Names, values and messages in Markdown", () => {
  const all = severe()
  // One that is blocked, one without fields, one with, and one that is an item of a list.
  const few = all.plan.changes.filter(({ name }) => ["kept", "gone", "stream", "new"].includes(name))
  const planned = withChanges(all, few)
  const said = (name: string): Planned => ({
    ...withChanges(
      planned,
      planned.plan.changes.map((it) => ({
        ...it,
        name,
        notes: [
          ...it.notes.map(({ code }) => ({ code, message: name })),
          { code: "x", message: `a ${name}` },
        ],
        ...(it.blocked === undefined ? {} : { blocked: { code: "x", message: name, help: name } }),
        differences: it.differences.map((difference) => ({
          ...difference,
          path: name,
          before: name,
          after: { [name]: name },
        })),
      })),
    ),
    place: () => `${name}:1`,
  })
  const harmless = render(Markdown.plan(said("harmless")))

  it("neither break what they stand in nor make anything nor call anybody, whatever they are", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const html = render(Markdown.plan(said(`${name}@octocat`)))
        isHarmless(html)
        expect(shape(html)).toEqual(shape(harmless))
      }),
      { numRuns: 100 },
    )
  })

  it("stand there as they are", () => {
    const html = render(Markdown.plan(said("a|b`c*d_e<f>&amp;@g\\h")))
    expect(contents(html, "code")).toContain("a|b`c*d_e<f>&amp;@g\\h")
  })

  it("are shortened where they are long", () => {
    const markdown = Markdown.plan(said("x".repeat(5_000)))
    expect(markdown).toContain("… (5000 characters)")
    expect(bytes(markdown)).toBeLessThan(60_000)
  })
})

describe("A plan of ten thousand changes in Markdown", () => {
  it("has less than 60 kB, all counts, the most severe changes, and where the others are", () => {
    const planned = many(10_000)
    const markdown = Markdown.plan(planned)
    expect(bytes(markdown)).toBeLessThanOrEqual(60_000)
    expect(bytes(markdown)).toBeGreaterThan(50_000)
    const html = render(markdown)
    isBalanced(html)
    expect(contents(html, "h3")).toEqual([`Plan for prod: ${summary(planned.plan)}`])
    const blocked = Plan.counts(planned.plan.changes).blocked
    expect(text(html)).toContain(`${blocked} pipes cannot be done`)
    const shown = contents(html, "summary")
    expect(shown.every((it) => it.startsWith("! "))).toBe(true)
    const told = planned.plan.changes.filter(({ action, notes }) => action !== "keep" || notes.length > 0)
    expect(text(html)).toContain(
      `${told.length - shown.length} more changes are not shown, since a comment has a limited size. All of them: pipewright plan --target prod`,
    )
  })

  it("fits where every change has as many fields as a pipe can have", () => {
    const planned = many(100)
    const changes = planned.plan.changes.map((it) => ({
      ...it,
      differences: it.differences.flatMap((difference) =>
        Array.from({ length: 2_000 }, (_, index) => ({ ...difference, path: `${"|".repeat(200)}${index}` })),
      ),
    }))
    const markdown = Markdown.plan(withChanges(planned, changes))
    expect(bytes(markdown)).toBeLessThanOrEqual(60_000)
    isBalanced(render(markdown))
    expect(markdown).toMatch(/\d+ more fields not shown/)
    expect(count(render(markdown), "<details>")).toBeGreaterThan(5)
  })

  it("is looked at as often for each change as one of a thousand", () => {
    const looks = (number: number): number => {
      let looked = 0
      const planned = many(number)
      const changes = planned.plan.changes.map(
        (it) =>
          new Proxy(it, {
            get: (target, key) => {
              looked += 1
              return Reflect.get(target, key)
            },
          }),
      )
      Markdown.plan(withChanges(planned, changes))
      return looked
    }
    expect(looks(10_000)).toBeLessThanOrEqual(10 * looks(1_000))
  })
})
