/** What is done to the API and what goes wrong meanwhile, all of it from a seed. */
import type { Options } from "@pipewright/cloud-api/CloudApiClient"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import type { Random } from "../internal/random.ts"
import * as Bodies from "./bodies.ts"
import * as Faults from "./faults.ts"

/** A call of the client. `nth` says which of the pipes, or of the endpoints, is meant that are known by then. */
export type Call =
  | { readonly operation: "listPipes" | "getCdcScaling" | "listEndpoints" | "getService" }
  | { readonly operation: "createPipe" | "createEndpoint" | "discoverSchema"; readonly body: JsonObject }
  | { readonly operation: "getPipe" | "deletePipe" | "getSettings"; readonly nth: number }
  | { readonly operation: "getEndpoint" | "deleteEndpoint"; readonly nth: number }
  | { readonly operation: "updatePipe" | "updateEndpoint"; readonly nth: number; readonly body: JsonObject }
  | { readonly operation: "setState"; readonly nth: number; readonly command: "start" | "stop" | "resync" }
  | { readonly operation: "setScaling"; readonly nth: number; readonly replicas: number }
  | { readonly operation: "putSettings"; readonly nth: number; readonly threads: number }
  | { readonly operation: "updateCdcScaling"; readonly cores: number }

export type Operation = Call["operation"]

export interface Step {
  /** Milliseconds that pass before the call. */
  readonly pause: number
  readonly call: Call
  /** Milliseconds after which the caller gives up, if it does. */
  readonly patience: number | undefined
}

export interface Schedule {
  /** Each does its steps one by one, all at the same time. */
  readonly callers: ReadonlyArray<ReadonlyArray<Step>>
  readonly client: Pick<Options, "timeout" | "patience" | "dialect"> & {
    readonly rate: { readonly requests: number; readonly per: number } | "unlimited"
  }
  /** Whether the client wakes the service when it sleeps; without it nobody is asked. */
  readonly wakes: boolean | undefined
  /** How fast pipes live, as the emulator counts it. */
  readonly pace: number
  readonly faults: Faults.Profile
  /** When the service falls asleep and when it is woken again, in milliseconds. */
  readonly sleeps: ReadonlyArray<{ readonly from: number; readonly to: number }>
}

/** How often which operation is called, of a hundred. */
const shares: Readonly<Record<Operation, number>> = {
  createPipe: 24,
  deletePipe: 9,
  listPipes: 6,
  getPipe: 6,
  updatePipe: 8,
  setState: 8,
  setScaling: 4,
  getSettings: 2,
  putSettings: 4,
  getCdcScaling: 2,
  updateCdcScaling: 2,
  createEndpoint: 9,
  deleteEndpoint: 4,
  listEndpoints: 3,
  getEndpoint: 2,
  updateEndpoint: 4,
  discoverSchema: 2,
  getService: 1,
}

const anyOperation = (Object.keys(shares) as ReadonlyArray<Operation>).flatMap((operation) =>
  Array.from({ length: shares[operation] }, () => operation),
)

export const make = (random: Random, mark: string): Schedule => {
  const { below, chance, one } = random
  const secret = Bodies.secrets(mark, random)
  const timeout = one([5_000, 30_000, 300_000])
  // Names are not unique: with few of them the same come again, also at the same time.
  const names = one([1, 3, 1_000, 1_000])
  let made = 0

  /** The number of the next thing to make, which says all of it, so that a second of it is just like the first. */
  const number = (): number => (made < names ? made++ : below(names))

  const create = (): JsonObject => {
    const it = number()
    const body = Bodies.create(Bodies.kinds[it % Bodies.kinds.length]!, `pipe-${it}`, secret)
    return chance(95) ? body : { ...body, oddity: 1 }
  }

  const call = (operation: Operation): Call => {
    const nth = below(1_000)
    switch (operation) {
      case "listPipes":
      case "getCdcScaling":
      case "listEndpoints":
      case "getService":
        return { operation }
      case "createPipe":
        return { operation, body: create() }
      case "createEndpoint":
        return { operation, body: Bodies.endpoint(`endpoint-${number()}`, chance(50)) }
      case "discoverSchema":
        return { operation, body: Bodies.discovery(secret) }
      case "getPipe":
      case "deletePipe":
      case "getSettings":
      case "getEndpoint":
      case "deleteEndpoint":
        return { operation, nth }
      case "updatePipe":
        return { operation, nth, body: Bodies.edit(one(Bodies.kinds), secret) }
      case "updateEndpoint":
        return { operation, nth, body: Bodies.names(chance(50) ? [] : [`name-${below(3)}.example`]) }
      case "setState":
        return { operation, nth, command: one(["start", "stop", "resync"]) }
      case "setScaling":
        return { operation, nth, replicas: 1 + below(3) }
      case "putSettings":
        return { operation, nth, threads: below(16) }
      case "updateCdcScaling":
        return { operation, cores: 1 + below(8) }
    }
  }

  const step = (operation: Operation): Step => ({
    pause: chance(40) ? 0 : below(20_000),
    call: call(operation),
    patience: chance(8) ? below(timeout * 2) : undefined,
  })

  const list = <A>(most: number, item: () => A): ReadonlyArray<A> =>
    Array.from({ length: 1 + below(most) }, item)

  return {
    callers: list(4, () => [step("createPipe"), ...list(8, () => step(one(anyOperation)))]),
    client: {
      timeout,
      patience: one([0, 10_000, 120_000, 120_000, 120_000]),
      rate: one([{ requests: 10, per: 10_000 }, { requests: 2, per: 1_000 }, "unlimited"]),
      ...one([{}, {}, { dialect: "document" }, { dialect: "guide" }] as const),
    },
    wakes: one([undefined, true, true, false]),
    pace: one([0, 0.01, 1]),
    faults: Faults.profile(random, timeout),
    sleeps: chance(35)
      ? list(3, () => {
          const from = below(60_000)
          return { from, to: from + below(120_000) }
        })
      : [],
  }
}
