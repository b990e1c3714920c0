/** Ctrl-C: the first one asks a run to come to an end, and the second one stops it at once. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Exit from "./exit.ts"

/**
 * For as long as the scope lasts, the first signal completes the result and goes no further. The next one goes to
 * whoever had them before, which is the runtime, and that interrupts.
 */
export const first = (tell: (code: number) => void): Effect.Effect<Effect.Effect<void>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const asked = yield* Deferred.make<void>()
    let isFirst = true
    for (const [signal, code] of Object.entries(Exit.ofSignals)) {
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          const before = process.rawListeners(signal)
          const listener = () => {
            if (!isFirst) {
              for (const it of before) Reflect.apply(it, process, [signal])
              return
            }
            isFirst = false
            tell(code)
            Deferred.unsafeDone(asked, Effect.void)
          }
          process.removeAllListeners(signal)
          process.on(signal, listener)
          return { before, listener }
        }),
        ({ before, listener }) =>
          Effect.sync(() => {
            process.removeListener(signal, listener)
            for (const it of before) process.on(signal, it as () => void)
          }),
      )
    }
    return Deferred.await(asked)
  })
