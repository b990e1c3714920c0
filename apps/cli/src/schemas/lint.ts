import * as Schema from "effect/Schema"
import { Findings, field, output, skipped } from "./shared.ts"

const FixedFile = Schema.Struct({
  file: field(Schema.String, "From where the command was called."),
  count: field(Schema.Number, "How many findings the fixes took away."),
})

export const Lint = output({
  findings: field(Findings, "What is found in the files that were asked for, by file and place."),
  fixed: field(Schema.Array(FixedFile), "The files that were changed, with `--fix` or `--unsafe-fixes`."),
  refused: field(Schema.Number, "How many fixes were not taken, since an error would have come of them."),
  unstable: field(Schema.Boolean, "Whether fixes kept calling for others, so that it was given up."),
  suppressed: field(Schema.Number, "How many findings comments let pass."),
  files: field(Schema.Number, "How many files were checked."),
  milliseconds: field(Schema.Number, "How long that took."),
  ...skipped,
})
export type Lint = typeof Lint.Type
