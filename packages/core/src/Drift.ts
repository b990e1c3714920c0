/**
 * What of a service is not as it was last applied, whoever moved it. The program has no say in that: an edit of the
 * program alone is no drift. It only tells what becomes of it: what is declared by now, and what `apply` would do.
 *
 * What was applied takes the place of the program in the comparison that a plan makes.
 */
import type { Change, EndpointChange, Live, LiveEndpoint, Note, ScalingChange } from "./Change.ts"
import * as Decompile from "./Decompile.ts"
import * as Diff from "./Diff.ts"
import * as Endpoint from "./Endpoint.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Field from "./Field.ts"
import type { Difference, Now } from "./internal/drift/declared.ts"
import * as Declared from "./internal/drift/declared.ts"
import * as Resting from "./internal/drift/resting.ts"
import { Notes } from "./internal/drift/words.ts"
import * as Endpoints from "./internal/plan/endpoints.ts"
import * as Only from "./Only.ts"
import * as Plan from "./Plan.ts"
import * as Scaling from "./Scaling.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"
import * as State from "./State.ts"

export type { Declared, Difference } from "./internal/drift/declared.ts"

/**
 * `asApplied`: nothing moved. `changed`: it is there, and something of it moved. `gone`: it is not there any more.
 * `unknown`: it is there and declared, and nothing is remembered of it, or nothing that this version can read.
 */
export type What = "asApplied" | "changed" | "gone" | "unknown"

interface Common {
  /** In the program; of what is no longer in it, in the state. */
  readonly name: string
  readonly what: What
  readonly differences: ReadonlyArray<Difference>
  readonly notes: ReadonlyArray<Note>
}

export interface PipeDrift extends Common {
  readonly of: "pipe"
  readonly record?: State.PipeRecord
  readonly live?: Live
  /** What `apply` would do about it. */
  readonly change: Change
}

export interface EndpointDrift extends Common {
  readonly of: "endpoint"
  readonly record: State.EndpointRecord
  readonly live?: LiveEndpoint
  readonly change: EndpointChange
}

export interface ScalingDrift extends Common {
  readonly of: "cdcScaling"
  /** Absent where it is no longer declared. */
  readonly change?: ScalingChange
}

export type Item = PipeDrift | EndpointDrift | ScalingDrift

export interface Drift {
  /** Endpoints, then pipes in the order of a plan, then the size that pipes from databases share. */
  readonly items: ReadonlyArray<Item>
  /** Declared pipes that are yet to be made. */
  readonly unmade: ReadonlyArray<Change>
  /** Live pipes that are neither declared nor remembered. */
  readonly others: number
  /** How much was not asked for. Absent where all was. */
  readonly leftOut?: number
  /** Whether anything is remembered of the target. */
  readonly remembers: boolean
}

export interface Given extends Plan.Given {
  readonly catalog: SourceCatalog
}

export const make = (given: Given): Drift => {
  const { state, there } = given
  const plan = Plan.make(given)
  const changes = new Map(plan.changes.map((it) => [it.recordName ?? it.name, it]))
  const live = new Map(there.pipes.map((it) => [it.id, it]))
  const rests = Plan.leftPaused(state)
  const recorded = Object.entries(state?.pipes ?? {}).flatMap(([name, record]) => {
    const change = changes.get(name)
    return change === undefined ? [] : [pipe(given, change, record, live.get(record.id), rests)]
  })
  const byChange = new Map(recorded.map((it) => [it.change, it]))
  const pipes = plan.changes.flatMap((change) => byChange.get(change) ?? unrecorded(change))
  const scaling =
    state?.cdcScaling === undefined ? [] : [cdcScaling(given, state.cdcScaling, plan.cdcScaling)]
  return {
    items: [...endpoints(plan, there.endpoints ?? []), ...pipes, ...scaling],
    unmade: plan.changes.filter(({ action, record }) => action === "create" && record === undefined),
    others: plan.others.length,
    remembers: state !== undefined && state.serial > 0,
  }
}

/** The codes of all notes. */
export const notes: ReadonlyArray<string> = Plan.codesOf(Notes)

/** Every name that can be meant. */
export const names = ({ items, unmade }: Drift): ReadonlyArray<string> => [
  ...items.flatMap(namesOf),
  ...unmade.map(({ name }) => name),
]

const namesOf = (item: Item): ReadonlyArray<string> =>
  item.of === "pipe"
    ? Only.namesOf(item.change)
    : [item.of === "endpoint" ? `endpoint.${item.name}` : item.name]

/** The same of those alone that are meant. */
export const only = (drift: Drift, meant: Only.Meant): Drift => {
  const isMeant = (item: Item) =>
    item.of === "cdcScaling" ? meant.cdcScaling : namesOf(item).some(meant.name)
  const items = drift.items.filter(isMeant)
  const unmade = drift.unmade.filter(({ name }) => meant.name(name))
  const leftOut = drift.items.length - items.length + drift.unmade.length - unmade.length
  return { ...drift, items, unmade, leftOut }
}

/** Whether anything is not as it was applied, or cannot be known to be. */
export const isDrift = ({ items }: Drift): boolean => items.some(({ what }) => what !== "asApplied")

// --------------------------------------------------------------------------------------------------- pipes

