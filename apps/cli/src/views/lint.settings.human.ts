import type { Effective, Said } from "../commands/lint.settings.ts"
import { columns, plain } from "./terminal.ts"

/**
 * One line for each rule: its level, its name, who says so if it is not the preset, and the targets for which it is
 * another one.
 */
export const settings = ({
  preset,
  presetIn,
  configuration,
  extends: extended,
  file,
  rules,
}: Effective): string => {
  const where = file === undefined ? "" : ` for ${plain(file)}`
  const files = configuration === undefined ? ["no configuration"] : [configuration, ...extended]
  const origin = files.map(plain).join(", which extends ")
  // Where there is one file, nobody has to be told that it is that one.
  const by = (said: Said): string => {
    const where = said.in === undefined || extended.length === 0 ? "" : ` of ${plain(said.in)}`
    if (said.from === "only") return "by --only"
    return said.from === "preset" ? `by the preset${where}` : `by lint.${said.from}${where}`
  }
  const named = presetIn === undefined || extended.length === 0 ? "" : ` of ${plain(presetIn)}`
  const rows = rules.map((rule) => [
    rule.level,
    rule.name,
    [
      ...(rule.from === "preset" ? [] : [by(rule)]),
      ...rule.targets.map((it) => `${it.level} for ${plain(it.target)} ${by(it)}`),
    ].join(", "),
  ])
  return `The preset ${preset}${named}${where}, by ${origin}\n\n${columns(rows)
    .map((line) => `${line}\n`)
    .join("")}`
}
