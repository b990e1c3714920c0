import { existsSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { pathOf, problems, rules } from "./pages.ts"

describe.each(rules.map((rule) => [rule.name, rule] as const))("The rule %s", (_, rule) => {
  it("has a page whose programs it judges as they claim", () => {
    expect(existsSync(pathOf(rule))).toBe(true)
    expect(problems(rule)).toEqual([])
  })

  it("is what makes its page right: without it the page fails", () => {
    expect(problems(rule, [])).not.toEqual([])
  })
})

it("Every rule has a name of its own", () => {
  const names = rules.map(({ name }) => name)
  expect([...new Set(names)]).toEqual(names)
})
