/** What the service shows of the requests that a run left in flight. */
import { pipeStates } from "@pipewright/cloud-api/WireContract"
import type { Live, LiveEndpoint } from "@pipewright/core/Change"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type { PipeState } from "@pipewright/core/SourceKind"
import * as State from "@pipewright/core/State"

/** What the service has. Endpoints may be absent where no request of one is in flight. */
export interface There {
  readonly pipes: ReadonlyArray<Live>
  readonly endpoints: ReadonlyArray<LiveEndpoint>
}

/** `open`: a pipe that was stopped for an edit still rests, or may. */
export interface Sight extends Pick<State.Change, "pipes" | "endpoints"> {
  readonly intent: State.Intent
  readonly outcome: "done" | "undone" | "unclear" | "open"
}

export const see = (document: State.Document, there: There, intent: State.Intent): Sight => {
  const { operation, resourceId } = intent
  switch (operation) {
    case "createPipe":
      return createdPipe(document, there, intent)
    case "createEndpoint":
      return createdEndpoint(document, there, intent)
    case "deletePipe":
      return deleted(document.pipes, there.pipes, intent, (pipes) => ({ pipes }))
    case "deleteEndpoint":
      return deleted(document.endpoints, there.endpoints, intent, (endpoints) => ({ endpoints }))
    case "stopPipe": {
      const state = there.pipes.find(({ id }) => id === resourceId)?.state
      const rests = state !== undefined && resting.has(state)
      // `Unknown` and a state of a newer API tell nothing, and a pipe that was stopped for an edit must not be forgotten.
      const mayRest = rests || (state !== undefined && !telling.has(state))
      return { intent, outcome: intent.resume === true && mayRest ? "open" : rests ? "done" : "undone" }
    }
    case "resyncPipe": {
      // Once it is over, nothing shows it any more, and it counts as one that did nothing.
      const state = there.pipes.find(({ id }) => id === resourceId)?.state ?? ""
      return { intent, outcome: rereading.has(state) ? "done" : "undone" }
    }
    default:
      return edited(document, there, intent)
  }
}

/** The states of a pipe that reads its tables again. */
const rereading: ReadonlySet<string> = new Set<PipeState>(["Setup", "Snapshot", "Resync"])

const resting: ReadonlySet<string> = new Set(["Stopping", "Stopped", "Pausing", "Paused"])

const telling: ReadonlySet<string> = new Set(pipeStates.filter((state) => state !== "Unknown"))

/** Whether what became of it is seen in the list of endpoints. */
export const isOfEndpoint = ({ operation }: State.Intent): boolean => operation.endsWith("Endpoint")

/** How far the clock of the API may be behind ours, in milliseconds. */
const skew = 5 * 60_000

/** Whether a pipe may be what a create made of which no answer came; `ours` are those that others made. */
const mayBeOf = (
  { name, record, startedAt }: State.Intent,
  { id, name: theirs, object }: Live,
  ours: ReadonlySet<string>,
): boolean => {
  const createdAt = typeof object.createdAt === "string" ? Date.parse(object.createdAt) : Number.NaN
  return (
    theirs === (record?.applied.name ?? name) && !ours.has(id) && !(createdAt < Date.parse(startedAt) - skew)
  )
}

/** What a create made of which no answer came: `undefined` if nothing may be it, `unclear` where people have to say. */
export const madeBy = (
  intent: State.Intent,
  pipes: ReadonlyArray<Live>,
  ours: ReadonlySet<string>,
): Live | "unclear" | undefined =>
  only(
    pipes.filter((pipe) => mayBeOf(intent, pipe, ours)),
    ({ object }) => echoes(intent.record?.applied.source, Evaluate.withoutLogins(object.source ?? null)),
  )

/** The only one there is, if it is as it was sent. */
const only = <A>(
  [first, ...others]: ReadonlyArray<A>,
  isAsSent: (one: A) => boolean,
): A | "unclear" | undefined =>
  first === undefined ? undefined : others.length === 0 && isAsSent(first) ? first : "unclear"

const createdPipe = (document: State.Document, { pipes }: There, intent: State.Intent): Sight => {
  const { name, record } = intent
  const ours = new Set(Object.values(document.pipes).map(({ id }) => id))
  if (record === undefined || !("arm" in record)) return { intent, outcome: "undone" }
  return made(intent, madeBy(intent, pipes, ours), (id) => ({ pipes: { [name]: { ...record, id } } }))
}

