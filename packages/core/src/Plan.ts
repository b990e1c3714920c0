/** What it takes to get from what is there to what is declared, as data. */
import type { Request } from "./Compile.ts"
import * as Diff from "./Diff.ts"
import type { JsonObject, Values } from "./Evaluate.ts"
import type * as Ir from "./Ir.ts"

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

export interface Plan {
  readonly changes: ReadonlyArray<Change>
  /** Pipes that are there and not in the program. They are left alone. */
  readonly others: ReadonlyArray<Live>
}

export interface Declared {
  readonly pipe: Ir.Pipe
  readonly request: Request
}

/** `values` holds what was read late and is no secret; without it such fields are not compared. */
export const make = (declared: ReadonlyArray<Declared>, live: ReadonlyArray<Live>, values: Values): Plan => {
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
    others: live.filter((it) => !names.has(it.name)),
  }
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
