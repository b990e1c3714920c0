/** What was measured before, to be compared with, and what of a figure is worse than it was. */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { nameOf } from "./figure.ts"
import type { Counted, Measured, Result } from "./measure.ts"
import { amountWords, type Conditions } from "./report.ts"

/** Of a ratio, with what nine of ten turns stay above and below. */
export interface RecordedRatio extends Pick<Measured, "name" | "against" | "ratio"> {
  readonly low: number
  readonly high: number
}

export type RecordedCount = Pick<Counted, "name" | "unit" | "amount" | "words">

export type RecordedFigure = RecordedRatio | RecordedCount

export interface Recorded extends Conditions {
  readonly figures: ReadonlyArray<RecordedFigure>
}

const path = fileURLToPath(new URL("./recorded.json", import.meta.url))

export const load = (): Recorded => JSON.parse(readFileSync(path, "utf8")) as Recorded

export const save = (recorded: Recorded): void =>
  writeFileSync(path, `${JSON.stringify(recorded, undefined, 2)}\n`)

/** What is measured now is recorded; what is not, in a run of some figures only, stays as it was. */
export const update = (
  before: Recorded,
  conditions: Conditions,
  results: ReadonlyArray<Result>,
  /** Of the figures that there are, in their order: another one is recorded no longer. */
  names: ReadonlyArray<string>,
): Recorded => {
  const known = new Map(before.figures.map((figure) => [nameOf(figure), figure]))
  for (const result of results) {
    const figure = recordedOf(result)
    if (figure !== undefined) known.set(nameOf(figure), figure)
  }
  return { ...conditions, figures: names.flatMap((name) => known.get(name) ?? []) }
}

const recordedOf = (result: Result): RecordedFigure | undefined => {
  switch (result.state) {
    case "measured": {
      const { name, against, ratio, spread } = result
      return { name, against, ratio: brief(ratio), low: brief(spread.low), high: brief(spread.high) }
    }
    case "counted": {
      const { name, unit, amount, words } = result
      return { name, unit, amount: brief(amount), ...(words === undefined ? {} : { words }) }
    }
    default:
      return undefined
  }
}

/** Four digits, of which the machine decides the last. */
const brief = (value: number): number => Number(value.toPrecision(4))

/** What a ratio, or memory, has to grow by before anything is said. */
const tenth = 1.1

export interface Worse {
  readonly name: string
  readonly now: string
  readonly before: string
}

/**
 * A ratio is worse beyond noise if it is more than a tenth above the recorded one and the turns of both runs lie apart:
 * nine of ten of these are above nine of ten of those. Memory is worse from a tenth on, and requests from one more on.
 */
export const worse = (recorded: Recorded, results: ReadonlyArray<Result>): ReadonlyArray<Worse> => {
  const known = new Map(recorded.figures.map((figure) => [nameOf(figure), figure]))
  return results.flatMap((result) => {
    if (result.state !== "measured" && result.state !== "counted") return []
    const before = known.get(nameOf(result))
    if (before === undefined) return []
    if (result.state === "measured")
      return "ratio" in before && isWorseRatio(before, result)
        ? [
            {
              name: nameOf(result),
              now: ratioWords(result.ratio, result.spread),
              before: ratioWords(before.ratio, before),
            },
          ]
        : []
    return "amount" in before && isMore(before, result)
      ? [{ name: result.name, now: amountWords(result), before: amountWords(before) }]
      : []
  })
}

const isWorseRatio = (before: RecordedRatio, { ratio, spread }: Measured): boolean =>
  ratio > before.ratio * tenth && spread.low > before.high

const isMore = (before: RecordedCount, { amount, unit }: Counted): boolean =>
  amount > before.amount * (unit === "requests" ? 1 : tenth)

const ratioWords = (ratio: number, { low, high }: { readonly low: number; readonly high: number }): string =>
  `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`

const major = (node: string): string => node.split(".")[0] ?? node

/** Ratios of another line of Node, or of another platform, are other ratios. */
export const isComparable = (recorded: Recorded, { node, platform }: Conditions): boolean =>
  major(recorded.node) === major(node) && recorded.platform === platform

/** How far turns lie apart is not known from fewer. */
const leastTurns = 3

/** The lines below the table. */
export const comparison = (
  recorded: Recorded,
  conditions: Conditions,
  results: ReadonlyArray<Result>,
): ReadonlyArray<string> => {
  const recording = `Node ${recorded.node} on ${recorded.platform}`
  if (!isComparable(recorded, conditions)) return [`Not compared: what is recorded is of ${recording}.`]
  if (conditions.runs < leastTurns) return [`Not compared: fewer than ${leastTurns} turns do not tell noise.`]
  const known = new Set(recorded.figures.map(nameOf))
  const both = results.filter((result) => known.has(nameOf(result))).length
  const figures = `${both} ${both === 1 ? "figure" : "figures"}`
  const found = worse(recorded, results)
  if (found.length === 0) return [`Of ${figures} recorded with ${recording}, none is worse beyond noise.`]
  return [
    `Of ${figures} recorded with ${recording}, ${found.length} ${found.length === 1 ? "is" : "are"} worse beyond noise:`,
    ...found.map(({ name, now, before }) => `  ${name}: ${now}, and it was ${before}`),
  ]
}
