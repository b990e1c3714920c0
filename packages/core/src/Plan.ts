/** What it takes to get from what is there to what is declared, as data. Nothing here is done; steps are carried out elsewhere. */
import type { Knowledge } from "./Applied.ts"
import type {
  Action,
  Change,
  EndpointChange,
  Live,
  LiveEndpoint,
  Note,
  Permissions,
  ScalingChange,
} from "./Change.ts"
import * as Changes from "./Change.ts"
import * as CommandWords from "./CommandWords.ts"
import type { Request } from "./Compile.ts"
import type * as Diff from "./Diff.ts"
import * as Endpoint from "./Endpoint.ts"
import type { JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Ir from "./Ir.ts"
import * as CdcScaling from "./internal/plan/cdcScaling.ts"
import * as Endpoints from "./internal/plan/endpoints.ts"
import * as Pipes from "./internal/plan/pipes.ts"
import * as Renames from "./internal/plan/renames.ts"
import { Blocks, Notes } from "./internal/plan/words.ts"
import type * as State from "./State.ts"

export interface Plan {
  /** Of the pipes that are declared, in their order, and after them of those that no longer are. */
  readonly changes: ReadonlyArray<Change>
  readonly endpoints: ReadonlyArray<EndpointChange>
  readonly cdcScaling?: ScalingChange
  /** Pipes that are there, and neither in the program nor in the state. They are left alone. */
  readonly others: ReadonlyArray<Live>
  readonly notes: ReadonlyArray<Note>
  /** What was not asked for, and what would become of it. Absent where all was. */
  readonly leftOut?: ReadonlyArray<LeftOut>
  /** What was known when it was made. */
  readonly known: Knowledge
}

/** An endpoint goes by `endpoint.NAME`. */
export interface LeftOut {
  readonly name: string
  readonly action: Action
}

export interface Declared {
  readonly pipe: Ir.Pipe
  readonly request: Request
}

/** What is there. */
export interface There {
  readonly pipes: ReadonlyArray<Live>
  /** Absent where they were not read. */
  readonly endpoints?: ReadonlyArray<LiveEndpoint> | undefined
  /** Absent where there is no database pipe. */
  readonly cdcScaling?: JsonObject | undefined
}

export interface Given {
  readonly pipes: ReadonlyArray<Declared>
  readonly endpoints?: ReadonlyArray<Endpoints.Declared>
  readonly cdcScaling?: { readonly scaling: Ir.Block; readonly request: Request } | undefined
  readonly there: There
  /** What is remembered; without it nothing that is there is ours. */
  readonly state?: State.Document | undefined
  /** What was read late and is no secret; without it such fields are not compared. */
  readonly values?: Evaluate.Values
  /** What the secrets come to that could be read. */
  readonly hashes?: Diff.Hashes
  readonly permissions?: Permissions
  /** The pipes whose secrets are sent again. */
  readonly resend?: (name: string) => boolean
}

/** The symbol of an action in every rendering. */
export const symbols: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  keep: "=",
  move: ">",
  adopt: "@",
  blocked: "!",
  start: "»",
  stop: "‖",
  resync: "↻",
}

/** The codes in a table of words, each once. */
export const codesOf = (
  words: Readonly<Record<string, { readonly code: string }>>,
): ReadonlyArray<string> => [...new Set(Object.values(words).map(({ code }) => code))]

/** The codes of all notes. */
export const notes: ReadonlyArray<string> = [...codesOf(Notes), ...codesOf(CommandWords.Notes)]

/** The codes of all that can be in the way. */
export const blocks: ReadonlyArray<string> = [
  ...new Set([...codesOf(Blocks), ...codesOf(CommandWords.Blocks)]),
]

