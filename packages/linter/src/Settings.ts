/** Which rules run, how severe each is, and where: what a program says of the linter in its configuration. */
import * as LintRule from "@pipewright/core/LintRule"
import type { Level, Levels } from "@pipewright/core/Rule"
import type { Fix } from "@pipewright/language/Diagnostic"

export interface Override {
  /** Whether it is about a file, by its path within the program. */
  readonly files: (file: string) => boolean
  /** The targets that it is about; absent where it is about all. */
  readonly targets?: ReadonlyArray<string>
  readonly rules: Levels
}

export interface Settings {
  readonly preset: LintRule.Preset
  /** By name; what is not in it is as its preset says. */
  readonly rules: Levels
  /** By the names of rules: what their fixes are taken for, where it is not as they say. */
  readonly fixes: ReadonlyMap<string, LintRule.FixLabel>
  /** Of several that say something of a rule, the last one is right. */
  readonly overrides: ReadonlyArray<Override>
  /** Names of rules beside which no other runs. They run if their presets do not say so, too. */
  readonly only?: ReadonlySet<string>
}

export const defaults: Settings = {
  preset: "recommended",
  rules: new Map(),
  fixes: new Map(),
  overrides: [],
}

/** Where something was found; without a target it is the same for all. */
export interface Place {
  readonly file: string
  readonly target: string | undefined
}

/** A level, and who says so: the preset, the configuration for all files or in that override, or who asked for rules by name. */
export interface Judged {
  readonly level: Level
  readonly from: "preset" | "rules" | `overrides[${number}]` | "only"
}

const base = ({ preset, rules, only }: Settings, rule: LintRule.LintRule): Judged => {
  const own = rules.get(rule.name)
  if (own !== undefined) return { level: own, from: "rules" }
  if (LintRule.isIn(preset, rule)) return { level: rule.severity, from: "preset" }
  return only?.has(rule.name) === true
    ? { level: rule.severity, from: "only" }
    : { level: "off", from: "preset" }
}

const isLeftOut = ({ only }: Settings, { name }: LintRule.LintRule): boolean => only?.has(name) === false

/** What becomes of what a rule finds at a place. */
export const judged = (settings: Settings, rule: LintRule.LintRule, { file, target }: Place): Judged => {
  if (isLeftOut(settings, rule)) return { level: "off", from: "only" }
  return settings.overrides.reduce<Judged>(
    (before, { files, targets, rules }, index) => {
      const own = rules.get(rule.name)
      if (own === undefined || !files(file)) return before
      return targets === undefined || (target !== undefined && targets.includes(target))
        ? { level: own, from: `overrides[${index}]` }
        : before
    },
    base(settings, rule),
  )
}

export const level = (settings: Settings, rule: LintRule.LintRule, place: Place): Level =>
  judged(settings, rule, place).level

/** The fixes of a rule as the settings take them. */
export const labelled = (
  { fixes: labels }: Settings,
  { name }: LintRule.LintRule,
  fixes: ReadonlyArray<Fix>,
): ReadonlyArray<Fix> => {
  const label = labels.get(name)
  if (label === undefined) return fixes
  return label === "off" ? [] : fixes.map((fix) => ({ ...fix, safe: label === "safe" }))
}

/** Whether a rule may find anything at all. */
export const mayRun = (settings: Settings, rule: LintRule.LintRule): boolean =>
  !isLeftOut(settings, rule) &&
  (base(settings, rule).level !== "off" ||
    settings.overrides.some(({ rules }) => (rules.get(rule.name) ?? "off") !== "off"))
