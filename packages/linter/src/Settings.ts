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

/** What one file says. */
export interface Layer {
  /** Its name; absent where no file says it. */
  readonly file?: string
  /** By name; what is not in it is as its preset or the layer before says. */
  readonly rules: Levels
  /** Of several that say something of a rule, the last one is right. */
  readonly overrides: ReadonlyArray<Override>
}

export interface Settings {
  readonly preset: LintRule.Preset
  /** The file that says which preset it is. */
  readonly presetFile?: string
  /** Of several that say something of a rule, the last one is right. */
  readonly layers: ReadonlyArray<Layer>
  /** By the names of rules: what their fixes are taken for, where it is not as they say. */
  readonly fixes: ReadonlyMap<string, LintRule.FixLabel>
  /** Names of rules beside which no other runs. They run if their presets do not say so, too. */
  readonly only?: ReadonlySet<string>
}

export const defaults: Settings = {
  preset: "recommended",
  layers: [],
  fixes: new Map(),
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
  /** The file in which that is said. */
  readonly file?: string
}

const inFile = (file: string | undefined): Pick<Judged, "file"> => (file === undefined ? {} : { file })

const base = ({ preset, presetFile, only }: Settings, rule: LintRule.LintRule): Judged => {
  if (!LintRule.isIn(preset, rule) && only?.has(rule.name) === true)
    return { level: rule.severity, from: "only" }
  const level = LintRule.isIn(preset, rule) ? rule.severity : "off"
  return { level, from: "preset", ...inFile(presetFile) }
}

const isLeftOut = ({ only }: Settings, { name }: LintRule.LintRule): boolean => only?.has(name) === false

/** What becomes of what a rule finds at a place. */
export const judged = (settings: Settings, rule: LintRule.LintRule, { file, target }: Place): Judged => {
  if (isLeftOut(settings, rule)) return { level: "off", from: "only" }
  let judged = base(settings, rule)
  for (const { rules, overrides, file: said } of settings.layers) {
    const ofAll = rules.get(rule.name)
    if (ofAll !== undefined) judged = { level: ofAll, from: "rules", ...inFile(said) }
    for (const [index, { files, targets, rules }] of overrides.entries()) {
      const own = rules.get(rule.name)
      if (own === undefined || !files(file)) continue
      if (targets === undefined || (target !== undefined && targets.includes(target)))
        judged = { level: own, from: `overrides[${index}]`, ...inFile(said) }
    }
  }
  return judged
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
  (ofProgram(settings, rule) !== "off" ||
    settings.layers.some(({ overrides }) =>
      overrides.some(({ rules }) => (rules.get(rule.name) ?? "off") !== "off"),
    ))

/** The level of a rule where no override says another one. */
const ofProgram = (settings: Settings, rule: LintRule.LintRule): Level =>
  settings.layers.findLast(({ rules }) => rules.has(rule.name))?.rules.get(rule.name) ??
  base(settings, rule).level
