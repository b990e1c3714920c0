import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Baseline from "@pipewright/linter/Baseline"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const pipe = (name: string, ...columns: ReadonlyArray<string>): string =>
  `pipe "${name}" {
  into existing t { columns {
${columns.map((column) => `    ${column}\n`).join("")}  } }
}
`

/** A finding wherever a text has `weed`, with what a baseline has to know of it. */
const weeds = (text: string, code = "no-weeds") => {
  const { file } = Parser.parse(Source.make("a.pipe", text))
  const diagnostics = [...text.matchAll(/weed\w*/g)].map(
    ({ index, 0: found }): Diagnostic => ({
      code,
      severity: "warning",
      message: "a weed",
      file: "a.pipe",
      span: { start: index, end: index + found.length },
    }),
  )
  const naming: Baseline.Naming = {
    files: [file],
    text: ({ span }) => text.slice(span.start, span.end),
  }
  return { diagnostics, naming }
}

const baseline = (text: string): Baseline.Baseline => {
  const { diagnostics, naming } = weeds(text)
  return Baseline.make(diagnostics, naming)
}

const apply = (kept: Baseline.Baseline, text: string, ran = (_: string) => true) => {
  const { diagnostics, naming } = weeds(text)
  const { left, known, pruned, gone } = Baseline.apply(kept, diagnostics, naming, ran)
  return { left: left.map(({ span }) => span.start), known: known.length, pruned, gone }
}

describe("A baseline", () => {
  const before = pipe("a", "weed1 UInt8", "rose UInt8") + pipe("b", "weed2 UInt8")
  const kept = baseline(before)

  it("knows all that was found when it was made", () => {
    expect(apply(kept, before)).toMatchObject({ left: [], known: 2, gone: 0 })
  })

  it("knows it still when the text around it changes, and files and lines move", () => {
    const after = `// more\n${pipe("b", "tulip UInt8", "weed2 UInt8")}${pipe("a", "  weed1 UInt8")}`
    expect(apply(kept, after)).toMatchObject({ left: [], known: 2, gone: 0 })
  })

  it("does not know the same in another pipe, another thing in the same one, and one more of what it knows", () => {
    const elsewhere = before.replace('"b"', '"c"')
    expect(apply(kept, elsewhere).left).toEqual([elsewhere.indexOf("weed2")])
    const other = before.replace("weed2", "weed3")
    expect(apply(kept, other).left).toEqual([other.indexOf("weed3")])
    const more = before.replace("rose", "weed1")
    expect(apply(kept, more).left).toEqual([more.lastIndexOf("weed1")])
  })

  it("is pruned of what is found no longer, and of nothing else", () => {
    const { pruned, gone } = apply(kept, before.replace("weed2", "rose"))
    expect(gone).toBe(1)
    expect(pruned.findings.map((it) => it.in)).toEqual(["pipe a"])
  })

  it("loses nothing of a rule that did not run", () => {
    expect(apply(kept, "", () => false)).toMatchObject({ gone: 0, pruned: kept })
  })

  it("holds no text of a program", () => {
    expect(Baseline.print(kept)).not.toContain("weed1")
  })

  it("is the same after it was written and read", () => {
    const entry = fc.record({
      rule: fc.string(),
      in: fc.string(),
      content: fc.string(),
      count: fc.integer({ min: 1, max: 9 }),
    })
    const unique = fc.uniqueArray(entry, { selector: (it) => JSON.stringify([it.rule, it.in, it.content]) })
    fc.assert(
      fc.property(unique, (findings) => {
        const text = Baseline.print({ findings })
        const read = Baseline.parse(text)
        if (typeof read === "string") throw new Error(read)
        expect(Baseline.print(read)).toBe(text)
        expect(read.findings).toHaveLength(findings.length)
      }),
    )
  })

  it.each([
    ["", "it is not JSON"],
    ["[]", "it is not an object"],
    ['{ "version": 2, "findings": [] }', "its version is 2, and this is read: 1"],
    ['{ "version": 1 }', "it has no list of findings"],
    [
      '{ "version": 1, "findings": [{ "rule": "a", "in": "", "content": "", "count": 0 }] }',
      "finding 1 is not one of a baseline",
    ],
  ])("says of %j what is wrong with it", (text, why) => {
    expect(Baseline.parse(text)).toBe(why)
  })

  it("that two branches added the same to counts both", () => {
    const line = '{ "rule": "a", "in": "pipe b", "content": "0", "count": 1 }'
    expect(Baseline.parse(`{ "version": 1, "findings": [${line}, ${line}] }`)).toEqual({
      findings: [{ rule: "a", in: "pipe b", content: "0", count: 2 }],
    })
  })
})
