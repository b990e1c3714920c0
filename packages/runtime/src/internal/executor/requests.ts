/** The steps of a pipe that send something. */

import type { Pipe, Settings } from "@pipewright/cloud-api/Wire"
import type { PipeCommand } from "@pipewright/cloud-api/WireContract"
import type { Step } from "@pipewright/core/Change"
import type { Request } from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as State from "@pipewright/core/State"
import * as Effect from "effect/Effect"
import { madeBy } from "../found.ts"
import { livePipe } from "../live.ts"
import { type ApiFailure, isRunning, mustBePaused, type PipeFailing } from "./failing.ts"
import { type At, type Ending, end, type Place, refOf, writes } from "./place.ts"
import * as Remember from "./remember.ts"
import { now, type Run, revealed, tell, type Write, write } from "./run.ts"
import { stopped } from "./waits.ts"

type Sending = Effect.Effect<void, PipeFailing | Ending>

export const send = (run: Run, place: Place, at: At): Sending => {
  const { step, rest } = at
  const missing = "request" in step ? awaited(run, step.request) : undefined
  if (missing !== undefined) {
    const why = { _tag: "endpoint", endpoint: missing } as const
    return end({ _tag: "skipped", change: place.change, why })
  }
  switch (step._tag) {
    case "Create":
      return create(run, place, { step, rest })
    case "Patch":
      return patch(run, place, { step, rest })
    case "PutSettings":
      return edit(run, place, at, "putSettings", step.request, (body) =>
        run.client.putSettings({ ...refOf(run, place), settings: body as Settings }),
      )
    case "PatchScaling":
      return edit(run, place, at, "setScaling", step.request, (scaling) =>
        run.client.setScaling({ ...refOf(run, place), scaling }),
      )
    case "Stop":
      return rest.some(({ _tag }) => _tag === "Start") ? pause(run, place) : stop(run, place, at)
    case "Start":
      return start(run, place, at)
    case "Resync":
      return resync(run, place)
    case "Delete":
      return remove(run, place)
    default:
      return Effect.void
  }
}

/** An endpoint that does not tell by now what a request needs of it. */
const awaited = (run: Run, request: Request): string | undefined =>
  Evaluate.pending(Evaluate.resolve(request.body, tell(run)))
    .flatMap(({ parts }) => parts)
    .find((part) => typeof part !== "string")?.endpoint

/** Sends a request and remembers with its answer what it has reached. */
const remembering = <A, E extends ApiFailure & PipeFailing>(
  run: Run,
  place: Place,
  { step, rest }: At,
  given: Omit<Write<A, E>, "name" | "record" | "remember">,
  idOf: (answer: A) => string | undefined,
): Effect.Effect<A, E | PipeFailing> =>
  Effect.gen(function* () {
    const { change } = place
    const sent = given.body === undefined ? place.sent : [...place.sent, given.body]
    const record = Remember.after(run, {
      change,
      step,
      isLast: !writes(rest),
      before: place.record,
      sent,
      appliedAt: yield* now,
    })
    const recordOf = (answer: A): State.PipeRecord | undefined => {
      const id = idOf(answer)
      return record === undefined || id === undefined ? undefined : { ...record, id }
    }
    const { answer } = yield* write(run, {
      ...given,
      name: change.name,
      record,
      remember: (answer) => Remember.underName(place, recordOf(answer)),
    })
    Remember.keep(place, recordOf(answer))
    place.sent = sent
    place.isSeen = false
    return answer
  })

const create = (run: Run, place: Place, at: At<Extract<Step, { _tag: "Create" }>>): Sending =>
  Effect.gen(function* () {
    const body = Evaluate.resolve(at.step.request.body, tell(run))
    const request = run.client.createPipe({ ...run.service, ...revealed(run, body) })
    const given = { operation: "createPipe", body, request, find: findCreated(run) }
    const pipe = yield* remembering(run, place, at, given, ({ id }) => id)
    run.ours.add(pipe.id)
    place.id = pipe.id
    place.state = pipe.state
    place.isSeen = true
  })

/** A look at whether the pipe is there although no answer came. */
const findCreated =
  (run: Run) =>
  (intent: State.Intent): Effect.Effect<Pipe | undefined> =>
    Effect.map(
      run.pipes.until((pipes) => Effect.succeed({ pipes }), run.limits.settle),
      (seen) => {
        if (seen._tag !== "seen") return undefined
        const { pipes } = seen.value
        const found = madeBy(intent, pipes.map(livePipe), run.ours)
        return found === undefined || found === "unclear"
          ? undefined
          : pipes.find(({ id }) => id === found.id)
      },
    )

