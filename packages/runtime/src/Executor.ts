/** Carries out a plan: creates what is missing and waits until it has settled. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import {
  type ApiUnavailable,
  mayHaveHappened,
  type NotAuthorised,
  type RequestRefused,
} from "@pipewright/cloud-api/errors"
import type { Change } from "@pipewright/core/Change"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Plan from "@pipewright/core/Plan"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { Approval } from "./Approval.ts"
import { NotApproved, type ValuesUnreadable } from "./errors.ts"
import { judge, settle } from "./internal/settle.ts"
import { Progress } from "./Progress.ts"
import { readAll, type ValueReader } from "./ValueReader.ts"

export type ApiFailure = RequestRefused | NotAuthorised | ApiUnavailable

/**
 * How it ended for one pipe. `kept`: nothing was to be done. `settled`: it is where it should be. `failed`: it is
 * there and the service says it failed. `unsettled`: it is there and was still on its way when the wait ended.
 * `refused`: it was not created. `unknown`: the request went out and its answer was lost, and the pipe has not been
 * seen since; it may be there all the same. `skipped`: it was not tried, because another failure was bound to repeat.
 */
export type Outcome =
  | {
      readonly _tag: "kept" | "settled" | "failed" | "unsettled"
      readonly change: Change
      readonly id: string
      readonly state: string
    }
  | { readonly _tag: "refused" | "unknown"; readonly change: Change; readonly error: ApiFailure }
  | { readonly _tag: "skipped"; readonly change: Change }

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

/** A failure after which the pipe may be there all the same: the request went out and no answer came back. */
const isLost = (error: ApiFailure): boolean => error._tag === "ApiUnavailable" && mayHaveHappened(error)

/**
 * Creates what the plan says is missing, once that is approved, and waits for all pipes that are on their way. Every
 * secret is read before anyone is asked and before the first write, so that a missing one changes nothing. A create
 * that fails does not stop the others, unless it is bound to repeat.
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
  const values = yield* readAll(creates.flatMap(({ request }) => Evaluate.deferred(request!.body)))
  if (creates.length > 0) {
    const approval = yield* Approval
    if (!(yield* approval.approve(plan))) return yield* Effect.fail(new NotApproved())
  }
  const stop = yield* Ref.make(false)
  const created = yield* Effect.forEach(creates, (change) => create(change, service, values, stop), {
    concurrency: options.concurrency,
  })
  const settled = yield* settle([...created, ...plan.changes.flatMap(kept)], service, options)
  const byChange = new Map(settled.map((outcome) => [outcome.change, outcome]))
  return plan.changes.flatMap((change) => byChange.get(change) ?? [])
})

/** A pipe that is there already: it is kept where it is, unless it is on its way or has failed. */
const kept = (change: Change): ReadonlyArray<Outcome> =>
  [change.live]
    .flatMap((live) => live ?? [])
    .map(({ id, state }): Outcome => {
      const { lifecycle } = change.pipe!.kind
      const rests = [...lifecycle.stopped, "Completed"].includes(state)
      const judged = judge({ _tag: "unsettled", change, id, state }, false)
      return rests || judged._tag === "settled" ? { _tag: "kept", change, id, state } : judged
    })

const create = Effect.fnUntraced(function* (
  change: Change,
  service: ServiceRef,
  values: Evaluate.Values,
  stop: Ref.Ref<boolean>,
) {
  const client = yield* CloudApiClient
  const progress = yield* Progress
  const { name } = change
  if (yield* Ref.get(stop)) return { _tag: "skipped", change } satisfies Outcome
  yield* progress.emit({ _tag: "Creating", name })
  const secrets = Evaluate.deferred(change.request!.body).flatMap((it) => {
    const value = it.secret ? values.get(it) : undefined
    return value === undefined ? [] : [value]
  })
  return yield* client
    .createPipe({ ...service, body: Evaluate.reveal(change.request!.body, values), secrets })
    .pipe(
      Effect.tap((pipe) => progress.emit({ _tag: "Created", name, id: pipe.id, state: pipe.state })),
      Effect.map((pipe): Outcome => ({ _tag: "unsettled", change, id: pipe.id, state: pipe.state })),
      Effect.catchAll((error) =>
        Effect.gen(function* () {
          if (isGeneral(error)) yield* Ref.set(stop, true)
          yield* progress.emit({ _tag: "CreateFailed", name })
          return { _tag: isLost(error) ? "unknown" : "refused", change, error } satisfies Outcome
        }),
      ),
    )
})