export const make = (given: Given): Plan => {
  const { there, state, permissions = Changes.nothingAllowed } = given
  const endpoints = Endpoints.changes({
    declared: given.endpoints ?? [],
    live: there.endpoints ?? [],
    records: there.endpoints === undefined ? {} : (state?.endpoints ?? {}),
    permissions,
    users: usersAmong(given),
  })
  const context: Pipes.Context = {
    values: given.values ?? new Map(),
    hashes: given.hashes ?? new Map(),
    permissions,
    resend: given.resend ?? (() => false),
    leftPaused: leftPaused(state),
  }
  const { matches, orphans, others } = match(given, told(endpoints))
  const changes = Renames.told(
    [
      ...matches.map((it) => Pipes.change(context, it)),
      ...orphans.map(({ name, record, live }) => Pipes.orphan(context, name, record, live)),
    ],
    context.values,
  )
  const cdcScaling =
    given.cdcScaling === undefined
      ? {}
      : {
          cdcScaling: CdcScaling.change({
            ...given.cdcScaling,
            live: there.cdcScaling,
            record: state?.cdcScaling,
            pipes: changes,
          }),
        }
  return {
    changes,
    endpoints,
    ...cdcScaling,
    others,
    notes: [],
    known: { values: context.values, hashes: context.hashes },
  }
}

/** The ids of pipes that a run stopped for an edit and could not start again. */
export const leftPaused = (state: State.Document | undefined): ReadonlySet<string> =>
  new Set(
    (state?.inFlight ?? []).flatMap(({ resume, resourceId }) =>
      resume === true && resourceId !== undefined ? [resourceId] : [],
    ),
  )

/** Those of the pipes that are neither declared nor remembered which name an endpoint, or an address of it. */
const usersAmong = ({ pipes, there, state }: Given): ((endpoint: LiveEndpoint) => ReadonlyArray<string>) => {
  const ours = new Set([
    ...pipes.map(({ pipe }) => pipe.name),
    ...Object.values(state?.pipes ?? {}).map(({ id }) => id),
  ])
  const others = there.pipes.filter(({ id, name }) => !ours.has(id) && !ours.has(name))
  return (endpoint) => {
    const goes = goesThrough(endpoint)
    return others.flatMap((it) => (goes(it) ? [it.name] : []))
  }
}

/** Whether a live pipe names an endpoint, or an address of it. */
export const goesThrough = ({ id, object }: LiveEndpoint): ((pipe: Live) => boolean) => {
  const addresses = [object.dnsNames, object.privateDnsNames].flatMap((it) => (Array.isArray(it) ? it : []))
  const names = [id, ...addresses].filter((it) => typeof it === "string" && it !== "").map(String)
  return ({ object: { source = null } }) => {
    const text = JSON.stringify(source)
    return names.some((it) => text.includes(it))
  }
}

/** What the endpoints tell that stay as they are. */
const told = (
  endpoints: ReadonlyArray<EndpointChange>,
): ((attribute: Ir.Attribute) => string | undefined) => {
  const stays: ReadonlySet<Action> = new Set<Action>(["keep", "update", "adopt"])
  const byName = new Map(
    endpoints.flatMap((it) => (stays.has(it.action) ? [[it.name, it.live] as const] : [])),
  )
  return ({ endpoint, name }) => {
    const live = byName.get(endpoint)
    return live === undefined ? undefined : Endpoint.tell(live.object, name)
  }
}

interface Orphan {
  readonly name: string
  readonly record: State.PipeRecord
  readonly live: Live | undefined
}

interface Matched {
  readonly matches: ReadonlyArray<Pipes.Match>
  readonly orphans: ReadonlyArray<Orphan>
  readonly others: ReadonlyArray<Live>
}

/**
 * By the id that the state has, else by name. Every live pipe is met by one declared pipe at most, and every record too.
 */
