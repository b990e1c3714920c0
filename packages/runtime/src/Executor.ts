/** Carries out a plan: sends what its steps say, waits until all is where it should be, and remembers it. */
import type { CloudApiClient, ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import type { Change, EndpointChange } from "@pipewright/core/Change"
import * as Changes from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type * as State from "@pipewright/core/State"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { Approval } from "./Approval.ts"
import { NotApproved, NotExecutable, type StateDamaged, type ValuesUnreadable } from "./errors.ts"
import * as CdcScaling from "./internal/executor/cdcScaling.ts"
import * as EndpointSteps from "./internal/executor/endpoint.ts"
import type { EndpointOutcome, Outcome, ScalingOutcome } from "./internal/executor/outcome.ts"
import * as PipeSteps from "./internal/executor/pipe.ts"
import type { Limits, Run, Wait } from "./internal/executor/run.ts"
import * as Start from "./internal/executor/start.ts"
import type { Owner } from "./Owner.ts"
import type { Progress } from "./Progress.ts"
import type { SecretHash } from "./SecretHash.ts"
import type { Failure as StateFailure, StateStore } from "./StateStore.ts"
import { readAll, type ValueReader } from "./ValueReader.ts"

export type { ApiFailure, Failing, PipeFailing } from "./internal/executor/failing.ts"
export type { EndpointOutcome, Outcome, ScalingOutcome, Why } from "./internal/executor/outcome.ts"
export type { Wait } from "./internal/executor/run.ts"

export interface Options {
  /** Who others see at work. */
  readonly owner: Owner
  /** To how many pipes and endpoints it writes at the same time. */
  readonly concurrency: number
  /** Until where pipes are waited for: until they run, until also their first snapshot is done, or not at all. */
  readonly wait: Wait
  /** How long each pipe is waited for; 15 minutes by default, and a day for a snapshot. */
  readonly timeout?: Duration.DurationInput
  /** The least time between two looks at the states; 1 second by default, and up to 15 as time goes on. */
  readonly poll?: Duration.DurationInput
}

export interface Result {
  /** In the order of the plan. */
  readonly pipes: ReadonlyArray<Outcome>
  readonly endpoints: ReadonlyArray<EndpointOutcome>
  readonly cdcScaling?: ScalingOutcome
}

const limits = ({ wait, timeout }: Options): Limits => ({
  stop: "10 minutes",
  settle: timeout ?? (wait === "snapshot-done" ? "1 day" : "15 minutes"),
  gone: "10 minutes",
  endpoint: "10 minutes",
  cdcScaling: "10 minutes",
})

/**
 * Carries out the steps of a plan exactly as they stand, once that is approved. Every value is read before anyone is
 * asked and before the first request, so that a missing one changes nothing. Endpoints come before the pipes that go
 * through them, and the shared size after the first pipe that has a share in it. What fails does not stop the others,
 * unless it is bound to repeat.
 */
export const apply = Effect.fn("Executor.apply")(function* (
  plan: Plan.Plan,
  service: ServiceRef,
  options: Options,
): Effect.fn.Return<
  Result,
  | ValuesUnreadable
  | NotApproved
  | NotExecutable
  | StateFailure
  | StateDamaged
  | RequestRefused
  | NotAuthorised
  | ApiUnavailable,
  Approval | CloudApiClient | Progress | SecretHash | StateStore | ValueReader
> {
  if (!Plan.isExecutable(plan)) return yield* new NotExecutable({ names: Start.withheld(plan) })
  const values = yield* readAll(Start.wanted(plan))
  if (Plan.isWriting(plan)) {
    const approval = yield* Approval
    if (!(yield* approval.approve(plan))) return yield* new NotApproved()
  }
  return yield* Effect.scoped(
    Effect.flatMap(
      Start.begin({ plan, service, values, options: { ...options, limits: limits(options) } }),
      ({ run, stops }) => carryOut(run, plan, stops),
    ),
  )
})

const carryOut = (
  run: Run,
  plan: Plan.Plan,
  stops: ReadonlyMap<string, ReadonlyArray<State.Intent>>,
): Effect.Effect<Result> =>
  Effect.gen(function* () {
    const { cdcScaling } = plan
    const ready = new Map<string, Deferred.Deferred<EndpointOutcome>>()
    for (const { name } of plan.endpoints) ready.set(name, yield* Deferred.make<EndpointOutcome>())
    /** Whether there is a pipe that shares the size. */
    const firstDatabase = yield* Deferred.make<boolean>()

    const ended = (outcome: Outcome | EndpointOutcome | ScalingOutcome) =>
      run.emit({ _tag: "Ended", outcome })
    const endpoints = Effect.forEach(
      plan.endpoints,
      (change) =>
        EndpointSteps.before(run, change).pipe(
          Effect.tap((outcome) => Deferred.succeed(ready.get(change.name)!, outcome)),
          Effect.tap((outcome) => (change.after.length === 0 ? ended(outcome) : Effect.void)),
        ),
      { concurrency: "unbounded" },
    )
    const pipe = (change: Change) =>
      Effect.gen(function* () {
        const missing = yield* notReady(run, change, ready)
        if (missing !== undefined) {
          const why = { _tag: "endpoint", endpoint: missing } as const
          return { _tag: "skipped", change, why } satisfies Outcome
        }
        return yield* PipeSteps.carryOut(
          run,
          change,
          (stops.get(change.name) ?? []).map(({ id }) => id),
        )
      }).pipe(
        Effect.tap((outcome) =>
          change.pipe?.kind.destination === "database" && "id" in outcome
            ? Deferred.succeed(firstDatabase, true)
            : Effect.void,
        ),
        Effect.tap(ended),
      )
    const pipes = Effect.forEach(plan.changes, pipe, { concurrency: "unbounded" }).pipe(
      Effect.ensuring(Deferred.succeed(firstDatabase, cdcScaling?.live !== undefined)),
    )
    const scaling =
      cdcScaling === undefined
        ? Effect.succeed(undefined)
        : Effect.flatMap(
            Deferred.await(firstDatabase),
            (isThere): Effect.Effect<ScalingOutcome> =>
              isThere
                ? CdcScaling.carryOut(run, cdcScaling)
                : Effect.succeed({ _tag: "skipped", change: cdcScaling, why: { _tag: "pipes" } }),
          ).pipe(Effect.tap(ended))
    const [before, changed, scaled] = yield* Effect.all([endpoints, pipes, scaling], {
      concurrency: "unbounded",
    })
    const all = changed.every(isWhole)
    const after = yield* Effect.forEach(
      before,
      (outcome) =>
        outcome.change.after.length === 0
          ? Effect.succeed(outcome)
          : Effect.tap(last(run, outcome, all), ended),
      { concurrency: "unbounded" },
    )
    return { pipes: changed, endpoints: after, ...(scaled === undefined ? {} : { cdcScaling: scaled }) }
  })

/** The endpoint that a pipe leads through and that is not ready. */
const notReady = (
  run: Run,
  change: Change,
  ready: ReadonlyMap<string, Deferred.Deferred<EndpointOutcome>>,
): Effect.Effect<string | undefined> =>
  change.pipe === undefined || !Changes.writes(change)
    ? Effect.succeed(undefined)
    : Effect.gen(function* () {
        for (const name of endpointsOf(change.pipe!, run.service)) {
          const outcome = ready.get(name)
          if (outcome === undefined) continue
          const { _tag } = yield* Deferred.await(outcome)
          if (_tag !== "kept" && _tag !== "settled" && _tag !== "done") return name
        }
        return undefined
      })

const endpointsOf = (pipe: Ir.Pipe, service: ServiceRef): ReadonlySet<string> =>
  new Set(
    Evaluate.pending(Compile.create(pipe, service).body).flatMap(({ parts }) =>
      parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint])),
    ),
  )

/** Nothing of it is left to do. */
const isWhole = ({ _tag, ...rest }: Outcome): boolean =>
  _tag !== "refused" &&
  _tag !== "unknown" &&
  _tag !== "interrupted" &&
  _tag !== "skipped" &&
  !("undone" in rest)

/** What is done about an endpoint once the pipes have left it. */
const last = (run: Run, before: EndpointOutcome, all: boolean): Effect.Effect<EndpointOutcome> => {
  const change: EndpointChange = before.change
  const isReady = before._tag === "settled" || before._tag === "kept" || before._tag === "done"
  if (!isReady) return Effect.succeed(before)
  return all
    ? Effect.map(EndpointSteps.after(run, change), (outcome) =>
        outcome._tag === "done" || outcome._tag === "settled" || outcome._tag === "kept" ? before : outcome,
      )
    : Effect.succeed({ _tag: "skipped", change, why: { _tag: "pipes" } })
}
