import * as Schema from "effect/Schema"
import { Action, field, may, output, where } from "./shared.ts"

const common = {
  action: field(Action, "As in the plan."),
  outcome: field(
    Schema.Literal(
      "kept",
      "done",
      "settled",
      "unsettled",
      "waiting",
      "failed",
      "refused",
      "unknown",
      "interrupted",
      "skipped",
    ),
    "How it ended.",
  ),
  id: may(Schema.String, "The live one. Absent where there is none."),
  state: may(Schema.String, "The last known state of the pipe."),
  status: may(Schema.String, "The last known status of the endpoint."),
  endpointId: may(Schema.String, "Under which the connection is accepted in the other cloud."),
  undone: may(Schema.Literal(true), "What was to follow was not tried."),
  isLeftPaused: may(Schema.Literal(true), "The pipe was stopped for an edit and could not be started again."),
  step: may(Schema.String, "The step that failed."),
  error: may(
    Schema.Struct({
      code: field(Schema.String, "What kind of failure it is."),
      message: field(Schema.String, "What happened."),
      help: may(Schema.String, "What to do."),
      requestId: may(Schema.String, "The API's id of the request, where it gave one."),
    }),
    "Of one that was refused, or whose answer was lost.",
  ),
  why: may(Schema.Literal("halted", "interrupted", "endpoint", "pipes"), "Why it was not tried."),
  endpoint: may(Schema.String, "The endpoint that is not ready."),
}

const Outcome = Schema.Struct(common)
export type Outcome = typeof Outcome.Type

const Outcomes = Schema.Array(Schema.Struct({ name: field(Schema.String, "Its name."), ...common }))

export const Apply = output({
  ...where,
  pipes: field(Outcomes, "As in the plan."),
  endpoints: field(Outcomes, "The same of endpoints."),
  cdcScaling: may(Outcome, "The size that pipes from databases share."),
})
export type Apply = typeof Apply.Type
