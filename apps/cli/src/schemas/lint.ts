import * as Schema from "effect/Schema"
import { Findings, field, may, output, skipped } from "./shared.ts"

const FixedFile = Schema.Struct({
  file: field(Schema.String, "From where the command was called."),
  count: field(Schema.Number, "How many findings the fixes took away."),
})

const Baseline = Schema.Struct({
  file: field(Schema.String, "From where the command was called."),
  known: field(Schema.Number, "How many findings in the files that were asked for it lets pass."),
  gone: field(Schema.Number, "How many of its findings are there no longer."),
})

const Since = Schema.Struct({
  ref: field(Schema.String, "As it was asked for."),
  commit: field(Schema.String, "Where the branches of it and of `HEAD` part: what is compared with."),
  files: field(Schema.Number, "How many files the program had there."),
  errors: field(Schema.Number, "How many errors the program had there."),
  compared: field(Schema.Boolean, "Whether it was compared with. It is not where one of the two has errors."),
})

export const Lint = output({
  findings: field(Findings, "What is found in the files that were asked for, by file and place."),
  fixed: field(Schema.Array(FixedFile), "The files that were changed, with `--fix` or `--unsafe-fixes`."),
  refused: field(Schema.Number, "How many fixes were not taken, since an error would have come of them."),
  unstable: field(Schema.Boolean, "Whether fixes kept calling for others, so that it was given up."),
  suppressed: field(Schema.Number, "How many findings comments let pass."),
  files: field(Schema.Number, "How many files were checked."),
  milliseconds: field(Schema.Number, "How long that took."),
  baselines: may(Schema.Array(Baseline), "The baselines of the programs that have one."),
  since: may(Schema.Array(Since), "The older program that each was compared with, with `--since`."),
  ...skipped,
})
export type Lint = typeof Lint.Type
