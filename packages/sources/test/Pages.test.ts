import { join } from "node:path"
import * as Source from "@pipewright/language/Source"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { folder, kindFolders, read, render } from "./programs.ts"

const mark = /\/\/ ! ([a-z -]+)$/

/** The codes that comments claim, and those that are found, as `line: code`, both in order. */
const claimed = (text: string): ReadonlyArray<string> =>
  text.split("\n").flatMap((line, index) => {
    const codes = mark.exec(line.trimEnd())?.[1]?.trim().split(/\s+/) ?? []
    return codes.map((code) => `${index + 1}: ${code}`)
  })

describe.each(kindFolders)("the page of %s", (kind) => {
  const path = join(folder, kind, `${kind}.md`)
  const blocks = MarkdownCases.read(path).filter(({ language }) => language === "pipe")

  it("has a program that is right and one that is not", () => {
    const claims = blocks.map(({ content }) => claimed(content).length > 0)
    expect(claims).toEqual(expect.arrayContaining([true, false]))
  })

  it.each(blocks)("has the findings that it claims at line $line", ({ content, line }) => {
    const program = read(content, `${kind}.md:${line}`)
    const found = program.diagnostics.map(
      ({ code, span }) => `${Source.lineIndex(program.source, span.start) + 1}: ${code}`,
    )
    expect(found.sort(), render(program)).toEqual([...claimed(content)].sort())
  })
})
