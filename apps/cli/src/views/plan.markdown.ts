/** A plan as a comment on a pull request: what it comes to first, then each change, the most severe first. */
import type { Difference } from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as Markdown from "./markdown.ts"
import { named, type Planned, summary, way } from "./plan.human.ts"
import * as Impact from "./plan.impact.ts"
import * as Words from "./plan.words.ts"
import { count } from "./terminal.ts"

/** The first line, by which a later run finds its comment. */
export const marker = (target: string): string => `<!-- pipewright plan ${target} -->`

export const plan = (planned: Planned): string => {
  const { plan, session } = planned
  const totals = Impact.totals(plan)
  return Markdown.page({
    begin: [
      marker(session.target),
      `### Plan for ${Markdown.code(session.target)}: ${summary(plan)}`,
      impact(totals),
      ...asked(totals),
    ],
    all: totals.sorted,
    make: (it) => change(it, planned),
    what: "change",
    command: `pipewright plan --target ${session.target}`,
    end: plan.others.length === 0 ? [] : [unknown(plan.others.length)],
  })
}

const unknown = (number: number): string =>
  `${count(number, "pipe")} of the service ${number === 1 ? "is" : "are"} not in the program, and left alone.`

// ------------------------------------------------------------------------------------------------- in all

const impact = (totals: Impact.Totals): string => {
  const { of, cost } = totals
  const lines = [
    ...some(of.blocked, (things) => `**${things} cannot be done**, so ${apply} would do nothing`),
    ...some(of.delete, (things, are) => `**${things} ${are} deleted**`),
    ...some(
      of.replace,
      (things, are) =>
        `**${things} ${are} deleted and made anew**; a new pipe reads everything again, and the tables of the old one stay behind`,
    ),
    ...some(
      of.resnapshot,
      (things) =>
        `**${count(totals.tables, "table")} of ${things} ${totals.tables === 1 ? "is" : "are"} read again** from the start`,
    ),
    ...some(of.adopt, (things, are) => `**${things}** that ${are} there already can be taken over`),
    ...some(of.pauses, (things, are) => `**${things} ${are} stopped** for the edit and started again`),
    ...(cost === undefined || cost.before === cost.after
      ? []
      : [`**The cost changes**: ${Markdown.code(Words.price(cost))}`]),
    ...(totals.unpriced === 0
      ? []
      : [`The price of ${count(totals.unpriced, "size")} that changes is not public`]),
    ...(totals.outside === 0
      ? []
      : [`${count(totals.outside, "field")} ${totals.outside === 1 ? "was" : "were"} changed outside`]),
  ]
  return lines.length === 0
    ? "Nothing is deleted, read again or stopped."
    : lines.map((it) => `- ${it}`).join("\n")
}

const apply = Markdown.code("apply")

const some = (
  all: ReadonlyArray<Impact.Any>,
  say: (things: string, are: string) => string,
): ReadonlyArray<string> => {
  if (all.length === 0) return []
  const endpoints = all.filter((it) => "after" in it).length
  const sizes = all.filter((it) => "scaling" in it).length
  const pipes = all.length - endpoints - sizes
  const things = [
    ...(pipes === 0 ? [] : [count(pipes, "pipe")]),
    ...(endpoints === 0 ? [] : [count(endpoints, "endpoint")]),
    ...(sizes === 0 ? [] : ["the shared size"]),
  ]
  return [say(things.join(" and "), all.length === 1 ? "is" : "are")]
}

const mostOptions = 20

/** What is missing, as it is typed. What is too long for a line is left to the terminal. */
const asked = ({ sorted }: Impact.Totals): ReadonlyArray<string> => {
  const options = [
    ...new Set(
      sorted.flatMap((it) =>
        "needs" in it ? it.needs.map((need) => Words.typed(need, Words.allowedAs(it))) : [],
      ),
    ),
  ]
  if (options.length === 0) return []
  const shown = options.filter((it) => it.length <= 160).slice(0, mostOptions)
  const more = options.length - shown.length
  return [
    `${apply} does nothing until all of this is asked for by name:`,
    Markdown.block([
      ...shown,
      ...(more === 0 ? [] : [`and ${more} more, which the plan shows in a terminal`]),
    ]),
  ]
}

// ----------------------------------------------------------------------------------------------- each one

const change = (it: Impact.Any, planned: Planned): string => {
  const summary = title(it, planned)
  const body = [...fields(it, planned), ...said(it)]
  return body.length === 0 ? `- ${summary}` : Markdown.details(summary, body.join("\n\n"))
}

const title = (it: Impact.Any, { place }: Planned): string => {
  const origin = "scaling" in it ? it.scaling.origin : "after" in it ? it.endpoint?.origin : it.pipe?.origin
  const what = it.action === "keep" ? "unchanged" : Words.toDo[it.action]
  return [
    // In code, since it would begin a list.
    Markdown.code(Plan.symbols[it.action]),
    "scaling" in it
      ? Markdown.code("cdcScaling")
      : "after" in it
        ? `endpoint ${Markdown.code(it.name)}`
        : `${Markdown.code(named(it))} ${Markdown.code(way(it))}`,
    what,
    `(${where(origin, place)})`,
  ].join(" ")
}

const where = (origin: Ir.Origin | undefined, place: Planned["place"]): string =>
  origin === undefined ? "no longer declared" : Markdown.code(place(origin))

const fields = ({ differences }: Impact.Any, { place }: Planned): ReadonlyArray<string> =>
  Markdown.table(["Field", "Before", "After", "Why", "Place"], differences, (it) => [
    Markdown.code(it.path),
    ...Words.sides(it).map((side) => Markdown.code(side, 120)),
    Markdown.prose([by[it.movedBy], Words.impact(it.impact)].filter((text) => text !== undefined).join(", ")),
    it.origin === undefined ? "" : Markdown.code(place(it.origin)),
  ])

const by: Readonly<Record<Difference["movedBy"], string>> = {
  program: "changed here",
  outside: "changed outside",
  both: "changed here and outside",
  unknown: "not applied before",
}

/** Below the fields: the steps, what there is to know, and what stands in the way. */
const said = (it: Impact.Any): ReadonlyArray<string> => {
  const steps = ["after" in it ? [...it.steps, ...it.after] : it.steps]
    .flat()
    .filter(({ _tag }) => _tag !== "Remember")
  const needs = "needs" in it ? it.needs.map((need) => Words.typed(need, Words.allowedAs(it))) : []
  const lines = [
    ...(it.blocked === undefined
      ? []
      : [
          `**Blocked**: ${Markdown.prose(it.blocked.message)}`,
          `**What to do**: ${Markdown.prose(it.blocked.help)}`,
        ]),
    ...(needs.length === 0
      ? []
      : [`**Has to be asked for**: ${needs.map((need) => Markdown.code(need)).join(" ")}`]),
    ...(it.action === "create" || it.action === "keep" || steps.length === 0
      ? []
      : [`Steps: ${Words.stepsOf(steps)}`]),
    ...Markdown.notes(it.notes),
  ]
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")]
}
