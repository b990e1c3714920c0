/** Compares a program with what the API has. Reads only, and with one request, however many pipes there are. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as Effect from "effect/Effect"
import type { ValuesUnreadable } from "./errors.ts"
import { readAll, type ValueReader } from "./ValueReader.ts"

/** A pipe as the API lists it. */
export const live = (pipe: Pipe): Plan.Live => ({
  id: pipe.id,
  name: pipe.name,
  state: pipe.state,
  object: pipe as unknown as JsonObject,
})

/** Secrets are not read: they cannot be compared, since the API never returns one. */
export const plan = Effect.fn("Planner.plan")(function* (
  program: Ir.Program,
  service: ServiceRef,
): Effect.fn.Return<
  Plan.Plan,
  ValuesUnreadable | RequestRefused | NotAuthorised | ApiUnavailable,
  CloudApiClient | ValueReader
> {
  const client = yield* CloudApiClient
  const declared = program.pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) }))
  const visible = declared
    .flatMap(({ request }) => Evaluate.deferred(request.body))
    .filter((value) => !value.secret)
  const values = yield* readAll(visible)
  const pipes = yield* client.listPipes(service)
  return Plan.make(declared, pipes.map(live), values, program)
})
