import type * as Schema from "../schemas/lint.ts"
import * as Json from "./json.ts"
import type { Linted } from "./lint.human.ts"
import * as Skipped from "./skipped.ts"

export const lint = ({
  programs,
  fixed,
  refused,
  unstable,
  baselines,
  since,
  files,
  skipped,
  milliseconds,
}: Linted): string =>
  Json.print<Schema.Lint>({
    findings: programs.flatMap(({ diagnostics, lookup }) =>
      diagnostics.map((diagnostic) => Json.finding(diagnostic, lookup)),
    ),
    fixed,
    refused,
    unstable,
    suppressed: programs.reduce((sum, { suppressed }) => sum + suppressed.length, 0),
    files: files.length,
    milliseconds,
    ...(baselines.length === 0
      ? {}
      : { baselines: baselines.map(({ file, known, gone }) => ({ file, known, gone })) }),
    ...(since.length === 0 ? {} : { since }),
    ...Skipped.machine(skipped),
  })
