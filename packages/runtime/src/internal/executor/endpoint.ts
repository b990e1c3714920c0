/** Carries out the steps of one endpoint, in their order. */
import type { Endpoint } from "@pipewright/cloud-api/ServiceWire"
import type { EndpointChange, EndpointStep } from "@pipewright/core/Change"
import * as EndpointAttributes from "@pipewright/core/Endpoint"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import { type Failing, isLost } from "./failing.ts"
import { Ended, type EndpointOutcome } from "./outcome.ts"
import { commit, now, type Run, revealed, write } from "./run.ts"

/** Where the run is with one endpoint. */
interface Place {
  readonly change: EndpointChange
  id: string | undefined
  object: JsonObject | undefined
  status: string
  record: State.EndpointRecord | undefined
  hasWritten: boolean
  arrived: Extract<EndpointOutcome, { readonly status: string }>["_tag"] | undefined
}

type Ending = Ended<EndpointOutcome>

const end = (outcome: EndpointOutcome): Effect.Effect<never, Ending> => Effect.fail(new Ended({ outcome }))

/** Statuses in which an endpoint stays until something is done about it. */
const lost: ReadonlySet<string> = new Set(["Failed", "Rejected", "Expired", "Deleting"])

const silent: ReadonlySet<EndpointStep["_tag"]> = new Set([
  "WaitForEndpoint",
  "WaitEndpointGone",
  "Remember",
  "Forget",
])

/** What comes before the pipes. */
export const before = (run: Run, change: EndpointChange): Effect.Effect<EndpointOutcome> =>
  carryOut(run, change, change.steps)

/** What comes after all pipes. */
export const after = (run: Run, change: EndpointChange): Effect.Effect<EndpointOutcome> =>
  carryOut(run, change, change.after)

const carryOut = (
  run: Run,
  change: EndpointChange,
  steps: ReadonlyArray<EndpointStep>,
): Effect.Effect<EndpointOutcome> =>
  Effect.suspend(() => {
    const place: Place = {
      change,
      id: change.live?.id,
      object: change.live?.object,
      status: change.live?.status ?? "Unknown",
      record: change.record,
      hasWritten: false,
      arrived: undefined,
    }
    tellAll(run, place)
    return Effect.forEach(steps, (step) => carryOutStep(run, place, step), { discard: true }).pipe(
      Effect.map(() => outcomeOf(place, steps)),
      Effect.catchTag("Ended", ({ outcome }) => Effect.succeed(outcome)),
    )
  })

/** From now on those who go through it know what it tells. */
const tellAll = ({ told }: Run, { change, object }: Place): void => {
  if (object !== undefined && change.endpoint !== undefined) told.set(change.name, object)
}

const outcomeOf = (place: Place, steps: ReadonlyArray<EndpointStep>): EndpointOutcome => {
  const { change, id, status, arrived } = place
  if (id === undefined || change.endpoint === undefined) return { _tag: "done", change }
  return {
    _tag: arrived ?? (steps.length === 0 ? "kept" : "settled"),
    change,
    id,
    status,
    ...foreignId(place),
  }
}

const foreignId = ({ object }: Place): { readonly endpointId?: string } => {
  const endpointId = object === undefined ? undefined : EndpointAttributes.tell(object, "endpointId")
  return endpointId === undefined ? {} : { endpointId }
}

const carryOutStep = (run: Run, place: Place, step: EndpointStep): Effect.Effect<void, Ending> =>
  Effect.gen(function* () {
    const { change } = place
    if (!silent.has(step._tag)) {
      if (run.isStopping())
        return yield* end(
          place.hasWritten
            ? { _tag: "interrupted", change }
            : { _tag: "skipped", change, why: { _tag: "interrupted" } },
        )
      if (run.isHalted() && !place.hasWritten)
        return yield* end({ _tag: "skipped", change, why: { _tag: "halted" } })
      yield* run.emit({ _tag: "EndpointBegan", name: change.name, step: step._tag })
    }
    yield* Effect.catchAll(carry(run, place, step), (error) =>
      error._tag === "Ended"
        ? Effect.fail(error)
        : end({ _tag: isLost(error) ? "unknown" : "refused", change, step: step._tag, error }),
    )
    if (silent.has(step._tag)) return
    place.hasWritten = true
    yield* run.emit({ _tag: "EndpointDid", name: change.name, step: step._tag })
  })

const carry = (run: Run, place: Place, step: EndpointStep): Effect.Effect<void, Failing | Ending> => {
  switch (step._tag) {
    case "CreateEndpoint":
      return run.inTurn(create(run, place, step.request.body))
    case "PatchEndpoint":
      return run.inTurn(patch(run, place, step.request.body))
    case "DeleteEndpoint":
      return run.inTurn(remove(run, place))
    case "WaitForEndpoint":
      return arrive(run, place, step.statuses)
    case "WaitEndpointGone":
      return gone(run, place)
    case "Remember":
      return Effect.gen(function* () {
        const { change, id } = place
        const record = recordOf(change, place.record, yield* now)
        if (record === undefined || id === undefined) return
        yield* commit(run, { endpoints: { [change.name]: { ...record, id } } })
      })
    case "Forget":
      return commit(run, { endpoints: { [place.change.name]: null } })
  }
}

