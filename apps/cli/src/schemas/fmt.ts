import * as Schema from "effect/Schema"
import { Findings, field, may, output, skipped } from "./shared.ts"

export const Fmt = output({
  files: field(
    Schema.Array(
      Schema.Struct({
        file: field(Schema.String, "From where the command was called."),
        changed: field(Schema.Boolean, "Whether it is written another way, or would be."),
        diff: may(Schema.String, "With `--diff` what would change, as a unified diff."),
      }),
    ),
    "Every file that was looked at.",
  ),
  findings: may(Findings, "The mistakes for which files were left as they are."),
  ...skipped,
})
export type Fmt = typeof Fmt.Type
