/** The compute that the database pipes of a service share: it comes with the first of them and goes with the last. */
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Judge from "./judge.ts"
import type { Behaviour } from "./operations.ts"
import { PipeStore, type ServiceRecord, type ServiceRef } from "./pipeStore.ts"
import * as Pipes from "./pipes.ts"
import { notFound, type Refused } from "./refused.ts"

/** What a service has that nobody has sized. */
const initial: Wire.CdcScaling = { replicaCpuMillicores: 2000, replicaMemoryGb: 8 }

/** What is returned while a change is being made. */
const changing: Wire.CdcScalingAnswer = { replicaCpuMillicores: 0, replicaMemoryGb: 0 }

/** How long a change takes in the cloud. */
const seconds = 180

const hasDatabasePipe = ({ pipes }: ServiceRecord, contracts: Judge.Contracts): boolean => {
  for (const { arm } of Pipes.values(pipes)) if (contracts.get(arm)?.destination === "database") return true
  return false
}

/** The service without its shared compute, if the pipes that shared it are gone. */
export const afterDelete = (service: ServiceRecord, contracts: Judge.Contracts): ServiceRecord => {
  if (service.cdcScaling === undefined || hasDatabasePipe(service, contracts)) return service
  const { cdcScaling, ...rest } = service
  return rest
}

const none = notFound("the service has no pipe from a database, so there is no compute to share")

const gibPerCore = 4

const ratioProblems = ({ replicaCpuMillicores, replicaMemoryGb }: Wire.CdcScaling) => {
  const expected = (replicaCpuMillicores / 1000) * gibPerCore
  return replicaMemoryGb === expected
    ? []
    : [{ path: ["replicaMemoryGb"], what: `expected ${expected}, which is ${gibPerCore} GiB for each core` }]
}

export const make = Effect.fnUntraced(function* (contracts: Judge.Contracts, { pace }: Behaviour) {
  const store = yield* PipeStore

  const present = (service: ServiceRecord): Effect.Effect<void, Refused> =>
    hasDatabasePipe(service, contracts) ? Effect.void : Effect.fail(none)

  const get = (ref: ServiceRef): Effect.Effect<Wire.CdcScalingAnswer, Refused> =>
    Effect.gen(function* () {
      const service = yield* store.get(ref)
      yield* present(service)
      const { cdcScaling } = service
      if (cdcScaling === undefined) return initial
      const now = yield* Clock.currentTimeMillis
      return now - cdcScaling.since < seconds * 1000 * pace ? changing : cdcScaling.size
    })

  const update = (ref: ServiceRef, json: unknown): Effect.Effect<Wire.CdcScalingAnswer, Refused> =>
    Effect.zipRight(
      store.modify(ref, (service) =>
        Effect.gen(function* () {
          yield* present(service)
          const size = yield* Judge.decode(Wire.CdcScaling, json)
          yield* Judge.none(ratioProblems(size))
          const since = yield* Clock.currentTimeMillis
          return [undefined, { ...service, cdcScaling: { since, size } }] as const
        }),
      ),
      get(ref),
    )

  /**
   * The services of an organisation that have such compute. One form of the API names no service: it reads the first of
   * these and sets all of them.
   */
  const servicesOf = (
    organizationId: string,
  ): Effect.Effect<readonly [ServiceRecord, ...ReadonlyArray<ServiceRecord>], Refused> =>
    Effect.flatMap(store.all, (all) => {
      const [first, ...others] = all.filter(
        (service) => service.organizationId === organizationId && hasDatabasePipe(service, contracts),
      )
      return first === undefined ? Effect.fail(none) : Effect.succeed([first, ...others] as const)
    })

  return { get, update, servicesOf }
})
