/** What the program says by now of what has moved in the service since it was last applied. */
import * as Diff from "../../Diff.ts"
import type { Json, JsonObject } from "../../Evaluate.ts"
import type * as Ir from "../../Ir.ts"

/**
 * `asApplied`: still what was applied. `asLive`: what is live, so that nothing has to be done. `other`: neither, and
 * `value` is it. `undeclared`: nothing any more.
 */
export type Declared =
  | { readonly _tag: "asApplied" }
  | { readonly _tag: "asLive" }
  | { readonly _tag: "other"; readonly value: Json }
  | { readonly _tag: "undeclared" }

/** One value that is not what was last applied. No secret is ever among them. */
export interface Difference {
  /** As in a plan. */
  readonly path: string
  /** What was last applied. Absent where there was nothing. */
  readonly applied: Json | undefined
  readonly live: Json | undefined
  readonly declared: Declared
  /** Where the program declares it. */
  readonly origin?: Ir.Origin
}

/** The program beside what is live: what differs, and the paths of all that both have. */
export interface Now {
  readonly differences: ReadonlyArray<Diff.Difference>
  readonly told: ReadonlyMap<string, Json>
}

/** The same differences, of which `before` is live and `after` what was applied. */
export const withDeclared = (
  moved: ReadonlyArray<Diff.Difference>,
  now: Now | undefined,
): ReadonlyArray<Difference> => {
  const byPath = new Map(now?.differences.map((it) => [it.path, it]))
  const sides: Sides = { below: grouped(now?.differences ?? []), told: withRows(now?.told ?? new Map()) }
  return moved.map(({ path, before, after }) => {
    const differing = byPath.get(path)
    return {
      path,
      applied: after,
      live: before,
      declared: now === undefined ? { _tag: "undeclared" } : declared(path, before, after, sides, differing),
      ...(differing?.origin === undefined ? {} : { origin: differing.origin }),
    }
  })
}

interface Sides {
  /** Differences in a row, by the path of the row. */
  readonly below: ReadonlyMap<string, ReadonlyArray<Diff.Difference>>
  /** All paths that both have, and those of the rows that they are in. */
  readonly told: ReadonlySet<string>
}

/** The rows that a path leads through, which end with `]`. */
const rowsOf = (path: string): ReadonlyArray<string> =>
  [...path.matchAll(/\]\./g)].map(({ index }) => path.slice(0, index + 1))

const withRows = (told: Now["told"]): Sides["told"] =>
  new Set([...told.keys()].flatMap((path) => [path, ...rowsOf(path)]))

const grouped = (differences: Now["differences"]): Sides["below"] => {
  const result = new Map<string, Array<Diff.Difference>>()
  for (const it of differences)
    for (const row of rowsOf(it.path)) {
      const others = result.get(row)
      if (others === undefined) result.set(row, [it])
      else others.push(it)
    }
  return result
}

const declared = (
  path: string,
  live: Json | undefined,
  applied: Json | undefined,
  { below, told }: Sides,
  differing: Diff.Difference | undefined,
): Declared => {
  if (differing !== undefined) {
    const { after, movedBy } = differing
    // A row that is gone is as it was applied only if all of it is.
    const isApplied = movedBy === "outside" && !path.endsWith("]")
    if (isApplied || Diff.isSameJson(after, applied)) return { _tag: "asApplied" }
    return after === undefined ? { _tag: "undeclared" } : { _tag: "other", value: after }
  }
  const inRow = below.get(path)
  if (inRow !== undefined) return { _tag: "other", value: withValues(live, path, inRow) }
  return told.has(path) ? { _tag: "asLive" } : { _tag: "undeclared" }
}

/** A live row in which those values stand that the program has otherwise. */
const withValues = (live: Json | undefined, path: string, below: Now["differences"]): Json => ({
  ...(live as JsonObject),
  ...Object.fromEntries(below.map((it) => [it.path.slice(path.length + 1), it.after ?? null])),
})
