/**
 * The reference pages of findings: each is a page written by hand beside the stage that reports the finding, and what
 * people see of every program in it.
 */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import * as Bind from "@pipewright/core/Bind"
import * as Rule from "@pipewright/core/Rule"
import * as Claims from "@pipewright/language/Claims"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import * as LintFindings from "@pipewright/linter/errors"
import * as Linter from "@pipewright/linter/Linter"
import * as Settings from "@pipewright/linter/Settings"
import { catalog } from "@pipewright/sources/Kinds"
import { rules } from "./rulePages.ts"

/** A stage, or a kind, that has findings of its own. */
export interface Stage {
  readonly title: string
  /** The folder of its pages. */
  readonly folder: string
}

export interface Page {
  readonly code: string
  readonly path: string
  readonly text: string
}

export const read = ({ folder }: Stage): ReadonlyArray<Page> =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => {
      const path = join(folder, name)
      return {
        code: basename(name, ".md"),
        path,
        text: readFileSync(path, "utf8").replaceAll("\r\n", "\n"),
      }
    })

/** All that is found in a text, the claims of a page taken out of it first. */
export const findings = (program: string, file = "main.pipe") => {
  const source = Source.make(file, Claims.without(program))
  const parsed = Parser.parse(source)
  const lint = Linter.lint({ files: [parsed.file], catalog, rules, settings: Settings.defaults, now: 0 })
  const ofComments = lint.diagnostics.filter(({ code }) =>
    LintFindings.Findings.codes.some((it) => it === code),
  )
  const diagnostics = Diagnostic.sort(
    Diagnostic.unique([...parsed.diagnostics, ...Bind.check([parsed.file], catalog), ...ofComments]),
  )
  return { source, diagnostics }
}

const programs = /```pipe\n([\s\S]*?)```\n/g

/** The finding that a page is about, as its first program has it. */
const shown = ({ code, text }: Page): Diagnostic.Diagnostic | undefined =>
  [...text.matchAll(programs)]
    .flatMap(([, program]) => findings(program!).diagnostics)
    .find((diagnostic) => diagnostic.code === code)

// A finding that no program of a page can show is of the severity that findings have.
const severity = (page: Page): Diagnostic.Severity => shown(page)?.severity ?? "error"

/** What the page says first, in one sentence. */
export const summary = ({ text }: Page): string => /^# .+\n\n(.+)\n/.exec(text)?.[1] ?? ""

/** Everything in the folder of the reference. */
export const files = (stages: ReadonlyArray<Stage>) => [
  { name: "README.md", text: index(stages) },
  ...stages.flatMap((stage) =>
    read(stage).map((page) => ({ name: `${page.code}.md`, text: render(stage, page) })),
  ),
]

const render = (stage: Stage, page: Page): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n",
    page.text
      .replace(
        /^# .+\n/,
        `$&\nSeverity: ${severity(page)}${level(page)}. Stage: [${stage.title.toLowerCase()}](README.md#${anchor(stage)}).\n`,
      )
      .replace(programs, (block, program: string) => `${block}${answer(program)}`),
  ].join("")

const configurable = new Map(Rule.all(catalog).map((rule) => [rule.code, rule]))

const level = ({ code }: Page): string => {
  const rule = configurable.get(code)
  return rule === undefined
    ? ""
    : `, which [the configuration can change](../../language/findings.md#levels). ${rule.doc.replace(/\.$/, "")}`
}

const answer = (program: string): string => {
  const { source, diagnostics } = findings(program)
  if (diagnostics.length === 0) return ""
  const text = diagnostics.map((it) => Renderer.render(it, () => source)).join("\n\n")
  const fixes = [...new Set(diagnostics.flatMap((it) => it.fixes ?? []).map(fixed))]
  return `\n\`\`\`text\n${text}\n\`\`\`\n${fixes.length === 0 ? "" : `\n${fixes.join("\n")}\n`}`
}

const fixed = ({ title, safe }: Diagnostic.Fix): string =>
  `A fix that ${safe ? "keeps the meaning" : "is a guess"}: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`

const anchor = ({ title }: Stage): string => title.toLowerCase().replaceAll(" ", "-")

const index = (stages: ReadonlyArray<Stage>): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Every finding\n\n",
    "What a finding is made of is told [in general](../../language/findings.md).\n",
    ...stages.map((stage) =>
      [
        `\n## ${stage.title}\n\n| code | severity | meaning |\n| --- | --- | --- |\n`,
        ...read(stage).map(
          (page) =>
            `| [\`${page.code}\`](${page.code}.md) | ${severity(page)}${configurable.has(page.code) ? ", by default" : ""} | ${cell(summary(page))} |\n`,
        ),
      ].join(""),
    ),
  ].join("")

const cell = (text: string): string => text.replaceAll("|", "\\|")
