/** `pipewright apply`: creates what is missing and waits until it runs. */
import * as Prompt from "@effect/cli/Prompt"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { nothingAllowed, type Permissions } from "@pipewright/core/Change"
import type * as Plan from "@pipewright/core/Plan"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Owner from "@pipewright/runtime/Owner"
import * as Planner from "@pipewright/runtime/Planner"
import { Progress } from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Exit from "../exit.ts"
import { tell, UsageError } from "../failures.ts"
import type * as Program from "../program/program.ts"
import { type Session, withWakingSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/apply.human.ts"
import * as Machine from "../views/apply.json.ts"
import * as PlanView from "../views/plan.human.ts"
import * as Shown from "../views/plan.shown.ts"
import * as ProgressView from "../views/progress.ts"
import { canAsk, count, hasColor, paint, plain } from "../views/terminal.ts"
import type { Output } from "./output.ts"
import { command, place } from "./plan.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withWakingSession(loaded, given, (session) =>
      Effect.gen(function* () {
        const plan = yield* Planner.plan(session.program, session.service, { permissions })
        const json = given.texts.get("format") === "json"
        if (!json) PlanView.print({ plan, session, place: place(loaded) }, hasColor())
        const { create, differs, ambiguous } = Shown.counts(plan)
        const withheld = Shown.withheld(plan, session.target)
        if (differs + ambiguous + withheld.length > 0) return refuse(plan, withheld, json)
        const granted = given.flags.has("yes")
        if (create > 0 && !granted) yield* needsTerminal(given)
        return yield* execute(plan, session, loaded, json).pipe(
          Effect.provide(granted ? Approval.layerGranted : prompt(session)),
          Effect.catchTag("NotApproved", () =>
            Effect.succeed<Output>({ stderr: "Nothing was changed.\n", code: Exit.failed }),
          ),
        )
      }),
    ),
  )

/** Nothing is remembered between runs yet, so a pipe of the name is taken for the one that was made. */
const permissions: Permissions = { ...nothingAllowed, adopt: () => true }

/** Why nothing is done: half of a plan is no plan. */
interface Refusal {
  readonly code: string
  readonly names: ReadonlyArray<string>
  readonly message: string
  readonly help: string
}

const refusal = (plan: Plan.Plan, withheld: ReadonlyArray<Shown.Withheld>): Refusal => {
  const named = (action: Shown.Action) =>
    Shown.rows(plan)
      .filter((row) => row.action === action)
      .map(({ pipe }) => pipe.name)
  const quoted = (names: ReadonlyArray<string>) => names.map((name) => `\`${plain(name)}\``).join(", ")
  const [different, ambiguous] = [named("differs"), named("ambiguous")]
  if (ambiguous.length > 0) {
    return {
      code: "ambiguous",
      names: ambiguous,
      message: `several live pipes have the same name, so which one is meant cannot be told: ${quoted(ambiguous)}`,
      help: "rename or delete all but one of them in the console",
    }
  }
  if (withheld.length > 0) {
    return {
      code: "not-carried-out",
      names: withheld.map(({ name }) => name),
      message: `this version cannot ${listed(withheld.map(PlanView.withheld).map(plain))}, so nothing was changed`,
      help: "do it in the console; then take it out of the program, and write the id of an endpoint where it is used",
    }
  }
  return {
    code: "differs",
    names: different,
    message: `apply creates pipes and cannot change one yet, and what is live differs from what is declared: ${quoted(different)}`,
    help: "declare what is live, or change or delete the pipe in the console",
  }
}

const refuse = (plan: Plan.Plan, withheld: ReadonlyArray<Shown.Withheld>, json: boolean): Output => {
  const { code, names, message, help } = refusal(plan, withheld)
  const { bold, red } = paint(hasColor(process.stderr))
  return {
    stderr: json
      ? Machine.failure(code, message, help, names)
      : `${bold(red("error"))}: ${message}\n  ${bold("help")}: ${help}\n`,
    code: Exit.failed,
  }
}

const listed = (all: ReadonlyArray<string>): string =>
  all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`

const needsTerminal = (given: Given): Effect.Effect<void, UsageError> =>
  canAsk(given)
    ? Effect.void
    : Effect.fail(
        new UsageError({
          message: "apply asks before it changes anything, and there is no terminal to ask on",
          help: "add --yes",
        }),
      )

const prompt = (session: Session): Layer.Layer<Approval> =>
  Layer.succeed(Approval, {
    approve: (plan) =>
      Prompt.confirm({
        message: `Create ${count(Shown.counts(plan).create, "pipe")} on ${session.target}?`,
        initial: false,
      }).pipe(
        // Ctrl-C at the question stops the run, as it does everywhere else.
        Effect.catchTag("QuitException", () => Effect.interrupt),
        Effect.provide(NodeContext.layer),
      ),
  })

const execute = Effect.fnUntraced(function* (
  plan: Plan.Plan,
  session: Session,
  loaded: Program.Loaded,
  json: boolean,
) {
  const { concurrency, waitSeconds } = loaded.configuration
  const progress = json
    ? Progress.layerSilent
    : process.stderr.isTTY
      ? ProgressView.layerTerminal(Shown.counts(plan).create, hasColor(process.stderr))
      : ProgressView.layerLines
  const { pipes: outcomes } = yield* Executor.apply(plan, session.service, {
    owner: yield* Owner.ofThisProcess(),
    concurrency,
    timeout: `${waitSeconds} seconds`,
    ...(session.embedded ? { poll: "200 millis", wait: "snapshot-done" } : { wait: "running" }),
  }).pipe(
    Effect.provide(Layer.mergeAll(progress, StateStore.layerMemory(), SecretHash.layer)),
    Effect.onInterrupt(() => Effect.sync(() => ProgressView.stopped(json))),
  )
  const applied = { outcomes, session, loaded, waited: waitSeconds }
  return {
    stdout: json ? Machine.apply(applied) : Human.apply(applied, hasColor()),
    ...(json ? {} : { stderr: Human.refusals(applied, hasColor(process.stderr)) }),
    code: exitCode(outcomes),
  } satisfies Output
})

/** A refusal for a general reason has the code of the reason. */
const exitCode = (outcomes: ReadonlyArray<Executor.Outcome>): number => {
  const errors = outcomes.flatMap((outcome) =>
    outcome._tag === "refused" || outcome._tag === "unknown" ? [tell(outcome.error).exit] : [],
  )
  for (const code of [Exit.notAuthorised, Exit.apiUnavailable]) if (errors.includes(code)) return code
  return outcomes.every(({ _tag }) => _tag === "kept" || _tag === "settled") ? Exit.ok : Exit.failed
}
