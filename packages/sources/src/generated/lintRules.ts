// Written by `pnpm generate`; do not edit.
import type { LintRule } from "@pipewright/core/LintRule"
import { rule as kafkaNoSharedGroup } from "../kafka/rules/no-shared-group.ts"

export const rules: ReadonlyArray<LintRule> = [kafkaNoSharedGroup]
