/** Results for people, as an aligned table, and for machines, as data. */
import type { Absent, Counted, Failed, Measured, Result } from "./measure.ts"

export interface Conditions {
  readonly node: string
  readonly platform: string
  readonly runs: number
}

const headings = ["figure", "median", "against", "median", "ratio", "10–90 %", "goal"]
const alignRight = [false, true, false, true, true, true, false]

export const renderTable = (conditions: Conditions, results: ReadonlyArray<Result>): string => {
  const counted = results.filter((result) => result.state === "counted")
  const failures = results
    .filter((result) => result.state === "failed" || result.state === "absent")
    .map(renderFailure)
  const tables = [
    table(headings, results.filter((result) => result.state === "measured").map(rowOf), alignRight),
    table(["counted", "amount", "goal", ""], counted.map(countRowOf), [false, true, false, false]),
    failures,
  ].filter((lines) => lines.length > 0)
  return [
    `Node ${conditions.node} on ${conditions.platform}, ${conditions.runs} runs by turns, times in ms`,
    ...tables.map((lines) => `\n${lines.join("\n")}`),
    ...goals(results),
  ].join("\n")
}

const table = (
  heads: ReadonlyArray<string>,
  cells: ReadonlyArray<ReadonlyArray<string>>,
  right: ReadonlyArray<boolean>,
): ReadonlyArray<string> => {
  if (cells.length === 0) return []
  const rows = [heads, ...cells]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  )
}

const rowOf = (result: Measured): ReadonlyArray<string> => [
  result.unit === undefined ? result.name : `${result.name}, in ${result.unit}`,
  rounded(result.ours.median),
  result.against,
  rounded(result.baseline.median),
  result.ratio.toFixed(2),
  `${result.spread.low.toFixed(2)}–${result.spread.high.toFixed(2)}`,
  goalWords(result.ratio, result.goal),
]

const countRowOf = (result: Counted): ReadonlyArray<string> => [
  result.name,
  amountWords(result),
  goalWords(result.amount, result.goal),
  result.words ?? "",
]

export const amountWords = ({ amount, unit }: Pick<Counted, "amount" | "unit">): string =>
  `${Number(amount.toFixed(amount < 10 ? 2 : 0)).toLocaleString("en")} ${unit === "requests" && amount === 1 ? "request" : unit}`

export const isMet = (value: number, goal: number): boolean => value <= goal

/** What is wanted, and whether it is so. */
export const goalWords = (value: number, goal: number | undefined): string =>
  goal === undefined ? "" : `≤ ${goalNumber(goal)} ${isMet(value, goal) ? "met" : "NOT MET"}`

const goalNumber = (goal: number): string => Number(goal.toFixed(2)).toLocaleString("en")

const goals = (results: ReadonlyArray<Result>): ReadonlyArray<string> => {
  const met = results.flatMap((result) => {
    if (result.state !== "measured" && result.state !== "counted") return []
    if (result.goal === undefined) return []
    return [isMet(result.state === "measured" ? result.ratio : result.amount, result.goal)]
  })
  return met.length === 0 ? [] : [`\n${met.filter(Boolean).length} of ${met.length} goals are met`]
}

const renderFailure = (result: Failed | Absent): string =>
  `${result.state === "failed" ? "failed" : "not measured"}: ${result.name}\n${result.reason.replace(/^/gm, "  ")}`

/** Three digits that say something, whatever the size. */
const rounded = (value: number): string =>
  value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4)

export const toJson = (conditions: Conditions, results: ReadonlyArray<Result>): string =>
  `${JSON.stringify({ ...conditions, unit: "ms", figures: results }, null, 2)}\n`
