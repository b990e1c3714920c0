import * as Schema from "effect/Schema"
import { Findings, field, may, output, Texts } from "./shared.ts"

/** What a command prints to standard error when it fails as a whole. */
export const Failure = output({
  error: field(
    Schema.Struct({
      code: field(Schema.String, "What kind of failure it is. It stays the same over versions."),
      message: field(Schema.String, "What happened."),
      help: may(Schema.String, "What to do."),
      requestId: may(Schema.String, "The API's id of the request, where it gave one."),
      pipes: may(Texts, "The names of what is meant; an endpoint as `endpoint.NAME`."),
      findings: may(Findings, "The mistakes of the program, or the values that cannot be read."),
    }),
    "The failure.",
  ),
})
export type Failure = typeof Failure.Type
