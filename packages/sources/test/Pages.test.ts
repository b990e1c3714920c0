import { join } from "node:path"
import * as Claims from "@pipewright/language/Claims"
import * as Source from "@pipewright/language/Source"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { folder, kindFolders, read, render } from "./programs.ts"

describe.each(kindFolders)("the page of %s", (kind) => {
  const path = join(folder, kind, `${kind}.md`)
  const blocks = MarkdownCases.read(path).filter(({ language }) => language === "pipe")

  it("has a program that is right and one that is not", () => {
    const claims = blocks.map(({ content }) => Claims.read(content).length > 0)
    expect(claims).toEqual(expect.arrayContaining([true, false]))
  })

  it.each(blocks)("has the findings that it claims at line $line", ({ content, line }) => {
    const program = read(content, `${kind}.md:${line}`)
    const found = program.diagnostics.map(
      ({ code, span }) => `${Source.lineIndex(program.source, span.start) + 1}: ${code}`,
    )
    expect(found.sort(), render(program)).toEqual([...Claims.read(content)].sort())
  })
})
