/** The page of a rule as a test: what its programs claim, and what the rule finds in them. */
import { readFileSync } from "node:fs"
import { kindOf, type LintRule } from "@pipewright/core/LintRule"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import * as Fixer from "@pipewright/linter/Fixer"
import * as General from "@pipewright/linter/Rules"
import * as OfKinds from "@pipewright/sources/LintRules"
import * as Claims from "@pipewright/testing/Claims"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { find } from "../../src/internal/findings.ts"

export { find }

export const rules: ReadonlyArray<LintRule> = [...General.rules, ...OfKinds.rules]

const packages = new URL("../../../", import.meta.url).pathname

/** Where the page lies. */
export const pathOf = ({ name }: LintRule): string => {
  const kind = kindOf({ name })
  return kind === undefined
    ? `${packages}linter/src/rules/${name}.md`
    : `${packages}sources/src/${name.replace("/", "/rules/")}.md`
}

/** A program of a page: what it claims, and what it becomes where the next block says so. */
export interface Case {
  readonly line: number
  readonly text: string
  readonly claims: ReadonlyArray<string>
  readonly fixed?: string
}

const mark = / *\/\/ ! [a-z0-9/ -]+$/gm

export const casesOf = (rule: LintRule): ReadonlyArray<Case> => {
  const blocks = MarkdownCases.read(pathOf(rule)).filter(({ language }) => language === "pipe")
  return blocks.flatMap(({ attributes, content, line }, index) => {
    if ("fixed" in attributes) return []
    const next = blocks[index + 1]
    const fixed = next !== undefined && "fixed" in next.attributes ? { fixed: next.content } : {}
    return [{ line, text: content.replace(mark, ""), claims: Claims.read(content), ...fixed }]
  })
}

/** The summary under the heading of a page. */
export const summaryOf = (rule: LintRule): string =>
  /^# .+\n\n(.+)\n/.exec(readFileSync(pathOf(rule), "utf8"))?.[1] ?? ""

const one = (text: string): Fixer.Texts => new Map([["main.pipe", text]])

/** What is found in a program, as its page claims it. */
export const found = (rules: ReadonlyArray<LintRule>, { text }: Case): ReadonlyArray<string> => {
  const source = Source.make("main.pipe", text)
  return Diagnostic.sort(find(rules)(one(text))).map(
    ({ code, span }) => `${Source.position(source, span.start).line}: ${code}`,
  )
}

export const hasFix = (rules: ReadonlyArray<LintRule>, { text }: Case): boolean =>
  find(rules)(one(text)).some(({ fixes }) => (fixes?.length ?? 0) > 0)

export const fixed = (rules: ReadonlyArray<LintRule>, text: string): Fixer.Fixed =>
  Fixer.fix({ texts: one(text), find: find(rules), isWanted: () => true })

/** What is wrong with a page; nothing if its programs are as the rule finds them. */
export const problems = (rule: LintRule, rules: ReadonlyArray<LintRule> = [rule]): ReadonlyArray<string> => {
  const cases = casesOf(rule)
  const claims = cases.flatMap((it) => it.claims)
  return [
    ...(claims.length < 2 ? ["it claims fewer than two findings"] : []),
    ...(cases.some((it) => it.claims.length === 0) ? [] : ["it has no program that is right"]),
    ...(summaryOf(rule) === rule.summary ? [] : ["its first sentence is not the summary of the rule"]),
    ...cases.flatMap((it) => {
      const shown = found(rules, it)
      return JSON.stringify(shown) === JSON.stringify(it.claims)
        ? []
        : [
            `line ${it.line}: it claims ${it.claims.join(", ") || "nothing"}, and found is ${shown.join(", ") || "nothing"}`,
          ]
    }),
    ...cases.flatMap((it) => {
      if (it.claims.length === 0) return []
      const mends = hasFix(rules, it)
      if (mends !== (it.fixed !== undefined))
        return [
          `line ${it.line}: ${mends ? "what its fixes yield is not shown" : "it shows a fix that there is not"}`,
        ]
      if (it.fixed === undefined) return []
      const { texts } = fixed(rules, it.text)
      return texts.get("main.pipe") === it.fixed
        ? []
        : [`line ${it.line}: its fixes yield\n${texts.get("main.pipe")}`]
    }),
  ]
}
