import type { Change, Difference, EndpointChange, Impact, ScalingChange } from "@pipewright/core/Change"
import * as Plan from "@pipewright/core/Plan"
import type * as Schema from "../schemas/plan.ts"
import * as Json from "./json.ts"
import type { Planned } from "./plan.human.ts"

export const plan = (made: Planned): string => Json.print<Schema.Plan>(planned(made))

/** What a plan says, wherever it stands. */
export const planned = (made: Planned): Omit<Schema.Plan, "version"> => {
  const { plan, session } = made
  const { start, stop, resync, ...counts } = Plan.counts(Plan.all(plan))
  const told = Object.entries({ start, stop, resync }).filter(([, count]) => count > 0)
  return {
    target: session.target,
    service: session.service,
    summary: { ...counts, ...Object.fromEntries(told), others: plan.others.length },
    ...(plan.leftOut === undefined ? {} : { leftOut: plan.leftOut }),
    executable: Plan.isExecutable(plan),
    pipes: plan.changes.map(pipe(made)),
    endpoints: plan.endpoints.map(endpoint(made)),
    ...(plan.cdcScaling === undefined ? {} : { cdcScaling: scaling(made, plan.cdcScaling) }),
  }
}

const pipe = (planned: Planned) => (change: Change) => ({
  name: change.name,
  ...(change.previousName === undefined ? {} : { previousName: change.previousName }),
  type: change.pipe?.type ?? change.record?.arm ?? null,
  ...common(planned, change, change.steps),
  needs: change.needs,
  declared: change.pipe === undefined ? null : planned.place(change.pipe.origin),
  live: (change.sameName ?? (change.live === undefined ? [] : [change.live])).map(({ id, state }) => ({
    id,
    state,
  })),
})

const endpoint = (planned: Planned) => (change: EndpointChange) => ({
  name: change.name,
  type: change.endpoint?.type.value ?? change.live?.type ?? null,
  ...common(planned, change, [...change.steps, ...change.after]),
  needs: change.needs,
  declared: change.endpoint === undefined ? null : planned.place(change.endpoint.origin),
  live: change.live === undefined ? [] : [{ id: change.live.id, status: change.live.status }],
})

const scaling = (planned: Planned, change: ScalingChange) => ({
  ...common(planned, change, change.steps),
  declared: planned.place(change.scaling.origin),
})

const common = (
  planned: Planned,
  { action, differences, blocked, notes }: Change | EndpointChange | ScalingChange,
  steps: ReadonlyArray<{ readonly _tag: string }>,
) => ({
  action,
  differences: differences.map(difference(planned)),
  steps: steps.map(({ _tag }) => _tag),
  ...(blocked === undefined ? {} : { blocked }),
  notes,
})

/** Neither side of a secret is told. */
const difference =
  ({ place }: Planned) =>
  ({ path, before, after, secret, movedBy, impact, origin }: Difference): Schema.Difference => ({
    path,
    ...(secret === true ? { secret } : { before: before ?? null, after: after ?? null }),
    movedBy,
    impact: impactOf(impact),
    declared: origin === undefined ? null : place(origin),
  })

const impactOf = (impact: Impact): Schema.Difference["impact"] => {
  switch (impact._tag) {
    case "inPlace":
    case "pauses":
      return { kind: impact._tag }
    case "resnapshot":
      return { kind: impact._tag, tables: impact.tables }
    case "rereads":
      return { kind: impact._tag, leaves: impact.leaves }
    case "cost":
      return { kind: impact._tag, ...(impact.perMonth && { perMonth: impact.perMonth }) }
  }
}
