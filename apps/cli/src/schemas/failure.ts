import * as Schema from "effect/Schema"
import { type FailureCode, failureCodes } from "../failureCodes.ts"
import { Findings, field, may, named, output, Texts } from "./shared.ts"

export const Told = named(
  "Error",
  Schema.Struct({
    code: field(
      Schema.Literal(...(Object.keys(failureCodes) as Array<FailureCode>)),
      "What kind of failure it is. It stays the same over versions.",
    ),
    message: field(Schema.String, "What happened."),
    next: field(Schema.String, "What to do now, often a command."),
    exit: field(Schema.Number, "What the command ends with."),
    requestId: may(Schema.String, "The API's id of the request, where it gave one."),
    pipes: may(Texts, "The names of what is meant; an endpoint as `endpoint.NAME`."),
    findings: may(Findings, "The mistakes of the program, or the values that cannot be read."),
    trace: may(Schema.String, "Of a bug: where it happened."),
  }),
)
export type Told = typeof Told.Type

/** What a command prints to standard error when it fails. */
export const Failure = output({ error: field(Told, "The failure.") }).annotations({
  description: "Printed to standard error by any command that fails.",
})
export type Failure = typeof Failure.Type
