/** Who says yes before anything is changed. The engine asks; whether that is a person is not its business. */
import type * as Plan from "@pipewright/core/Plan"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export class Approval extends Context.Tag("@pipewright/runtime/Approval")<
  Approval,
  { readonly approve: (plan: Plan.Plan) => Effect.Effect<boolean> }
>() {
  /** Asked for on the command line already. */
  static readonly layerGranted: Layer.Layer<Approval> = Layer.succeed(Approval, {
    approve: () => Effect.succeed(true),
  })
}
