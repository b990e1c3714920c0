/** What `apply` and `destroy` print: one object on each line, as it happens. */
import * as Schema from "effect/Schema"
import { Told } from "./failure.ts"
import { planned } from "./plan.ts"
import { Action, event, field, may, named, Service } from "./shared.ts"

/** What an event is about. */
const subject = {
  of: field(Schema.Literal("pipe", "endpoint", "cdcScaling"), "What it is about."),
  name: may(Schema.String, "Its name; `cdcScaling` has none."),
}

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
  error: may(Told, "Of one that was refused, or whose answer was lost."),
  why: may(Schema.Literal("halted", "interrupted", "endpoint", "pipes"), "Why it was not tried."),
  endpoint: may(Schema.String, "The endpoint that is not ready."),
}

const Outcome = Schema.Struct(common)
export type Outcome = typeof Outcome.Type

const NamedOutcome = named("Outcome", Schema.Struct({ name: field(Schema.String, "Its name."), ...common }))
const Outcomes = Schema.Array(NamedOutcome)

const step = field(Schema.String, "The step, as in the plan.")

export const PlanMade = named("PlanMade", event("plan", "The first line: what is to be done.", planned))

export const Request = named(
  "Request",
  event("request", "A request that can change something was answered, or failed.", {
    operation: field(Schema.String, "What it is called in the API."),
    method: field(Schema.String, "Its method."),
    path: field(Schema.String, "Its path, with the ids."),
    attempt: field(Schema.Number, "How often it has been sent, this time included."),
    status: may(Schema.Number, "The status of the answer. Absent where none came."),
    requestId: may(Schema.String, "The API's id of the request, where it gave one."),
  }),
)

export const StepBegan = named("StepBegan", event("step-began", "A step begins.", { ...subject, step }))

export const StepDone = named(
  "StepDone",
  event("step-done", "A step is done.", {
    ...subject,
    step,
    id: may(Schema.String, "The id of the live pipe."),
    state: may(Schema.String, "The state of the pipe by then."),
  }),
)

export const StepFailed = named(
  "StepFailed",
  event("step-failed", "A step failed; the outcome says why.", { ...subject, step }),
)

export const StateChanged = named(
  "StateChanged",
  event("state-changed", "While it is waited for, a pipe or an endpoint came into another state.", {
    ...subject,
    from: field(Schema.String, "The state before."),
    to: field(Schema.String, "The state now."),
  }),
)

export const Waited = named(
  "Wait",
  event("wait", "A request waits before it goes once more.", {
    operation: field(Schema.String, "What it is called in the API."),
    why: field(
      Schema.Literal("rate-limited", "unreachable", "failed", "asleep"),
      "There were too many requests, nothing could be reached, the API failed, or the service is waking.",
    ),
    seconds: field(Schema.Number, "How long, or until it is looked again whether the service runs."),
  }),
)

export const Found = named(
  "Found",
  event("found", "What became of a request of an earlier run that died.", {
    name: field(Schema.String, "Of what it was about."),
    operation: field(Schema.String, "What the request was to do."),
    outcome: field(Schema.Literal("done", "undone", "unclear"), "As far as the service shows it."),
  }),
)

export const Warned = named(
  "Warning",
  event("warning", "Something that does not stop the run and should be known.", {
    message: field(Schema.String, "What it is."),
  }),
)

export const OutcomeTold = named(
  "OutcomeTold",
  event("outcome", "It is over for one thing that the plan is about.", {
    ...subject,
    ...common,
  }),
)

export const Ended = named(
  "End",
  event("end", "The last line, whatever happened.", {
    exit: field(Schema.Number, "What the command ends with."),
    error: may(Told, "The failure, as standard error has it. Absent where all is well."),
    target: may(Schema.String, "The name of the target. Absent where nothing was begun."),
    service: may(Service, "The service of the target."),
    pipes: may(Outcomes, "What became of each, in the order of the plan."),
    endpoints: may(Outcomes, "The same of endpoints."),
    cdcScaling: may(Outcome, "The size that pipes from databases share."),
  }),
)
export type Ended = typeof Ended.Type

export const Apply = Schema.Union(
  PlanMade,
  Request,
  StepBegan,
  StepDone,
  StepFailed,
  StateChanged,
  Waited,
  Found,
  Warned,
  OutcomeTold,
  Ended,
).annotations({ description: "One object on each line, as it happens." })
export type Apply = typeof Apply.Type
