/** A run for machines: one object on each line, written as soon as it has happened. */
import type { Sent, Wait } from "@pipewright/cloud-api/CloudApiClient"
import { type Event, Progress } from "@pipewright/runtime/Progress"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { tell } from "../failures.ts"
import type * as Schema from "../schemas/apply.ts"
import type { Told } from "../schemas/failure.ts"
import type { Applied } from "./apply.human.ts"
import type * as Words from "./apply.words.ts"
import * as Failure from "./failure.json.ts"
import * as Json from "./json.ts"
import type { Planned } from "./plan.human.ts"
import * as Plan from "./plan.json.ts"

type Bare<E> = E extends Schema.Apply ? Omit<E, "version" | "time"> : never

const lineOf = (event: Bare<Schema.Apply>): string =>
  Json.line<Schema.Apply>({ ...event, time: new Date().toISOString() })

const write = (event: Bare<Schema.Apply>): void => {
  process.stdout.write(lineOf(event))
}

/** The first line. */
export const planned = (made: Planned): void => write({ type: "plan", ...Plan.planned(made) })

/** Requests that only read are not told: there are many of them while something is waited for. */
export const sent = ({ operation, method, path, attempt, status, requestId }: Sent): Effect.Effect<void> =>
  method === "GET"
    ? Effect.void
    : Effect.sync(() =>
        write({
          type: "request",
          operation,
          method,
          path,
          attempt,
          ...(status === undefined ? {} : { status }),
          ...(requestId === undefined ? {} : { requestId }),
        }),
      )

export const waiting = ({ operation, why, millis }: Wait): Effect.Effect<void> =>
  Effect.sync(() => write({ type: "wait", operation, why, seconds: millis / 1000 }))

export const warning = (message: string): void => write({ type: "warning", message })

export const layer: Layer.Layer<Progress> = Layer.succeed(Progress, {
  emit: (event) =>
    Effect.sync(() => {
      const told = eventOf(event)
      if (told !== undefined) write(told)
    }),
})

const eventOf = (event: Event): Bare<Schema.Apply> | undefined => {
  switch (event._tag) {
    case "Began":
      return { type: "step-began", of: "pipe", name: event.name, step: event.step }
    case "EndpointBegan":
      return { type: "step-began", of: "endpoint", name: event.name, step: event.step }
    case "ScalingBegan":
      return { type: "step-began", of: "cdcScaling", step: event.step }
    case "Did": {
      const { name, step, id, state } = event
      return { type: "step-done", of: "pipe", name, step, ...(id === undefined ? {} : { id }), state }
    }
    case "EndpointDid":
      return { type: "step-done", of: "endpoint", name: event.name, step: event.step }
    case "ScalingDid":
      return { type: "step-done", of: "cdcScaling", step: event.step }
    case "StepFailed":
      return { type: "step-failed", of: "pipe", name: event.name, step: event.step }
    case "StateChanged":
      return { type: "state-changed", of: "pipe", name: event.name, from: event.from, to: event.to }
    case "EndpointChanged":
      return { type: "state-changed", of: "endpoint", name: event.name, from: event.from, to: event.to }
    case "Found":
      return { type: "found", name: event.name, operation: event.operation, outcome: event.outcome }
    case "LookFailed":
      return {
        type: "warning",
        message: `the states could not be read and will be read again: ${event.why}`,
      }
    case "Ended":
      return { type: "outcome", ...subject(event.outcome), ...outcome(event.outcome) }
    // The outcome says it.
    case "Settled":
    case "Failed":
    case "LeftPaused":
      return undefined
  }
}

const subject = ({
  change,
}: Words.Any): { readonly of: "pipe" | "endpoint" | "cdcScaling"; name?: string } => {
  if ("scaling" in change) return { of: "cdcScaling" }
  return { of: "after" in change ? "endpoint" : "pipe", name: change.name }
}

/** The last line of a run that was carried out, whatever came of it. */
export const ended = (
  { result, session }: Pick<Applied, "result" | "session">,
  exit: number,
  error: Told | undefined,
): string =>
  lineOf({
    type: "end",
    exit,
    ...(error === undefined ? {} : { error }),
    target: session.target,
    service: session.service,
    pipes: result.pipes.map((it) => ({ name: it.change.name, ...outcome(it) })),
    endpoints: result.endpoints.map((it) => ({ name: it.change.name, ...outcome(it) })),
    ...(result.cdcScaling === undefined ? {} : { cdcScaling: outcome(result.cdcScaling) }),
  })

/** The last line of one that was not. */
export const failed = (error: Told): string => lineOf({ type: "end", exit: error.exit, error })

const outcome = (it: Words.Any): Schema.Outcome => {
  const head = { action: it.change.action, outcome: it._tag }
  if ("error" in it) {
    const { diagnostics: _, ...told } = tell(it.error)
    return { ...head, step: it.step, error: Failure.told(told) }
  }
  if (it._tag === "skipped") {
    const { _tag: why, ...about } = it.why
    return { ...head, why, ...about }
  }
  const { change: _, _tag, ...rest } = it
  return { ...head, ...rest }
}
