/** What is found in the texts of a program, by the language and by rules. */
import * as Bind from "@pipewright/core/Bind"
import type { LintRule } from "@pipewright/core/LintRule"
import type * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import type * as Fixer from "@pipewright/linter/Fixer"
import * as Linter from "@pipewright/linter/Linter"
import * as Settings from "@pipewright/linter/Settings"
import { catalog } from "@pipewright/sources/Kinds"

/** All findings of a text, those of the language first. */
export const find =
  (rules: ReadonlyArray<LintRule>, preset: Settings.Settings["preset"] = "all") =>
  (texts: Fixer.Texts): ReadonlyArray<Diagnostic.Diagnostic> => {
    const parsed = [...texts].map(([file, text]) => Parser.parse(Source.make(file, text)))
    const files = parsed.map(({ file }) => file)
    const settings = { ...Settings.defaults, preset }
    return [
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
      ...Bind.check(files, catalog),
      ...Linter.lint({ files, catalog, rules, settings }).diagnostics,
    ]
  }
