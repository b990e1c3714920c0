/** Compares a program with what the API has. Reads only, and one list serves all pipes, however many there are. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import type { Live, Permissions } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type * as Diff from "@pipewright/core/Diff"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import type { ValuesUnreadable } from "./errors.ts"
import { readAll, type ValueReader } from "./ValueReader.ts"

/** A pipe as the API lists it. */
export const live = (pipe: Pipe): Live => ({
  id: pipe.id,
  name: pipe.name,
  state: pipe.state,
  object: pipe as unknown as JsonObject,
})

export interface Options {
  /** What is remembered of the target; without it nothing that is there is ours. */
  readonly state?: State.Document | undefined
  readonly permissions?: Permissions
  /** The pipes whose secrets are sent again. */
  readonly resend?: (name: string) => boolean
  /** What the secrets come to that could be read. */
  readonly hashes?: Diff.Hashes
}

/** Writes nothing, and wakes nothing. */
export const plan = Effect.fn("Planner.plan")(function* (
  program: Ir.Program,
  service: ServiceRef,
  options: Options = {},
): Effect.fn.Return<
  Plan.Plan,
  ValuesUnreadable | RequestRefused | NotAuthorised | ApiUnavailable,
  CloudApiClient | ValueReader
> {
  const client = yield* CloudApiClient
  const pipes = program.pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) }))
  const visible = pipes
    .flatMap(({ request }) => Evaluate.deferred(request.body))
    .filter((value) => !value.secret)
  const values = yield* readAll(visible)
  const scaling = program.target?.cdcScaling
  const cdcScaling = scaling === undefined ? undefined : yield* client.getCdcScaling(service)
  const listed = yield* client.listPipes(service)
  return Plan.make({
    pipes,
    endpoints: program.endpoints.map((endpoint) => ({
      endpoint,
      request: Compile.createEndpoint(endpoint, service),
    })),
    cdcScaling: scaling === undefined ? undefined : { scaling, request: Compile.scale(scaling, service) },
    there: { pipes: listed.map(live), cdcScaling: cdcScaling as unknown as JsonObject | undefined },
    values,
    ...options,
  })
})
