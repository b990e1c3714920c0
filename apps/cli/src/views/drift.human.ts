import type { Difference, Drift, Item } from "@pipewright/core/Drift"
import { isDrift } from "@pipewright/core/Drift"
import type * as Ir from "@pipewright/core/Ir"
import { width } from "@pipewright/language/Renderer"
import type { Session } from "../session.ts"
import * as Words from "./drift.words.ts"
import * as PlanView from "./plan.human.ts"
import { value } from "./plan.words.ts"
import { columns, count, fit, type Paint, paint, plain, wrap } from "./terminal.ts"

export interface Drifted {
  readonly drift: Drift
  readonly session: Session
  /** Where something is declared, as `file:line`. */
  readonly place: (origin: Ir.Origin) => string
  /** The path that was given. */
  readonly path: string | undefined
}

/** What moved, one thing after the other, and what it all comes to. What is as it was applied is counted. */
export const drift = (drifted: Drifted, look: PlanView.Look): string => {
  const style = paint(look.color)
  const shown = drifted.drift.items.filter(({ what, notes }) => what !== "asApplied" || notes.length > 0)
  const table = columns(shown.map((item) => cells(item, drifted)))
  const blocks = shown.flatMap((item, index) => [
    ...(index > 0 ? [""] : []),
    tone(item, style)(table[index]!),
    ...details(item, drifted, look, style),
  ])
  const lines = [
    ...PlanView.heading(drifted, look, style),
    "",
    ...blocks,
    ...(blocks.length > 0 ? [""] : []),
    ...ending(drifted, look, style),
  ]
  return `${lines.join("\n")}\n`
}

const cells = (item: Item, { session, place }: Drifted): ReadonlyArray<string> => {
  const symbol = `  ${Words.symbols[item.what]} `
  const where = (origin: Ir.Origin | undefined) =>
    origin === undefined ? "no longer declared" : plain(place(origin))
  switch (item.of) {
    case "endpoint":
      return [
        `${symbol}endpoint ${plain(item.name)}`,
        plain(String(item.record.applied.type ?? "")),
        where(item.change.endpoint?.origin),
      ]
    case "pipe":
      return [`${symbol}${plain(item.name)}`, PlanView.way(item.change), where(item.change.pipe?.origin)]
    case "cdcScaling":
      return [
        `${symbol}cdcScaling`,
        `shared by database pipes of ${session.target}`,
        where(item.change?.scaling.origin),
      ]
  }
}

const tone = ({ what }: Item, { yellow, red, dim }: Paint) =>
  ({ asApplied: dim, changed: yellow, gone: red, unknown: yellow })[what]

const indent = "      "

const details = (item: Item, drifted: Drifted, look: PlanView.Look, style: Paint): ReadonlyArray<string> => {
  const { path, session } = drifted
  const say = (label: string, text: string | undefined, tint: (text: string) => string) =>
    text === undefined
      ? []
      : wrap(`${plain(label)}: ${plain(text)}`, look.columns, indent, `${indent}  `).map(tint)
  const { back, takeOver } = Words.ways(item, { path, target: session.target })
  return [
    ...differences(item.differences, look, style),
    ...item.notes.flatMap(({ message }) => say("note", message, style.dim)),
    ...say("go back", back, style.bold),
    ...say("take over", takeOver, style.bold),
  ]
}

/** How wide a table of values may be where nothing else says so. */
const readable = 120

/**
 * Each field with what was applied, what is live and what is declared: on one line if all of them have room on one, else
 * each value on a line of its own.
 */
const differences = (
  all: ReadonlyArray<Difference>,
  look: PlanView.Look,
  { yellow }: Paint,
): ReadonlyArray<string> => {
  const rows = all.map((it) => [
    `${indent}${plain(it.path)}`,
    `applied ${value(it.applied)}`,
    `live ${value(it.live)}`,
    Words.declared(it.declared),
    Words.movedBy(it) === "both" ? "changed here and outside" : "changed outside",
  ])
  const sides = columns(rows.map((row) => row.slice(0, -1)))
  const moved = rows.map((row) => row.at(-1)!)
  const isTable = sides.every(
    (line, index) => width(line) + 2 + width(moved[index]!) <= (look.columns ?? readable),
  )
  return rows.flatMap(([name = "", ...values], index) =>
    isTable
      ? [`${sides[index]}  ${yellow(moved[index]!)}`]
      : [
          `${fit(name, look.columns)}  ${yellow(moved[index]!)}`,
          ...values.slice(0, -1).map((it) => fit(`${indent}  ${it}`, look.columns)),
        ],
  )
}

const ending = (
  { drift, session }: Drifted,
  look: PlanView.Look,
  { yellow }: Paint,
): ReadonlyArray<string> => [
  ...(drift.remembers
    ? []
    : wrap(
        `Nothing is remembered of ${session.target}, so nothing can be compared: apply has made nothing there, or its state is lost.`,
        look.columns,
        "",
        "  ",
      ).map(yellow)),
  ...wrap(`Drift: ${summary(drift)}.`, look.columns, "", "  "),
]

export const summary = (drift: Drift): string => {
  const { changed, gone, unknown, asApplied } = Words.counts(drift)
  return [
    ...(isDrift(drift) ? [] : ["none"]),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(gone > 0 ? [`${gone} gone`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    `${asApplied} as applied`,
    ...(drift.unmade.length > 0 ? [`${drift.unmade.length} not made yet`] : []),
    ...(drift.others > 0 ? [`${count(drift.others, "other pipe")} left alone`] : []),
    ...(drift.leftOut === undefined ? [] : [`${drift.leftOut} left out`]),
  ].join(", ")
}
