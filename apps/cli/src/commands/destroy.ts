/** `pipewright destroy`: deletes what apply made or took over, and nothing else. */
import * as Applied from "@pipewright/core/Applied"
import * as Ir from "@pipewright/core/Ir"
import * as State from "@pipewright/core/State"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import { withWakingSession } from "../session.ts"
import type { Given } from "../specs.ts"
import { cannotBeDone, carryOut } from "./apply.ts"
import * as Only from "./only.ts"
import type { Output } from "./output.ts"
import { command } from "./plan.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withWakingSession(loaded, given, (session) =>
      Effect.gen(function* () {
        yield* unprotected(session.program, Only.given(given))
        return yield* carryOut(loaded, given, session, nothingOf(session.program), "destroy")
      }),
    ),
  )

/** The program without anything in it. */
const nothingOf = ({ target }: Ir.Program): Ir.Program => {
  const { cdcScaling: _, ...rest } = target ?? {}
  return { target: target === undefined ? undefined : (rest as Ir.Target), endpoints: [], pipes: [] }
}

/** What was protected since it was last applied is not in the state yet. */
const unprotected = Effect.fnUntraced(function* ({ pipes }: Ir.Program, only: Only.Patterns) {
  const { document } = yield* (yield* StateStore).read
  const isOurs = (name: string) => State.find(document?.pipes ?? {}, name) !== undefined
  const names = pipes
    .filter(Applied.isProtected)
    .filter(({ name }) => only === undefined || Only.meant(only).name(name))
    .filter(({ name, movedFrom }) => isOurs(name) || isOurs(String(Ir.literal(movedFrom))))
    .map(({ name }) => name)
  if (names.length > 0)
    return yield* cannotBeDone(
      names,
      "`lifecycle { protect = true }` forbids it; take `protect` away first, if that is meant",
    )
})
