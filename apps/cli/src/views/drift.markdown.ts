/** A drift as a comment or an issue: what is gone first, then what was changed, each with the ways on. */
import type { Difference, Item, What } from "@pipewright/core/Drift"
import type * as Ir from "@pipewright/core/Ir"
import { type Drifted, summary } from "./drift.human.ts"
import * as Words from "./drift.words.ts"
import * as Markdown from "./markdown.ts"
import { way } from "./plan.human.ts"
import { value } from "./plan.words.ts"

/** The first line, by which a later run finds its comment. */
const marker = (target: string): string => `<!-- pipewright drift ${target} -->`

const order: ReadonlyArray<What> = ["gone", "changed", "unknown", "asApplied"]

export const drift = (drifted: Drifted): string => {
  const { drift: found, session } = drifted
  const told = found.items.filter(({ what, notes }) => what !== "asApplied" || notes.length > 0)
  return Markdown.page({
    begin: [
      marker(session.target),
      `### Drift of ${Markdown.code(session.target)}: ${summary(found)}`,
      ...(found.remembers
        ? []
        : [`Nothing is remembered of ${Markdown.code(session.target)}, so nothing can be compared.`]),
    ],
    all: order.flatMap((what) => told.filter((it) => it.what === what)),
    make: (it) => item(it, drifted),
    what: "thing",
    command: `pipewright drift --target ${session.target}`,
    end: [],
  })
}

const names: Readonly<Record<What, string>> = {
  gone: "is gone",
  changed: "was changed",
  unknown: "cannot be compared",
  asApplied: "is as applied",
}

const item = (it: Item, drifted: Drifted): string => {
  const { path, session } = drifted
  const { back, takeOver } = Words.ways(it, { path, target: session.target })
  const lines = [
    ...Markdown.notes(it.notes),
    ...(back === undefined ? [] : [`**Go back**: ${Markdown.sayOrRun(back)}`]),
    ...(takeOver === undefined ? [] : [`**Take over**: ${Markdown.sayOrRun(takeOver)}`]),
  ]
  const body = [
    ...fields(it.differences, drifted),
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")]),
  ]
  const title = [
    Markdown.code(Words.symbols[it.what]),
    it.of === "endpoint" ? `endpoint ${Markdown.code(it.name)}` : Markdown.code(it.name),
    ...(it.of === "pipe" ? [Markdown.code(way(it.change))] : []),
    names[it.what],
    `(${where(originOf(it), drifted)})`,
  ].join(" ")
  return body.length === 0 ? `- ${title}` : Markdown.details(title, body.join("\n\n"))
}

const originOf = (it: Item): Ir.Origin | undefined =>
  it.of === "pipe"
    ? it.change.pipe?.origin
    : it.of === "endpoint"
      ? it.change.endpoint?.origin
      : it.change?.scaling.origin

const where = (origin: Ir.Origin | undefined, { place }: Drifted): string =>
  origin === undefined ? "no longer declared" : Markdown.code(place(origin))

const fields = (all: ReadonlyArray<Difference>, { place }: Drifted): ReadonlyArray<string> =>
  Markdown.table(["Field", "Applied", "Live", "Declared", "Place"], all, (it) => [
    Markdown.code(it.path),
    Markdown.code(value(it.applied), 120),
    Markdown.code(value(it.live), 120),
    declared(it),
    it.origin === undefined ? "" : Markdown.code(place(it.origin)),
  ])

const declared = ({ declared: it }: Difference): string =>
  it._tag === "other" ? Markdown.code(value(it.value), 120) : Words.declared(it)
