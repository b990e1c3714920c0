import * as LintRule from "@pipewright/core/LintRule"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Linter from "@pipewright/linter/Linter"
import * as OwnRule from "@pipewright/linter/OwnRule"
import * as Settings from "@pipewright/linter/Settings"
import { describe, expect, it } from "vitest"

const rule: LintRule.LintRule = {
  name: "own/no-snails",
  group: "style",
  severity: "warning",
  preset: "recommended",
  summary: "There are no snails.",
  link: "https://example.com",
  checks: { files: () => [] },
}

const check = (value: unknown) => OwnRule.check(value, ["sprinkler", "hose"])

describe("A value that a program gives for a rule", () => {
  it.each(["own/no-snails", "own/use-copper", "own/hose/no-snails-2"])("is one by the name of %s", (name) => {
    expect(check({ ...rule, name })).toMatchObject({ name })
  })

  it.each(["pipe", "program", "edit", "file", "files"])("may look at what `%s` is called with", (look) => {
    const checks = { [look]: () => [] }
    expect(check({ ...rule, checks })).toMatchObject({ checks })
  })

  it.each([
    [undefined, "`rule` is not an object"],
    [[rule], "`rule` is not an object"],
    [{ ...rule, name: undefined }, "its `name` is missing"],
    [{ ...rule, name: "no-snails" }, "its `name` is `no-snails`, and a name is such as `own/no-x`"],
    [{ ...rule, name: "own/snails" }, "its `name` is `own/snails`"],
    [{ ...rule, name: "own/hoes/no-snails" }, "there is no kind `hoes`; did you mean `hose`?"],
    [{ ...rule, group: "garden" }, "its `group` is none of `types`, `tables`"],
    [{ ...rule, severity: "off" }, "its `severity` is none of `error`, `warning`, `info`"],
    [{ ...rule, preset: "some" }, "its `preset` is none of `recommended`, `strict`, `all`"],
    [{ ...rule, summary: " " }, "its `summary` is no text"],
    [{ ...rule, link: undefined }, "its `link` is no text"],
    [{ ...rule, checks: {} }, "its `checks` has none of `pipe`, `program`, `edit`, `file`, `files`"],
    [{ ...rule, checks: { pipes: () => [] } }, "its `checks` has `pipes`"],
    [{ ...rule, checks: { pipe: [] } }, "its `checks.pipe` is no function"],
  ])("is none where it is as in row %#", (value, problem) => {
    expect(check(value)).toContain(problem)
  })
})

const text = "// pipewright-ignore own/no-snails: they were here first\nparam region: string\n"
const { file } = Parser.parse(Source.make("a.pipe", text))
const span = Source.span(text.indexOf("region"), text.indexOf("region") + 6)

const lint = (rules: ReadonlyArray<LintRule.LintRule>, incomplete = false) => {
  const { diagnostics, suppressed, failed } = Linter.lint({
    files: [file],
    catalog: SourceCatalog.make([]),
    rules,
    settings: Settings.defaults,
    now: 0,
    incomplete,
  })
  return { codes: diagnostics.map(({ code }) => code), suppressed: suppressed.length, failed }
}

/** A rule of a program that returns, or does, whatever it is told to. */
const returning = (look: () => unknown): LintRule.LintRule => ({
  ...rule,
  checks: { file: look as () => ReadonlyArray<LintRule.Found> },
})

const found = { file: "a.pipe", span, message: "there is a snail" }

