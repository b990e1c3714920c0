/** `pipewright check`: every mistake of a program, without network and without credentials. */
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/check.human.ts"
import * as Machine from "../views/check.json.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor, lookOf } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = ({ argument, texts }: Given): Output => {
  const loaded = Program.load(argument ?? ".")
  const { diagnostics, lookup } = Program.displayed(loaded, Program.findings(loaded))
  const { skipped, files } = loaded
  const checked = { diagnostics, lookup, files: files.length, skipped }
  const json = texts.get("format") === "json"
  return {
    stdout: json ? Machine.check(checked) : Human.check(checked, lookOf()),
    ...(json || skipped.length === 0 ? {} : { stderr: Skipped.human(skipped, hasColor(process.stderr)) }),
    code: diagnostics.some(isError) ? Exit.failed : Exit.ok,
  }
}
