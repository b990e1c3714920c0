/** Who is at work, as others who have to wait are told. */
import { hostname, userInfo } from "node:os"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"

export interface Owner {
  readonly name: string
  readonly host: string
  readonly pid: number
  /** In ISO 8601. */
  readonly startedAt: string
}

/** The user of this process; there may be no name for them, as in a container, which Bun calls `unknown`. */
const userName = Effect.try(() => userInfo().username).pipe(
  Effect.filterOrFail((name) => name !== "unknown"),
  Effect.orElseSucceed(() => `user ${process.getuid?.() ?? "unknown"}`),
)

/** This process. In CI a name that says more, such as that of the job, can be given. */
export const ofThisProcess = (name?: string): Effect.Effect<Owner> =>
  Effect.gen(function* () {
    return {
      name: name ?? (yield* userName),
      host: hostname(),
      pid: process.pid,
      startedAt: DateTime.formatIso(yield* DateTime.now),
    }
  })
