/** Looks at the pipes of a service again and again, at the rate at which a run waits for its own. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Looks from "./internal/executor/looks.ts"

export interface Options {
  /** Is told of every list. */
  readonly see: (pipes: ReadonlyArray<Pipe>) => Effect.Effect<void>
  /** Is told of a list that failed; the next one is to come. */
  readonly tellFailure: (why: string) => Effect.Effect<void>
  /** After which it ends; without one it goes on for ever. */
  readonly timeout?: Duration.DurationInput
}

/** The first look is at once, and has to succeed. A key that loses its right to look ends the watch. */
export const watch = (
  service: ServiceRef,
  { see, tellFailure, timeout = Duration.infinity }: Options,
): Effect.Effect<void, RequestRefused | NotAuthorised | ApiUnavailable, CloudApiClient> =>
  Effect.scoped(
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const list = Effect.suspend(() => client.listPipes(service))
      yield* see(yield* list)
      let last: Effect.Effect.Error<typeof list> | undefined
      const looks = yield* Looks.make({
        list: Effect.tapError(list, (error) =>
          Effect.sync(() => {
            last = error
          }),
        ),
        first: "1 second",
        stop: Effect.never,
        tellFailure,
      })
      const { _tag } = yield* looks.until((pipes) => Effect.as(see(pipes), undefined), timeout)
      if (_tag === "blind" && last !== undefined) return yield* Effect.fail(last)
    }),
  )
