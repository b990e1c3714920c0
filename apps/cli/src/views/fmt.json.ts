import type { Diagnostic } from "@pipewright/language/Diagnostic"
import type { Lookup } from "@pipewright/language/Renderer"
import type { Skipped as SkippedFile } from "../program/load.ts"
import type * as Schema from "../schemas/fmt.ts"
import type { Result } from "./fmt.human.ts"
import * as Json from "./json.ts"
import * as Skipped from "./skipped.ts"

export const fmt = (
  results: ReadonlyArray<Pick<Result, "file" | "changed" | "diff">>,
  diagnostics: ReadonlyArray<Diagnostic>,
  lookup: Lookup,
  skipped: ReadonlyArray<SkippedFile> = [],
): string =>
  Json.print<Schema.Fmt>({
    files: results.map(({ file, changed, diff }) => ({
      file,
      changed,
      ...(diff === undefined ? {} : { diff }),
    })),
    ...(diagnostics.length === 0 ? {} : { findings: diagnostics.map((it) => Json.finding(it, lookup)) }),
    ...Skipped.machine(skipped),
  })
