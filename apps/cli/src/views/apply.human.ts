import type { Change, Command, EndpointChange, ScalingChange } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { render } from "@pipewright/language/Renderer"
import type * as Executor from "@pipewright/runtime/Executor"
import { tell } from "../failures.ts"
import { displayed, type Loaded } from "../program/program.ts"
import type { Session } from "../session.ts"
import * as Words from "./apply.words.ts"
import type { Look } from "./plan.human.ts"
import { columns, paint, plain, wrap } from "./terminal.ts"

export interface Applied {
  readonly result: Executor.Result
  readonly session: Session
  readonly loaded: Loaded
  /** What was told to pipes, where nothing was applied. */
  readonly command?: Command | undefined
}

/** Everything that a run was about, in the order in which it is told. */
export const outcomes = ({ pipes, endpoints, cdcScaling }: Executor.Result): ReadonlyArray<Words.Any> => [
  ...endpoints,
  ...pipes,
  ...(cdcScaling === undefined ? [] : [cdcScaling]),
]

type Failed = Extract<Words.Any, { readonly _tag: "refused" | "unknown" }>

const hasFailed = (outcome: Words.Any): outcome is Failed =>
  outcome._tag === "refused" || outcome._tag === "unknown"

/** What went wrong, each refusal under the line that caused it; what everything would meet is said once. */
export const refusals = ({ result, loaded, session }: Applied, look: Look): string => {
  const all = outcomes(result).filter(hasFailed)
  const general = all.findIndex(({ error }) => !isOfOne(error))
  const told = all.filter(({ error }, index) => isOfOne(error) || index === general)
  const shown = displayed(
    loaded,
    told.flatMap((it) => refusal(it, session)),
  )
  const findings = shown.diagnostics.map((it) => `${render(it, shown.lookup, look)}\n\n`).join("")
  return findings
}

const isOfOne = ({ _tag }: Executor.Failing): boolean =>
  _tag === "RequestRefused" || _tag === "PipeNotFound" || _tag === "EndpointNotFound"

/** How it ended, one thing after the other. What stayed as it was is counted, unless it is not well. */
export const apply = ({ result, session, command }: Applied, { color, columns: room }: Look): string => {
  const style = paint(color)
  const say = (text: string, tint: (text: string) => string = (it) => it): string =>
    wrap(text, room, "", "  ")
      .map((line) => `${tint(line)}\n`)
      .join("")
  const all = outcomes(result)
  const shown = all.filter(({ _tag, change }) => _tag !== "kept" || change.action !== "keep")
  const lines = columns(shown.map((it) => [`  ${plain(Words.name(it))}`, plain(Words.outcome(it))]))
  const tone = (outcome: Words.Any) => {
    if (["settled", "done", "kept"].includes(outcome._tag)) return style.green
    return outcome._tag === "unsettled" || outcome._tag === "waiting" ? style.yellow : style.red
  }
  const table = lines.map((line, index) => `${tone(shown[index]!)(line)}\n`).join("")
  return [
    table === "" ? "" : `\n${table}\n`,
    say(`${command === undefined ? "Applied to" : "On"} ${session.target}: ${Words.summary(all, command)}.`),
    ...all.filter((it) => it._tag === "waiting").map((it) => say(Words.acceptance(it), style.yellow)),
    ...all.filter((it) => "isLeftPaused" in it).map((it) => say(Words.leftPaused(it), style.red)),
    session.embedded && shown.length > 0
      ? say("The emulator ran for this command alone; `pipewright emulator` keeps one running.", style.dim)
      : "",
  ].join("")
}

/** A refusal as a finding at the line that the API's path leads to. */
export const refusal = (outcome: Failed, session: Session): ReadonlyArray<Diagnostic> => {
  const { change, error, step } = outcome
  const told = tell(error)
  const path = error._tag === "RequestRefused" ? error.jsonPath : undefined
  const request = requestOf(change, step)
  const origin =
    (path === undefined || request === undefined ? undefined : Compile.originOf(request, path)) ??
    declared(change) ??
    session.program.pipes[0]?.origin
  return origin === undefined
    ? []
    : [
        {
          code: told.code,
          severity: "error",
          message: plain(told.message),
          file: origin.file,
          span: origin.span,
          ...(told.help === undefined ? {} : { help: told.help }),
        },
      ]
}

type AnyChange = Change | EndpointChange | ScalingChange

const requestOf = (change: AnyChange, tag: string): Compile.Request | undefined => {
  const steps = [...change.steps, ...("after" in change ? change.after : [])]
  const step = steps.find(({ _tag }) => _tag === tag)
  return step !== undefined && "request" in step ? step.request : undefined
}

const declared = (change: AnyChange) =>
  "pipe" in change
    ? change.pipe?.origin
    : "endpoint" in change
      ? change.endpoint?.origin
      : "scaling" in change
        ? change.scaling.origin
        : undefined
