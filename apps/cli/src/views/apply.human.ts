import * as Compile from "@pipewright/core/Compile"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { render } from "@pipewright/language/Renderer"
import type * as Executor from "@pipewright/runtime/Executor"
import { tell } from "../failures.ts"
import { displayed, type Loaded } from "../program/program.ts"
import type { Session } from "../session.ts"
import { columns, count, paint, plain } from "./terminal.ts"

export interface Applied {
  readonly outcomes: ReadonlyArray<Executor.Outcome>
  readonly session: Session
  readonly loaded: Loaded
  /** In seconds. */
  readonly waited: number
}

/** What went wrong, each refusal under the line that caused it; what all pipes would meet is said once. */
export const refusals = ({ outcomes, loaded }: Applied, color: boolean): string => {
  const all = outcomes.flatMap((outcome) =>
    outcome._tag === "refused" || outcome._tag === "unknown" ? [outcome] : [],
  )
  const general = all.findIndex(({ error }) => error._tag !== "RequestRefused")
  const told = all.filter(({ error }, index) => error._tag === "RequestRefused" || index === general)
  const shown = displayed(loaded, told.map(refusal))
  return shown.diagnostics.map((diagnostic) => `${render(diagnostic, shown.lookup, { color })}\n\n`).join("")
}

/** How it ended, pipe by pipe. */
export const apply = ({ outcomes, session, waited }: Applied, color: boolean): string => {
  const style = paint(color)
  const tone = (outcome: Executor.Outcome) =>
    outcome._tag === "settled" ? style.green : outcome._tag === "kept" ? style.dim : style.red
  const lines = columns(outcomes.map((outcome) => [`  ${plain(outcome.change.name)}`, word(outcome)]))
  const has = (...tags: ReadonlyArray<Executor.Outcome["_tag"]>) =>
    outcomes.filter(({ _tag }) => tags.includes(_tag)).length
  const created = has("settled", "failed", "unsettled")
  const parts = [
    `${created} created`,
    `${has("kept")} unchanged`,
    ...(has("refused") > 0 ? [`${has("refused")} refused`] : []),
    ...(has("unknown") > 0 ? [`${has("unknown")} perhaps created`] : []),
    ...(has("skipped") > 0 ? [`${has("skipped")} not tried`] : []),
    ...(has("failed") > 0 ? [`${has("failed")} failed`] : []),
    ...(has("unsettled") > 0 ? [`${has("unsettled")} not settled after ${count(waited, "second")}`] : []),
  ]
  return [
    `\n${lines.map((line, index) => tone(outcomes[index]!)(line)).join("\n")}\n\n`,
    `Applied to ${session.target}: ${parts.join(", ")}.\n`,
    session.embedded && created > 0
      ? style.dim("The emulator ran for this command alone; `pipewright emulator` keeps one running.\n")
      : "",
  ].join("")
}

/** The state as the service tells it, or what became of it. */
const word = (outcome: Executor.Outcome): string => {
  switch (outcome._tag) {
    case "refused":
      return outcome.error._tag === "RequestRefused" ? "refused" : "not created"
    case "unknown":
      return "perhaps created: there was no answer; `plan` shows whether it is there"
    case "skipped":
      return "not tried"
    case "interrupted":
      return "begun, and stopped before the end"
    default:
      return plain(outcome.state ?? outcome._tag)
  }
}

/** A refusal as a finding at the line that the API's path leads to. */
export const refusal = (outcome: Extract<Executor.Outcome, { _tag: "refused" | "unknown" }>): Diagnostic => {
  const { change, error } = outcome
  const told = tell(error)
  const path = error._tag === "RequestRefused" ? error.jsonPath : undefined
  const origin =
    (path === undefined ? undefined : Compile.originOf(change.request!, path)) ?? change.pipe!.origin
  return {
    code: told.code,
    severity: "error",
    message: plain(told.message),
    file: origin.file,
    span: origin.span,
    ...(told.help === undefined ? {} : { help: told.help }),
  }
}
