/** What all parts of one run share, and the one way in which it writes. */
import type { Service as Client, ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Endpoint } from "@pipewright/cloud-api/ServiceWire"
import type { CdcScalingAnswer, Pipe } from "@pipewright/cloud-api/Wire"
import type { BodyObject } from "@pipewright/core/Compile"
import type * as Diff from "@pipewright/core/Diff"
import * as EndpointAttributes from "@pipewright/core/Endpoint"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as State from "@pipewright/core/State"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { Event } from "../../Progress.ts"
import type { Failure as StateFailure } from "../../StateStore.ts"
import { type ApiFailure, isGeneral, isLost } from "./failing.ts"
import type { Looks } from "./looks.ts"

/** Until where a pipe is waited for. */
export type Wait = "running" | "snapshot-done" | "none"

/** How long each wait may take. */
export interface Limits {
  /** Until a pipe has stopped for an edit. */
  readonly stop: Duration.DurationInput
  /** Until a pipe is where it should be. */
  readonly settle: Duration.DurationInput
  /** Until what was deleted is gone. */
  readonly gone: Duration.DurationInput
  readonly endpoint: Duration.DurationInput
  readonly cdcScaling: Duration.DurationInput
}

export interface Run {
  readonly client: Client
  readonly service: ServiceRef
  readonly emit: (event: Event) => Effect.Effect<void>
  /** Writes down what happened; durable when it returns. */
  readonly journal: (change: State.Change) => Effect.Effect<void, StateFailure>
  /** An id for an intent that no other one has or had. */
  readonly nextId: () => string
  readonly pipes: Looks<ReadonlyArray<Pipe>>
  readonly endpoints: Looks<ReadonlyArray<Endpoint>>
  readonly cdcScaling: Looks<CdcScalingAnswer | undefined>
  readonly values: Evaluate.Values
  readonly hashes: Diff.Hashes
  readonly wait: Wait
  readonly limits: Limits
  /** Runs what writes to one thing; so many at a time. */
  readonly inTurn: <A, E>(work: Effect.Effect<A, E>) => Effect.Effect<A, E>
  readonly isStopping: () => boolean
  /** Whether something failed that everything else would meet as well. */
  readonly isHalted: () => boolean
  readonly halt: () => void
  /** The ids of all pipes that are known to be ours. */
  readonly ours: Set<string>
  /** What the service tells of endpoints by now, by their names in the program. */
  readonly told: Map<string, JsonObject>
}

/** What endpoints tell by now. */
export const tell =
  ({ told }: Run) =>
  ({ endpoint, name }: Ir.Attribute): string | undefined => {
    const object = told.get(endpoint)
    return object === undefined ? undefined : EndpointAttributes.tell(object, name)
  }

export const now: Effect.Effect<string> = Effect.map(Clock.currentTimeMillis, (millis) =>
  new Date(millis).toISOString(),
)

/** A body as it is sent, and the secrets in it. */
export const revealed = (
  { values }: Run,
  body: BodyObject,
): { readonly body: JsonObject; readonly secrets: ReadonlyArray<Redacted.Redacted> } => ({
  body: Evaluate.reveal(body, values),
  secrets: Evaluate.deferred(body).flatMap((it) => (it.secret ? (values.get(it) ?? []) : [])),
})

export interface Write<A, E extends ApiFailure> {
  readonly operation: string
  readonly name: string
  readonly resourceId?: string | undefined
  readonly body?: BodyObject
  readonly resume?: boolean
  readonly record?: State.Intent["record"] | undefined
  readonly request: Effect.Effect<A, E>
  /** What is remembered with the answer. */
  readonly remember?: (answer: A) => Omit<State.Change, "begin" | "end">
  /** Looks for the answer where it was lost. */
  readonly find?: (intent: State.Intent) => Effect.Effect<A | undefined>
  /** Intents that the answer brings to an end as well. */
  readonly ends?: ReadonlyArray<string>
}

/** What was answered, and the intent of a request whose end is still to come. */
export interface Written<A> {
  readonly answer: A
  readonly intent: string
}

/**
 * Sends one request that changes something. That it is about to be sent is durable before it is, and what became of it
 * afterwards. If that is not known, it stays as it is for the next run to find out. With `resume` the intent outlives its
 * answer: it ends once the pipe runs again.
 */
export const write = <A, E extends ApiFailure>(
  run: Run,
  given: Write<A, E>,
): Effect.Effect<Written<A>, E | StateFailure> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const { operation, name, resourceId, body = {}, resume, record, request, remember } = given
      const intent = run.nextId()
      const begin: State.Intent = {
        id: intent,
        operation,
        name,
        fingerprint: State.fingerprint(Evaluate.show(body)),
        startedAt: yield* now,
        ...(resourceId === undefined ? {} : { resourceId }),
        ...(resume === true ? { resume } : {}),
        ...(record === undefined ? {} : { record }),
      }
      yield* commit(run, { begin: [begin] })
      const sent = yield* Effect.exit(restore(request))
      const lost = Exit.isFailure(sent) && Option.exists(Cause.failureOption(sent.cause), isLost)
      const found = lost && given.find !== undefined ? yield* restore(given.find(begin)) : undefined
      const exit = found === undefined ? sent : Exit.succeed(found)
      if (Exit.isSuccess(exit)) {
        const ended = [...(resume === true ? [] : [intent]), ...(given.ends ?? [])]
        const end = ended.map((id) => ({ id, outcome: "done" as const }))
        if (remember !== undefined || end.length > 0) yield* commit(run, { ...remember?.(exit.value), end })
        return { answer: exit.value, intent }
      }
      const failure = Option.getOrUndefined(Cause.failureOption(exit.cause))
      if (failure !== undefined && isGeneral(failure)) run.halt()
      if (failure !== undefined && !lost) yield* commit(run, { end: [{ id: intent, outcome: "undone" }] })
      return yield* Effect.failCause(exit.cause)
    }),
  )

/** Writes down what happened; without that nothing more can be sent. */
export const commit = (run: Run, change: State.Change): Effect.Effect<void, StateFailure> =>
  Effect.tapError(run.journal(change), () => Effect.sync(run.halt))
