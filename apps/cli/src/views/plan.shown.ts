/** A plan as far as `apply` carries it out by now: pipes are created, and what is there is compared. */
import type { Change, Difference, Live } from "@pipewright/core/Change"
import * as Ir from "@pipewright/core/Ir"
import type * as Plan from "@pipewright/core/Plan"

/**
 * `create`: it is not there. `keep`: it is there and nothing declared differs. `differs`: it is there and something
 * does. `ambiguous`: several pipes of the name are there, and which one is meant cannot be told.
 */
export type Action = "create" | "keep" | "differs" | "ambiguous"

/** The symbol of an action in every rendering. */
export const symbols: Readonly<Record<Action, string>> = {
  create: "+",
  keep: "=",
  differs: "~",
  ambiguous: "?",
}

/** What is shown of one pipe of the program. */
export interface Row {
  readonly action: Action
  readonly change: Change
  readonly pipe: Ir.Pipe
  readonly live: ReadonlyArray<Live>
  readonly differences: ReadonlyArray<Difference>
}

export const rows = (plan: Plan.Plan): ReadonlyArray<Row> =>
  plan.changes.flatMap((change) => {
    const { pipe, live, sameName } = change
    if (pipe === undefined) return []
    const differences = change.differences.filter(({ path }) => path !== "state" && path !== "name")
    return {
      action:
        sameName !== undefined
          ? "ambiguous"
          : live === undefined
            ? "create"
            : differences.length > 0
              ? "differs"
              : "keep",
      change,
      pipe,
      live: sameName ?? (live === undefined ? [] : [live]),
      differences: sameName === undefined ? differences : [],
    }
  })

export const counts = (plan: Plan.Plan): Readonly<Record<Action, number>> => {
  const result = { create: 0, keep: 0, differs: 0, ambiguous: 0 }
  for (const { action } of rows(plan)) result[action] += 1
  return result
}

/** Something that is declared and that this version cannot carry out. */
export type Withheld = (
  | { readonly _tag: "endpoint" | "cdcScaling" }
  | { readonly _tag: "state"; readonly state: string }
  | { readonly _tag: "move"; readonly from: string }
) & {
  /** The name of the endpoint, the pipe or the target. */
  readonly name: string
  readonly origin: Ir.Origin
}

export const withheld = (
  { endpoints, cdcScaling, changes }: Plan.Plan,
  target: string,
): ReadonlyArray<Withheld> => [
  ...endpoints.flatMap(
    ({ name, endpoint }): ReadonlyArray<Withheld> =>
      endpoint === undefined ? [] : [{ _tag: "endpoint", name, origin: endpoint.origin }],
  ),
  ...(cdcScaling === undefined || cdcScaling.action === "keep"
    ? []
    : [{ _tag: "cdcScaling", name: target, origin: cdcScaling.scaling.origin } satisfies Withheld]),
  ...changes.flatMap(ofPipe),
]

const ofPipe = ({ pipe, live, differences }: Change): ReadonlyArray<Withheld> => {
  if (pipe === undefined) return []
  const { name, state, movedFrom } = pipe
  const wanted = String(Ir.literal(state))
  const isStateOpen =
    live === undefined ? wanted === "stopped" : differences.some(({ path }) => path === "state")
  return [
    ...(state !== undefined && isStateOpen
      ? [{ _tag: "state", state: wanted, name, origin: state.origin } satisfies Withheld]
      : []),
    ...(movedFrom !== undefined && live !== undefined && live.name !== name
      ? [{ _tag: "move", from: live.name, name, origin: movedFrom.origin } satisfies Withheld]
      : []),
  ]
}