const recordOf = (
  { request }: EndpointChange,
  before: State.EndpointRecord | undefined,
  appliedAt: string,
): Omit<State.EndpointRecord, "id"> | undefined =>
  request === undefined
    ? undefined
    : {
        origin: before?.origin ?? "adopted",
        applied: Evaluate.comparable(request.body, new Map()),
        appliedAt,
      }

type Body = Parameters<typeof revealed>[1]

const create = (run: Run, place: Place, body: Body): Effect.Effect<void, Failing> =>
  Effect.gen(function* () {
    const { change } = place
    const made = recordOf(change, undefined, yield* now)
    const record = made === undefined ? undefined : { ...made, origin: "created" as const }
    const { answer } = yield* write(run, {
      operation: "createEndpoint",
      name: change.name,
      body,
      record,
      request: run.client.createEndpoint({ ...run.service, ...revealed(run, body) }),
      remember: ({ id }: Endpoint) =>
        record === undefined
          ? {}
          : {
              endpoints: State.withEndpoint(replaced(change, record.appliedAt), change.name, {
                ...record,
                id,
              }),
            },
    })
    see(run, place, answer)
    place.record = record === undefined ? undefined : { ...record, id: answer.id }
  })

/** What is remembered of the one that a new one takes the place of; of one that is gone already, nothing. */
const replaced = (
  { action, name, live, record }: EndpointChange,
  appliedAt: string,
): State.Records<State.EndpointRecord> => {
  if (action !== "replace") return {}
  if (record !== undefined) return { [name]: record }
  if (live === undefined) return {}
  return { [name]: { id: live.id, origin: "adopted", applied: {}, appliedAt } }
}

const patch = (run: Run, place: Place, body: Body): Effect.Effect<void, Failing> =>
  Effect.gen(function* () {
    const { change } = place
    const { answer } = yield* write(run, {
      operation: "updateEndpoint",
      name: change.name,
      resourceId: place.id,
      body,
      request: Effect.suspend(() =>
        run.client.updateEndpoint({ ...refOf(run, place.id), ...revealed(run, body) }),
      ),
    })
    see(run, place, answer)
  })

/** The one that was there when the plan was made, which may no longer be the one of the name. */
const remove = (run: Run, place: Place): Effect.Effect<void, Failing> =>
  Effect.gen(function* () {
    const { change } = place
    const id = change.live?.id
    const name = change.endpoint === undefined ? change.name : State.replacedName(change.name, id ?? "")
    yield* write(run, {
      operation: "deleteEndpoint",
      name,
      resourceId: id,
      request: Effect.suspend(() => run.client.deleteEndpoint(refOf(run, id))),
      remember: () => ({ endpoints: { [name]: null } }),
    })
  })

const refOf = ({ service }: Run, id: string | undefined) => {
  if (id === undefined) throw new Error("a step of an endpoint came before the endpoint was there")
  return { ...service, endpointId: id }
}

const see = (run: Run, place: Place, endpoint: Endpoint): void => {
  place.id = endpoint.id
  place.status = endpoint.status
  place.object = endpoint as unknown as JsonObject
  tellAll(run, place)
}

/**
 * Waits until the endpoint is in one of the statuses, or in one that it does not leave by itself: it may have failed, or
 * somebody has to accept its connection on the other side.
 */
const arrive = (run: Run, place: Place, statuses: ReadonlyArray<string>): Effect.Effect<void, Ending> =>
  Effect.gen(function* () {
    const { change } = place
    const stays = (status: string) =>
      statuses.includes(status) || lost.has(status) || status === "PendingAcceptance"
    // What was answered to a create or a list is as good as a look.
    if (!stays(place.status)) {
      yield* run.endpoints.until(
        (endpoints) =>
          Effect.gen(function* () {
            const found = endpoints.find(({ id }) => id === place.id)
            const from = place.status
            if (found === undefined) place.status = "Deleting"
            else see(run, place, found)
            if (place.status !== from)
              yield* run.emit({ _tag: "EndpointChanged", name: change.name, from, to: place.status })
            return stays(place.status) ? true : undefined
          }),
        run.limits.endpoint,
      )
    }
    const { id = "", status } = place
    if (statuses.includes(status)) {
      place.arrived = "settled"
      return
    }
    const _tag = status === "PendingAcceptance" ? "waiting" : lost.has(status) ? "failed" : "unsettled"
    return yield* end({ _tag, change, id, status, ...foreignId(place) })
  })

const gone = (run: Run, { change }: Place): Effect.Effect<void> =>
  run.endpoints.until(
    (endpoints) => Effect.succeed(endpoints.some(({ id }) => id === change.live?.id) ? undefined : true),
    run.limits.gone,
  )
