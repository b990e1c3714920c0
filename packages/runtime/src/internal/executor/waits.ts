/** The steps of a pipe that wait. */

import type { Pipe } from "@pipewright/cloud-api/Wire"
import type { PipeState } from "@pipewright/core/SourceKind"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type Ending, end, type Place, refOf } from "./place.ts"
import type { Run } from "./run.ts"

/** The service says that the pipe failed. */
export const isBroken = (state: string): boolean => state === "Failed" || state === "InternalError"

/** The state of the pipe in a list. */
const look = (run: Run, place: Place, pipes: ReadonlyArray<Pipe>): Effect.Effect<void> =>
  Effect.suspend(() => {
    const from = place.state
    place.state = pipes.find(({ id }) => id === place.id)?.state ?? "Unknown"
    place.isSeen = true
    return place.state === from
      ? Effect.void
      : run.emit({ _tag: "StateChanged", name: place.change.name, from, to: place.state })
  })

/** Whether the pipe came to be in such a state in time. */
const until = (
  run: Run,
  place: Place,
  isEnd: (state: string) => boolean,
  limit: Duration.DurationInput,
): Effect.Effect<boolean> =>
  Effect.map(
    run.pipes.until(
      (pipes) => Effect.map(look(run, place, pipes), () => (isEnd(place.state) ? true : undefined)),
      limit,
    ),
    ({ _tag }) => _tag === "seen",
  )

/** Waits until the pipe has stopped; without that, nothing that follows can be done. */
export const stopped = (
  run: Run,
  place: Place,
  states: ReadonlyArray<PipeState>,
): Effect.Effect<void, Ending> =>
  Effect.gen(function* () {
    const hasStopped = (state: string) => states.some((it) => it === state)
    if (yield* until(run, place, hasStopped, run.limits.stop)) return
    const { change, state } = place
    return yield* end(
      run.isStopping()
        ? { _tag: "interrupted", change }
        : { _tag: "unsettled", change, id: refOf(run, place).pipeId, state, undone: true },
    )
  })

/** Waits until the pipe is where it should be, if that is to be waited for. */
export const arrive = (run: Run, place: Place, states: ReadonlyArray<PipeState>): Effect.Effect<void> =>
  Effect.gen(function* () {
    if (run.wait === "none") return
    const goal = run.wait === "snapshot-done" ? states.filter((state) => state !== "Snapshot") : states
    const isEnd = (state: string) => isBroken(state) || goal.some((it) => it === state)
    const isThere = place.isSeen && isEnd(place.state)
    const seen = isThere || (yield* until(run, place, isEnd, run.limits.settle))
    place.arrived = !seen ? "unsettled" : isBroken(place.state) ? "failed" : "settled"
    if (place.arrived === "unsettled") return
    const _tag = place.arrived === "settled" ? "Settled" : "Failed"
    yield* run.emit({ _tag, name: place.change.name, state: place.state })
  })

/** Waits until no list has the pipe any more. */
export const gone = (run: Run, place: Place): Effect.Effect<void, Ending> =>
  Effect.gen(function* () {
    const { id, change, state } = place
    const seen = yield* run.pipes.until(
      (pipes) => Effect.succeed(pipes.some((pipe) => pipe.id === id) ? undefined : true),
      run.limits.gone,
    )
    if (seen._tag === "seen") {
      place.id = undefined
      return
    }
    return yield* end(
      run.isStopping()
        ? { _tag: "interrupted", change }
        : { _tag: "unsettled", change, id: refOf(run, place).pipeId, state, undone: true },
    )
  })
