/** What a run tells while it goes on. The engine never prints; whoever runs it says what becomes of the events. */
import type { EndpointStep, ScalingStep, Step } from "@pipewright/core/Change"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { EndpointOutcome, Outcome, ScalingOutcome } from "./internal/executor/outcome.ts"

export type Event =
  /** A request of a step is about to be sent. */
  | { readonly _tag: "Began"; readonly name: string; readonly step: Step["_tag"] }
  | {
      readonly _tag: "Did"
      readonly name: string
      readonly step: Step["_tag"]
      readonly id?: string
      readonly state: string
    }
  | { readonly _tag: "StepFailed"; readonly name: string; readonly step: Step["_tag"] }
  | { readonly _tag: "StateChanged"; readonly name: string; readonly from: string; readonly to: string }
  /** The states could not be read this time; they are read again. */
  | { readonly _tag: "LookFailed"; readonly why: string }
  | { readonly _tag: "Settled"; readonly name: string; readonly state: string }
  /** The service says that the pipe failed; it is there all the same. */
  | { readonly _tag: "Failed"; readonly name: string; readonly state: string }
  /** The pipe was stopped for an edit, and starting it again failed. */
  | { readonly _tag: "LeftPaused"; readonly name: string }
  | {
      readonly _tag: "EndpointBegan" | "EndpointDid"
      readonly name: string
      readonly step: EndpointStep["_tag"]
    }
  | { readonly _tag: "EndpointChanged"; readonly name: string; readonly from: string; readonly to: string }
  | { readonly _tag: "ScalingBegan" | "ScalingDid"; readonly step: ScalingStep["_tag"] }
  /** It is over for a thing that the plan is about, in one way or another. */
  | { readonly _tag: "Ended"; readonly outcome: Outcome | EndpointOutcome | ScalingOutcome }
  /** What became of a request of a run that died, as far as the service shows it. */
  | {
      readonly _tag: "Found"
      readonly name: string
      readonly operation: string
      readonly outcome: "done" | "undone" | "unclear"
    }

export class Progress extends Context.Tag("@pipewright/runtime/Progress")<
  Progress,
  { readonly emit: (event: Event) => Effect.Effect<void> }
>() {
  /** Tells nobody. */
  static readonly layerSilent: Layer.Layer<Progress> = Layer.succeed(Progress, { emit: () => Effect.void })
}
