/** `pipewright start`, `stop` and `resync`: what pipes that are ours are told to do. */
import type { Command as PipeCommand } from "@pipewright/core/Change"
import * as Plan from "@pipewright/core/Plan"
import * as Suggest from "@pipewright/core/Suggest"
import { Approval } from "@pipewright/runtime/Approval"
import * as Command from "@pipewright/runtime/Command"
import * as Roster from "@pipewright/runtime/Roster"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import { UsageError } from "../failures.ts"
import { exactly, matcher } from "../program/globs.ts"
import type * as Program from "../program/program.ts"
import { type Session, withWakingSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Standing from "../standing.ts"
import * as Machine from "../views/apply.json.ts"
import * as PlanView from "../views/plan.human.ts"
import { canAsk } from "../views/terminal.ts"
import { execute, timeoutOf, waitOf, withheld } from "./apply.ts"
import * as Asking from "./asking.ts"
import type { Output } from "./output.ts"
import * as Permitted from "./permissions.ts"
import { command, look, place } from "./plan.ts"

export const run =
  (name: PipeCommand) =>
  (given: Given): Effect.Effect<Output> =>
    command(given, (loaded) =>
      withWakingSession(loaded, given, (session) => tell(name, loaded, given, session)),
    )

const tell = Effect.fnUntraced(function* (
  name: PipeCommand,
  loaded: Program.Loaded,
  given: Given,
  session: Session,
) {
  const json = given.texts.get("format") === "json"
  const timeout = yield* timeoutOf(given, loaded)
  const { document } = yield* (yield* StateStore).read
  const roster = yield* Roster.read(session.program, session.service, document)
  const meant = yield* meantBy(given, roster)
  const planned = (permissions = Permitted.given(given)): Plan.Plan =>
    Command.plan({ command: name, ...meant, familyOf: Standing.familyOf, permissions })
  const first = planned()
  const made = { plan: first, session, place: place(loaded), command: name }
  if (json) Machine.planned(made)
  else PlanView.print(made, look())
  if (Plan.all(first).some(({ blocked }) => blocked !== undefined)) return yield* withheld(first, name)
  const missing = Asking.missing(first)
  if (missing.length > 0 && !canAsk(given)) return yield* withheld(first, name)
  const granted = missing.length === 0 ? undefined : yield* Asking.grants(missing)
  if (missing.length > 0 && granted === undefined) return Asking.nothing
  const plan = granted === undefined ? first : planned(Permitted.granting(Permitted.given(given), granted))
  // Who names a pipe has been asked already.
  return yield* execute({ plan, session, loaded, json, timeout, wait: waitOf(given), command: name }).pipe(
    Effect.provide(Approval.layerGranted),
    Effect.catchTag("NotApproved", () => Effect.succeed(Asking.nothing)),
  )
})

/** A pattern means pipes that are declared or ours; a pipe of someone else has to be named, to be told that it is. */
const meantBy = (
  { subject = "", lists }: Given,
  { pipes, others }: Roster.Roster,
): Effect.Effect<Pick<Command.Given, "members" | "others">, UsageError> => {
  const globs = [subject, ...(lists.get("also") ?? [])]
  const isMeant = matcher(globs)
  const meant = {
    members: pipes.filter(({ name }) => isMeant(name)),
    others: others.filter(({ name }) => globs.includes(exactly(name))),
  }
  const unmet = globs.find((glob) => {
    const isIt = matcher([glob])
    return ![...meant.members, ...meant.others].some(({ name }) => isIt(name))
  })
  return unmet === undefined
    ? Effect.succeed(meant)
    : Effect.fail(
        new UsageError({
          message: `no pipe of the program or of ours is called \`${unmet}\``,
          help:
            Suggest.help(
              unmet,
              pipes.map(({ name }) => name),
            ) ?? "`pipewright list` has every pipe of the service",
        }),
      )
}
