/** `pipewright apply`: makes the service as it is declared and waits until it is so. */
import type { Command } from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as SavedPlan from "@pipewright/core/SavedPlan"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Owner from "@pipewright/runtime/Owner"
import { StopSoon } from "@pipewright/runtime/StopSoon"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { type FailureCode, failureCodes } from "../failureCodes.ts"
import { tell, UsageError, Withheld } from "../failures.ts"
import type * as Program from "../program/program.ts"
import { type Session, withWakingSession } from "../session.ts"
import * as Signals from "../signals.ts"
import type { CommandName, Given } from "../specs.ts"
import * as Human from "../views/apply.human.ts"
import * as Machine from "../views/apply.json.ts"
import { summary } from "../views/apply.words.ts"
import * as Failed from "../views/failure.json.ts"
import * as PlanView from "../views/plan.human.ts"
import * as Stale from "../views/plan.stale.ts"
import * as Words from "../views/plan.words.ts"
import * as ProgressView from "../views/progress.ts"
import { canAsk, hasColor, lookOf } from "../views/terminal.ts"
import * as Asking from "./asking.ts"
import type { Output } from "./output.ts"
import * as Permitted from "./permissions.ts"
import { command, look, place } from "./plan.ts"
import * as Planning from "./planning.ts"
import { seconds } from "./seconds.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withWakingSession(loaded, given, (session) => carryOut(loaded, given, session, session.program, "apply")),
  )

/** Plans, shows the plan, has it allowed, and does it. */
export const carryOut = Effect.fnUntraced(function* (
  loaded: Program.Loaded,
  given: Given,
  session: Session,
  program: Ir.Program,
  name: "apply" | "destroy",
) {
  const json = given.texts.get("format") === "json"
  const timeout = yield* timeoutOf(given, loaded)
  const file = given.texts.get("plan")
  const saved = file === undefined ? undefined : yield* keptPlan(file, given)
  const asked = saved === undefined ? Planning.asked(given) : Planning.askedBy(saved)
  const first = yield* Planning.make(program, session, asked)
  const planned = { plan: first.plan, session, place: place(loaded) }
  if (json) Machine.planned(planned)
  else PlanView.print(planned, look())
  const moved = saved === undefined ? undefined : SavedPlan.stale(saved, first.saved)
  if (moved !== undefined) return yield* stale(moved)
  if (Plan.all(first.plan).some(({ blocked }) => blocked !== undefined))
    return yield* withheld(first.plan, name)
  const missing = Asking.missing(first.plan)
  if (missing.length > 0) yield* Planning.unmoved(first)
  const asks = canAsk(given)
  if (missing.length > 0 && (!asks || saved !== undefined)) return yield* withheld(first.plan, name)
  const granted = missing.length === 0 ? undefined : yield* Asking.grants(missing)
  if (missing.length > 0 && granted === undefined) return Asking.nothing
  const { plan } =
    granted === undefined
      ? first
      : yield* Planning.make(program, session, {
          ...asked,
          permissions: Permitted.granting(asked.permissions, granted),
        })
  const yes = given.flags.has("yes") || granted !== undefined
  if (!yes && !asks && Plan.isWriting(plan)) return yield* Asking.noTerminal(name)
  return yield* execute({ plan, session, loaded, json, timeout, wait: waitOf(given) }).pipe(
    Effect.provide(yes ? Approval.layerGranted : Asking.approval(session)),
    Effect.catchTag("NotApproved", () => Effect.succeed(Asking.nothing)),
  )
})

export const waitOf = (given: Given): Executor.Wait => {
  const text = given.texts.get("wait")
  return text === "none" || text === "snapshot-done" ? text : "running"
}

/** In seconds. */
export const timeoutOf = (
  given: Given,
  { configuration }: Program.Loaded,
): Effect.Effect<number, UsageError> =>
  Effect.map(seconds(given, "timeout"), (said) => said ?? configuration.waitSeconds)

/** What was asked for stands in the plan, so that nothing can be asked for beside it. */
const keptPlan = (file: string, given: Given): Effect.Effect<SavedPlan.SavedPlan, UsageError> =>
  given.lists.size === 0
    ? Planning.kept(file)
    : Effect.fail(
        new UsageError({
          message: `--${[...given.lists.keys()][0]} does not go with --plan, which does what the plan says`,
          help: "give it to `plan --out`",
        }),
      )

/** A plan that no longer rests on what is there is not carried out. */
const stale = (moved: SavedPlan.Stale): Withheld =>
  new Withheld({
    code: "stale-plan",
    message: `nothing was changed, because the plan is out of date: ${Stale.words(moved)}`,
    help: "make a new one with `plan --out`, and look at it",
    names: [],
  })

