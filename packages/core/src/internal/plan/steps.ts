/** The order in which a pipe is made, changed, replaced and deleted. */
import type { Difference, Live, Step } from "../../Change.ts"
import { type BodyObject, isObject, type Request } from "../../Compile.ts"
import * as Ir from "../../Ir.ts"
import * as Patch from "../../Patch.ts"
import type { PipeState } from "../../SourceKind.ts"

/** Where a pipe should be: as declared, or as it is where nothing is said of it. */
export type Goal = "running" | "stopped"

/** On its way to rest, or there. */
export const rests = ({ kind }: Ir.Pipe, state: string): boolean =>
  state === "Stopping" || state === "Pausing" || isStopped(kind.lifecycle.stopped, state)

const isStopped = (stopped: ReadonlyArray<string>, state: string): boolean => stopped.includes(state)

/** What the author says, if anything. */
export const wanted = ({ state }: Ir.Pipe): Goal | undefined =>
  state === undefined ? undefined : Ir.literal(state) === "stopped" ? "stopped" : "running"

const settle = (pipe: Ir.Pipe): Step => ({
  _tag: "Settle",
  states: pipe.kind.lifecycle.settled(pipe.source),
})

const stop = (pipe: Ir.Pipe): ReadonlyArray<Step> => [
  { _tag: "Stop" },
  { _tag: "WaitFor", states: pipe.kind.lifecycle.stopped },
]

export const create = (pipe: Ir.Pipe, request: Request): ReadonlyArray<Step> => [
  { _tag: "Create", request },
  settle(pipe),
  // It cannot be made stopped.
  ...(wanted(pipe) === "stopped" ? stop(pipe) : []),
]

/** The new one is made once the old one is gone: they would read the same and write the same. */
export const replace = (pipe: Ir.Pipe, request: Request): ReadonlyArray<Step> => [
  { _tag: "Delete" },
  { _tag: "WaitGone" },
  ...create(pipe, request),
]

export interface Update {
  readonly pipe: Ir.Pipe
  readonly request: Request
  readonly live: Live
  readonly differences: ReadonlyArray<Difference>
  readonly goal: Goal
}

/**
 * Stop where the service wants it, PATCH, settings, then the state, then the size, then wait. A pipe that should be
 * stopped is told so after every PATCH: the service starts it to try out an edit, and may do so after it has answered.
 */
export const update = (given: Update): ReadonlyArray<Step> => {
  const { pipe, live, request, differences, goal } = given
  const { stopped } = pipe.kind.lifecycle
  const patches = Patch.make({ pipe, request, pipeId: live.id, live: live.object, differences })
  const pauses = differences.some(({ impact }) => impact._tag === "pauses" || impact._tag === "resnapshot")
  const isOf = (edit: Difference["edit"]) => differences.some((it) => it.edit === edit)
  const settings = isOf("settings") ? part(given, "settings", "PUT") : undefined
  const scaling = isOf("scaling") ? part(given, "scaling", "PATCH") : undefined
  if (differences.length === 0) return []
  const mustStop = goal === "stopped" && !neverRuns(live.state) && (patches.length > 0 || isOf("state"))
  const isDown = pauses || rests(pipe, live.state) || live.state === "Failed"
  const mustStart = goal === "running" && !neverRuns(live.state) && isDown
  const steps: ReadonlyArray<Step> = [
    ...(pauses && !isStopped(stopped, live.state) ? stop(pipe) : []),
    ...patches.flatMap(
      (patch, index): ReadonlyArray<Step> => [
        // After a removal the service may have started it.
        ...(index > 0 ? stop(pipe) : []),
        { _tag: "Patch", ...patch },
      ],
    ),
    ...(settings === undefined ? [] : [{ _tag: "PutSettings", request: settings } satisfies Step]),
    ...(mustStop ? [{ _tag: "Stop" } satisfies Step] : []),
    ...(mustStart ? [{ _tag: "Start" } satisfies Step] : []),
    ...(scaling === undefined ? [] : [{ _tag: "PatchScaling", request: scaling } satisfies Step]),
  ]
  if (steps.length === 0) return []
  return [...steps, goal === "running" ? settle(pipe) : { _tag: "WaitFor", states: stopped }]
}

/** Neither starting nor stopping does anything to it. */
const neverRuns = (state: PipeState | string): boolean => state === "Completed"

/** Settings go with all that are declared, a size with what changed. */
const part = (
  { request, live, differences }: Update,
  key: "settings" | "scaling",
  method: Request["method"],
): Request => {
  const declared = request.body[key]
  const all: BodyObject = isObject(declared) ? declared : {}
  const changed = new Set(differences.flatMap(({ keys }) => (keys[0] === key ? [keys[1]] : [])))
  const body =
    key === "settings" ? all : Object.fromEntries(Object.entries(all).filter(([name]) => changed.has(name)))
  const prefix = `/${key}`
  const origins = [...request.origins].flatMap(([place, origin]) =>
    place.startsWith(`${prefix}/`) ? [[place.slice(prefix.length), origin] as const] : [],
  )
  const path = `${request.path}/${live.id}/${key}`
  return { ...request, method, path, body, origins: new Map(origins) }
}
