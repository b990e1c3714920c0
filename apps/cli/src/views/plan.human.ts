import type { Difference } from "@pipewright/core/Change"
import type { BodyObject } from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import type * as Plan from "@pipewright/core/Plan"
import type { Session } from "../session.ts"
import * as Shown from "./plan.shown.ts"
import { columns, count, type Paint, paint, plain } from "./terminal.ts"

export interface Planned {
  readonly plan: Plan.Plan
  readonly session: Session
  /** Where something is declared, as `file:line`. */
  readonly place: (origin: Ir.Origin) => string
}

/** Shows the plan before the run goes on. */
export const print = (planned: Planned, color: boolean): void => {
  process.stdout.write(`${plan(planned, color)}\n`)
}

/** The plan, pipe by pipe, and what it comes to. */
export const plan = (planned: Planned, color: boolean): string => {
  const style = paint(color)
  const lines = [heading(planned, style), "", ...rows(planned, style), "", `Plan: ${summary(planned.plan)}.`]
  const compared = Shown.rows(planned.plan).filter(({ action }) => action === "keep" || action === "differs")
  const withheld = beyond(planned, style)
  const secret = compared.some(({ change }) =>
    Evaluate.deferred(change.request?.body ?? {}).some((value) => value.secret),
  )
  const note = style.dim("Secrets are not compared, since the API never returns one.")
  return `${[...lines, ...(secret ? [note] : []), ...withheld].join("\n")}\n`
}

const heading = ({ session }: Planned, { bold, dim }: Paint): string =>
  session.embedded
    ? `${bold(`Target ${session.target}`)} ${dim("(an emulator for this run alone)")}`
    : `${bold(`Target ${session.target}`)} ${dim(`(service ${session.service.serviceId} at ${session.api})`)}`

const rows = ({ plan, place }: Planned, style: Paint): ReadonlyArray<string> => {
  const all = Shown.rows(plan)
  const lines = columns(
    all.map(({ action, pipe, change }) => [
      `  ${Shown.symbols[action]} ${plain(pipe.name)}`,
      `${pipe.type} → ${destination(change.request?.body ?? {})}`,
      plain(place(pipe.origin)),
    ]),
  )
  return all.flatMap((row, index) => [
    tone(row.action, style)(lines[index]!),
    ...row.differences.map((difference) => `      ${describe(difference, style)}`),
    ...(row.action === "ambiguous"
      ? [
          `      ${style.red(`${row.live.length} pipes have this name`)}: ${row.live.map(({ id }) => plain(id)).join(", ")}`,
        ]
      : []),
  ])
}

/** What is declared and will not be done. */
const beyond = ({ plan, place, session }: Planned, { yellow }: Paint): ReadonlyArray<string> => {
  const all = Shown.withheld(plan, session.target)
  if (all.length === 0) return []
  const lines = columns(all.map((it) => [`  ! ${plain(withheld(it))}`, plain(place(it.origin))]))
  return [
    "",
    yellow("This version cannot carry out all that is declared, so apply would do nothing:"),
    ...lines,
  ]
}

export const withheld = (it: Shown.Withheld): string => {
  switch (it._tag) {
    case "endpoint":
      return `make the endpoint \`${it.name}\``
    case "cdcScaling":
      return `set \`cdcScaling\` of the target \`${it.name}\``
    case "state":
      return `${it.state === "stopped" ? "stop" : "start"} the pipe \`${it.name}\``
    case "move":
      return `rename the pipe \`${it.from}\` to \`${it.name}\``
  }
}

const tone = (action: Shown.Action, style: Paint) =>
  action === "create" ? style.green : action === "keep" ? style.dim : style.yellow

export const destination = (body: BodyObject): string => {
  const { database, table } = (body.destination ?? {}) as {
    readonly database?: string
    readonly table?: string
  }
  const prefix = typeof database === "string" ? `${database}.` : ""
  return table === undefined ? `${prefix}*` : `${prefix}${table}`
}

const describe = ({ path, before, after }: Difference, { dim }: Paint): string =>
  `${plain(path)}: ${shown(before)} ${dim("is live,")} ${shown(after)} ${dim("is declared")}`

const shown = (value: unknown): string => {
  const text = value === undefined || value === null ? "nothing" : plain(JSON.stringify(value))
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

export const summary = (plan: Plan.Plan): string => {
  const { create, keep, differs, ambiguous } = Shown.counts(plan)
  return [
    `${create} to create`,
    `${keep} unchanged`,
    ...(differs > 0 ? [`${differs} different`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
    ...(plan.others.length > 0 ? [`${count(plan.others.length, "other pipe")} left alone`] : []),
  ].join(", ")
}
