/** The pages of our rules as tests. */
import { readFileSync } from "node:fs"
import { kindOf, type LintRule } from "@pipewright/core/LintRule"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import type * as Fixer from "@pipewright/linter/Fixer"
import * as RulePage from "@pipewright/linter/RulePage"
import * as General from "@pipewright/linter/Rules"
import { catalog } from "@pipewright/sources/Kinds"
import * as OfKinds from "@pipewright/sources/LintRules"
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

export const casesOf = (rule: LintRule): ReadonlyArray<RulePage.Case> =>
  RulePage.cases(readFileSync(pathOf(rule), "utf8"))

/** What is found in a program of a page. */
export const findIn = (
  rules: ReadonlyArray<LintRule>,
  given: Pick<RulePage.Case, "text" | "before">,
): ReadonlyArray<Diagnostic> => RulePage.findIn({ rules, catalog }, given)

export const fixed = (rules: ReadonlyArray<LintRule>, text: string): Fixer.Fixed =>
  RulePage.fixed({ rules, catalog }, { text })

/** What is wrong with a page; nothing if its programs are as the rules find them. */
export const problems = (rule: LintRule, rules: ReadonlyArray<LintRule> = [rule]): ReadonlyArray<string> =>
  RulePage.problems(rule, readFileSync(pathOf(rule), "utf8"), { rules, catalog })
