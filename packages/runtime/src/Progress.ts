/** What a run tells while it goes on. The engine never prints; whoever runs it says what becomes of the events. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export type Event =
  | { readonly _tag: "Creating"; readonly name: string }
  | { readonly _tag: "Created"; readonly name: string; readonly id: string; readonly state: string }
  | { readonly _tag: "CreateFailed"; readonly name: string }
  | { readonly _tag: "StateChanged"; readonly name: string; readonly from: string; readonly to: string }
  /** The states could not be read this time; they are read again. */
  | { readonly _tag: "LookFailed"; readonly why: string }
  | { readonly _tag: "Settled"; readonly name: string; readonly state: string }
  /** The service says that the pipe failed; it is there all the same. */
  | { readonly _tag: "Failed"; readonly name: string; readonly state: string }

export class Progress extends Context.Tag("@pipewright/runtime/Progress")<
  Progress,
  { readonly emit: (event: Event) => Effect.Effect<void> }
>() {
  /** Tells nobody. */
  static readonly layerSilent: Layer.Layer<Progress> = Layer.succeed(Progress, { emit: () => Effect.void })
}