/** It is there under a name that is declared, and we neither made it nor took it over, or have forgotten that. */
const unrecorded = (change: Change): ReadonlyArray<PipeDrift> => {
  const { name, live, pipe, record } = change
  return live === undefined || pipe === undefined || record !== undefined
    ? []
    : [
        {
          of: "pipe",
          name,
          what: "unknown",
          live,
          differences: [],
          notes: [Notes.unrecorded(live.id)],
          change,
        },
      ]
}

const pipe = (
  given: Given,
  change: Change,
  record: State.PipeRecord,
  live: Live | undefined,
  leftPaused: ReadonlySet<string>,
): PipeDrift => {
  const base = { of: "pipe", name: change.name, record, change } as const
  if (live === undefined) {
    const { live: other } = change
    const notes = [Notes.gone(record.id), ...(other === undefined ? [] : [Notes.another(other.id)])]
    return { ...base, what: "gone", differences: [], notes }
  }
  const { state, protect: _, ...body } = record.applied
  const applied = Decompile.body(body, given.catalog)
  if (applied._tag === "Unreadable")
    return { ...base, live, what: "unknown", differences: [], notes: [Notes.unreadable(record.arm)] }
  const sides = { live: live.object, record, ...(given.values === undefined ? {} : { values: given.values }) }
  const found = Diff.compare({ ...sides, pipe: applied.pipe, request: { body, origins: new Map() } })
  const now = once(() => programOf(change, sides))
  const resting = Resting.of(applied.pipe, live, state, leftPaused.has(live.id))
  const differences = [
    ...(found.differences.length === 0 ? [] : Declared.withDeclared(found.differences, now())),
    ...(resting.applied === undefined ? [] : [Resting.difference(change, live, resting.applied)]),
  ]
  return {
    ...base,
    live,
    what: differences.length === 0 ? "asApplied" : "changed",
    differences,
    notes: resting.notes,
  }
}

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly it: A } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

const programOf = (
  { pipe, request }: Change,
  sides: Pick<Diff.Sides, "live" | "record" | "values">,
): Now | undefined => {
  if (pipe === undefined || request === undefined) return undefined
  const told = new Map<string, Json>()
  const { differences } = Diff.compare({ ...sides, pipe, request, told })
  return { differences, told }
}

// ----------------------------------------------------------------------------------------------- endpoints

const endpoints = (plan: Plan.Plan, there: ReadonlyArray<LiveEndpoint>): ReadonlyArray<EndpointDrift> => {
  const byId = new Map(there.map((it) => [it.id, it]))
  return plan.endpoints.flatMap((change) => {
    const { name, record } = change
    // One that another took the place of is on its way out.
    if (record === undefined || State.isReplaced(name, record.id)) return []
    return [endpoint(change, record, byId.get(record.id))]
  })
}

const endpoint = (
  change: EndpointChange,
  record: State.EndpointRecord,
  live: LiveEndpoint | undefined,
): EndpointDrift => {
  const base = { of: "endpoint", name: change.name, record, change } as const
  if (live === undefined || live.status === "Deleted" || live.status === "Deleting")
    return { ...base, what: "gone", differences: [], notes: [Notes.gone(record.id)] }
  const fields = {
    type: Field.oneOf(Endpoint.types, { doc: "The type of the endpoint.", edit: "replace" }),
    ...Endpoint.fields(String(record.applied.type)),
  }
  const moved = movedIn(fields, record.applied, live.object, change.request?.body)
  const lost: ReadonlyArray<Difference> = Endpoints.lost.has(live.status)
    ? [{ path: "status", applied: "Ready", live: live.status, declared: { _tag: "asApplied" } }]
    : []
  const differences = [...moved, ...lost]
  return {
    ...base,
    live,
    what: differences.length === 0 ? "asApplied" : "changed",
    differences,
    notes: lost.length === 0 ? [] : [Notes.failed(live.status)],
  }
}

/** What is no pipe, field by field. */
const movedIn = (
  fields: Field.Fields,
  applied: JsonObject,
  live: JsonObject,
  body: Diff.Sides["request"]["body"] | undefined,
): ReadonlyArray<Difference> => {
  const record = { origin: "created", applied, secrets: {} } as const
  const of = (declared: Diff.Sides["request"]["body"], told?: Map<string, Json>) =>
    Diff.compareFields(fields, {
      request: { body: declared, origins: new Map() },
      live,
      record,
      ...(told === undefined ? {} : { told }),
    }).differences
  const moved = of(applied)
  if (moved.length === 0) return []
  const told = new Map<string, Json>()
  return Declared.withDeclared(moved, body === undefined ? undefined : { differences: of(body, told), told })
}

// ------------------------------------------------------------------------------------------- shared size

const cdcScaling = (
  { there }: Given,
  applied: JsonObject,
  change: ScalingChange | undefined,
): ScalingDrift => {
  // Without a database pipe there is no size either, and that the pipes went is told of them.
  const differences =
    there.cdcScaling === undefined
      ? []
      : movedIn(Scaling.shared, applied, there.cdcScaling, change?.request.body)
  return {
    of: "cdcScaling",
    name: "cdcScaling",
    what: differences.length === 0 ? "asApplied" : "changed",
    differences,
    notes: [],
    ...(change === undefined ? {} : { change }),
  }
}