/** Endpoints have no names and do not tell their age; one like it that was there before would have been adopted. */
const createdEndpoint = (document: State.Document, { endpoints }: There, intent: State.Intent): Sight => {
  const { name, record } = intent
  const ours = new Set(Object.values(document.endpoints).map(({ id }) => id))
  if (record === undefined) return { intent, outcome: "undone" }
  const alike = endpoints.filter(({ id, object }) => !ours.has(id) && echoes(record.applied, object))
  return made(
    intent,
    only(alike, () => true),
    (id) => ({
      endpoints: State.withEndpoint(document.endpoints, name, { ...record, id }),
    }),
  )
}

const made = (
  intent: State.Intent,
  found: { readonly id: string } | "unclear" | undefined,
  remember: (id: string) => Pick<State.Change, "pipes" | "endpoints">,
): Sight => {
  if (found === undefined) return { intent, outcome: "undone" }
  return found === "unclear"
    ? { intent, outcome: "unclear" }
    : { intent, outcome: "done", ...remember(found.id) }
}

const deleted = <A extends { readonly id: string }>(
  records: State.Records<A>,
  there: ReadonlyArray<{ readonly id: string }>,
  intent: State.Intent,
  remember: (records: Record<string, null>) => Pick<State.Change, "pipes" | "endpoints">,
): Sight => {
  const { name, resourceId } = intent
  if (there.some(({ id }) => id === resourceId)) return { intent, outcome: "undone" }
  const isOurs = State.find(records, name)?.id === resourceId
  return { intent, outcome: "done", ...(isOurs ? remember({ [name]: null }) : {}) }
}

/** An edit took effect if the service shows something of it, and nothing else in its place. */
const edited = (document: State.Document, { pipes }: There, intent: State.Intent): Sight => {
  const { name, record, resourceId } = intent
  const live = pipes.find(({ id }) => id === resourceId)
  if (live === undefined || record === undefined || !("arm" in record)) return { intent, outcome: "undone" }
  const [key, before] = Object.entries(document.pipes).find(([, { id }]) => id === resourceId) ?? []
  // The state that is wanted is not told in the same words.
  const { state, ...applied } = record.applied
  const changed = leaves(applied).filter(([path, value]) => at(before?.applied, path) !== value)
  const shown = changed.filter(([path]) => at(live.object, path) !== undefined)
  const isShown = shown.length > 0 && shown.every(([path, value]) => at(live.object, path) === value)
  if (!isShown) return { intent, outcome: "undone", ...unsure(key, before, record) }
  const moved = key === undefined || key === name ? {} : { [key]: null }
  return { intent, outcome: "done", pipes: { ...moved, [name]: { ...record, id: live.id } } }
}

/** The service shows no secret, so of those that were sent nobody can say whether they are the ones that it has. */
const unsure = (
  key: string | undefined,
  before: State.PipeRecord | undefined,
  { secrets: sent }: Omit<State.PipeRecord, "id">,
): Pick<State.Change, "pipes"> => {
  if (key === undefined || before === undefined) return {}
  const paths = Object.keys(sent).filter((path) => sent[path] !== State.find(before.secrets, path))
  if (paths.length === 0) return {}
  const untold = Object.fromEntries(paths.map((path) => [path, State.untoldSecret]))
  return { pipes: { [key]: { ...before, secrets: { ...before.secrets, ...untold } } } }
}

type Leaf = readonly [path: ReadonlyArray<string>, value: string | number | boolean]

/** Lists are left out, for their order may be the service's. */
const leaves = (value: Json, path: ReadonlyArray<string> = []): ReadonlyArray<Leaf> => {
  if (value === null || Array.isArray(value)) return []
  return typeof value === "object"
    ? Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
    : [[path, value]]
}

const at = (value: Json | undefined, path: ReadonlyArray<string>): Json | undefined => {
  let found = value
  for (const key of path) {
    if (typeof found !== "object" || found === null || Array.isArray(found) || !Object.hasOwn(found, key))
      return undefined
    found = (found as JsonObject)[key]
  }
  return found
}

/** Everything that was sent and came back is the same; defaults are added and secrets left out by the service. */
const echoes = (sent: Json | undefined, live: Json | undefined): boolean =>
  sent === undefined ||
  leaves(sent).every(([path, value]) => {
    const theirs = at(live, path)
    return theirs === undefined || theirs === null || theirs === value
  })
