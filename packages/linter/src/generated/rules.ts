// Written by `pnpm generate`; do not edit.
import type { LintRule } from "@pipewright/core/LintRule"
import { rule as noTypeAlias } from "../rules/no-type-alias.ts"
import { rule as noUnusedParam } from "../rules/no-unused-param.ts"

export const rules: ReadonlyArray<LintRule> = [noTypeAlias, noUnusedParam]