const match = (
  { pipes, there, state }: Given,
  tell: (attribute: Ir.Attribute) => string | undefined,
): Matched => {
  const records = new Map(Object.entries(state?.pipes ?? {}))
  const byId = new Map(there.pipes.map((it) => [it.id, it]))
  const byName = new Map<string, Array<Live>>()
  for (const it of there.pipes) {
    const same = byName.get(it.name)
    if (same === undefined) byName.set(it.name, [it])
    else same.push(it)
  }
  const owned = new Map([...records].map(([name, { id }]) => [id, name]))
  const used = new Set<string>()
  const taken = new Set<string>()
  const matches = pipes.map((declared): Pipes.Match => {
    const { name } = declared.pipe
    const from =
      declared.pipe.movedFrom === undefined ? undefined : String(Ir.literal(declared.pipe.movedFrom))
    // A pipe of ours under another record is that one's.
    const freeOf = (it: string) =>
      (byName.get(it) ?? []).filter(
        ({ id }) => !owned.has(id) || owned.get(id) === name || owned.get(id) === from,
      )
    const [own, old] = [records.get(name), from === undefined ? undefined : records.get(from)]
    const recordName = own !== undefined ? name : old !== undefined ? from : undefined
    const record = own ?? old
    const named = freeOf(name)
    const before = from === undefined ? [] : freeOf(from)
    const recorded = record === undefined ? undefined : byId.get(record.id)
    const live = recorded ?? (named.length > 0 ? named[0] : own === undefined ? before[0] : undefined)
    const sameName =
      named.length > 1 ? named : live !== undefined && live === before[0] && before.length > 1 ? before : []
    const bothNames = own === undefined && named.length > 0 && before.length > 0
    if (recordName !== undefined) used.add(recordName)
    for (const it of [live, ...sameName]) if (it !== undefined) taken.add(it.id)
    if (bothNames) for (const it of before) taken.add(it.id)
    const body = Evaluate.resolve(declared.request.body, tell)
    const request = body === declared.request.body ? declared.request : { ...declared.request, body }
    const awaits = Evaluate.pending(request.body).flatMap(({ parts }) =>
      parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint])),
    )
    return {
      pipe: declared.pipe,
      request,
      awaits: [...new Set(awaits)],
      live,
      record: live === undefined || live.id === record?.id ? record : undefined,
      recordName,
      sameName,
      bothNames,
    }
  })
  const orphans = [...records].flatMap(([name, record]) =>
    used.has(name) ? [] : [{ name, record, live: byId.get(record.id) }],
  )
  const ours = new Set(orphans.map(({ record }) => record.id))
  return { matches, orphans, others: there.pipes.filter(({ id }) => !taken.has(id) && !ours.has(id)) }
}

/** How many changes there are of each action. */
export const counts = (
  changes: ReadonlyArray<{ readonly action: Action }>,
): Readonly<Record<Action, number>> => {
  const result = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    keep: 0,
    move: 0,
    adopt: 0,
    blocked: 0,
    start: 0,
    stop: 0,
    resync: 0,
  }
  for (const { action } of changes) result[action] += 1
  return result
}

/** Everything that the plan is about, in no order. */
export const all = ({
  changes,
  endpoints,
  cdcScaling,
}: Plan): ReadonlyArray<Change | EndpointChange | ScalingChange> => [
  ...endpoints,
  ...changes,
  ...(cdcScaling === undefined ? [] : [cdcScaling]),
]

/** Whether anything is not as declared, whether or not it can be made so. */
export const hasChanges = (plan: Plan): boolean => all(plan).some(({ action }) => action !== "keep")

/** Whether all is as declared, down to what is remembered. */
export const isEmpty = (plan: Plan): boolean =>
  all(plan).every((it) => it.action === "keep" && it.steps.every(({ _tag }) => _tag === "WaitForEndpoint"))

/** Whether a request is sent that changes something. */
export const isWriting = (plan: Plan): boolean =>
  all(plan).some((it) => Changes.writes(it) || ("after" in it && Changes.writes({ steps: it.after })))

/** Whether it can be carried out as it stands: nothing is blocked, and all that has to be allowed is. */
export const isExecutable = (plan: Plan): boolean =>
  all(plan).every((it) => it.blocked === undefined && (!("needs" in it) || it.needs.length === 0))
