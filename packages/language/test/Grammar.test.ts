import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Grammar from "@pipewright/language/Grammar"
import { describe, expect, test } from "vitest"
import { forks } from "../src/generated/forks.ts"

const internal = join(import.meta.dirname, "../src/internal")
const files = ["grammar.ts", ...readdirSync(join(internal, "grammar")).map((name) => `grammar/${name}`)]

/** `Name : …` of every comment in the grammar, without what a dash sets apart as a remark. */
const comments = new Map(
  files
    .flatMap((file) => [
      ...readFileSync(join(internal, file), "utf8").matchAll(
        /^\s*(?:\/\*\*| \*)\s+(([A-Z]\w*) : .*?)(?: — .*)?(?: \*\/)?$/gm,
      ),
    ])
    .map(([, production, name]) => [name!, production!]),
)

describe("the productions of the parser", () => {
  test("are those that the comments of its rules say", () => {
    expect(Object.fromEntries(comments)).toEqual(
      Object.fromEntries(Grammar.productions().map((it) => [it.name, Grammar.print(it)])),
    )
  })

  test("refer to productions only", () => {
    const names = new Set(Grammar.productions().map(({ name }) => name))
    const rules = (part: Grammar.Part): ReadonlyArray<string> => {
      switch (part._tag) {
        case "Rule":
          return [part.name]
        case "Sequence":
        case "Choice":
          return part.parts.flatMap(rules)
        case "Optional":
        case "Repeat":
          return rules(part.part)
        default:
          return []
      }
    }
    const used = Grammar.productions().flatMap(({ part }) => rules(part))
    expect(used.filter((name) => !names.has(name))).toEqual([])
  })
})

describe("the table of forks", () => {
  test("is what the grammar says: `npm run generate` has written it", () => {
    expect(forks).toEqual(Grammar.forks())
  })

  test("has no way that would hide those after it", () => {
    const all = Object.values(forks).flat()
    expect(all.length).toBeGreaterThan(30)
    for (const { ways } of all)
      for (const way of ways.slice(0, -1)) expect(way.every((path) => path.length > 0)).toBe(true)
  })
})
