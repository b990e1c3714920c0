import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { files } from "../../src/internal/rulePages.ts"
import { workspaceRoot } from "../../src/internal/workspace.ts"
import { casesOf, findIn, pathOf, problems, rules } from "./pages.ts"

/** The reference, which shows under each program of a page what is found, to the character. */
const reference = new Map(files(workspaceRoot).map(({ name, text }) => [name, text]))

describe.each(rules.map((rule) => [rule.name, rule] as const))("The rule %s", (_, rule) => {
  it("has a page whose programs it judges as they claim", () => {
    expect(existsSync(pathOf(rule))).toBe(true)
    expect(problems(rule)).toEqual([])
  })

  it("marks what its page in the reference shows, under the same signs", () => {
    const name = `${rule.name}.md`
    const shown = readFileSync(join(workspaceRoot, "docs/reference/rules", name), "utf8")
    expect(reference.get(name)).toBe(shown.replaceAll("\r\n", "\n"))
    expect((shown.match(/^ *\| +\^+/gm) ?? []).length).toBeGreaterThanOrEqual(2)
  })

  it("marks whole words, on one line", () => {
    const marked = casesOf(rule).flatMap((given) =>
      findIn([rule], given).map(({ span: { start, end } }) => ({
        is: given.text.slice(start, end),
        before: given.text.charAt(start - 1),
        after: given.text.charAt(end),
      })),
    )
    const isWord = (first: string, second: string): boolean => /\w/.test(first) && /\w/.test(second)
    const odd = marked.filter(
      ({ is, before, after }) =>
        is === "" ||
        is !== is.trim() ||
        is.includes("\n") ||
        isWord(before, is.charAt(0)) ||
        isWord(is.charAt(is.length - 1), after),
    )
    expect(odd).toEqual([])
  })

  it("is what makes its page right: without it the page fails", () => {
    expect(problems(rule, [])).not.toEqual([])
  })
})

it("Every rule has a name of its own", () => {
  const names = rules.map(({ name }) => name)
  expect([...new Set(names)]).toEqual(names)
})
