/** Which rules run, how severe each is, and where: what a program says of the linter in its configuration. */
import * as LintRule from "@pipewright/core/LintRule"
import type { Level, Levels } from "@pipewright/core/Rule"

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
  /** Of several that say something of a rule, the last one is right. */
  readonly overrides: ReadonlyArray<Override>
}

export const defaults: Settings = { preset: "recommended", rules: new Map(), overrides: [] }

/** Where something was found; without a target it is the same for all. */
export interface Place {
  readonly file: string
  readonly target: string | undefined
}

const base = ({ preset, rules }: Settings, rule: LintRule.LintRule): Level =>
  rules.get(rule.name) ?? (LintRule.isIn(preset, rule) ? rule.severity : "off")

/** What becomes of what a rule finds at a place. */
export const level = (settings: Settings, rule: LintRule.LintRule, { file, target }: Place): Level =>
  settings.overrides.reduce(
    (before, { files, targets, rules }) => {
      const own = rules.get(rule.name)
      if (own === undefined || !files(file)) return before
      return targets === undefined || (target !== undefined && targets.includes(target)) ? own : before
    },
    base(settings, rule),
  )

/** Whether a rule may find anything at all. */
export const mayRun = (settings: Settings, rule: LintRule.LintRule): boolean =>
  base(settings, rule) !== "off" ||
  settings.overrides.some(({ rules }) => (rules.get(rule.name) ?? "off") !== "off")
