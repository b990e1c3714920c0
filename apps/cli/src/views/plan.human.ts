import type {
  Action,
  Change,
  Command,
  Difference,
  EndpointChange,
  ScalingChange,
} from "@pipewright/core/Change"
import type { BodyObject } from "@pipewright/core/Compile"
import * as Destination from "@pipewright/core/Destination"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import { width } from "@pipewright/language/Renderer"
import type { Session } from "../session.ts"
import * as Words from "./plan.words.ts"
import { columns, count, fit, type Paint, paint, plain, wrap } from "./terminal.ts"

export interface Planned {
  readonly plan: Plan.Plan
  readonly session: Session
  /** Where something is declared, as `file:line`. */
  readonly place: (origin: Ir.Origin) => string
  /** What pipes are told, where nothing is to be applied. */
  readonly command?: Command
}

export interface Look {
  readonly color: boolean
  /** How many columns there are; without it nothing is shortened and no line is broken. */
  readonly columns?: number | undefined
}

/** Shows the plan before the run goes on. */
export const print = (planned: Planned, look: Look): void => {
  process.stdout.write(`${plan(planned, look)}\n`)
}

/** What changes, one thing after the other, and what it all comes to. What stays as it is is counted. */
export const plan = (planned: Planned, look: Look): string => {
  const style = paint(look.color)
  const shown = rows(planned)
  const table = columns(shown.map(({ cells }) => cells))
  const blocks = shown.map((row, index) => [
    ...placed(table[index]!, row.cells.at(-1)!, look).map(tone(row.action, style)),
    ...details(row, planned, look, style),
  ])
  const body = blocks.flatMap((lines, index) =>
    // What has details stands apart from what is before and after it.
    index > 0 && blocks[index - 1]!.length + lines.length > 2 ? ["", ...lines] : lines,
  )
  return `${[...heading(planned, look, style), "", ...body, ...(body.length > 0 ? [""] : []), ...ending(planned, look, style)].join("\n")}\n`
}

/** Which target it is about. */
/** Where the line is too long, the end of the place is kept, which says most; a line of its own is the last resort. */
const placed = (line: string, place: string, { columns }: Look): ReadonlyArray<string> => {
  if (columns === undefined || width(line) <= columns) return [line]
  const before = line.slice(0, -place.length)
  const room = columns - width(before) - 1
  return room < 16 ? [before.trimEnd(), `${indent}${place}`] : [`${before}…${place.slice(-room)}`]
}

export const heading = (
  { session }: Pick<Planned, "session">,
  look: Look,
  { bold, dim }: Paint,
): ReadonlyArray<string> => {
  const [target, where] = [
    `Target ${session.target}`,
    session.embedded
      ? "(an emulator for this run alone)"
      : `(service ${session.service.serviceId} at ${session.api})`,
  ]
  return width(`${target} ${where}`) <= (look.columns ?? Number.POSITIVE_INFINITY)
    ? [`${bold(target)} ${dim(where)}`]
    : [bold(target), dim(where)]
}

interface Row {
  readonly action: Action
  readonly cells: ReadonlyArray<string>
  readonly of: Change | EndpointChange | ScalingChange
  readonly steps: ReadonlyArray<{ readonly _tag: string }>
  readonly origin: Ir.Origin | undefined
}

/** Everything that is to be done or that there is something to say of. */
const rows = ({ plan, session, place }: Planned): ReadonlyArray<Row> => {
  const where = (origin: Ir.Origin | undefined) =>
    origin === undefined ? "no longer declared" : plain(place(origin))
  const row = (
    of: Row["of"],
    name: string,
    what: string,
    origin: Ir.Origin | undefined,
    steps: Row["steps"],
  ): Row => ({
    action: of.action,
    cells: [`  ${Plan.symbols[of.action]} ${name}`, what, where(origin)],
    of,
    steps,
    origin,
  })
  const { endpoints, changes, cdcScaling } = plan
  return [
    ...endpoints.map((it) =>
      row(
        it,
        `endpoint ${plain(it.name)}`,
        plain(String(it.endpoint?.type.value ?? it.live?.type ?? "")),
        it.endpoint?.origin,
        [...it.steps, ...it.after],
      ),
    ),
    ...changes.map((it) => row(it, named(it), way(it), it.pipe?.origin, it.steps)),
    ...(cdcScaling === undefined
      ? []
      : [
          row(
            cdcScaling,
            "cdcScaling",
            `shared by database pipes of ${session.target}`,
            cdcScaling.scaling.origin,
            cdcScaling.steps,
          ),
        ]),
  ].filter(({ action, of }) => action !== "keep" || of.notes.length > 0)
}

export const named = ({ name, previousName }: Change): string =>
  previousName === undefined ? plain(name) : `${plain(previousName)} → ${plain(name)}`

