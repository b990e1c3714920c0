import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Rule from "@pipewright/core/Rule"
import * as Claims from "@pipewright/language/Claims"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import * as FindingTables from "@pipewright/testing/FindingTables"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import * as FindingPages from "../src/internal/findingPages.ts"
import { stages } from "../src/internal/stages.ts"

const root = join(import.meta.dirname, "../../..")

const pages = stages(root).flatMap(FindingPages.read)

// These are about texts that no page can hold, about a mistake of ours, and about the configuration: its pages are
// tested beside what reads it.
const withoutProgram = [
  "file-too-large",
  "not-formatted",
  "too-many-findings",
  "invalid-json",
  "object-expected",
  "unreadable-extends",
  "circular-extends",
  "unusable-rule",
  "failed-rule",
]

describe("the pages of findings", () => {
  it("are one for each code of every table", async () => {
    expect(pages.map(({ code }) => code).sort()).toEqual([...(await FindingTables.codes(root))].sort())
  })

  it("are there for every code whose level the configuration can change", () => {
    const codes = Rule.all(catalog).map(({ code }) => code)
    expect(codes.filter((code) => !pages.some((page) => page.code === code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
  })

  it("are in the reference as they are generated", () => {
    const folder = join(root, "docs/reference/findings")
    const written = FindingPages.files(stages(root))
    for (const { name, text } of written) expect(readFileSync(join(folder, name), "utf8")).toBe(text)
    expect(readdirSync(folder).sort()).toEqual(written.map(({ name }) => name).sort())
  })
})

describe.each(pages)("the page $code", (page) => {
  const blocks = MarkdownCases.read(page.path).filter(({ language }) => language === "pipe")
  const claims = blocks.map(({ content }) => Claims.read(content))

  it("begins with its code and one sentence", () => {
    expect(page.text.startsWith(`# ${page.code}\n\n`)).toBe(true)
    expect(FindingPages.summary(page)).toMatch(/^[^.].*\.$/)
  })

  it("has programs that are wrong in this way alone, and then one that is right", () => {
    if (withoutProgram.includes(page.code)) return expect(blocks).toEqual([])
    const codes = new Set(claims.flat().map((claim) => claim.replace(/^\d+: /, "")))
    expect([...codes]).toEqual([page.code])
    expect(claims.at(-1)).toEqual([])
  })

  it.each(blocks)("has at line $line the findings that it claims", ({ content, line }) => {
    const { source, diagnostics } = FindingPages.findings(content, `${page.code}.md:${line}`)
    const found = diagnostics.map(({ code, span }) => `${Source.lineIndex(source, span.start) + 1}: ${code}`)
    expect(found.sort()).toEqual([...Claims.read(content)].sort())
  })
})

/** What the first wrong program of each page comes to. */
const shown = pages
  .filter(({ code }) => !withoutProgram.includes(code))
  .map(({ code, path }) => {
    const block = MarkdownCases.read(path).find(({ content }) => Claims.read(content).length > 0)
    const program = block?.content ?? ""
    const found = FindingPages.findings(program).diagnostics
    return { code, program, finding: found.find((it) => it.code === code)! }
  })

describe("what a finding says", () => {
  it.each(shown.filter(({ code }) => /^unknown-/.test(code)))(
    "of $code has the nearest name, or all that there are",
    ({ finding }) => {
      expect(finding.help).toMatch(/^(did you mean|one of|its units are|escapes are|`\w+` has a meaning)/)
    },
  )

  it.each(shown.filter(({ code }) => /^(duplicate-|unclosed-block)/.test(code)))(
    "of $code points at the other place as well",
    ({ finding }) => {
      expect(finding.related).toHaveLength(1)
    },
  )

  it.each(shown.filter(({ finding }) => finding.fixes !== undefined))(
    "of $code is no longer said once its fix is made",
    ({ code, finding, program }) => {
      const count = (text: string) =>
        FindingPages.findings(text).diagnostics.filter((it) => it.code === code).length
      const text = FindingPages.findings(program).source.text
      for (const { edits } of finding.fixes!) {
        const mended = [...edits]
          .sort((a, b) => b.span.start - a.span.start)
          .reduce((now, { span, text: by }) => now.slice(0, span.start) + by + now.slice(span.end), text)
        expect(count(mended), mended).toBe(count(text) - 1)
      }
    },
  )
})
