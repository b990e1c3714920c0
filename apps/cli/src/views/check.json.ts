import type * as Schema from "../schemas/check.ts"
import type { Checked } from "./check.human.ts"
import * as Json from "./json.ts"
import * as Skipped from "./skipped.ts"

export const check = ({ diagnostics, lookup, skipped }: Checked): string =>
  Json.print<Schema.Check>({
    findings: diagnostics.map((diagnostic) => Json.finding(diagnostic, lookup)),
    ...Skipped.machine(skipped),
  })
