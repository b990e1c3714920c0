import type { Effective } from "../commands/lint.settings.ts"
import { columns, plain } from "./terminal.ts"

/** One line for each rule: its level, its name, and the targets for which it is another one. */
export const settings = ({ preset, configuration, file, rules }: Effective): string => {
  const where = file === undefined ? "" : ` for ${plain(file)}`
  const by = configuration === undefined ? "no configuration" : plain(configuration)
  const rows = rules.map(({ name, level, targets }) => [
    level,
    name,
    targets.map((it) => `${it.level} for ${plain(it.target)}`).join(", "),
  ])
  return `The preset ${preset}${where}, by ${by}\n\n${columns(rows)
    .map((line) => `${line}\n`)
    .join("")}`
}
