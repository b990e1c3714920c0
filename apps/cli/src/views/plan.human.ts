import type { Difference } from "@pipewright/core/Diff"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type { Session } from "../session.ts"
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
  const compared = planned.plan.changes.filter(({ action }) => action === "keep" || action === "differs")
  const withheld = beyond(planned, style)
  const secret = compared.some(({ request }) => Evaluate.deferred(request.body).some((value) => value.secret))
  const note = style.dim("Secrets are not compared, since the API never returns one.")
  return `${[...lines, ...(secret ? [note] : []), ...withheld].join("\n")}\n`
}

const heading = ({ session }: Planned, { bold, dim }: Paint): string =>
  session.embedded
    ? `${bold(`Target ${session.target}`)} ${dim("(an emulator for this run alone)")}`
    : `${bold(`Target ${session.target}`)} ${dim(`(service ${session.service.serviceId} at ${session.api})`)}`

const rows = ({ plan, place }: Planned, style: Paint): ReadonlyArray<string> => {
  const lines = columns(
    plan.changes.map((change) => [
      `  ${Plan.symbols[change.action]} ${plain(change.pipe.name)}`,
      `${change.pipe.type} → ${destination(change)}`,
      plain(place(change.pipe.origin)),
    ]),
  )
  return plan.changes.flatMap((change, index) => [
    tone(change.action, style)(lines[index]!),
    ...change.differences.map((difference) => `      ${describe(difference, style)}`),
    ...(change.action === "ambiguous"
      ? [
          `      ${style.red(`${change.live.length} pipes have this name`)}: ${change.live.map(({ id }) => plain(id)).join(", ")}`,
        ]
      : []),
  ])
}

/** What is declared and will not be done. */
const beyond = ({ plan, place }: Planned, { yellow }: Paint): ReadonlyArray<string> => {
  if (plan.withheld.length === 0) return []
  const lines = columns(plan.withheld.map((it) => [`  ! ${plain(withheld(it))}`, plain(place(it.origin))]))
  return [
    "",
    yellow("This version cannot carry out all that is declared, so apply would do nothing:"),
    ...lines,
  ]
}

export const withheld = (it: Plan.Withheld): string => {
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

const tone = (action: Plan.Action, style: Paint) =>
  action === "create" ? style.green : action === "keep" ? style.dim : style.yellow

export const destination = ({ request }: Plan.Change): string => {
  const { database, table } = request.body.destination as {
    readonly database?: string
    readonly table?: string
  }
  const prefix = typeof database === "string" ? `${database}.` : ""
  return table === undefined ? `${prefix}*` : `${prefix}${table}`
}

const describe = ({ path, declared, live }: Difference, { dim }: Paint): string =>
  `${plain(path)}: ${shown(live)} ${dim("is live,")} ${shown(declared)} ${dim("is declared")}`

const shown = (value: unknown): string => {
  const text = value === undefined || value === null ? "nothing" : plain(JSON.stringify(value))
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

export const summary = (plan: Plan.Plan): string => {
  const { create, keep, differs, ambiguous } = Plan.counts(plan)
  return [
    `${create} to create`,
    `${keep} unchanged`,
    ...(differs > 0 ? [`${differs} different`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
    ...(plan.others.length > 0 ? [`${count(plan.others.length, "other pipe")} left alone`] : []),
  ].join(", ")
}
