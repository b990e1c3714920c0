import { Findings, field, output, skipped } from "./shared.ts"

export const Check = output({
  findings: field(Findings, "Every finding, by file and place. Empty where there is none."),
  ...skipped,
})
export type Check = typeof Check.Type
