/** What a plan comes to for whoever runs the pipes, and what of it is told first. */
import type { Change, Command, EndpointChange, ScalingChange } from "@pipewright/core/Change"
import * as Plan from "@pipewright/core/Plan"

export type Any = Change | EndpointChange | ScalingChange

/** From what cannot be undone to what harms nobody. */
const severities = [
  "blocked",
  "delete",
  "replace",
  "resnapshot",
  "adopt",
  "pauses",
  "cost",
  "update",
  "move",
  "create",
  "keep",
] as const

export type Severity = (typeof severities)[number]

/** What a command to a pipe comes to. */
const commands: Readonly<Record<Command, Severity>> = {
  start: "update",
  stop: "pauses",
  resync: "resnapshot",
}

export const severity = ({ action, differences }: Any): Severity => {
  if (action === "start" || action === "stop" || action === "resync") return commands[action]
  if (action !== "update") return action
  const kinds = new Set(differences.map(({ impact }) => impact._tag))
  if (kinds.has("rereads")) return "replace"
  if (kinds.has("resnapshot")) return "resnapshot"
  if (kinds.has("pauses")) return "pauses"
  return kinds.has("cost") ? "cost" : "update"
}

export interface Totals {
  /** Everything that is to be done or that there is something to say of, the most severe first. */
  readonly sorted: ReadonlyArray<Any>
  readonly of: Readonly<Record<Severity, ReadonlyArray<Any>>>
  /** How many source tables are read again from the start. */
  readonly tables: number
  /** In US dollars a month, of all whose price is known. */
  readonly cost?: { readonly before: number; readonly after: number }
  /** Of how many that change in size the price is not known. */
  readonly unpriced: number
  /** How many fields somebody changed elsewhere. */
  readonly outside: number
}

export const totals = (plan: Plan.Plan): Totals => {
  const of: Record<Severity, Array<Any>> = {
    blocked: [],
    delete: [],
    replace: [],
    resnapshot: [],
    adopt: [],
    pauses: [],
    cost: [],
    update: [],
    move: [],
    create: [],
    keep: [],
  }
  for (const it of Plan.all(plan)) if (it.action !== "keep" || it.notes.length > 0) of[severity(it)].push(it)
  const sorted = severities.flatMap((it) => of[it])
  return { sorted, of, ...sums(sorted) }
}

/** The fields of one size each tell the price of all of it, and those of one table that it is read again. */
const sums = (changes: ReadonlyArray<Any>): Omit<Totals, "sorted" | "of"> => {
  let [tables, unpriced, outside, before, after, priced] = [0, 0, 0, 0, 0, 0]
  for (const { differences } of changes) {
    const impacts = differences.map(({ impact }) => impact)
    const costs = impacts.filter((it) => it._tag === "cost")
    const price = costs.find(({ perMonth }) => perMonth !== undefined)?.perMonth
    outside += differences.filter(({ movedBy }) => movedBy === "outside" || movedBy === "both").length
    tables += new Set(impacts.flatMap((it) => (it._tag === "resnapshot" ? it.tables : []))).size
    before += price?.before ?? 0
    after += price?.after ?? 0
    if (price !== undefined) priced += 1
    else if (costs.length > 0) unpriced += 1
  }
  return { tables, unpriced, outside, ...(priced > 0 ? { cost: { before, after } } : {}) }
}
