/** What was asked for with `--only`. */
import * as Drift from "@pipewright/core/Drift"
import * as Only from "@pipewright/core/Only"
import type * as Plan from "@pipewright/core/Plan"
import * as Suggest from "@pipewright/core/Suggest"
import * as Effect from "effect/Effect"
import { UsageError } from "../failures.ts"
import { matcher } from "../program/globs.ts"
import type { Given } from "../specs.ts"

/** The patterns; absent where all is meant. */
export type Patterns = ReadonlyArray<string> | undefined

export const given = ({ lists }: Given): Patterns => lists.get("only")

/** The shared size costs the same for all, so it takes its own word, and no pattern means it. */
export const meant = (patterns: ReadonlyArray<string>): Only.Meant => ({
  name: matcher(patterns),
  cdcScaling: patterns.includes("cdcScaling"),
})

/** A part of a plan, to which every pattern has to come. */
export const chosen = (plan: Plan.Plan, patterns: Patterns): Effect.Effect<Plan.Plan, UsageError> =>
  patterns === undefined
    ? Effect.succeed(plan)
    : Effect.as(known(patterns, Only.names(plan)), Only.choose(plan, meant(patterns)))

/** The same of a drift, in which nothing comes along. */
export const ofDrift = (drift: Drift.Drift, patterns: Patterns): Effect.Effect<Drift.Drift, UsageError> =>
  patterns === undefined
    ? Effect.succeed(drift)
    : Effect.as(known(patterns, Drift.names(drift)), Drift.only(drift, meant(patterns)))

/** Fails where a pattern means nothing of what there is. */
export const known = (
  patterns: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
): Effect.Effect<void, UsageError> => {
  const stray = patterns.find((pattern) => {
    const { name, cdcScaling } = meant([pattern])
    return !names.some((it) => (it === "cdcScaling" ? cdcScaling : name(it)))
  })
  if (stray === undefined) return Effect.void
  const help = Suggest.help(stray, names)
  return Effect.fail(
    new UsageError({
      message: `--only ${stray} means nothing that is declared or remembered`,
      ...(help === undefined ? {} : { help }),
    }),
  )
}
