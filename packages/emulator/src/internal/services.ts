/** The services themselves: which of them sleep, how they wake, and that nothing else is done while they do not run. */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Judge from "./judge.ts"
import type { Behaviour } from "./operations.ts"
import {
  PipeStore,
  type Service as PipeStoreService,
  type ServiceRecord,
  type ServiceRef,
} from "./pipeStore.ts"
import { badRequest, Refused } from "./refused.ts"

type State = ServiceWire.ServiceState

/** What a command does: the state that it passes through and where it ends, where it can be given. */
const commands: Readonly<
  Record<
    ServiceWire.ServiceCommand["command"],
    { readonly from: ReadonlyArray<State>; readonly through: State; readonly rests: State }
  >
> = {
  start: { from: ["stopped", "idle"], through: "starting", rests: "running" },
  stop: { from: ["running", "idle"], through: "stopping", rests: "stopped" },
  awake: { from: ["idle"], through: "awaking", rests: "running" },
}

/** How long a service of the cloud takes to start, to wake and to stop. */
const seconds = 60

export const make = Effect.fnUntraced(function* ({ pace }: Behaviour) {
  const store = yield* PipeStore
  const step = seconds * 1000 * pace

  const stateOf = ({ state }: ServiceRecord, now: number): State => {
    if (state === undefined) return "running"
    return state.through !== undefined && now - state.since < step ? state.through : state.rests
  }

  const current = (ref: ServiceRef): Effect.Effect<State> =>
    Effect.zipWith(store.get(ref), Clock.currentTimeMillis, stateOf)

  const view = ({ serviceId }: ServiceRef, state: State): ServiceWire.Service => ({
    id: serviceId,
    name: serviceId,
    state,
  })

  return {
    get: (ref: ServiceRef) => Effect.map(current(ref), (state) => view(ref, state)),

    setState: (ref: ServiceRef, json: unknown): Effect.Effect<ServiceWire.Service, Refused> =>
      store.modify(ref, (service) =>
        Effect.gen(function* () {
          const { command } = yield* Judge.decode(ServiceWire.ServiceCommand, json)
          const now = yield* Clock.currentTimeMillis
          const state = stateOf(service, now)
          const { from, through, rests } = commands[command]
          // On its way there, or there already: nothing is to be done.
          if (state === rests || state === through) return [view(ref, state), service] as const
          if (!from.includes(state)) {
            return yield* badRequest([{ path: ["command"], what: `the service is ${state}` }])
          }
          const after: ServiceRecord = { ...service, state: { since: now, through, rests } }
          return [view(ref, stateOf(after, now)), after] as const
        }),
      ),

    /** Runs an operation of pipes, unless the service sleeps. */
    whileRunning: <A, E, R>(
      ref: ServiceRef,
      operation: Effect.Effect<A, E, R>,
    ): Effect.Effect<A, E | Refused, R> =>
      Effect.flatMap(current(ref), (state): Effect.Effect<A, E | Refused, R> => {
        if (state === "running") return operation
        const error = `FAILED_DEPENDENCY: ClickPipe operations are allowed only when the ClickHouse service is running. Current state: ${state}`
        return Effect.fail(new Refused({ status: 424, error }))
      }),
  }
})

/** Puts a service into a state at once, as time or another user would. */
export const force = (store: PipeStoreService, ref: ServiceRef, rests: State): Effect.Effect<void> =>
  store.modify(ref, (service) =>
    Effect.map(Clock.currentTimeMillis, (since) => [undefined, { ...service, state: { since, rests } }]),
  )
