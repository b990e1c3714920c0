/** What is said of a run that came to no answer. */
import type { Output } from "../commands/output.ts"
import * as Exit from "../exit.ts"
import * as Failure from "./failure.json.ts"

/** `trace` begins with the message. */
export const bug = (message: string, trace: string, json: boolean): Output =>
  json
    ? Failure.output({ code: "bug", message, trace })
    : { stderr: `this is a bug of pipewright:\n${trace}\n`, code: Exit.bug }

/** For machines alone: whoever stopped it at a terminal knows. */
export const stopped = (exit: number): Output =>
  Failure.output({
    code: exit === Exit.terminated ? "terminated" : "interrupted",
    message: "it was stopped at once; what was on its way may have been carried out",
  })
