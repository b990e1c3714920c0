/** The reference of the linter's rules: each page as it is beside its rule, and what people see of every program in it. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as LintRule from "@pipewright/core/LintRule"
import * as Claims from "@pipewright/language/Claims"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import * as RulePage from "@pipewright/linter/RulePage"
import * as General from "@pipewright/linter/Rules"
import { catalog } from "@pipewright/sources/Kinds"
import * as OfKinds from "@pipewright/sources/LintRules"

export const rules: ReadonlyArray<LintRule.LintRule> = [...General.rules, ...OfKinds.rules].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

const pathOf = (root: string, rule: LintRule.LintRule): string =>
  LintRule.kindOf(rule) === undefined
    ? join(root, "packages/linter/src/rules", `${rule.name}.md`)
    : join(root, "packages/sources/src", `${rule.name.replace("/", "/rules/")}.md`)

const header = "<!-- Written by `pnpm generate`; do not edit. -->\n\n"

/** Everything in the folder of the reference. */
export const files = (root: string) => [
  { name: "README.md", text: index() },
  ...rules.map((rule) => ({ name: `${rule.name}.md`, text: render(root, rule) })),
]

const render = (root: string, rule: LintRule.LintRule): string => {
  let before: string | undefined
  const page = readFileSync(pathOf(root, rule), "utf8").replaceAll("\r\n", "\n")
  const up = "../".repeat(rule.name.split("/").length)
  const facts = [
    `Severity: ${rule.severity}.`,
    `Preset: [${rule.preset}](${up}../guide/linting.md#which-rules-run).`,
    `[The fact behind it](${rule.link}).`,
  ].join(" ")
  return [
    header,
    page
      .replace(/^# .+\n/, `$&\n${facts}\n`)
      .replace(RulePage.blocks, (block, word: string | undefined, program: string) => {
        if (word === " fixed") return block.replace("pipe fixed", "pipe")
        const last = before
        before = word === " before" ? program : undefined
        return word === " before" ? block : `${block}${answer(rule, program, last)}`
      }),
  ].join("")
}

const answer = (rule: LintRule.LintRule, program: string, before: string | undefined): string => {
  const source = Source.make("main.pipe", Claims.without(program))
  const found = RulePage.findIn(
    { rules: [rule], catalog },
    { text: source.text, ...(before === undefined ? {} : { before }) },
  )
  // In the order of the text, and without what is said of the language.
  const diagnostics = Diagnostic.sort(found.filter(({ code }) => code === rule.name))
  if (diagnostics.length === 0) return ""
  return `\n\`\`\`text\n${diagnostics.map((it) => Renderer.render(it, () => source)).join("\n\n")}\n\`\`\`\n`
}

const index = (): string =>
  [
    header,
    "# Every rule of the linter\n\n",
    "What runs, and how it is said otherwise, is told in [the guide](../../guide/linting.md).\n",
    ...LintRule.groups.flatMap((group) => {
      const own = rules.filter((rule) => rule.group === group)
      if (own.length === 0) return []
      return [
        `\n## ${group.charAt(0).toUpperCase()}${group.slice(1)}\n\n| rule | severity | preset | what it wants |\n| --- | --- | --- | --- |\n`,
        ...own.map(
          ({ name, severity, preset, summary }) =>
            `| [\`${name}\`](${name}.md) | ${severity} | ${preset} | ${summary.replaceAll("|", "\\|")} |\n`,
        ),
      ]
    }),
  ].join("")
