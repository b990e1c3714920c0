/** Waits until pipes are where they should be. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Options, Outcome } from "../Executor.ts"
import { Progress } from "../Progress.ts"

const broken: ReadonlyArray<string> = ["Failed", "InternalError"]

/** Where a state leaves a pipe; with `thorough` only the first of the kind's good states will do. */
export const judge = (outcome: Outcome, thorough: boolean): Outcome => {
  if (outcome._tag !== "unsettled") return outcome
  if (broken.includes(outcome.state)) return { ...outcome, _tag: "failed" }
  const { kind, source } = outcome.change.pipe!
  const all: ReadonlyArray<string> = kind.lifecycle.settled(source)
  return (thorough ? all.slice(0, 1) : all).includes(outcome.state)
    ? { ...outcome, _tag: "settled" }
    : outcome
}

/** Says that a pipe is where it should be, or that the service says it failed. */
const tellArrival = Effect.fnUntraced(function* (outcome: Outcome) {
  const progress = yield* Progress
  if (outcome._tag !== "settled" && outcome._tag !== "failed") return
  const _tag = outcome._tag === "settled" ? "Settled" : "Failed"
  yield* progress.emit({ _tag, name: outcome.change.name, state: outcome.state })
})

/** What a look at the list says of one pipe. */
const look = Effect.fnUntraced(function* (outcome: Outcome, pipes: ReadonlyArray<Pipe>, thorough: boolean) {
  const progress = yield* Progress
  const { name } = outcome.change
  if (outcome._tag === "unknown") {
    // There was no pipe of the name before, so the one that is there now is ours; of several, nobody can tell.
    const [found, ...others] = pipes.filter((pipe) => pipe.name === name)
    if (found === undefined || others.length > 0) return outcome
    yield* progress.emit({ _tag: "Created", name, id: found.id, state: found.state })
    const { change } = outcome
    return judge({ _tag: "unsettled", change, id: found.id, state: found.state }, thorough)
  }
  if (outcome._tag !== "unsettled") return outcome
  const to = pipes.find((pipe) => pipe.id === outcome.id)?.state ?? "Unknown"
  if (to !== outcome.state) yield* progress.emit({ _tag: "StateChanged", name, from: outcome.state, to })
  return judge({ ...outcome, state: to }, thorough)
})

/**
 * Looks at all pipes with one request at a time, until each has settled or the time is up. A create whose answer was
 * lost is looked for at least once.
 */
export const settle = Effect.fnUntraced(function* (
  created: ReadonlyArray<Outcome>,
  service: ServiceRef,
  options: Options,
) {
  const client = yield* CloudApiClient
  const progress = yield* Progress
  const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(options.wait)
  const thorough = options.thorough ?? false
  let pause = Duration.toMillis(options.poll ?? "1 second")
  let looked = false
  let outcomes = created.map((outcome) => judge(outcome, thorough))
  yield* Effect.forEach(outcomes, tellArrival, { discard: true })
  const isOpen = ({ _tag }: Outcome) => _tag === "unsettled" || (_tag === "unknown" && !looked)
  while (outcomes.some(isOpen)) {
    const left = end - (yield* Clock.currentTimeMillis)
    if (left <= 0) break
    yield* Effect.sleep(Math.min(pause, left))
    pause = Math.min(pause * 1.5, 10_000)
    const rest = Math.max(1000, end - (yield* Clock.currentTimeMillis))
    const answer = yield* client.listPipes(service).pipe(
      Effect.timeoutFail({
        duration: rest,
        onTimeout: () => new Error("no answer in the time that was left"),
      }),
      Effect.either,
    )
    // The pipes are there whether or not this look at them succeeds, so a failure of it is told and looked past.
    if (Either.isLeft(answer)) {
      yield* progress.emit({ _tag: "LookFailed", why: answer.left.message })
      if ("_tag" in answer.left && answer.left._tag === "NotAuthorised") break
      continue
    }
    looked = true
    const before = outcomes
    outcomes = yield* Effect.forEach(before, (outcome) => look(outcome, answer.right, thorough))
    yield* Effect.forEach(
      outcomes.filter((outcome, index) => outcome._tag !== before[index]?._tag),
      tellArrival,
      { discard: true },
    )
  }
  return outcomes
})
