import { globSync } from "node:fs"
import { join } from "node:path"
import * as Bind from "@pipewright/core/Bind"
import * as Claims from "@pipewright/language/Claims"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import * as LintFindings from "@pipewright/linter/errors"
import * as RulePage from "@pipewright/linter/RulePage"
import { catalog } from "@pipewright/sources/Kinds"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { rules } from "../src/internal/rulePages.ts"

const root = join(import.meta.dirname, "../../..")

const pages = globSync(["README.md", "docs/**/*.md", "examples/**/*.md", "apps/cli/README.md"], {
  cwd: root,
  exclude: (path) => path.includes("node_modules"),
}).sort()

// The page of a rule that comes with an example has a test of its own there, which knows the rule.
const isRulePage = (page: string): boolean => /^examples\/[^/]+\/rules\//.test(page)

const programs = pages
  .filter((page) => !isRulePage(page))
  .flatMap((page) =>
    MarkdownCases.read(join(root, page))
      .filter(({ language }) => language === "pipe")
      .map(({ content, line }, index, blocks) => {
        const last = blocks[index - 1]
        const before = last !== undefined && "before" in last.attributes ? { before: last.content } : {}
        return { page, place: `${page}:${line}`, content, ...before }
      }),
  )

/** What the linter finds: on the page of a rule what the rule does, and everywhere what is wrong with its comments. */
const linted = (
  page: string,
  given: Pick<RulePage.Case, "text" | "before">,
): ReadonlyArray<Diagnostic.Diagnostic> => {
  const codes = [/^docs\/reference\/rules\/(.+)\.md$/.exec(page)?.[1], ...LintFindings.Findings.codes]
  return RulePage.findIn({ rules, catalog }, given).filter(({ code }) => codes.includes(code))
}

describe("the documentation", () => {
  it("has pages with programs in them", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "examples/guide/README.md"]))
    expect(programs.length).toBeGreaterThan(10)
  })

  it.each(programs)("has at $place the findings that it claims, or none", ({ page, content, ...before }) => {
    const source = Source.make("main.pipe", content)
    const { file, diagnostics } = Parser.parse(source)
    const all = Diagnostic.unique([
      ...diagnostics,
      ...Bind.check([file], catalog),
      ...linted(page, { text: content, ...before }),
    ])
    const found = all.map(({ code, span }) => `${Source.lineIndex(source, span.start) + 1}: ${code}`)
    const shown = all.map((diagnostic) => Renderer.render(diagnostic, () => source)).join("\n\n")
    expect(found.sort(), shown).toEqual([...Claims.read(content)].sort())
  })

  it("links only to what is there", () => {
    const known = new Set(
      globSync("**/*", { cwd: root, exclude: (path) => /node_modules|^dist$/.test(path) }),
    )
    const broken = pages.flatMap((page) =>
      MarkdownCases.links(join(root, page))
        .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith("#"))
        .map((link) => join(page, "..", link.replace(/#.*$/, "")))
        .filter((path) => !known.has(path.replace(/\/$/, "")))
        .map((path) => `${page}: ${path}`),
    )
    expect(broken).toEqual([])
  })
})
