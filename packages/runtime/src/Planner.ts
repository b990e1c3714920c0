/** Compares a program with what the API has. Reads only, and one list serves all pipes, however many there are. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { CloudApiError } from "@pipewright/cloud-api/errors"
import type { Live, Permissions } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import * as Drift from "@pipewright/core/Drift"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { StateOfAnotherService, ValuesUnreadable } from "./errors.ts"
import { isOfEndpoint } from "./internal/found.ts"
import { liveEndpoint, livePipe } from "./internal/live.ts"
import { ofService } from "./internal/ofService.ts"
import { withSettings } from "./internal/settings.ts"
import { resolved } from "./Recovery.ts"
import { readAll, ValueReader } from "./ValueReader.ts"

export interface Options {
  /** What is remembered of the target; without it nothing that is there is ours. */
  readonly state?: State.Document | undefined
  readonly permissions?: Permissions
  /** The pipes whose secrets are sent again. */
  readonly resend?: (name: string) => boolean
  /** What a secret comes to under a salt. Without it secrets are not compared. */
  readonly hash?: (salt: string, secret: Redacted.Redacted) => Effect.Effect<string>
}

type Failing = Exclude<CloudApiError, { readonly _tag: "PipeNotFound" }>

/**
 * Writes nothing, wakes nothing and takes no lock. Endpoints, the size that database pipes share, and settings that the
 * list leaves out are read only where they are declared or remembered.
 */
export const plan = Effect.fn("Planner.plan")(function* (
  program: Ir.Program,
  service: ServiceRef,
  options: Options = {},
): Effect.fn.Return<
  Plan.Plan,
  ValuesUnreadable | StateOfAnotherService | Failing,
  CloudApiClient | ValueReader
> {
  const { state: before, hash, permissions, resend } = options
  const pipes = declared(program, service)
  const settled = new Set(
    pipes.flatMap(({ pipe, request }) =>
      request.body.settings === undefined ? [] : [pipe.name, String(Ir.literal(pipe.movedFrom))],
    ),
  )
  const given = yield* look({ ...program, pipes }, service, before, {
    cdcScaling: program.target?.cdcScaling !== undefined,
    settings: ({ name }) => settled.has(name),
  })
  return Plan.make({
    ...given,
    hashes: yield* hashesOf(given.pipes, given.state, hash),
    ...(permissions === undefined ? {} : { permissions }),
    ...(resend === undefined ? {} : { resend }),
  })
})

/**
 * What moved since it was last applied. As a plan does, it reads only, and no secret at all; endpoints, the shared size
 * and settings are read where they are remembered.
 */
export const drift = Effect.fn("Planner.drift")(function* (
  program: Ir.Program,
  service: ServiceRef,
  { state: before, catalog }: Pick<Options, "state"> & Pick<Drift.Given, "catalog">,
): Effect.fn.Return<
  Drift.Drift,
  ValuesUnreadable | StateOfAnotherService | Failing,
  CloudApiClient | ValueReader
> {
  const settled = new Set(
    Object.values(before?.pipes ?? {}).flatMap(({ id, applied }) =>
      applied.settings === undefined ? [] : [id],
    ),
  )
  const given = yield* look({ ...program, pipes: declared(program, service) }, service, before, {
    cdcScaling: before?.cdcScaling !== undefined,
    settings: ({ id }) => settled.has(id),
  })
  return Drift.make({ ...given, catalog })
})

const declared = ({ pipes }: Ir.Program, service: ServiceRef): ReadonlyArray<Plan.Declared> =>
  pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) }))

interface Compiled extends Omit<Ir.Program, "pipes"> {
  readonly pipes: ReadonlyArray<Plan.Declared>
}

/** What is read besides the list of pipes, and endpoints where any are declared or remembered. */
interface Wanted {
  readonly cdcScaling: boolean
  readonly settings: (pipe: Live) => boolean
}

const look = Effect.fnUntraced(function* (
  { target, endpoints: declaredEndpoints, pipes }: Compiled,
  service: ServiceRef,
  before: State.Document | undefined,
  wanted: Wanted,
) {
  yield* ofService(before, service)
  const client = yield* CloudApiClient
  const visible = pipes
    .flatMap(({ request }) => Evaluate.deferred(request.body))
    .filter((value) => !value.secret)
  const values = yield* readAll(visible)
  const remembersEndpoints =
    Object.keys(before?.endpoints ?? {}).length > 0 || (before?.inFlight ?? []).some(isOfEndpoint)
  const hasEndpoints = declaredEndpoints.length > 0 || remembersEndpoints
  const listed = (yield* client.listPipes(service)).map(livePipe)
  const endpoints = hasEndpoints ? (yield* client.listEndpoints(service)).map(liveEndpoint) : undefined
  const scaling = wanted.cdcScaling ? target?.cdcScaling : undefined
  const shared = wanted.cdcScaling ? yield* client.getCdcScaling(service) : undefined
  // What a run that died has in flight is taken for what the service shows of it. Writing that down is left to `apply`.
  const state =
    before === undefined ? undefined : resolved(before, { pipes: listed, endpoints: endpoints ?? [] })
  return {
    pipes,
    endpoints: declaredEndpoints.map((endpoint) => ({
      endpoint,
      request: Compile.createEndpoint(endpoint, service),
    })),
    cdcScaling: scaling === undefined ? undefined : { scaling, request: Compile.scale(scaling, service) },
    there: {
      pipes: yield* withSettings(listed, wanted.settings, service),
      endpoints,
      cdcScaling: shared as unknown as JsonObject | undefined,
    },
    state,
    values,
  } satisfies Plan.Given
})

/** Only of pipes that were applied before; a secret that cannot be read here is none that a plan needs. */
const hashesOf = Effect.fnUntraced(function* (
  pipes: ReadonlyArray<Plan.Declared>,
  state: State.Document | undefined,
  hash: Options["hash"],
) {
  if (state === undefined || hash === undefined) return new Map<Ir.Deferred, string>()
  const reader = yield* ValueReader
  const secrets = pipes
    .filter(({ pipe }) => isKnown(state, pipe))
    .flatMap(({ request }) => Evaluate.deferred(request.body))
    .filter(({ secret }) => secret)
  const hashed = yield* Effect.forEach(
    secrets,
    (it) =>
      reader.read(it).pipe(
        Effect.option,
        Effect.flatMap(
          Option.match({
            onNone: () => Effect.succeed([]),
            onSome: (value) => Effect.map(hash(state.salt, value), (text) => [[it, text] as const]),
          }),
        ),
      ),
    { concurrency },
  )
  return new Map(hashed.flat())
})

const isKnown = (state: State.Document, { name, movedFrom }: Ir.Pipe): boolean =>
  [name, String(Ir.literal(movedFrom))].some((it) => State.find(state.pipes, it) !== undefined)

/** How many secrets are hashed at the same time. */
const concurrency = 4
