import { readFileSync } from "node:fs"
import { SyntaxFindings } from "@pipewright/language/errors"
import { expectBaseline } from "@pipewright/testing/Baselines"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { parse, rendered } from "./texts.ts"

const path = new URL("findings.md", import.meta.url).pathname

describe("The page of findings", () => {
  it("shows for each program what people see", () => {
    const page = readFileSync(path, "utf8").replaceAll("\r\n", "\n")
    const generated = page.replace(
      /```pipe\n([\s\S]*?)```\n(?:\n```text\n[\s\S]*?```\n)?/g,
      (_, text: string) => `\`\`\`pipe\n${text}\`\`\`\n\n\`\`\`text\n${rendered(text)}\n\`\`\`\n`,
    )
    expectBaseline(path, generated)
  })

  it("has each code, under a heading of its name", () => {
    const found = MarkdownCases.read(path)
      .filter((block) => block.language === "pipe")
      .map((block) => [block.headings.at(-1), parse(block.content).diagnostics.map((it) => it.code)] as const)
    for (const [heading, codes] of found) expect(codes).toContain(heading)
    // Two are about texts too large for a page; the tests of recovery have them.
    const elsewhere = ["file-too-large", "nested-too-deep", "too-many-findings"]
    const shown = new Set(found.map(([heading]) => heading))
    expect(SyntaxFindings.codes.filter((code) => !shown.has(code)).sort()).toEqual(elsewhere)
  })
})
