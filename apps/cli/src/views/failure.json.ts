/** A failure for machines: one object, whatever failed. */

import type { Output } from "../commands/output.ts"
import { type FailureCode, failureCodes } from "../failureCodes.ts"
import type * as Schema from "../schemas/failure.ts"
import * as Json from "./json.ts"

export interface Failed {
  readonly code: FailureCode
  readonly message: string
  /** What to do, where it is known better than by the code. */
  readonly help?: string | undefined
  readonly requestId?: string | undefined
  readonly names?: ReadonlyArray<string>
  readonly findings?: Schema.Told["findings"]
  readonly trace?: string | undefined
}

export const told = ({
  code,
  message,
  help,
  requestId,
  names = [],
  findings = [],
  trace,
}: Failed): Schema.Told => ({
  code,
  message,
  next: help ?? failureCodes[code].next,
  exit: failureCodes[code].exit,
  ...(requestId === undefined ? {} : { requestId }),
  ...(names.length === 0 ? {} : { pipes: names }),
  ...(findings.length === 0 ? {} : { findings }),
  ...(trace === undefined ? {} : { trace }),
})

const print = (error: Schema.Told): string => Json.print<Schema.Failure>({ error })

/** What a command comes to that failed. */
export const output = (failure: Failed) => {
  const failed = told(failure)
  return { stderr: print(failed), code: failed.exit, failed } satisfies Output
}