/** From where to where a pipe goes. */
export const way = ({ pipe, request, record, live }: Change): string => {
  const from = pipe?.type ?? record?.arm ?? ""
  return `${from} → ${destination(request?.body ?? (live?.object as BodyObject | undefined) ?? {})}`
}

const tone = (action: Action, { green, yellow, red, dim }: Paint) =>
  ({
    create: green,
    update: yellow,
    replace: red,
    delete: red,
    move: yellow,
    adopt: yellow,
    keep: dim,
    blocked: red,
    start: yellow,
    stop: yellow,
    resync: red,
  })[action]

export const destination = (body: BodyObject): string => {
  const { database, table } = (body.destination ?? {}) as {
    readonly database?: string
    readonly table?: string
  }
  const prefix =
    typeof database === "string" && database !== Destination.defaultDatabase ? `${database}.` : ""
  return typeof table === "string" ? plain(`${prefix}${table}`) : plain(`${prefix}*`)
}

const indent = "      "

const details = (row: Row, planned: Planned, look: Look, style: Paint): ReadonlyArray<string> => {
  const { of, steps, action } = row
  const say = (label: string, text: string, tint: (text: string) => string) =>
    wrap(`${plain(label)}: ${plain(text)}`, look.columns, indent, `${indent}  `).map(tint)
  const shownSteps = steps.filter(({ _tag }) => _tag !== "Remember")
  const needs = "needs" in of ? of.needs.map((it) => Words.typed(it, Words.allowedAs(of))) : []
  return [
    ...differences(row, planned, look, style),
    ...(action === "create" || action === "keep" || shownSteps.length === 0
      ? []
      : say("steps", Words.stepsOf(shownSteps), style.dim)),
    ...of.notes.flatMap(({ message }) => say("note", message, style.dim)),
    ...(of.blocked === undefined
      ? []
      : [...say("blocked", of.blocked.message, style.red), ...say("help", of.blocked.help, style.bold)]),
    ...(needs.length === 0 ? [] : say("needs", needs.join(" "), style.yellow)),
  ]
}

/** One line for each field: what is, what will be, and what else there is to know. */
const differences = (
  { of, origin }: Row,
  { place }: Planned,
  look: Look,
  { dim, yellow }: Paint,
): ReadonlyArray<string> => {
  const lines = columns(
    of.differences.map((it) => {
      const [before, after] = Words.sides(it)
      return [`${indent}${plain(it.path)}`, `${before} → ${after}`]
    }),
  )
  return of.differences.flatMap((it, index) => {
    const words = [Words.impact(it.impact), Words.mover(it)].filter((text) => text !== undefined)
    const written = it.origin === undefined || it.origin === origin ? [] : [plain(place(it.origin))]
    const extra = [...words.map(yellow), ...written.map(dim)].join(dim(", "))
    const line = fit(lines[index]!, look.columns)
    if (extra === "") return [line]
    const room = look.columns ?? Number.POSITIVE_INFINITY
    return width(line) + 2 + width([...words, ...written].join(", ")) <= room
      ? [`${line}  ${extra}`]
      : [line, `${indent}  ${extra}`]
  })
}

/** What it comes to, and what stands in its way. */
const ending = ({ plan, command }: Planned, look: Look, { yellow, red }: Paint): ReadonlyArray<string> => {
  const name = command ?? "apply"
  const all = Plan.all(plan)
  const blocked = all.filter(({ action }) => action === "blocked").length
  const needs = all.flatMap((it) =>
    "needs" in it ? it.needs.map((permission) => Words.typed(permission, plain(Words.allowedAs(it)))) : [],
  )
  return [
    ...wrap(`Plan: ${summary(plan, command)}.`, look.columns, "", "  "),
    ...(blocked === 0
      ? []
      : [red(`${count(blocked, "thing")} cannot be done, so ${name} would do nothing.`)]),
    ...(needs.length === 0
      ? []
      : wrap(`If that is meant, ${name} needs ${[...new Set(needs)].join(" ")}`, look.columns, "", "  ").map(
          yellow,
        )),
  ]
}

export const summary = (plan: Plan.Plan, main: Action = "create"): string => {
  const counts = Plan.counts(Plan.all(plan))
  const parts = Object.entries(Words.toDo).flatMap(([action, words]) => {
    const number = counts[action as Action]
    return number > 0 || action === main ? [`${number} ${words}`] : []
  })
  return [
    ...parts,
    `${counts.keep} unchanged`,
    ...(plan.others.length > 0 ? [`${count(plan.others.length, "other pipe")} left alone`] : []),
    ...(plan.leftOut === undefined ? [] : [Words.leftOut(plan.leftOut)]),
  ].join(", ")
}

/** The line of a difference where colours do not matter. */
export const difference = (it: Difference): string => `${plain(it.path)}: ${Words.sides(it).join(" → ")}`
