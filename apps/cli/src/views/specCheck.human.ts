import type { Difference, Report } from "@pipewright/spec/SpecCheck"
import { count, paint, plain } from "./terminal.ts"

/** Differences by what they belong to; then reasons without a difference; then how many there are. */
export const specCheck = (report: Report, withKnown: boolean, color: boolean): string => {
  const { differences, known, stale, operations } = report
  const { bold, dim, red, yellow } = paint(color)

  const lines = (difference: Difference, reason?: string): ReadonlyArray<string> => [
    `  ${plain(difference.field)} ${dim(difference.fact)}`,
    `    theirs  ${plain(difference.theirs)}`,
    `            ${dim(plain(difference.pointer))}`,
    `    ours    ${difference.ours}`,
    ...difference.places.map((place) => `            ${dim(plain(place))}`),
    ...(reason === undefined ? [] : [`    reason  ${reason}`]),
  ]
  const group = (title: string, parts: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
    parts.length === 0 ? [] : [bold(title), ...parts.flat(), ""]
  const grouped = <A>(all: ReadonlyArray<A>, of: (entry: A) => Difference): ReadonlyMap<string, Array<A>> => {
    const groups = new Map<string, Array<A>>()
    for (const entry of all) {
      const { area } = of(entry)
      groups.set(area, [...(groups.get(area) ?? []), entry])
    }
    return groups
  }

  const open = [...grouped(differences, (it) => it)].flatMap(([area, all]) =>
    group(
      area,
      all.map((it) => lines(it)),
    ),
  )
  const meant = withKnown
    ? [...grouped(known, (it) => it.difference)].flatMap(([area, all]) =>
        group(
          `${area}, known`,
          all.map((it) => lines(it.difference, it.reason)),
        ),
      )
    : []
  const outdated = group(
    "reasons without a difference, in packages/spec/src/KnownDifferences.ts",
    stale.map(({ pointer, fact, ours, theirs, reason }) => [
      `  ${pointer} ${dim(fact)}`,
      `    theirs  ${theirs}`,
      `    ours    ${ours}`,
      `    reason  ${reason}`,
    ]),
  )
  const summary = [
    differences.length === 0 ? "No difference" : red(count(differences.length, "difference")),
    ...(stale.length === 0 ? [] : [yellow(`${count(stale.length, "reason")} without a difference`)]),
    `${count(known.length, "known difference")}${withKnown || known.length === 0 ? "" : " (--known shows them)"}`,
    `${count(operations, "operation")} compared`,
  ].join(", ")
  return [...meant, ...open, ...outdated, summary].map((line) => `${line}\n`).join("")
}
