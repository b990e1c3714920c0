/** What is remembered of a pipe after each request of a change: as much as it has reached, and no more. */
import * as Applied from "@pipewright/core/Applied"
import type { Change, Step } from "@pipewright/core/Change"
import type { BodyObject } from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import type { PipeFailing } from "./failing.ts"
import type { Place } from "./place.ts"
import { commit, now, type Run, tell } from "./run.ts"

/** Parts of what is remembered that have a request of their own. */
const apart: ReadonlySet<string> = new Set(["settings", "scaling", "state", "protect"])

/** Whether a request of a step reaches a part of what is remembered. */
const reaches = (step: Step, key: string): boolean => {
  switch (step._tag) {
    case "Create":
      return key !== "state"
    case "Patch":
      // Without paths it only makes room for the next one.
      return step.paths.length > 0 && !apart.has(key)
    case "PutSettings":
      return key === "settings"
    case "PatchScaling":
      return key === "scaling"
    case "Start":
    case "Stop":
      return key === "state"
    default:
      return false
  }
}

export interface Remembered {
  readonly change: Change
  readonly step: Step
  /** Nothing else is to be sent for the change. */
  readonly isLast: boolean
  readonly before: State.PipeRecord | undefined
  /** All that was sent so far, as it was written. */
  readonly sent: ReadonlyArray<BodyObject>
  readonly appliedAt: string
}

/** The record without the id, which of a new pipe is in the answer. Absent where nothing is declared any more. */
export const after = (run: Run, given: Remembered): Omit<State.PipeRecord, "id"> | undefined => {
  const { change, step, isLast, before, sent, appliedAt } = given
  const { pipe, request } = change
  if (pipe === undefined || request === undefined) return undefined
  const resolved = { body: Evaluate.resolve(request.body, tell(run)) }
  const isNew = before === undefined && step._tag === "Create"
  const { id, ...full } = isNew
    ? Applied.created(pipe, resolved, "", run, appliedAt)
    : Applied.updated(pipe, resolved, before ?? adopted(change), sent, run, appliedAt)
  if (isLast) return full
  const reached = Object.entries(full.applied).filter(([key]) => reaches(step, key))
  const kept = Object.entries(before?.applied ?? {}).filter(
    ([key]) => !reaches(step, key) || (key === "state" && !Object.hasOwn(full.applied, key)),
  )
  const applied: JsonObject = { ...Object.fromEntries(kept), ...Object.fromEntries(reached) }
  return { ...full, applied }
}

const adopted = ({ live }: Change) => ({ id: live?.id ?? "", origin: "adopted" as const, secrets: {} })

/** Under the name of the program from now on. */
export const underName = (
  { change, recordName }: Pick<Place, "change" | "recordName">,
  record: State.PipeRecord | undefined,
): State.Change => ({
  pipes: {
    ...(recordName === change.name ? {} : { [recordName]: null }),
    ...(record === undefined ? {} : { [change.name]: record }),
  },
})

export const keep = (place: Place, record: State.PipeRecord | undefined): void => {
  place.record = record
  place.recordName = place.change.name
}

/** The step that only remembers: the pipe is as declared. */
export const all = (run: Run, place: Place): Effect.Effect<void, PipeFailing> =>
  Effect.gen(function* () {
    const { change, id } = place
    const step: Step = { _tag: "Remember" }
    const appliedAt = yield* now
    const record = after(run, {
      change,
      step,
      isLast: true,
      before: place.record,
      sent: place.sent,
      appliedAt,
    })
    if (record === undefined || id === undefined) return
    yield* commit(run, underName(place, { ...record, id }))
    keep(place, { ...record, id })
  })
