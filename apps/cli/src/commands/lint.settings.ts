/** What holds of each rule at a place: `pipewright lint --print-config`. */
import type { LintRule } from "@pipewright/core/LintRule"
import type { Level } from "@pipewright/core/Rule"
import * as Settings from "@pipewright/linter/Settings"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/lint.settings.human.ts"
import * as Machine from "../views/lint.settings.json.ts"
import type { Output } from "./output.ts"

/** A level, and who says so. */
export interface Said {
  readonly level: Level
  readonly from: Settings.Judged["from"]
  /** The file in which that is said, as seen from where the command was called; absent where none says it. */
  readonly in?: string
}

/** The levels of one program, for all its files that have the same ones. */
export interface Effective {
  readonly preset: string
  /** The file that names it; absent where none does. */
  readonly presetIn: string | undefined
  /** The configuration that says so, as seen from where the command was called; absent where there is none. */
  readonly configuration: string | undefined
  /** What that one extends, and so on. */
  readonly extends: ReadonlyArray<string>
  /** Without a file nothing of the overrides is in it. */
  readonly file: string | undefined
  readonly rules: ReadonlyArray<
    Said & {
      readonly name: string
      /** Targets for which it is another one. */
      readonly targets: ReadonlyArray<Said & { readonly target: string }>
    }
  >
}

export const run = (
  program: Program.Loaded,
  settings: Settings.Settings,
  rules: ReadonlyArray<LintRule>,
  file: string | undefined,
  { texts }: Given,
): Output => {
  const judged = (rule: LintRule, target: string | undefined): Said => {
    const { file: said, ...it } = Settings.judged(settings, rule, { file: file ?? "", target })
    return { ...it, ...(said === undefined ? {} : { in: program.display(said) }) }
  }
  const [configuration, ...extended] = program.configured.links.map(({ source }) =>
    program.display(source.file),
  )
  const targets = Program.targets(program)
  const effective: Effective = {
    preset: settings.preset,
    presetIn: settings.presetFile === undefined ? undefined : program.display(settings.presetFile),
    configuration,
    extends: extended,
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
