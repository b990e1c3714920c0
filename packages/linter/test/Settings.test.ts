import * as LintRule from "@pipewright/core/LintRule"
import * as Settings from "@pipewright/linter/Settings"
import { describe, expect, it } from "vitest"

const rule = LintRule.make({
  name: "no-weeds",
  group: "style",
  severity: "warning",
  preset: "strict",
  summary: "There are no weeds.",
  link: "https://example.com",
  checks: {},
})

/** What one file says. */
const layer = ({ rules = new Map(), overrides = [] }: Partial<Settings.Layer>) => ({
  layers: [{ rules, overrides }],
})

const level = (settings: Partial<Settings.Settings>, place: Partial<Settings.Place> = {}) =>
  Settings.level({ ...Settings.defaults, ...settings }, rule, { file: "a.pipe", target: undefined, ...place })

const override = (level: "error" | "off", more: Partial<Settings.Override> = {}): Settings.Override => ({
  files: (file) => file.startsWith("staging/"),
  rules: new Map([["no-weeds", level]]),
  ...more,
})

describe("The level of a rule", () => {
  it("is that of the rule in its preset and in those that hold it, and off in the others", () => {
    expect(LintRule.presets.map((preset) => level({ preset }))).toEqual(["off", "warning", "warning"])
  })

  it("is what the configuration says, whatever the preset", () => {
    expect(level(layer({ rules: new Map([["no-weeds", "error"]]) }))).toBe("error")
    expect(level({ preset: "all", ...layer({ rules: new Map([["no-weeds", "off"]]) }) })).toBe("off")
  })

  it("is another one for files of an override, and the last override is right", () => {
    const settings = {
      preset: "strict" as const,
      ...layer({
        overrides: [override("error"), override("off", { files: (file) => file === "staging/b.pipe" })],
      }),
    }
    expect(level(settings, { file: "a.pipe" })).toBe("warning")
    expect(level(settings, { file: "staging/a.pipe" })).toBe("error")
    expect(level(settings, { file: "staging/b.pipe" })).toBe("off")
  })

  it("is another one for what is found in a target of an override, and not for what holds for all", () => {
    const settings = layer({ overrides: [override("error", { files: () => true, targets: ["prod"] })] })
    expect(["prod", "dev", undefined].map((target) => level(settings, { target }))).toEqual([
      "error",
      "off",
      "off",
    ])
  })

  it("comes from the last that says something of it", () => {
    const from = (settings: Partial<Settings.Settings>) =>
      Settings.judged({ ...Settings.defaults, ...settings }, rule, {
        file: "staging/a.pipe",
        target: undefined,
      }).from
    const rules = new Map([["no-weeds", "info" as const]])
    expect(from({})).toBe("preset")
    expect(from(layer({ rules }))).toBe("rules")
    expect(from(layer({ rules, overrides: [override("off"), override("error")] }))).toBe("overrides[1]")
    expect(from({ only: new Set(["no-weeds"]) })).toBe("only")
    expect(from({ ...layer({ rules }), only: new Set(["no-snails"]) })).toBe("only")
  })

  it("is what the nearest file says that says something of it, overrides of those further away included", () => {
    const far = { file: "far.json", rules: new Map(), overrides: [override("off")] }
    const near = { file: "near.json", rules: new Map([["no-weeds", "error" as const]]), overrides: [] }
    const judged = (layers: ReadonlyArray<Settings.Layer>) =>
      Settings.judged({ ...Settings.defaults, preset: "all", presetFile: "far.json", layers }, rule, {
        file: "staging/a.pipe",
        target: undefined,
      })
    expect(judged([far, near])).toEqual({ level: "error", from: "rules", file: "near.json" })
    expect(judged([far])).toEqual({ level: "off", from: "overrides[0]", file: "far.json" })
    expect(judged([])).toEqual({ level: "warning", from: "preset", file: "far.json" })
  })

  it("lets a rule run where any file may want it", () => {
    expect(Settings.mayRun(Settings.defaults, rule)).toBe(false)
    expect(
      Settings.mayRun({ ...Settings.defaults, ...layer({ overrides: [override("error")] }) }, rule),
    ).toBe(true)
    expect(Settings.mayRun({ ...Settings.defaults, ...layer({ overrides: [override("off")] }) }, rule)).toBe(
      false,
    )
  })
})

describe("Rules that are asked for alone", () => {
  it("run whatever the preset, and no other one does", () => {
    expect(level({ only: new Set(["no-weeds"]) })).toBe("warning")
    expect(level({ preset: "all", only: new Set(["no-snails"]) })).toBe("off")
    expect(Settings.mayRun({ ...Settings.defaults, preset: "all", only: new Set(["no-snails"]) }, rule)).toBe(
      false,
    )
  })

  it("stay as severe as the configuration says", () => {
    const rules = new Map([["no-weeds", "error" as const]])
    expect(level({ ...layer({ rules }), only: new Set(["no-weeds"]) })).toBe("error")
  })
})

describe("The fixes of a rule", () => {
  const fixes = [
    { title: "Pull it out", safe: false, edits: [] },
    { title: "Cut it", safe: true, edits: [] },
  ]
  const labelled = (label?: LintRule.FixLabel) =>
    Settings.labelled(
      { ...Settings.defaults, fixes: new Map(label === undefined ? [] : [["no-weeds", label]]) },
      rule,
      fixes,
    ).map(({ safe }) => safe)

  it("are safe or not as they say, or all as the configuration says, or none at all", () => {
    expect([undefined, "safe", "unsafe", "off"].map((it) => labelled(it as LintRule.FixLabel))).toEqual([
      [false, true],
      [true, true],
      [false, false],
      [],
    ])
  })
})
