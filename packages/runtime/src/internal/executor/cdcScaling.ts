/** Carries out the steps of the size that pipes from databases share. */
import type { CdcScalingAnswer, CdcScaling as Size } from "@pipewright/cloud-api/Wire"
import type { ScalingChange, ScalingStep } from "@pipewright/core/Change"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Effect from "effect/Effect"
import { isLost, type PipeFailing } from "./failing.ts"
import type { ScalingOutcome } from "./outcome.ts"
import { commit, type Run, write } from "./run.ts"

export const carryOut = (run: Run, change: ScalingChange): Effect.Effect<ScalingOutcome> => {
  if (change.steps.length === 0) return Effect.succeed({ _tag: "kept", change })
  if (run.isStopping()) return Effect.succeed({ _tag: "skipped", change, why: { _tag: "interrupted" } })
  if (run.isHalted()) return Effect.succeed({ _tag: "skipped", change, why: { _tag: "halted" } })
  let outcome: ScalingOutcome = { _tag: "done", change }
  return Effect.forEach(
    change.steps,
    (step) =>
      Effect.gen(function* () {
        const arrived = yield* carryOutStep(run, change, step)
        if (arrived !== undefined) outcome = { _tag: arrived ? "settled" : "unsettled", change }
      }).pipe(
        Effect.mapError(
          (error): ScalingOutcome => ({
            _tag: isLost(error) ? "unknown" : "refused",
            change,
            step: step._tag,
            error,
          }),
        ),
      ),
    { discard: true },
  ).pipe(
    Effect.map(() => outcome),
    Effect.catchAll((failed) => Effect.succeed(failed)),
  )
}

/** Of a wait, whether what was waited for came. */
const carryOutStep = (
  run: Run,
  change: ScalingChange,
  step: ScalingStep,
): Effect.Effect<boolean | undefined, PipeFailing> => {
  const applied = Evaluate.comparable(change.request.body, new Map())
  switch (step._tag) {
    case "PatchCdcScaling":
      return Effect.gen(function* () {
        yield* run.emit({ _tag: "ScalingBegan", step: step._tag })
        const { body } = step.request
        const scaling = Evaluate.reveal(body, run.values) as unknown as Size
        yield* run.inTurn(
          write(run, {
            operation: "updateCdcScaling",
            name: step.request.name,
            body,
            request: run.client.updateCdcScaling({ ...run.service, scaling }),
            remember: () => ({ cdcScaling: applied }),
          }),
        )
        yield* run.emit({ _tag: "ScalingDid", step: step._tag })
        return undefined
      })
    case "WaitForCdcScaling":
      return run.wait === "none" ? Effect.succeed(undefined) : arrived(run, applied)
    case "Remember":
      return Effect.as(commit(run, { cdcScaling: applied }), undefined)
  }
}

const arrived = (run: Run, size: JsonObject): Effect.Effect<boolean> =>
  Effect.map(
    run.cdcScaling.until(
      (live) => Effect.succeed(isOf(size, live) ? true : undefined),
      run.limits.cdcScaling,
    ),
    ({ _tag }) => _tag === "seen",
  )

const isOf = (size: JsonObject, live: CdcScalingAnswer | undefined): boolean =>
  Object.entries(size).every(([key, value]) => live?.[key as keyof CdcScalingAnswer] === value)
