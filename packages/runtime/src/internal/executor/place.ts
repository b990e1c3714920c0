/** Where a run is with one pipe. */
import type { PipeRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Change, Step } from "@pipewright/core/Change"
import type { BodyObject } from "@pipewright/core/Compile"
import * as Ir from "@pipewright/core/Ir"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import { isLost, type PipeFailing } from "./failing.ts"
import { Ended, type Outcome } from "./outcome.ts"
import type { Run } from "./run.ts"

export interface Place {
  readonly change: Change
  id: string | undefined
  state: string
  /** Whether the state was seen after all that was sent: what is answered to a command proves nothing. */
  isSeen: boolean
  record: State.PipeRecord | undefined
  /** The name under which the state has it. */
  recordName: string
  /** It was stopped for an edit, by this run or by one that died, and should run again. */
  isPaused: boolean
  /** The intents of those stops. */
  stops: ReadonlyArray<string>
  /** Bodies that were sent, as they were written. */
  sent: ReadonlyArray<BodyObject>
  /** Whether this run has sent anything. */
  hasWritten: boolean
  /** How the last wait ended. */
  arrived: "settled" | "failed" | "unsettled" | undefined
}

/** `stops` are the intents of stops that a run that died left behind. */
export const make = (change: Change, stops: ReadonlyArray<string>): Place => ({
  change,
  id: change.live?.id,
  state: change.live?.state ?? "Unknown",
  isSeen: change.live !== undefined,
  record: change.record,
  recordName: change.recordName ?? change.name,
  isPaused: stops.length > 0 && !wantsStopped(change),
  stops,
  sent: [],
  hasWritten: false,
  arrived: undefined,
})

const wantsStopped = ({ pipe }: Change): boolean => Ir.literal(pipe?.state) === "stopped"

/** A step in its place among the others. */
export interface At<S extends Step = Step> {
  readonly step: S
  readonly rest: ReadonlyArray<Step>
}

const silent: ReadonlySet<Step["_tag"]> = new Set(["WaitFor", "WaitGone", "Settle", "Remember", "Forget"])

export const isSilent = ({ _tag }: Step): boolean => silent.has(_tag)

/** Whether any of the steps sends something. */
export const writes = (steps: ReadonlyArray<Step>): boolean => !steps.every(isSilent)

export const refOf = ({ service }: Run, { id }: Place): PipeRef => {
  if (id === undefined) throw new Error("a step of a pipe came before the pipe was there")
  return { ...service, pipeId: id }
}

export type Ending = Ended<Outcome>

export const end = (outcome: Outcome): Effect.Effect<never, Ending> => Effect.fail(new Ended({ outcome }))

export const failed = (
  run: Run,
  { change }: Place,
  { _tag: step }: Step,
  error: PipeFailing,
  more: Pick<Outcome, "isLeftPaused"> = {},
): Effect.Effect<never, Ending> =>
  Effect.zipRight(
    run.emit({ _tag: "StepFailed", name: change.name, step }),
    end({ _tag: isLost(error) ? "unknown" : "refused", change, step, error, ...more }),
  )
