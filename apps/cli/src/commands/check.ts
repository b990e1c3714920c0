/** `pipewright check`: every mistake of a program, without network and without credentials. */
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/check.human.ts"
import * as Machine from "../views/check.json.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = ({ argument, texts }: Given): Output => {
  const loaded = Program.load(argument ?? ".")
  const { diagnostics, lookup } = Program.displayed(loaded, Program.findings(loaded))
  const checked = { diagnostics, lookup, files: loaded.files.length }
  return {
    stdout: texts.get("format") === "json" ? Machine.check(checked) : Human.check(checked, hasColor()),
    code: diagnostics.some(isError) ? Exit.failed : Exit.ok,
  }
}
