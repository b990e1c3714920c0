/** What it takes to get from what is there to what is declared, as data. */
import type { Request } from "./Compile.ts"
import * as Diff from "./Diff.ts"
import type { JsonObject, Values } from "./Evaluate.ts"
import * as Ir from "./Ir.ts"

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

/** A pipe as the API lists it, as far as a plan needs it. */
export interface Live {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly object: JsonObject
}

export interface Change {
  readonly action: Action
  readonly pipe: Ir.Pipe
  readonly request: Request
  /** What is there under the name: none, one, or several. */
  readonly live: ReadonlyArray<Live>
  readonly differences: ReadonlyArray<Diff.Difference>
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

export interface Plan {
  readonly changes: ReadonlyArray<Change>
  /** What would be left undone; nothing is applied as long as there is any. */
  readonly withheld: ReadonlyArray<Withheld>
  /** Pipes that are there and not in the program. They are left alone. */
  readonly others: ReadonlyArray<Live>
}

export interface Declared {
  readonly pipe: Ir.Pipe
  readonly request: Request
}

/** What is declared besides pipes. */
export type Beside = Pick<Ir.Program, "endpoints" | "target">

/** `values` holds what was read late and is no secret; without it such fields are not compared. */
export const make = (
  declared: ReadonlyArray<Declared>,
  live: ReadonlyArray<Live>,
  values: Values,
  beside: Beside = { endpoints: [], target: undefined },
): Plan => {
  const byName = new Map<string, Array<Live>>()
  for (const it of live) {
    const same = byName.get(it.name)
    if (same === undefined) byName.set(it.name, [it])
    else same.push(it)
  }
  const names = new Set(declared.map(({ pipe }) => pipe.name))
  return {
    changes: declared.map(({ pipe, request }) => {
      const found = byName.get(pipe.name) ?? []
      const [first, second] = found
      if (first === undefined) return { action: "create", pipe, request, live: found, differences: [] }
      if (second !== undefined) return { action: "ambiguous", pipe, request, live: found, differences: [] }
      const differences = Diff.differences(pipe, request, first.object, values)
      return {
        action: differences.length === 0 ? "keep" : "differs",
        pipe,
        request,
        live: found,
        differences,
      }
    }),
    withheld: [
      ...besides(beside),
      ...declared.flatMap(({ pipe }) => ofPipe(pipe, byName.get(pipe.name) ?? [], byName)),
    ],
    others: live.filter((it) => !names.has(it.name)),
  }
}

const besides = ({ endpoints, target }: Beside): ReadonlyArray<Withheld> => [
  ...endpoints.map(({ name, origin }): Withheld => ({ _tag: "endpoint", name, origin })),
  ...(target?.cdcScaling === undefined
    ? []
    : [{ _tag: "cdcScaling", name: target.name, origin: target.cdcScaling.origin } satisfies Withheld]),
]

/** A state that a pipe has already, and a move from a name that nothing has any more, leave nothing to do. */
const ofPipe = (
  { name, kind, state, movedFrom }: Ir.Pipe,
  live: ReadonlyArray<Live>,
  byName: ReadonlyMap<string, ReadonlyArray<Live>>,
): ReadonlyArray<Withheld> => {
  const stops = Ir.literal(state) === "stopped"
  const rests = (it: Live) => kind.lifecycle.stopped.some((stopped) => stopped === it.state)
  const isDone = stops ? live.length > 0 && live.every(rests) : !live.some(rests)
  const from = String(Ir.literal(movedFrom))
  return [
    ...(state === undefined || isDone
      ? []
      : [
          {
            _tag: "state",
            state: stops ? "stopped" : "running",
            name,
            origin: state.origin,
          } satisfies Withheld,
        ]),
    ...(movedFrom === undefined || !byName.has(from)
      ? []
      : [{ _tag: "move", from, name, origin: movedFrom.origin } satisfies Withheld]),
  ]
}

/** How many changes there are of each action. */
export const counts = (plan: Plan): Readonly<Record<Action, number>> => {
  const count = (action: Action) => plan.changes.filter((change) => change.action === action).length
  return {
    create: count("create"),
    keep: count("keep"),
    differs: count("differs"),
    ambiguous: count("ambiguous"),
  }
}
