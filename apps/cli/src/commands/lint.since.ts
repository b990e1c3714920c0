/** The older program that `lint --since` compares with. Loaded on demand, since it brings along what plans are made with. */
import * as Compare from "@pipewright/core/Since"
import { isError } from "@pipewright/language/Diagnostic"
import type * as Linter from "@pipewright/linter/Linter"
import type { Loaded } from "../program/load.ts"
import * as Program from "../program/program.ts"
import * as Base from "../program/since.ts"
import type * as Human from "../views/lint.human.ts"

export interface Older {
  readonly shown: Omit<Human.Since, "compared">
  /** Absent where the older program has errors: what they leave out would be taken for an edit. */
  readonly since: Linter.Since | undefined
}

export const read = (program: Loaded, ref: string): Older => {
  const { commit, program: before } = Base.load(program, ref)
  const errors = Program.findings(before).filter(isError).length
  return {
    shown: { ref, commit, files: before.files.length, errors },
    since: errors > 0 ? undefined : { files: before.files, compare: Compare.compare },
  }
}
