/** Carries out a plan: creates what is missing and waits until it has settled. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Plan from "@pipewright/core/Plan"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Ref from "effect/Ref"
import { Approval } from "./Approval.ts"
import { NotApproved, type ValuesUnreadable } from "./errors.ts"
import { Progress } from "./Progress.ts"
import { readAll, type ValueReader } from "./ValueReader.ts"

export type ApiFailure = RequestRefused | NotAuthorised | ApiUnavailable

/**
 * How it ended for one pipe. `kept`: nothing was to be done. `settled`: it is where it should be. `failed`: it is
 * there and the service says it failed. `unsettled`: it is there and was still on its way when the wait ended.
 * `refused`: it could not be created. `skipped`: it was not tried, because another failure was bound to repeat.
 */
export type Outcome =
  | {
      readonly _tag: "kept" | "settled" | "failed" | "unsettled"
      readonly change: Plan.Change
      readonly id: string
      readonly state: string
    }
  | { readonly _tag: "refused"; readonly change: Plan.Change; readonly error: ApiFailure }
  | { readonly _tag: "skipped"; readonly change: Plan.Change }

export interface Options {
  /** How many creates run at the same time. */
  readonly concurrency: number
  /** How long to wait for all new pipes together. */
  readonly wait: Duration.DurationInput
  /**
   * Waits until each pipe is where it will stay, such as `Running` after its `Snapshot`, and not only where all is
   * well. For services that are quick.
   */
  readonly thorough?: boolean
  /** The time between two looks at the states; 1 second by default, up to 10 as time goes on. */
  readonly poll?: Duration.DurationInput
}

/** A failure that every other create would meet as well. */
const isGeneral = (error: ApiFailure): boolean =>
  error._tag === "NotAuthorised" || error._tag === "ApiUnavailable"

/**
 * Creates what the plan says is missing, once that is approved. All secrets are read before the first request, so that a missing one changes
 * nothing. A create that fails does not stop the others, unless it is bound to repeat.
 */
export const apply = Effect.fn("Executor.apply")(function* (
  plan: Plan.Plan,
  service: ServiceRef,
  options: Options,
): Effect.fn.Return<
  ReadonlyArray<Outcome>,
  ValuesUnreadable | NotApproved,
  Approval | CloudApiClient | ValueReader | Progress
> {
  const creates = plan.changes.filter((change) => change.action === "create")
  if (creates.length > 0) {
    const approval = yield* Approval
    if (!(yield* approval.approve(plan))) return yield* Effect.fail(new NotApproved())
  }
  const values = yield* readAll(creates.flatMap(({ request }) => Evaluate.deferred(request.body)))
  const stop = yield* Ref.make(false)
  const created = yield* Effect.forEach(creates, (change) => create(change, service, values, stop), {
    concurrency: options.concurrency,
  })
  const settled = yield* settle(created, service, options)
  const byChange = new Map(settled.map((outcome) => [outcome.change, outcome]))
  return plan.changes.flatMap((change): ReadonlyArray<Outcome> => {
    const outcome = byChange.get(change)
    if (outcome !== undefined) return [outcome]
    return change.live.map(({ id, state }) => ({ _tag: "kept", change, id, state }))
  })
})

const create = Effect.fnUntraced(function* (
  change: Plan.Change,
  service: ServiceRef,
  values: Evaluate.Values,
  stop: Ref.Ref<boolean>,
) {
  const client = yield* CloudApiClient
  const progress = yield* Progress
  const { name } = change.pipe
  if (yield* Ref.get(stop)) return { _tag: "skipped", change } satisfies Outcome
  yield* progress.emit({ _tag: "Creating", name })
  const secrets = Evaluate.deferred(change.request.body).flatMap((it) => {
    const value = it.secret ? values.get(it) : undefined
    return value === undefined ? [] : [value]
  })
  return yield* client
    .createPipe({ ...service, body: Evaluate.reveal(change.request.body, values), secrets })
    .pipe(
      Effect.tap((pipe) => progress.emit({ _tag: "Created", name, id: pipe.id, state: pipe.state })),
      Effect.map((pipe): Outcome => ({ _tag: "unsettled", change, id: pipe.id, state: pipe.state })),
      Effect.catchAll((error) =>
        Effect.gen(function* () {
          if (isGeneral(error)) yield* Ref.set(stop, true)
          yield* progress.emit({ _tag: "CreateFailed", name })
          return { _tag: "refused", change, error } satisfies Outcome
        }),
      ),
    )
})

const judge = (outcome: Outcome, thorough: boolean): Outcome => {
  if (outcome._tag !== "unsettled") return outcome
  const { kind, source } = outcome.change.pipe
  if (outcome.state === "Failed" || outcome.state === "InternalError") return { ...outcome, _tag: "failed" }
  const all: ReadonlyArray<string> = kind.lifecycle.settled(source)
  const settled = thorough ? all.slice(0, 1) : all
  return settled.includes(outcome.state) ? { ...outcome, _tag: "settled" } : outcome
}

/** Says that a pipe is where it should be, or that the service says it failed. */
const tellArrival = Effect.fnUntraced(function* (outcome: Outcome) {
  const progress = yield* Progress
  if (outcome._tag !== "settled" && outcome._tag !== "failed") return
  const _tag = outcome._tag === "settled" ? "Settled" : "Failed"
  yield* progress.emit({ _tag, name: outcome.change.pipe.name, state: outcome.state })
})

/** Looks at all pipes with one request at a time, until each has settled or the time is up. */
const settle = Effect.fnUntraced(function* (
  created: ReadonlyArray<Outcome>,
  service: ServiceRef,
  options: Options,
) {
  const client = yield* CloudApiClient
  const progress = yield* Progress
  const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(options.wait)
  let pause = Duration.toMillis(options.poll ?? "1 second")
  const thorough = options.thorough ?? false
  let outcomes = created.map((outcome) => judge(outcome, thorough))
  yield* Effect.forEach(outcomes, tellArrival, { discard: true })
  while (outcomes.some((outcome) => outcome._tag === "unsettled") && (yield* Clock.currentTimeMillis) < end) {
    yield* Effect.sleep(Math.min(pause, end - (yield* Clock.currentTimeMillis)))
    pause = Math.min(pause * 1.5, 10_000)
    // The pipes are there whether or not this look at them succeeds, so a failure of it is told and looked past.
    const looked = yield* Effect.either(client.listPipes(service))
    if (Either.isLeft(looked)) {
      yield* progress.emit({ _tag: "LookFailed", why: looked.left.message })
      continue
    }
    const states = new Map(looked.right.map((pipe) => [pipe.id, pipe.state]))
    const next: Array<Outcome> = []
    for (const outcome of outcomes) {
      if (outcome._tag !== "unsettled") {
        next.push(outcome)
        continue
      }
      const { name } = outcome.change.pipe
      const to = states.get(outcome.id) ?? "Unknown"
      if (to !== outcome.state) yield* progress.emit({ _tag: "StateChanged", name, from: outcome.state, to })
      const judged = judge({ ...outcome, state: to }, thorough)
      yield* tellArrival(judged)
      next.push(judged)
    }
    outcomes = next
  }
  return outcomes
})
