/**
 * A part of a plan: the pipes and endpoints that are meant, and the endpoints that these pipes go through. All else is
 * left as it is, so nothing is done that would take something away from what is left out.
 */
import type { Change, EndpointChange, ScalingChange } from "./Change.ts"
import * as Compile from "./Compile.ts"
import * as Evaluate from "./Evaluate.ts"
import { Blocks, Notes } from "./internal/plan/words.ts"
import * as Plan from "./Plan.ts"

export interface Meant {
  /** By the name of a pipe, or of an endpoint with `endpoint.` before it. */
  readonly name: (name: string) => boolean
  /** Whether the size that pipes from databases share is meant. */
  readonly cdcScaling: boolean
}

/** Every name that can be meant. */
export const names = (plan: Plan.Plan): ReadonlyArray<string> => [
  ...new Set([
    ...plan.changes.flatMap(namesOf),
    ...plan.endpoints.map(({ name }) => `endpoint.${name}`),
    ...(plan.cdcScaling === undefined ? [] : ["cdcScaling"]),
  ]),
]

/** The names of a pipe: before and after. */
export const namesOf = ({ name, previousName = name, recordName = name }: Change): ReadonlyArray<string> => [
  name,
  previousName,
  recordName,
]

export const choose = (plan: Plan.Plan, meant: Meant): Plan.Plan => {
  const isChosen = (change: Change) => namesOf(change).some(meant.name)
  const changes = plan.changes.filter(isChosen)
  const others = plan.changes.filter((it) => !isChosen(it))
  const through = new Set(changes.flatMap(wayOf))
  const isTaken = ({ name }: EndpointChange) => meant.name(`endpoint.${name}`) || through.has(name)
  const { cdcScaling, leftOut: _, ...rest } = plan
  return {
    ...rest,
    changes,
    endpoints: plan.endpoints.filter(isTaken).map((it) => withUsers(it, others)),
    ...(cdcScaling === undefined || !meant.cdcScaling ? {} : { cdcScaling: withPipes(cdcScaling, changes) }),
    leftOut: [
      ...plan.endpoints
        .filter((it) => !isTaken(it))
        .map(({ name, action }) => ({ name: `endpoint.${name}`, action })),
      ...others.map(({ name, action }) => ({ name, action })),
      ...(cdcScaling === undefined || meant.cdcScaling
        ? []
        : [{ name: "cdcScaling", action: cdcScaling.action }]),
    ],
  }
}

/** The endpoints that a declared pipe goes through. */
const wayOf = ({ pipe }: Change): ReadonlyArray<string> =>
  pipe === undefined
    ? []
    : Evaluate.pending(Compile.create(pipe, Compile.noIds).body).flatMap(({ parts }) =>
        parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint])),
      )

/** An endpoint is not deleted while pipes that are left out go through it. */
const withUsers = (change: EndpointChange, leftOut: ReadonlyArray<Change>): EndpointChange => {
  const { live, after } = change
  if (live === undefined || after.length === 0) return change
  const goes = Plan.goesThrough(live)
  const users = leftOut.flatMap((it) => (it.live !== undefined && goes(it.live) ? [it.name] : []))
  if (users.length === 0) return change
  return change.action === "replace"
    ? { ...change, after: [], notes: [...change.notes, Notes.staysForOthers(users)] }
    : { ...change, action: "blocked", after: [], steps: [], needs: [], blocked: Blocks.usedByOthers(users) }
}

/** The size is there once a database pipe is. */
const withPipes = (change: ScalingChange, chosen: ReadonlyArray<Change>): ScalingChange =>
  change.live !== undefined ||
  change.action === "blocked" ||
  chosen.some(({ pipe }) => pipe?.kind.destination === "database")
    ? change
    : { ...change, action: "blocked", steps: [], notes: [], blocked: Blocks.databasePipesLeftOut(undefined) }
