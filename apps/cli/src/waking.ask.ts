/** The question whether a service that sleeps is to be woken. */
import * as Prompt from "@effect/cli/Prompt"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"

export const ask: Effect.Effect<boolean> = Prompt.confirm({
  message: "The service sleeps. Wake it? It costs money while it runs.",
  initial: false,
}).pipe(
  // Ctrl-C at the question stops the run, as it does everywhere else.
  Effect.catchTag("QuitException", () => Effect.interrupt),
  Effect.provide(NodeContext.layer),
)