const nameOf = (it: ReturnType<typeof Plan.all>[number]): string =>
  "name" in it ? Words.allowedAs(it) : "cdcScaling"

/** Half of a plan is no plan: as long as something is blocked, or not allowed, nothing is done. */
export const withheld = (plan: Plan.Plan, command: CommandName): Withheld => {
  const blocked = Plan.all(plan).filter((it) => it.blocked !== undefined)
  if (blocked.length > 0)
    return cannotBeDone(
      blocked.map(nameOf),
      waysOut([...new Set(blocked.map(({ blocked: it }) => it!.help))]),
    )
  const names = Plan.all(plan)
    .filter((it) => "needs" in it && it.needs.length > 0)
    .map(nameOf)
  const needs = new Set(Asking.missing(plan).map(({ permission, name }) => Words.typed(permission, name)))
  return new Withheld({
    code: "not-allowed",
    message: `nothing was changed, because ${quoted(names)} ${names.length === 1 ? "has" : "have"} to be asked for by name`,
    help: `if that is meant, run \`${command}\` with ${[...needs].join(" ")}`,
    names,
  })
}

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `\`${name}\``).join(", ")

const waysOut = ([first = "", ...others]: ReadonlyArray<string>): string =>
  others.length === 0 ? first : "the way out of each stands under it in the plan"

export const cannotBeDone = (names: ReadonlyArray<string>, help: string): Withheld =>
  new Withheld({
    code: "blocked",
    message: `nothing was changed, because this cannot be done: ${quoted(names)}`,
    help,
    names,
  })

interface Run {
  readonly plan: Plan.Plan
  readonly session: Session
  readonly loaded: Program.Loaded
  readonly json: boolean
  /** In seconds. */
  readonly timeout: number
  readonly wait: Executor.Wait
  /** What pipes are told, where nothing is applied. */
  readonly command?: Command
}

export const execute = Effect.fnUntraced(function* (run: Run) {
  const { plan, session, loaded, json, timeout, wait, command } = run
  const progress = json
    ? Machine.layer
    : process.stderr.isTTY
      ? ProgressView.layerTerminal(hasColor("stderr"))
      : ProgressView.layerLines
  let stoppedBy: number | undefined
  const result = yield* Effect.scoped(
    Effect.gen(function* () {
      const stopSoon = yield* Signals.first((code) => {
        stoppedBy = code
        if (!json) ProgressView.stopping()
      })
      return yield* Executor.apply(plan, session.service, {
        owner: yield* Owner.ofThisProcess(),
        concurrency: loaded.configuration.concurrency,
        wait: session.embedded && wait === "running" ? "snapshot-done" : wait,
        timeout: `${timeout} seconds`,
        ...(session.embedded ? { poll: "200 millis" } : {}),
      }).pipe(Effect.provideService(StopSoon, stopSoon))
    }),
  ).pipe(
    Effect.provide(progress),
    Effect.onInterrupt(() => Effect.sync(() => (json ? undefined : ProgressView.stopped()))),
  )
  const applied = { result, session, loaded, command }
  const failed = failureOf(result, stoppedBy)
  const code = failed === undefined ? Exit.ok : failureCodes[failed.code].exit
  if (json) {
    const told = failed === undefined ? undefined : Failed.output(failed)
    return { ...told, stdout: Machine.ended(applied, code, told?.failed), code } satisfies Output
  }
  return {
    stdout: Human.apply(applied, look()),
    stderr: Human.refusals(applied, lookOf("stderr")),
    code,
  } satisfies Output
})

/** Why a run is not all that was wanted. A refusal for a general reason has the code of the reason. */
const failureOf = (result: Executor.Result, stoppedBy: number | undefined): Failed.Failed | undefined => {
  const all = Human.outcomes(result)
  const has = (...tags: ReadonlyArray<string>) => all.some(({ _tag }) => tags.includes(_tag))
  const told = all.flatMap((it) => (it._tag === "refused" || it._tag === "unknown" ? [tell(it.error)] : []))
  for (const exit of [Exit.notAuthorised, Exit.apiUnavailable]) {
    const general = told.find(({ code }) => failureCodes[code].exit === exit)
    if (general !== undefined) {
      const { diagnostics: _, ...failed } = general
      return failed
    }
  }
  const ended = (code: FailureCode) => ({ code, message: `not all was done: ${summary(all)}` })
  if (stoppedBy !== undefined && has("skipped", "interrupted", "unsettled"))
    return ended(stoppedBy === Exit.terminated ? "terminated" : "interrupted")
  if (has("refused", "unknown", "failed") || all.some((it) => "isLeftPaused" in it))
    return ended("not-reached")
  if (has("waiting", "unsettled")) return ended("not-yet")
  return has("skipped") ? ended("not-reached") : undefined
}
