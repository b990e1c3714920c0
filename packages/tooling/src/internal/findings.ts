/** What is found in the texts of a program, by the language and by rules. */
import type { LintRule } from "@pipewright/core/LintRule"
import type * as Diagnostic from "@pipewright/language/Diagnostic"
import type * as Fixer from "@pipewright/linter/Fixer"
import * as RulePage from "@pipewright/linter/RulePage"
import type * as Settings from "@pipewright/linter/Settings"
import { catalog } from "@pipewright/sources/Kinds"

/** All findings of a text, those of the language first, and with the program as it was before, what its edits do. */
export const find = (
  rules: ReadonlyArray<LintRule>,
  preset?: Settings.Settings["preset"],
  before?: string,
): ((texts: Fixer.Texts) => ReadonlyArray<Diagnostic.Diagnostic>) =>
  RulePage.find({ rules, catalog }, preset, before)
