/** Carries out the steps of one pipe, in their order. */
import type { Change, Step } from "@pipewright/core/Change"
import * as Effect from "effect/Effect"
import type { PipeFailing } from "./failing.ts"
import type { Outcome } from "./outcome.ts"
import * as Place from "./place.ts"
import * as Remember from "./remember.ts"
import * as Requests from "./requests.ts"
import { commit, type Run } from "./run.ts"
import * as Waits from "./waits.ts"

/** `stops` are the intents of stops that a run that died left behind. */
export const carryOut = (run: Run, change: Change, stops: ReadonlyArray<string>): Effect.Effect<Outcome> =>
  Effect.suspend(() => {
    const place = Place.make(change, stops)
    return Effect.forEach(sections(change.steps), (section) => {
      const work = Effect.forEach(section, (at) => carryOutStep(run, place, at), { discard: true })
      return section.every(isLongWait) ? work : run.inTurn(resuming(run, place, work))
    }).pipe(
      Effect.zipRight(restarted(run, place)),
      Effect.zipRight(
        Effect.suspend(() =>
          Place.writes(change.steps) || stops.length > 0
            ? Effect.succeed(outcomeOf(place))
            : kept(run, place),
        ),
      ),
      Effect.catchTag("Ended", ({ outcome }) => Effect.succeed(outcome)),
    )
  })

/** A pipe that is as it should be is still waited for, if it is on its way; and that it failed is told. */
const kept = (run: Run, place: Place.Place): Effect.Effect<Outcome> =>
  Effect.gen(function* () {
    const { change, state } = place
    const { pipe, live } = change
    if (pipe === undefined || live === undefined) return { _tag: "done", change } as const
    const { settled, stopped } = pipe.kind.lifecycle
    const states = settled(pipe.source)
    const isSettled = states.some((it) => it === state) && !Waits.isBroken(state)
    const rests = state === "Completed" || stopped.some((it) => it === state)
    if (isSettled || rests || run.wait === "none")
      return { _tag: "kept", change, id: live.id, state } as const
    yield* Waits.arrive(run, place, states)
    return outcomeOf(place)
  })

/** A wait that nothing is sent after takes long and keeps nobody else from writing, so it stands alone. */
const sections = (steps: ReadonlyArray<Step>): ReadonlyArray<ReadonlyArray<Place.At>> => {
  const result: Array<Array<Place.At>> = []
  let isOpen = false
  for (const [index, step] of steps.entries()) {
    const at: Place.At = { step, rest: steps.slice(index + 1) }
    const isAlone = isLongWait(at)
    if (isOpen && !isAlone) result.at(-1)!.push(at)
    else result.push([at])
    isOpen = !isAlone
  }
  return result
}

const isLongWait = ({ step: { _tag }, rest }: Place.At): boolean =>
  _tag === "Settle" || ((_tag === "WaitFor" || _tag === "WaitGone") && !Place.writes(rest))

/** Whatever goes wrong, a pipe that was stopped for an edit is started again. */
const resuming = <A>(
  run: Run,
  place: Place.Place,
  work: Effect.Effect<A, Place.Ending>,
): Effect.Effect<A, Place.Ending> =>
  Effect.catchTag(work, "Ended", (ended) =>
    place.isPaused
      ? Effect.matchEffect(Requests.startAgain(run, place), {
          onSuccess: () => Effect.fail(ended),
          onFailure: () =>
            Effect.zipRight(
              run.emit({ _tag: "LeftPaused", name: place.change.name }),
              Place.end({ ...ended.outcome, isLeftPaused: true }),
            ),
        })
      : Effect.fail(ended),
  )

const restarted = (run: Run, place: Place.Place): Effect.Effect<void, Place.Ending> =>
  Effect.suspend(() =>
    place.isPaused
      ? run.inTurn(
          Effect.catchAll(Requests.startAgain(run, place), (error) =>
            Effect.zipRight(
              run.emit({ _tag: "LeftPaused", name: place.change.name }),
              Place.failed(run, place, { _tag: "Start" }, error, { isLeftPaused: true }),
            ),
          ),
        )
      : Effect.void,
  )

const carryOutStep = (run: Run, place: Place.Place, at: Place.At): Effect.Effect<void, Place.Ending> =>
  Effect.gen(function* () {
    const { step } = at
    if (Place.isSilent(step)) return yield* carryOutSilent(run, place, at)
    yield* mayGoOn(run, place)
    const { name } = place.change
    yield* run.emit({ _tag: "Began", name, step: step._tag })
    yield* Effect.catchAll(Requests.send(run, place, at), (error) =>
      error._tag === "Ended" ? Effect.fail(error) : Place.failed(run, place, step, error),
    )
    place.hasWritten = true
    const { id, state } = place
    yield* run.emit({ _tag: "Did", name, step: step._tag, ...(id === undefined ? {} : { id }), state })
  })

/** Nothing more is begun once the run should end, or where a failure is bound to repeat. */
const mayGoOn = (run: Run, { change, hasWritten }: Place.Place): Effect.Effect<void, Place.Ending> => {
  if (run.isStopping())
    return Place.end(
      hasWritten
        ? { _tag: "interrupted", change }
        : { _tag: "skipped", change, why: { _tag: "interrupted" } },
    )
  return run.isHalted() && !hasWritten
    ? Place.end({ _tag: "skipped", change, why: { _tag: "halted" } })
    : Effect.void
}

/** A step that sends nothing. */
const carryOutSilent = (
  run: Run,
  place: Place.Place,
  { step, rest }: Place.At,
): Effect.Effect<void, Place.Ending> => {
  const orEnd = (work: Effect.Effect<void, PipeFailing>) =>
    Effect.catchAll(work, (error) => Place.failed(run, place, step, error))
  switch (step._tag) {
    case "WaitFor":
      return Place.writes(rest)
        ? Waits.stopped(run, place, step.states)
        : Waits.arrive(run, place, step.states)
    case "Settle":
      return Effect.zipRight(restarted(run, place), Waits.arrive(run, place, step.states))
    case "WaitGone":
      return Waits.gone(run, place)
    case "Remember":
      return orEnd(Remember.all(run, place))
    case "Forget":
      return orEnd(commit(run, { pipes: { [place.recordName]: null } }))
    default:
      return Effect.void
  }
}

const outcomeOf = ({ change, id, state, arrived }: Place.Place): Outcome =>
  arrived === undefined || id === undefined
    ? { _tag: "done", change, ...(id === undefined ? {} : { id, state }) }
    : { _tag: arrived, change, id, state }
