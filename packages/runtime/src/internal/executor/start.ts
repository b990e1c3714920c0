/** What a run needs before its first request: the values, the lock, and a state that is the one of the plan. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Change, EndpointChange, ScalingChange } from "@pipewright/core/Change"
import type { Body } from "@pipewright/core/Compile"
import * as Diff from "@pipewright/core/Diff"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Options } from "../../Executor.ts"
import { StateConflict } from "../../errors.ts"
import { Progress } from "../../Progress.ts"
import * as Recovery from "../../Recovery.ts"
import * as SecretHash from "../../SecretHash.ts"
import { StateStore } from "../../StateStore.ts"
import { StopSoon } from "../../StopSoon.ts"
import * as Looks from "./looks.ts"
import type { Limits, Run } from "./run.ts"

/** What a plan is not allowed to do, or cannot. */
export const withheld = (plan: Plan.Plan): ReadonlyArray<string> =>
  Plan.all(plan).flatMap((it) =>
    it.blocked === undefined && (!("needs" in it) || it.needs.length === 0)
      ? []
      : ["name" in it ? it.name : "cdcScaling"],
  )

/** All that has to be read still: what is sent, and of what is remembered that which is no secret. */
export const wanted = (plan: Plan.Plan): ReadonlyArray<Ir.Deferred> => {
  const bodies = (change: Change | EndpointChange | ScalingChange): ReadonlyArray<Body> =>
    [...change.steps, ...("after" in change ? change.after : [])].flatMap((step) =>
      "request" in step ? [step.request.body] : [],
    )
  const all = Plan.all(plan).filter(({ steps }) => steps.length > 0)
  const sent = all.flatMap(bodies).flatMap(Evaluate.deferred)
  const remembered = all
    .flatMap(({ request }) => (request === undefined ? [] : Evaluate.deferred(request.body)))
    .filter(({ secret }) => !secret)
  return [...new Set([...sent, ...remembered])].filter((it) => !plan.known.values.has(it))
}

interface Given {
  readonly plan: Plan.Plan
  readonly service: ServiceRef
  readonly values: Evaluate.Values
  readonly options: Options & { readonly limits: Limits }
}

/** Takes the lock for as long as the scope lasts, and finds out what became of all that is in flight. */
export const begin = Effect.fnUntraced(function* ({ plan, service, values, options }: Given) {
  const client = yield* CloudApiClient
  const progress = yield* Progress
  const store = yield* StateStore
  const stopSoon = yield* StopSoon
  const document = yield* opened(plan, service, options)
  const hashes = new Map([...plan.known.hashes, ...(yield* hashesOf(values, document.salt))])
  const turn = yield* Effect.makeSemaphore(options.concurrency)
  const stop = yield* Deferred.make<void>()
  let [isStopping, isHalted, count] = [false, false, 0]
  yield* Effect.forkScoped(
    Effect.flatMap(stopSoon, () => {
      isStopping = true
      return Deferred.succeed(stop, undefined)
    }),
  )
  const looks = <A>(list: Looks.Options<A>["list"]) =>
    Looks.make({
      list,
      first: firstLook(plan, options.poll ?? "1 second"),
      stop: Deferred.await(stop),
      tellFailure: (why) => progress.emit({ _tag: "LookFailed", why }),
    })
  const run: Run = {
    client,
    service,
    emit: progress.emit,
    journal: store.journal,
    nextId: () => {
      count += 1
      return `${document.serial}.${count}`
    },
    pipes: yield* looks(Effect.suspend(() => client.listPipes(service))),
    endpoints: yield* looks(Effect.suspend(() => client.listEndpoints(service))),
    cdcScaling: yield* looks(Effect.suspend(() => client.getCdcScaling(service))),
    values: new Map([...plan.known.values, ...values]),
    hashes,
    wait: options.wait,
    limits: options.limits,
    inTurn: turn.withPermits(1),
    isStopping: () => isStopping,
    isHalted: () => isHalted,
    halt: () => {
      isHalted = true
    },
    ours: new Set(Object.values(document.pipes).map(({ id }) => id)),
    told: new Map<string, JsonObject>(),
  }
  return { run, stops: Recovery.leftPaused(document) }
})

/** What each secret that is sent is remembered by. */
const hashesOf = (
  values: Evaluate.Values,
  salt: string,
): Effect.Effect<Diff.Hashes, never, SecretHash.SecretHash> =>
  Effect.gen(function* () {
    const { hash } = yield* SecretHash.SecretHash
    const secrets = [...values].filter(([deferred]) => deferred.secret)
    return new Map(
      yield* Effect.forEach(secrets, ([deferred, value]) =>
        Effect.map(hash(salt, value), (hashed) => [deferred, hashed] as const),
      ),
    )
  })

/** The requests of many pipes take their time, so that the first look at them may come later. */
const firstLook = ({ changes }: Plan.Plan, poll: Duration.DurationInput): Duration.Duration =>
  Duration.times(poll, Math.max(1, changes.filter(({ steps }) => steps.length > 0).length * 0.15))

/**
 * The document of the state, which has to be what it was when the plan was made. Where there is nothing to write down, the
 * lock is left to others.
 */
const opened = Effect.fnUntraced(function* (plan: Plan.Plan, service: ServiceRef, { owner }: Options) {
  const store = yield* StateStore
  const hasSteps = Plan.all(plan).some((it) => it.steps.length > 0 || ("after" in it && it.after.length > 0))
  if (!hasSteps) {
    const { document } = yield* store.read
    if (document === undefined || document.inFlight.length === 0) return document ?? State.empty(service, "")
  }
  yield* store.lock(owner)
  const { document, revision } = yield* store.read
  const recovered = document === undefined ? undefined : yield* Recovery.recover(document, service)
  const moved = movedOn(plan, recovered)
  if (moved !== undefined) {
    const why = `what is remembered of \`${moved}\` has changed since the plan was made`
    return yield* new StateConflict({ where: store.where, why })
  }
  if (recovered !== undefined) return recovered
  const first = State.empty(service, yield* SecretHash.newSalt)
  yield* store.write(first, revision)
  return first
})

/** Something of the plan of which now something else is remembered. */
const movedOn = (plan: Plan.Plan, document: State.Document | undefined): string | undefined => {
  const isSame = (a: unknown, b: unknown) => Diff.isSameJson(a as JsonObject, b as JsonObject)
  const { pipes = {}, endpoints = {} } = document ?? {}
  const pipe = plan.changes.find(
    ({ name, recordName = name, record }) =>
      record !== undefined && !isSame(record, State.find(pipes, recordName)),
  )
  const created = plan.changes.find(
    ({ name, record }) => record === undefined && State.find(pipes, name) !== undefined,
  )
  const endpoint = plan.endpoints.find(({ name, record }) => !isSame(record, State.find(endpoints, name)))
  return (pipe ?? created ?? endpoint)?.name
}
