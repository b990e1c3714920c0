/** Results for people, as an aligned table, and for machines, as data. */
import type { Absent, Failed, Measured, Result } from "./measure.ts"

export interface Conditions {
  readonly node: string
  readonly platform: string
  readonly runs: number
}

const headings = ["figure", "median", "10–90 %", "against", "median", "ratio"]
const alignRight = [false, true, true, false, true, true]

export const renderTable = (conditions: Conditions, results: ReadonlyArray<Result>): string => {
  const rows = [headings, ...results.filter((result) => result.state === "measured").map(rowOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        alignRight[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  )
  const counted = results.filter((result) => result.state === "counted")
  const failures = results
    .filter((result) => result.state === "failed" || result.state === "absent")
    .map(renderFailure)
  return [
    `Node ${conditions.node} on ${conditions.platform}, ${conditions.runs} runs by turns, times in ms`,
    "",
    ...(rows.length > 1 ? lines : []),
    ...(rows.length > 1 && counted.length > 0 ? [""] : []),
    ...counted.map(({ name, words }) => `${name}: ${words}`),
    ...failures,
  ].join("\n")
}

const rowOf = (result: Measured): ReadonlyArray<string> => [
  result.unit === undefined ? result.name : `${result.name}, in ${result.unit}`,
  rounded(result.ours.median),
  `${rounded(result.ours.low)}–${rounded(result.ours.high)}`,
  result.against,
  rounded(result.baseline.median),
  result.ratio.toFixed(2),
]

const renderFailure = (result: Failed | Absent): string =>
  `not measured: ${result.name}\n${result.reason.replace(/^/gm, "  ")}`

/** Three digits that say something, whatever the size. */
const rounded = (value: number): string =>
  value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4)

export const toJson = (conditions: Conditions, results: ReadonlyArray<Result>): string =>
  `${JSON.stringify({ ...conditions, unit: "ms", figures: results }, null, 2)}\n`