describe("A rule that comes with a program", () => {
  it("runs as any other does", () => {
    const other = returning(() => [{ ...found, code: "no-nullable" }])
    expect(lint([other, { ...other, name: "own/no-slugs" }])).toEqual({
      codes: ["own/no-slugs"],
      suppressed: 1,
      failed: [],
    })
  })

  it("may offer fixes of several edits, in any order", () => {
    const edits = [Source.span(span.end, span.end), span].map((it) => ({ span: it, text: "x" }))
    const mending = {
      ...returning(() => [{ ...found, fixes: [{ title: "Mend", safe: true, edits }] }]),
      name: "own/no-slugs",
    }
    expect(lint([mending, rule])).toMatchObject({ codes: ["unused-suppression", "own/no-slugs"], failed: [] })
  })

  it("hides nothing of what others find where it fails, and leaves its comments alone", () => {
    const failing = returning(() => {
      throw new TypeError("no snail here")
    })
    const slugs = { ...returning(() => [found]), name: "own/no-slugs" }
    expect(lint([failing, slugs])).toEqual({
      codes: ["own/no-slugs"],
      suppressed: 0,
      failed: [
        {
          rule: "own/no-snails",
          problem: "TypeError: no snail here",
          stack: expect.stringContaining("OwnRule.test.ts"),
        },
      ],
    })
  })

  it.each([
    [undefined, "it returned no list of findings"],
    [Promise.resolve([]), "it returned no list of findings"],
    [[undefined], "a finding that it returned is not an object"],
    [[{ ...found, message: "" }], "a finding that it returned has no `message`"],
    [[{ ...found, help: 1 }], "a finding that it returned has a `help` that is no text"],
    [[{ ...found, severity: "loud" }], "a finding that it returned has a `severity`"],
    [[{ ...found, file: "b.pipe" }], "a finding that it returned has no `file` and `span`"],
    [[{ ...found, span: { start: 4, end: 2 } }], "a finding that it returned has no `file` and `span`"],
    [[{ ...found, span: { start: 0, end: 999 } }], "a finding that it returned has no `file` and `span`"],
    [[{ ...found, span: { start: 0.5, end: 1 } }], "a finding that it returned has no `file` and `span`"],
    [[{ ...found, related: [{ file: "a.pipe", span }] }], "a finding that it returned has a `related`"],
    [
      [{ ...found, fixes: [{ title: "Mend", edits: [{ span, text: "" }] }] }],
      "a finding that it returned has `fixes`",
    ],
    [
      [{ ...found, fixes: [{ title: "Mend", safe: true, edits: [] }] }],
      "a finding that it returned has `fixes`",
    ],
    [
      [
        {
          ...found,
          fixes: [
            {
              title: "Mend",
              safe: true,
              edits: [
                { span, text: "a" },
                { span, text: "b" },
              ],
            },
          ],
        },
      ],
      "with one edit or several that leave each other alone",
    ],
    [
      [
        {
          ...found,
          fixes: [{ title: "Mend", safe: true, edits: [{ span: { start: 0, end: 999 }, text: "" }] }],
        },
      ],
      "a finding that it returned has `fixes`",
    ],
  ])("fails where it returns what is in row %#", (value, problem) => {
    const { codes, failed } = lint([returning(() => value)])
    expect(codes).toEqual([])
    expect(failed.map((it) => it.problem)).toEqual([expect.stringContaining(problem)])
  })

  it("is told once that it fails, however many files there are", () => {
    let times = 0
    const failing = returning(() => {
      times += 1
      throw `the ${times}th time`
    })
    const { failed } = Linter.lint({
      files: [file, file],
      catalog: SourceCatalog.make([]),
      rules: [failing],
      settings: Settings.defaults,
      now: 0,
    })
    expect(failed).toEqual([{ rule: "own/no-snails", problem: "it threw the 1th time" }])
    expect(times).toBe(2)
  })
})

describe("A comment about a rule that comes with the program", () => {
  it("is unknown where the rule is not among all that come, and is left alone where some are missing", () => {
    expect(lint([]).codes).toEqual(["unknown-suppression"])
    expect(lint([], true).codes).toEqual([])
  })
})

describe("One of our rules that fails", () => {
  it("is a bug", () => {
    const failing = {
      ...returning(() => {
        throw new TypeError("no snail here")
      }),
      name: "no-snails",
    }
    expect(() => lint([failing])).toThrow("no snail here")
  })
})

it("A rule of a program is about any kind, or about the one before its last slash", () => {
  expect(
    ["own/no-snails", "own/hose/no-snails", "hose/no-snails", "no-snails"].map((name) =>
      LintRule.kindOf({ name }),
    ),
  ).toEqual([undefined, "hose", "hose", undefined])
})
