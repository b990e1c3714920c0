/**
 * Says when a run should come to an end by itself: it finishes what it has begun, remembers it, and starts nothing more.
 * Who asks for that, a signal or a person, is not the engine's business. Interrupting the run stops it at once instead.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Completes once the run should end; never by default. */
export class StopSoon extends Context.Reference<StopSoon>()("@pipewright/runtime/StopSoon", {
  defaultValue: (): Effect.Effect<void> => Effect.never,
}) {}
