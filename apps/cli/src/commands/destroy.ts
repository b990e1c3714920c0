/** `pipewright destroy`: deletes what apply made or took over, and nothing else. */
import * as Applied from "@pipewright/core/Applied"
import type * as Ir from "@pipewright/core/Ir"
import * as State from "@pipewright/core/State"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import { UsageError } from "../failures.ts"
import { withWakingSession } from "../session.ts"
import type { Given } from "../specs.ts"
import { plain } from "../views/terminal.ts"
import { carryOut } from "./apply.ts"
import type { Output } from "./output.ts"
import { command } from "./plan.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withWakingSession(loaded, given, (session) =>
      Effect.gen(function* () {
        yield* unprotected(session.program)
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
const unprotected = Effect.fnUntraced(function* ({ pipes }: Ir.Program) {
  const { document } = yield* (yield* StateStore).read
  const names = pipes
    .filter((pipe) => Applied.isProtected(pipe) && State.find(document?.pipes ?? {}, pipe.name) !== undefined)
    .map(({ name }) => name)
  if (names.length === 0) return
  return yield* new UsageError({
    message: `nothing was changed, because \`lifecycle { protect = true }\` forbids to delete ${names.map((name) => `\`${plain(name)}\``).join(", ")}`,
    help: "take `protect` away first, if that is meant",
  })
})
