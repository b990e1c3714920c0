/** Wakes a service that sleeps, if that is wanted, and lets the call that found it asleep go once more. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Options, Service, ServiceRef } from "../CloudApiClient.ts"
import { ApiUnavailable, type CloudApiError, type EndpointError, type Failing, isIdle } from "../errors.ts"
import { ofService } from "./paths.ts"

/** How often to look whether it is awake, and for how long. */
const poll = 5000
const longest = 10 * 60 * 1000

/** On its way, or there; a service in any other state does not wake. */
const waking: ReadonlyArray<string> = ["idle", "awaking", "starting", "partially_running"]

type Operations = Omit<Service, "getService" | "setServiceState">

/** The operations, of which each wakes the service where it has to; without `wake` none does. */
export const make = (
  service: Service,
  origin: string,
  { wake, onWait }: Pick<Options, "wake" | "onWait">,
): Effect.Effect<Service> =>
  Effect.map(Effect.makeSemaphore(1), (turn): Service => {
    if (wake === undefined) return service
    const declined = new Set<string>()

    const untilAwake = (ref: ServiceRef): Effect.Effect<boolean, Failing> =>
      Effect.gen(function* () {
        const end = (yield* Clock.currentTimeMillis) + longest
        let state = "idle"
        while (waking.includes(state)) {
          if ((yield* Clock.currentTimeMillis) >= end)
            return yield* Effect.fail(stillAsleep(origin, ref, state))
          yield* Effect.sleep(poll)
          state = (yield* service.getService(ref)).state
        }
        return state === "running"
      })

    /** Whether the service is awake now. Calls that wait together are answered by the first one's wake. */
    const isAwake = (ref: ServiceRef): Effect.Effect<boolean, Failing> =>
      Effect.gen(function* () {
        const name = JSON.stringify([ref.organizationId, ref.serviceId])
        if (declined.has(name)) return false
        const { state } = yield* service.getService(ref)
        if (!waking.includes(state)) return state === "running"
        if (state === "idle") {
          if (!(yield* wake(ref))) {
            declined.add(name)
            return false
          }
          yield* service.setServiceState({ ...ref, command: "awake" })
        }
        yield* onWait?.({ operation: "setServiceState", why: "asleep", millis: poll }) ?? Effect.void
        return yield* untilAwake(ref)
      }).pipe(turn.withPermits(1))

    const awake =
      <O extends ServiceRef, A, E extends CloudApiError | EndpointError>(
        call: (options: O) => Effect.Effect<A, E>,
      ) =>
      (options: O): Effect.Effect<A, E | Failing> =>
        Effect.catchAll(call(options), (error): Effect.Effect<A, E | Failing> => {
          if (!isIdle(error)) return Effect.fail(error)
          const { organizationId, serviceId } = options
          return Effect.flatMap(isAwake({ organizationId, serviceId }), (isNow) =>
            isNow ? call(options) : Effect.fail(error),
          )
        })

    const operations: Operations = {
      listPipes: awake(service.listPipes),
      createPipe: awake(service.createPipe),
      getPipe: awake(service.getPipe),
      updatePipe: awake(service.updatePipe),
      deletePipe: awake(service.deletePipe),
      setState: awake(service.setState),
      setScaling: awake(service.setScaling),
      getSettings: awake(service.getSettings),
      putSettings: awake(service.putSettings),
      getCdcScaling: awake(service.getCdcScaling),
      updateCdcScaling: awake(service.updateCdcScaling),
      listEndpoints: awake(service.listEndpoints),
      createEndpoint: awake(service.createEndpoint),
      getEndpoint: awake(service.getEndpoint),
      updateEndpoint: awake(service.updateEndpoint),
      deleteEndpoint: awake(service.deleteEndpoint),
      discoverSchema: awake(service.discoverSchema),
    }
    return { ...service, ...operations }
  })

const stillAsleep = (origin: string, ref: ServiceRef, state: string): ApiUnavailable =>
  new ApiUnavailable({
    operation: "getService",
    method: "GET",
    path: ofService(ref),
    status: undefined,
    requestId: undefined,
    apiMessage: undefined,
    origin,
    reason: "timed-out",
    detail: `the service was told to wake and is \`${state}\` after 10 minutes`,
  })
