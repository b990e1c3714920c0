/** Whether a service that sleeps is woken: as `--wake` says, else as the target does, else as whoever is asked. */
import type { Options } from "@pipewright/cloud-api/CloudApiClient"
import * as Ir from "@pipewright/core/Ir"
import * as Effect from "effect/Effect"
import type { Given } from "./specs.ts"
import { canAsk } from "./views/terminal.ts"

/** What asks is loaded where somebody is to be asked. */
const ask: Options["wake"] = () =>
  Effect.flatMap(
    Effect.promise(() => import("./waking.ask.ts")),
    (it) => it.ask,
  )

/** Nothing is woken without a word for it: where nobody can be asked, or is not to be, the answer is no. */
export const policy = (target: Ir.Target | undefined, given: Given): Options["wake"] => {
  const said = given.texts.get("wake") ?? Ir.literal(target?.wake) ?? "ask"
  if (said === "auto") return () => Effect.succeed(true)
  return said === "ask" && canAsk(given) && !given.flags.has("yes") ? ask : undefined
}
