/** Whether a pipe is where it was last applied: running, or stopped. */
import type { Change, Live, Note } from "../../Change.ts"
import type { Json } from "../../Evaluate.ts"
import type * as Ir from "../../Ir.ts"
import * as Pipes from "../plan/pipes.ts"
import * as Steps from "../plan/steps.ts"
import type { Declared, Difference } from "./declared.ts"
import { Notes } from "./words.ts"

/** Where the pipe should be, if it is not there, and what else there is to know of it. */
export interface Resting {
  readonly applied?: Steps.Goal
  readonly notes: ReadonlyArray<Note>
}

/**
 * A pipe of which the program said nothing was made to run. That somebody stopped it is theirs to say and no drift, but
 * that it failed is.
 */
export const of = (
  applied: Ir.Pipe,
  { state }: Live,
  said: Json | undefined,
  isLeftPaused: boolean,
): Resting => {
  const nothing: Resting = { notes: [] }
  if (state === "Completed") return nothing
  if (Pipes.broken.has(state))
    return said === "stopped" ? nothing : { applied: "running", notes: [Notes.failed(state)] }
  const rests = Steps.rests(applied, state)
  if (said === "stopped") return rests ? nothing : { applied: "stopped", notes: [] }
  if (!rests) return nothing
  if (isLeftPaused) return { applied: "running", notes: [Notes.leftPaused(undefined)] }
  return said === "running" ? { applied: "running", notes: [] } : { notes: [Notes.rests(state)] }
}

export const difference = ({ pipe }: Change, live: Live, applied: Steps.Goal): Difference => {
  const origin = pipe?.state?.origin
  return {
    path: "state",
    applied,
    live: live.state,
    declared: declaredState(pipe, live, applied),
    ...(origin === undefined ? {} : { origin }),
  }
}

const declaredState = (pipe: Ir.Pipe | undefined, { state }: Live, applied: Steps.Goal): Declared => {
  // A pipe runs unless its author wants it stopped.
  const wanted =
    pipe === undefined ? undefined : (Steps.wanted(pipe) ?? (applied === "running" ? applied : undefined))
  if (pipe === undefined || wanted === undefined) return { _tag: "undeclared" }
  if (wanted === applied) return { _tag: "asApplied" }
  return (wanted === "stopped") === Steps.rests(pipe, state)
    ? { _tag: "asLive" }
    : { _tag: "other", value: wanted }
}
