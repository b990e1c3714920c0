/** `pipewright unlock`: takes the lock of a target away from a run that will not give it back. */

import * as NodeContext from "@effect/platform-node/NodeContext"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import * as Remembered from "../remembered.ts"
import { targetName } from "../session.ts"
import type { Given } from "../specs.ts"
import { canAsk } from "../views/terminal.ts"
import * as View from "../views/unlock.ts"
import * as Asking from "./asking.ts"
import type { Output } from "./output.ts"
import { command } from "./plan.ts"

/** A program with mistakes in it may be locked as well. */
export const run = (given: Given): Effect.Effect<Output> =>
  command(
    given,
    (loaded) =>
      Effect.gen(function* () {
        const target = yield* targetName(loaded, given)
        const json = given.texts.get("format") === "json"
        return yield* Effect.gen(function* () {
          const store = yield* StateStore
          // One that cannot be read keeps everybody out as well.
          const holder = yield* Effect.catchIf(
            store.lockHolder,
            (error) => error._tag === "StateDamaged" && error.problem._tag === "lock",
            () => Effect.succeed("unreadable" as const),
          )
          if (holder === undefined)
            return { stdout: View.free(store.where, json), code: Exit.ok } satisfies Output
          if (!given.flags.has("yes")) {
            if (!canAsk(given)) return yield* Asking.noTerminal("unlock")
            if (!(yield* Asking.confirm(View.question(holder)))) return Asking.nothing
          }
          const taken = yield* store.unlock
          return { stdout: View.taken(store.where, taken ?? holder, json), code: Exit.ok } satisfies Output
        }).pipe(Effect.provide(Remembered.store(loaded, target, false)))
      }).pipe(Effect.provide(NodeContext.layer)),
    () => Effect.void,
  )
