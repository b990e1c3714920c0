import { kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { read, render } from "./programs.ts"
import { databases } from "./rules/databases.ts"
import { files } from "./rules/files.ts"
import { messages } from "./rules/messages.ts"
import { program } from "./rules/program.ts"

const rules = [...messages, ...files, ...databases]

/** A text without its marks, and what stands between them. */
const unmarked = (text: string) => {
  const start = text.indexOf("«")
  const end = text.indexOf("»") - 1
  return { text: text.replace(/[«»]/g, ""), span: { start, end } }
}

describe.each(rules)("$type: $says", ({ type, wrong, code, right }) => {
  it("is told where it is broken, and nothing else is", () => {
    const written = program(type, wrong)
    // The type itself stands outside of what a rule writes.
    const { text, span } = unmarked(
      written.includes("«") ? written : written.replace(`from ${type}`, `from «${type}»`),
    )
    const found = read(text)
    expect(
      found.diagnostics.map((it) => ({ code: it.code, span: { ...it.span } })),
      render(found),
    ).toEqual([{ code, span }])
  })

  it("is not told where it is kept", () => {
    const found = read(program(type, right))
    expect(found.diagnostics, render(found)).toEqual([])
  })
})

describe("The rules", () => {
  it("are about every kind", () => {
    const types = new Set(rules.map(({ type }) => type))
    expect(kinds.filter((kind) => !kind.types.some((type) => types.has(type)))).toEqual([])
  })
})
