/**
 * What became of the requests of a run that died: they were written down before they were sent, and the service shows
 * what they did. A request of which that cannot be seen counts as one that did nothing, since what it asked for is then
 * asked for again. A secret that it had is not known from then on.
 */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import * as State from "@pipewright/core/State"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { isOfEndpoint, see, type There } from "./internal/found.ts"
import { liveEndpoint, livePipe } from "./internal/live.ts"
import { Progress } from "./Progress.ts"
import { type Failure, StateStore } from "./StateStore.ts"

export type { There } from "./internal/found.ts"

/** `unclear`: several things may be what was made, and people have to tell them apart. It stays in flight. */
export interface Found {
  readonly intent: State.Intent
  readonly outcome: "done" | "undone" | "unclear"
}

/**
 * What there is to write down. A pipe that was stopped for an edit and still rests stays in flight, for whoever goes on
 * has to start it.
 */
export const findings = (
  document: State.Document,
  there: There,
): { readonly change: State.Change; readonly found: ReadonlyArray<Found> } => {
  const seen = document.inFlight.map((intent) => see(document, there, intent))
  const settled = seen.filter(({ outcome }) => outcome === "done" || outcome === "undone")
  return {
    change: {
      end: settled.map(({ intent: { id }, outcome }) => ({
        id,
        outcome: outcome === "done" ? "done" : "undone",
      })),
      pipes: Object.fromEntries(settled.flatMap(({ pipes }) => Object.entries(pipes ?? {}))),
      endpoints: Object.fromEntries(settled.flatMap(({ endpoints }) => Object.entries(endpoints ?? {}))),
    },
    found: seen.flatMap(({ intent, outcome }) => (outcome === "open" ? [] : [{ intent, outcome }])),
  }
}

/** The document as it would be once that is written down. */
export const resolved = (document: State.Document, there: There): State.Document =>
  document.inFlight.length === 0 ? document : State.applyJournal(document, findings(document, there).change)

/** The pipes that a run stopped for an edit and that still wait to be started. */
export const leftPaused = ({
  inFlight,
}: State.Document): ReadonlyMap<string, ReadonlyArray<State.Intent>> => {
  const result = new Map<string, ReadonlyArray<State.Intent>>()
  for (const intent of inFlight)
    if (intent.resume === true) result.set(intent.name, [...(result.get(intent.name) ?? []), intent])
  return result
}

/** How long after a create what it made may come up. */
const comesUpWithin = 15_000

/**
 * Finds out what became of all that is in flight, writes it down, and returns the document as it is then. Where nothing
 * is in flight, nothing is asked. What a create made may come up late, so one that was just sent is looked for once more
 * before it counts as undone.
 */
export const recover = Effect.fn("Recovery.recover")(function* (
  document: State.Document,
  service: ServiceRef,
): Effect.fn.Return<
  State.Document,
  Failure | RequestRefused | NotAuthorised | ApiUnavailable,
  CloudApiClient | Progress | StateStore
> {
  if (document.inFlight.length === 0) return document
  const store = yield* StateStore
  const progress = yield* Progress
  const first = findings(document, yield* look(service, document))
  const latest = Math.max(
    ...first.found.flatMap(({ intent: { operation, startedAt }, outcome }) =>
      operation.startsWith("create") && outcome === "undone" ? [Date.parse(startedAt)] : [],
    ),
  )
  const pause = Math.min(comesUpWithin, latest + comesUpWithin - (yield* Clock.currentTimeMillis))
  if (pause > 0) yield* Effect.sleep(pause)
  const { change, found } = pause > 0 ? findings(document, yield* look(service, document)) : first
  yield* Effect.forEach(
    found,
    ({ intent: { name, operation }, outcome }) => progress.emit({ _tag: "Found", name, operation, outcome }),
    { discard: true },
  )
  if ((change.end ?? []).length === 0) return document
  yield* store.journal(change)
  return State.applyJournal(document, change)
})

const look = Effect.fnUntraced(function* (service: ServiceRef, { inFlight }: State.Document) {
  const client = yield* CloudApiClient
  const pipes = yield* client.listPipes(service)
  const endpoints = inFlight.some(isOfEndpoint) ? yield* client.listEndpoints(service) : []
  return { pipes: pipes.map(livePipe), endpoints: endpoints.map(liveEndpoint) } satisfies There
})
