/** What the outcomes of a run are called. */
import type { Action } from "@pipewright/core/Change"
import type * as Executor from "@pipewright/runtime/Executor"

export type Any = Executor.Outcome | Executor.EndpointOutcome | Executor.ScalingOutcome

export const name = ({ change }: Any): string =>
  "scaling" in change ? "cdcScaling" : "after" in change ? `endpoint ${change.name}` : change.name

const done: Readonly<Record<Action, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  move: "renamed",
  adopt: "adopted",
  keep: "unchanged",
  blocked: "blocked",
  start: "started",
  stop: "stopped",
  resync: "resynced",
}

/** What became of it, with the state as the service tells it. */
export const outcome = (it: Any): string => {
  const { action } = it.change
  switch (it._tag) {
    case "refused":
      return `${it.error._tag === "RequestRefused" ? "refused" : "failed"}, not ${done[action]}`
    case "unknown":
      return `perhaps ${done[action]}: the answer was lost or says nothing of it; the next run looks`
    case "skipped":
      return `not tried${why(it.why)}`
    case "interrupted":
      return "stopped half way; the next run goes on"
    case "waiting":
      return action === "replace"
        ? "made anew, waits to be accepted; the old one stays until then"
        : `${done[action]}, waits to be accepted`
    case "unsettled":
      if ("undone" in it) return `not ${done[action]} yet, still ${state(it)}; the next run goes on`
      return `${done[action]}, still ${state(it)}`
    case "failed":
      return `${done[action]}, ${state(it)}`
    default:
      return state(it) === "" || action === "delete" ? done[action] : `${done[action]}, ${state(it)}`
  }
}

const state = (it: Any): string =>
  "state" in it && it.state !== undefined ? it.state : "status" in it ? it.status : ""

const why = (given: Executor.Why): string => {
  switch (given._tag) {
    case "halted":
      return ", since what failed before would fail again"
    case "interrupted":
      return ", since the run was stopped"
    case "endpoint":
      return `, since the endpoint \`${given.endpoint}\` is not ready`
    default:
      return ", since not all pipes could be changed"
  }
}

/** `9 created, 0 unchanged`: what was done by action, of which one is always told, and what was not. */
export const summary = (all: ReadonlyArray<Any>, main: Action = "create"): string => {
  const isDone = (it: Any) =>
    ["kept", "settled", "done", "unsettled", "waiting", "failed"].includes(it._tag) && !("undone" in it)
  const acted = all.filter(isDone).map(({ change }) => change.action)
  const count = (...tags: ReadonlyArray<Any["_tag"]>) => all.filter(({ _tag }) => tags.includes(_tag)).length
  const some = (number: number, words: string) => (number === 0 ? [] : [`${number} ${words}`])
  const actions: ReadonlyArray<Action> = [
    "create",
    "update",
    "replace",
    "delete",
    "move",
    "adopt",
    "start",
    "stop",
    "resync",
  ]
  return [
    ...actions.flatMap((action) => {
      const number = acted.filter((it) => it === action).length
      return number > 0 || action === main ? [`${number} ${done[action]}`] : []
    }),
    `${acted.filter((it) => it === "keep").length} unchanged`,
    ...some(count("refused"), "refused"),
    ...some(count("unknown"), "without an answer"),
    ...some(count("skipped"), "not tried"),
    ...some(count("interrupted"), "stopped half way"),
    ...some(count("failed"), "failed"),
    ...some(count("unsettled"), "still on the way"),
    ...some(count("waiting"), "waiting to be accepted"),
  ].join(", ")
}

/** The step that only a person can take. */
export const acceptance = (it: Any): string => {
  const id = "endpointId" in it ? it.endpointId : undefined
  return `Accept the connection of ${name(it)}${id === undefined ? "" : ` (${id})`} in your cloud, then run apply again: it goes on from here.`
}

export const leftPaused = (it: Any): string =>
  `${name(it)} was stopped for the edit and could not be started again; run apply again, or start it in the console.`
