import type * as Ir from "@pipewright/core/Ir"
import type { Session } from "../session.ts"
import type { Condition, Standing } from "../standing.ts"
import { heading, type Look } from "./plan.human.ts"
import { columns, count, fit, type Paint, paint, plain, wrap } from "./terminal.ts"

export interface Shown {
  readonly session: Session
  readonly place: (origin: Ir.Origin) => string
  readonly standings: ReadonlyArray<Standing>
  /** How many requests of runs that died nobody knows the end of. */
  readonly inFlight: number
  /** In milliseconds since 1970. */
  readonly now: number
}

/** A line for each pipe, and below it what there is to do about one that is not well. */
export const status = (shown: Shown, look: Look): string => {
  const style = paint(look.color)
  const { standings, session, inFlight } = shown
  const lines = columns(standings.map((it) => cells(it, shown)))
  const blocks = standings.map((it, index) => {
    const line = fit(lines[index]!, look.columns)
    const isCut = line !== lines[index]
    return [tones(style)[it.condition](line), ...details(it, shown, { ...look, isCut }, style)]
  })
  return [
    ...heading({ session }, look, style),
    "",
    ...blocks.flatMap((block, index) =>
      // What has details stands apart from what is before and after it.
      index > 0 && blocks[index - 1]!.length + block.length > 2 ? ["", ...block] : block,
    ),
    ...(blocks.length === 0 ? [] : [""]),
    `${summary(standings)}.`,
    ...(inFlight === 0
      ? []
      : wrap(
          `A run died with ${count(inFlight, "request")} on the way; the next apply finds out what became of it.`,
          look.columns,
          "",
          "  ",
        ).map(style.yellow)),
    "",
  ].join("\n")
}

const tones = ({
  green,
  yellow,
  red,
  dim,
}: Paint): Readonly<Record<Condition, (text: string) => string>> => ({
  well: green,
  moving: yellow,
  resting: dim,
  ill: red,
  missing: red,
})

const cells = (it: Standing, { now }: Shown): ReadonlyArray<string> => [
  `  ${plain(it.name)}`,
  plain(it.type),
  it.state === undefined ? "-" : plain(it.state),
  it.updatedAt === undefined ? "" : ago(it.updatedAt, now),
  it.means,
]

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const

/** How long ago it was last updated. The clock of the service may be ahead of ours. */
export const ago = (time: string, now: number): string => {
  const passed = (now - Date.parse(time)) / 1000
  if (Number.isNaN(passed)) return plain(time)
  const [unit, seconds] = units.find(([, length]) => passed >= length) ?? ["", 0]
  return unit === "" ? "just now" : `${Math.floor(passed / seconds)} ${unit} ago`
}

const indent = "      "

/** What the line had no room for comes first. */
const details = (
  it: Standing,
  { place }: Shown,
  look: Look & { readonly isCut: boolean },
  style: Paint,
): ReadonlyArray<string> => {
  const { condition, declared, commands, id, updatedAt } = it
  const lines = (text: string) => wrap(plain(text), look.columns, indent, `${indent}  `)
  const notes = whose(it).flatMap((text) => lines(`note: ${text}`))
  if (condition === "well" || condition === "moving") return notes.map(style.dim)
  const where = [
    ...(declared === undefined ? [] : [place(declared)]),
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(updatedAt === undefined ? [] : [`updated ${updatedAt}`]),
  ]
  return [
    ...(look.isCut ? lines(it.means) : []),
    ...(where.length === 0 ? [] : lines(where.join(", "))).map(style.dim),
    ...notes.map(style.dim),
    ...lines(`next: ${it.next}`).map(style.bold),
    ...commands.map(pasted),
    ...errors(it).flatMap(({ label, query }) => [
      ...lines(label),
      ...(query === undefined ? [] : [pasted(query)]),
    ]),
  ]
}

/** What is to be pasted stands on a line of its own and is never broken. */
const pasted = (text: string): string => `${indent}  ${plain(text)}`

const whose = ({ id, isOurs, declared }: Standing): ReadonlyArray<string> => {
  if (id === undefined) return []
  if (!isOurs) return ["it is not ours; `apply --adopt` takes it over"]
  return declared === undefined ? ["it is no longer declared"] : []
}

/** Where it says what went wrong. */
const errors = ({
  why,
  condition,
}: Standing): ReadonlyArray<{ readonly label: string; readonly query?: string }> => {
  if (why === undefined) return []
  if (condition === "resting")
    return why._tag === "console" ? [] : [{ label: "errors, if nobody stopped it:", query: why.log }]
  if (why._tag === "console")
    return [{ label: "errors: the console shows them, at the pipe; no table of ClickHouse has them" }]
  return [
    { label: "errors:", query: why.log },
    ...(why.rows === undefined ? [] : [{ label: "rows that could not be written:", query: why.rows }]),
  ]
}

const words: Readonly<Record<Condition, string>> = {
  well: "well",
  moving: "on the way",
  resting: "at rest",
  ill: "not well",
  missing: "not there",
}

export const conditions: ReadonlyArray<Condition> = ["well", "moving", "resting", "ill", "missing"]

export const counts = (standings: ReadonlyArray<Standing>): Readonly<Record<Condition, number>> => {
  const result = { well: 0, moving: 0, resting: 0, ill: 0, missing: 0 }
  for (const { condition } of standings) result[condition] += 1
  return result
}

/** `3 pipes: 2 well, 1 not well`. */
export const summary = (standings: ReadonlyArray<Standing>): string => {
  const all = counts(standings)
  const parts = conditions.flatMap((it) => (all[it] === 0 ? [] : [`${all[it]} ${words[it]}`]))
  return [count(standings.length, "pipe"), ...(parts.length === 0 ? [] : [parts.join(", ")])].join(": ")
}
