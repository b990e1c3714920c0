import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type * as Diagnostic from "@pipewright/language/Diagnostic"
import { expectBaseline } from "@pipewright/testing/Baselines"
import { describe, expect, it } from "vitest"
import { type Program, read, render } from "./programs.ts"

const folder = join(import.meta.dirname, "mistakes")

const cases = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name, "main.pipe"), "utf8"),
}))

const fixesOf = ({ diagnostics }: Program): ReadonlyArray<Diagnostic.Fix> =>
  diagnostics.flatMap(({ fixes }) => fixes ?? [])

const mended = (text: string, { edits }: Diagnostic.Fix): string =>
  [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: by }) => now.slice(0, span.start) + by + now.slice(span.end), text)

describe("the mistakes that people make", () => {
  it("are thirty or more", () => {
    expect(cases.length).toBeGreaterThanOrEqual(30)
  })
})

describe.each(cases)("the mistake $name", ({ name, text }) => {
  const program = read(text)
  const fixes = fixesOf(program)

  it("is told about once, in the words that are kept beside it", () => {
    const titles = fixes.map(({ title, safe }) => `${safe ? "fix" : "guess"}: ${title}`)
    expectBaseline(join(folder, name, "findings.txt"), `${[render(program), ...titles].join("\n")}\n`)
    expect(program.diagnostics).toHaveLength(1)
  })
})

const mendable = cases.filter(({ text }) => fixesOf(read(text)).length > 0)

describe("what is offered for a mistake", () => {
  it.each(mendable)("mends $name, with what is offered for what then is left", ({ text }) => {
    let now = text
    for (let left = 3; left > 0; left -= 1) {
      const [fix] = fixesOf(read(now))
      if (fix !== undefined) now = mended(now, fix)
    }
    expect(render(read(now))).toBe("")
  })
})
