/** How a run ended for each thing that it was about. */
import type {
  Change,
  EndpointChange,
  EndpointStep,
  ScalingChange,
  ScalingStep,
  Step,
} from "@pipewright/core/Change"
import * as Data from "effect/Data"
import type { Failing, PipeFailing } from "./failing.ts"

/** Why something was not tried. */
export type Why =
  /** Another failure was bound to repeat. */
  | { readonly _tag: "halted" }
  /** The run was told to end. */
  | { readonly _tag: "interrupted" }
  /** It leads through an endpoint that is not ready. */
  | { readonly _tag: "endpoint"; readonly endpoint: string }
  /** Not all pipes could be changed: some may still lead through the endpoint, or none that shares the size is there. */
  | { readonly _tag: "pipes" }

/**
 * - `kept`: there was nothing to do.
 * - `done`: all was carried out, and nothing was to be waited for.
 * - `settled`: all was carried out and the pipe is where it should be.
 * - `failed`: all was carried out, and the service says that the pipe failed.
 * - `unsettled`: the pipe was still on its way when the wait ended. With `undone`, what was to follow was not tried.
 * - `refused`: a request failed and did not take effect; nothing after it was tried.
 * - `unknown`: a request went out and its answer was lost. What became of it is looked for when the next run begins.
 * - `interrupted`: the run was told to end after a part of it.
 * - `skipped`: nothing of it was tried.
 *
 * `isLeftPaused`: the pipe was stopped for an edit, and it could not be started again.
 */
export type Outcome = (
  | Arrived<Change>
  | { readonly _tag: "done"; readonly change: Change; readonly id?: string; readonly state?: string }
  | Failed<Change, Step["_tag"], PipeFailing>
  | Interrupted<Change>
  | Skipped<Change>
) & { readonly isLeftPaused?: true }

interface Arrived<C> {
  readonly _tag: "kept" | "settled" | "failed" | "unsettled"
  readonly change: C
  readonly id: string
  readonly state: string
  readonly undone?: true
}

interface Failed<C, S, E> {
  readonly _tag: "refused" | "unknown"
  readonly change: C
  readonly step: S
  readonly error: E
}

interface Interrupted<C> {
  readonly _tag: "interrupted"
  readonly change: C
}

interface Skipped<C> {
  readonly _tag: "skipped"
  readonly change: C
  readonly why: Why
}

/** Of an endpoint. `waiting`: it is there, and its connection has to be accepted on the other side first. */
export type EndpointOutcome =
  | {
      readonly _tag: "kept" | "settled" | "failed" | "unsettled" | "waiting"
      readonly change: EndpointChange
      readonly id: string
      readonly status: string
      /** Under which the connection is accepted in the other cloud, once it is known. */
      readonly endpointId?: string
    }
  | { readonly _tag: "done"; readonly change: EndpointChange }
  | Failed<EndpointChange, EndpointStep["_tag"], Failing>
  | Interrupted<EndpointChange>
  | Skipped<EndpointChange>

/** Of the size that pipes from databases share. */
export type ScalingOutcome =
  | { readonly _tag: "kept" | "settled" | "unsettled" | "done"; readonly change: ScalingChange }
  | Failed<ScalingChange, ScalingStep["_tag"], PipeFailing>
  | Interrupted<ScalingChange>
  | Skipped<ScalingChange>

/** Ends the steps of one thing with how it ended. */
export class Ended<O> extends Data.TaggedError("Ended")<{ readonly outcome: O }> {}
