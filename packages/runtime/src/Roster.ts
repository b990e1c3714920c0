/**
 * Which pipes there are, and whose they are: what one list of the service says beside a program and what is remembered.
 * Reads only. Less than a plan: nothing is compared, and no value has to be read for it.
 */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import type { Change, EndpointChange, Live, LiveEndpoint } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import { liveEndpoint, livePipe } from "./internal/live.ts"
import { ofService } from "./internal/ofService.ts"
import { leftPaused, resolved } from "./Recovery.ts"

export { ofService } from "./internal/ofService.ts"

/** A pipe that is declared or remembered, and the live one that it is. It is ours where there is a record. */
export type Member = Pick<Change, "name" | "pipe" | "live" | "sameName" | "record" | "recordName"> & {
  /** A run stopped it for an edit and died before it could start it again. */
  readonly isLeftPaused: boolean
}

export type EndpointMember = Pick<EndpointChange, "name" | "endpoint" | "live" | "record">

export interface Roster {
  /** Of the declared ones, in their order, and after them of those that are only remembered. */
  readonly pipes: ReadonlyArray<Member>
  /** Pipes that are there, and neither declared nor remembered. */
  readonly others: ReadonlyArray<Live>
  /** Requests of runs that died. What became of them is told by the next run that writes. */
  readonly inFlight: ReadonlyArray<State.Intent>
}

export interface Endpoints {
  readonly endpoints: ReadonlyArray<EndpointMember>
  readonly others: ReadonlyArray<LiveEndpoint>
}

/** What a list of pipes makes of a program and what is remembered of the service. */
export const make = (
  program: Ir.Program,
  service: ServiceRef,
  before: State.Document | undefined,
  listed: ReadonlyArray<Pipe>,
): Roster => {
  const live = listed.map(livePipe)
  const state = before === undefined ? undefined : resolved(before, { pipes: live, endpoints: [] })
  const { changes, others } = Plan.make({
    pipes: program.pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) })),
    there: { pipes: live },
    state,
  })
  const stops = state === undefined ? [] : [...leftPaused(state).values()].flat()
  const resting = new Set(stops.map(({ resourceId }) => resourceId))
  return {
    pipes: changes.map((change): Member => {
      const { name, pipe, live, sameName, record, recordName } = change
      const isLeftPaused = live !== undefined && resting.has(live.id)
      return {
        name,
        isLeftPaused,
        ...(pipe === undefined ? {} : { pipe }),
        ...(live === undefined ? {} : { live }),
        ...(record === undefined ? {} : { record }),
        ...(recordName === undefined ? {} : { recordName }),
        ...(sameName === undefined ? {} : { sameName }),
      }
    }),
    others,
    inFlight: state?.inFlight ?? [],
  }
}

/** One list, however many pipes there are. */
export const read = Effect.fn("Roster.read")(function* (
  program: Ir.Program,
  service: ServiceRef,
  state: State.Document | undefined,
) {
  yield* ofService(state, service)
  const client = yield* CloudApiClient
  return make(program, service, state, yield* client.listPipes(service))
})

/** One more list. */
export const endpoints = Effect.fn("Roster.endpoints")(function* (
  program: Ir.Program,
  service: ServiceRef,
  state: State.Document | undefined,
) {
  const client = yield* CloudApiClient
  const listed = (yield* client.listEndpoints(service)).map(liveEndpoint)
  const { endpoints } = Plan.make({
    pipes: [],
    endpoints: program.endpoints.map((endpoint) => ({
      endpoint,
      request: Compile.createEndpoint(endpoint, service),
    })),
    there: { pipes: [], endpoints: listed },
    state,
  })
  const known = new Set(endpoints.map(({ live }) => live?.id))
  return { endpoints, others: listed.filter(({ id }) => !known.has(id)) } satisfies Endpoints
})
