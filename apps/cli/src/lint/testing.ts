/** `pipewright/lint/testing`: the page of a rule as its test, as it is for the rules that come with the command. */
import { readFileSync } from "node:fs"
import type { LintRule } from "@pipewright/core/LintRule"
import * as OwnRule from "@pipewright/linter/OwnRule"
import * as RulePage from "@pipewright/linter/RulePage"
import { catalog } from "@pipewright/sources/Kinds"
// Needs all that the command needs, and so the bundle has no more files for other commands to load because of this one.
import "../commands/lint.ts"

/** Where a page lies: a path, or a URL such as `new URL("./no-x.md", import.meta.url)`. */
export type Path = string | URL

/** What is wrong with a rule or with its page; nothing if the rule judges the programs of the page as they claim. */
export const problems = (rule: LintRule, page: Path): ReadonlyArray<string> => {
  const checked = OwnRule.check(
    rule,
    catalog.kinds.map(({ name }) => name),
  )
  return typeof checked === "string"
    ? [checked]
    : RulePage.problems(rule, readFileSync(page, "utf8"), { rules: [rule], catalog })
}

/** Throws an error that lists what is wrong with a rule and its page. */
export const testPage = (rule: LintRule, page: Path): void => {
  const found = problems(rule, page)
  if (found.length > 0) throw new Error([`${page}`, ...found].join("\n- "))
}
