import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as LintRule from "@pipewright/core/LintRule"
import * as RulePage from "@pipewright/linter/RulePage"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import * as RuleFiles from "../../src/internal/ruleFiles.ts"

const sources = join(import.meta.dirname, "../../../sources/src")

const files = (name: string, kind: string | undefined) =>
  RuleFiles.files({
    name,
    kind,
    group: "tables",
    program: readFileSync(join(sources, kind ?? "object-storage", "cases/minimal/main.pipe"), "utf8"),
  })

describe("The files of a new rule", () => {
  it.each([
    ["no-x", undefined, "packages/linter/src/rules/no-x", ".changeset/no-x.md"],
    ["use-x", "kafka", "packages/sources/src/kafka/rules/use-x", ".changeset/kafka-use-x.md"],
  ])(
    "of %s for the kind %s are where others are, and fail until the rule finds something",
    (name, kind, path, changeset) => {
      const written = files(name, kind)
      expect([...written.keys()]).toEqual([`${path}.ts`, `${path}.md`, changeset])
      const full = kind === undefined ? name : `${kind}/${name}`
      expect(written.get(`${path}.ts`)).toContain(`name: "${full}"`)
      const [, summary = ""] = /summary: "(.*)"/.exec(written.get(`${path}.ts`)!) ?? []
      const judge = (checks: LintRule.Checks) => {
        const rule = LintRule.make({
          ...{ name: full, group: "tables", severity: "warning", preset: "recommended", summary },
          link: "https://example.com",
          checks,
        })
        return RulePage.problems(rule, written.get(`${path}.md`)!, { rules: [rule], catalog })
      }
      expect(judge({ pipe: () => [] })).toEqual([
        expect.stringContaining(`it claims 1: ${full}, and found is nothing`),
        expect.stringContaining(`it claims 1: ${full}, and found is nothing`),
      ])
      expect(judge({ pipe: ({ origin }) => [{ ...origin, message: "here" }] })).toEqual([
        expect.stringContaining(`it claims nothing, and found is 1: ${full}`),
      ])
    },
  )

  it("are refused for a name that says neither what is forbidden nor what is asked for", () => {
    expect(["no-x", "use-two-words-2"].map(RuleFiles.problem)).toEqual([undefined, undefined])
    expect(
      ["", "x", "no-", "no-X", "no--x", "kafka/no-x"].filter((it) => RuleFiles.problem(it) === undefined),
    ).toEqual([])
  })
})
