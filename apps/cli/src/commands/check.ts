/** `pipewright check`: every mistake of a program, without network and without credentials. */
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/check.human.ts"
import * as Machine from "../views/check.json.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"
import * as Reporting from "./reporting.ts"

export const run = async (given: Given): Promise<Output> => {
  const outputs = Reporting.wanted(given)
  const loaded = Program.load(given.argument ?? ".")
  const { diagnostics, lookup } = Program.displayed(loaded, Program.findings(loaded))
  const { skipped } = loaded
  const files = loaded.files.map(({ source }) => loaded.display(source.file))
  const checked = { diagnostics, lookup, files: files.length, skipped }
  const report = { programs: [{ diagnostics, suppressed: [], lookup }], files, skipped }
  const printed = await Reporting.print(given, outputs, report, {
    human: (look) => Human.check(checked, look),
    json: () => Machine.check(checked),
    total: () => Human.summary(diagnostics, files.length),
    fails: (severity) => severity === "error",
  })
  return {
    ...(skipped.length === 0 || Reporting.formatOf(given) !== "human"
      ? {}
      : { stderr: Skipped.human(skipped, hasColor("stderr")) }),
    ...printed,
    code: diagnostics.some(isError) ? Exit.failed : Exit.ok,
  }
}