const edit = <A, E extends ApiFailure & PipeFailing>(
  run: Run,
  place: Place,
  at: At,
  operation: string,
  request: Request,
  sending: (body: JsonObject) => Effect.Effect<A, E>,
): Effect.Effect<A, E | PipeFailing> => {
  const body = Evaluate.resolve(request.body, tell(run))
  const given = {
    operation,
    body,
    resourceId: place.id,
    request: Effect.suspend(() => sending(Evaluate.reveal(body, run.values))),
  }
  return remembering(run, place, at, given, () => place.id)
}

/** If the service wants the pipe stopped for the edit after all, it is stopped, and the edit goes once more. */
const patch = (run: Run, place: Place, at: At<Extract<Step, { _tag: "Patch" }>>): Sending =>
  Effect.gen(function* () {
    const { request } = at.step
    const { secrets } = revealed(run, Evaluate.resolve(request.body, tell(run)))
    const once = edit(run, place, at, "updatePipe", request, (body) =>
      run.client.updatePipe({ ...refOf(run, place), body, secrets }),
    )
    const stayed = at.rest.some(({ _tag }) => _tag === "Stop")
    const again = Effect.gen(function* () {
      yield* stayed
        ? stop(run, place, { step: { _tag: "Stop" }, rest: [at.step, ...at.rest] })
        : pause(run, place)
      yield* stopped(run, place, place.change.pipe?.kind.lifecycle.stopped ?? [])
      return yield* once
    })
    const pipe = yield* Effect.catchIf(once, mustBePaused, () => again)
    place.state = pipe.state
  })

const command = (run: Run, place: Place, command: PipeCommand) =>
  Effect.suspend(() => run.client.setState({ ...refOf(run, place), command }))

/** For good, so that it is not for an edit any more. */
const stop = (run: Run, place: Place, at: At): Effect.Effect<void, PipeFailing> =>
  Effect.gen(function* () {
    const request = command(run, place, "stop")
    const given = { operation: "stopPipe", resourceId: place.id, request, ends: place.stops }
    place.state = (yield* remembering(run, place, at, given, () => place.id)).state
    place.isPaused = false
    place.stops = []
  })

/** It runs afterwards, also if it was stopped for an edit. */
const resync = (run: Run, place: Place): Effect.Effect<void, PipeFailing> =>
  Effect.gen(function* () {
    const { answer } = yield* write(run, {
      operation: "resyncPipe",
      name: place.change.name,
      resourceId: place.id,
      request: command(run, place, "resync"),
      ends: place.stops,
    })
    started(place, answer.state)
  })

/** For an edit. That the pipe should run again stays written down until it does. */
const pause = (run: Run, place: Place): Effect.Effect<void, PipeFailing> =>
  Effect.gen(function* () {
    const { answer, intent } = yield* write(run, {
      operation: "stopPipe",
      name: place.change.name,
      resourceId: place.id,
      resume: true,
      request: command(run, place, "stop"),
    })
    place.state = answer.state
    place.isSeen = false
    place.isPaused = true
    place.stops = [...place.stops, intent]
  })

const starting = (run: Run, place: Place) => ({
  operation: "startPipe",
  resourceId: place.id,
  request: command(run, place, "start").pipe(
    Effect.map(({ state }): string => state),
    Effect.catchIf(isRunning, () => Effect.succeed("Running")),
  ),
  ends: place.stops,
})

const started = (place: Place, state: string): void => {
  place.state = state
  place.isSeen = false
  place.isPaused = false
  place.stops = []
}

const start = (run: Run, place: Place, at: At): Effect.Effect<void, PipeFailing> =>
  Effect.map(
    remembering(run, place, at, starting(run, place), () => place.id),
    (state) => started(place, state),
  )

/**
 * Starts a pipe of which the plan does not say so: the service wanted it stopped for an edit, or the edit failed, or a
 * run that died left it so.
 */
export const startAgain = (run: Run, place: Place): Effect.Effect<void, PipeFailing> =>
  Effect.map(write(run, { ...starting(run, place), name: place.change.name }), ({ answer }) =>
    started(place, answer),
  )

const remove = (run: Run, place: Place): Effect.Effect<void, PipeFailing> =>
  Effect.gen(function* () {
    const { recordName } = place
    yield* write(run, {
      operation: "deletePipe",
      name: recordName,
      resourceId: place.id,
      request: Effect.suspend(() => run.client.deletePipe(refOf(run, place))),
      remember: () => ({ pipes: { [recordName]: null } }),
      ends: place.stops,
    })
    place.record = undefined
    place.isPaused = false
    place.stops = []
  })
