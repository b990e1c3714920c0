import { join } from "node:path"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import * as FindingPages from "../../src/internal/findingPages.ts"
import { stages } from "../../src/internal/stages.ts"
import { groups } from "./facts.ts"
import { casesOf, findIn, rules } from "./pages.ts"

const root = join(import.meta.dirname, "../../../..")

const pages = new Map(stages(root).flatMap((stage) => FindingPages.read(stage).map((it) => [it.code, it])))

/** What the page of a finding or of a rule shows of it; nothing where there is none of this name. */
const shown = (code: string): ReadonlyArray<Diagnostic> | undefined => {
  const page = pages.get(code)
  const rule = rules.find(({ name }) => name === code)
  const found =
    page === undefined
      ? rule && casesOf(rule).flatMap((it) => findIn([rule], it))
      : MarkdownCases.read(page.path)
          .filter(({ language }) => language === "pipe")
          .flatMap(({ content }) => FindingPages.findings(content).diagnostics)
  return found?.filter((it) => it.code === code)
}

const facts = Object.entries(groups).flatMap(([group, facts]) => facts.map((it) => ({ group, ...it })))

describe.each(facts)("of $group, the fact $fact", ({ by, fixes = [] }) => {
  it.each(by)("is told by `%s`, which has a page that shows it", (code) => {
    expect(shown(code)).not.toBe(undefined)
    expect(shown(code)).not.toEqual([])
  })

  it.each(fixes)("has a mend that is %s on one of their pages", (sort) => {
    const mends = by.flatMap((code) => shown(code) ?? []).flatMap((it) => it.fixes ?? [])
    expect(mends.filter(({ safe }) => safe === (sort === "safe"))).not.toEqual([])
  })
})

it("No fact is there twice", () => {
  const names = facts.map(({ fact }) => fact)
  expect([...new Set(names)]).toEqual(names)
})
