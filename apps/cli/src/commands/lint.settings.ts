/** What holds of each rule at a place: `pipewright lint --print-config`. */
import type { LintRule } from "@pipewright/core/LintRule"
import type { Level } from "@pipewright/core/Rule"
import * as Settings from "@pipewright/linter/Settings"
import * as Exit from "../exit.ts"
import { configurationFile } from "../program/files.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/lint.settings.human.ts"
import * as Machine from "../views/lint.settings.json.ts"
import type { Output } from "./output.ts"

/** The levels of one program, for all its files that have the same ones. */
export interface Effective {
  readonly preset: string
  /** The configuration that says so, as seen from where the command was called; absent where there is none. */
  readonly configuration: string | undefined
  /** Without a file nothing of the overrides is in it. */
  readonly file: string | undefined
  readonly rules: ReadonlyArray<{
    readonly name: string
    readonly level: Level
    readonly from: Settings.Judged["from"]
    /** Targets for which it is another one. */
    readonly targets: ReadonlyArray<Settings.Judged & { readonly target: string }>
  }>
}

export const run = (
  program: Program.Loaded,
  settings: Settings.Settings,
  rules: ReadonlyArray<LintRule>,
  file: string | undefined,
  { texts }: Given,
): Output => {
  const judged = (rule: LintRule, target: string | undefined): Settings.Judged =>
    Settings.judged(settings, rule, { file: file ?? "", target })
  const targets = Program.targets(program)
  const effective: Effective = {
    preset: settings.preset,
    configuration:
      program.source(configurationFile) === undefined ? undefined : program.display(configurationFile),
    file: file === undefined ? undefined : program.display(file),
    rules: [...rules]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((rule) => {
        const own = judged(rule, undefined)
        return {
          name: rule.name,
          ...own,
          targets: targets
            .map((target) => ({ target, ...judged(rule, target) }))
            .filter((it) => it.level !== own.level),
        }
      }),
  }
  const view = texts.get("format") === "json" ? Machine.settings : Human.settings
  return { stdout: view(effective), code: Exit.ok }
}
