import type { Judged } from "@pipewright/linter/Settings"
import type { Effective } from "../commands/lint.settings.ts"
import { columns, plain } from "./terminal.ts"

/**
 * One line for each rule: its level, its name, who says so if it is not the preset, and the targets for which it is
 * another one.
 */
export const settings = ({ preset, configuration, file, rules }: Effective): string => {
  const where = file === undefined ? "" : ` for ${plain(file)}`
  const origin = configuration === undefined ? "no configuration" : plain(configuration)
  const rows = rules.map(({ name, level, from, targets }) => [
    level,
    name,
    [
      ...(from === "preset" ? [] : [by(from)]),
      ...targets.map((it) => `${it.level} for ${plain(it.target)} ${by(it.from)}`),
    ].join(", "),
  ])
  return `The preset ${preset}${where}, by ${origin}\n\n${columns(rows)
    .map((line) => `${line}\n`)
    .join("")}`
}

const by = (from: Judged["from"]): string =>
  from === "only" ? "by --only" : from === "preset" ? "by the preset" : `by lint.${from}`
