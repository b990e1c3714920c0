/** Questions before something is changed, on a terminal. */
import * as Prompt from "@effect/cli/Prompt"
import * as NodeContext from "@effect/platform-node/NodeContext"
import type { Permission } from "@pipewright/core/Change"
import * as Plan from "@pipewright/core/Plan"
import { Approval } from "@pipewright/runtime/Approval"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Exit from "../exit.ts"
import { UsageError } from "../failures.ts"
import type { Session } from "../session.ts"
import * as Human from "../views/plan.human.ts"
import { allowedAs } from "../views/plan.words.ts"
import { plain } from "../views/terminal.ts"
import type { Output } from "./output.ts"
import type { Granted } from "./permissions.ts"

export const noTerminal = (command: string): UsageError =>
  new UsageError({
    message: `${command} asks before it changes anything, and there is no terminal to ask on`,
    help: "add --yes",
  })

/** Ctrl-C at the question stops the run, as it does everywhere else. */
const ask = <A>(prompt: Prompt.Prompt<A>): Effect.Effect<A> =>
  prompt.pipe(
    Effect.catchTag("QuitException", () => Effect.interrupt),
    Effect.provide(NodeContext.layer),
  )

/** What a command comes to that was answered with no. */
export const nothing: Output = { stderr: "Nothing was changed.\n", code: Exit.failed }

export const confirm = (message: string): Effect.Effect<boolean> =>
  ask(Prompt.confirm({ message, initial: false }))

export const approval = (session: Session): Layer.Layer<Approval> =>
  Layer.succeed(Approval, {
    approve: (plan) => confirm(`On ${session.target}: ${Human.summary(plan)}. Go on?`),
  })

const does: Readonly<Record<Permission, string>> = {
  delete: "would be deleted",
  replace: "would be deleted and made anew, and reads everything again",
  resnapshot: "would read tables again from the start",
  adopt: "is there already, made by someone else, and would be taken over",
}

/** A name, and what is not allowed to be done with it yet. */
export interface Missing {
  readonly permission: Permission
  readonly name: string
}

export const missing = (plan: Plan.Plan): ReadonlyArray<Missing> =>
  Plan.all(plan).flatMap((it) =>
    "needs" in it ? it.needs.map((permission) => ({ permission, name: allowedAs(it) })) : [],
  )

/** Each thing is allowed by its name, typed; the first one that is not ends the questions. */
export const grants = (all: ReadonlyArray<Missing>): Effect.Effect<Granted | undefined> =>
  Effect.gen(function* () {
    const granted = new Set<`${Permission} ${string}`>()
    for (const { permission, name } of all) {
      const typed = yield* ask(
        Prompt.text({ message: `\`${plain(name)}\` ${does[permission]}. Type its name to allow that:` }),
      )
      if (typed.trim() !== name) return undefined
      granted.add(`${permission} ${name}`)
    }
    return granted
  })
