/** `pipewright status`: how it is with the pipes of a program, once or for as long as somebody watches. */
import type { Pipe } from "@pipewright/cloud-api/Wire"
import * as Roster from "@pipewright/runtime/Roster"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Watch from "@pipewright/runtime/Watch"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { UsageError } from "../failures.ts"
import { wanted } from "../program/globs.ts"
import type * as Program from "../program/program.ts"
import { type Session, withSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Standing from "../standing.ts"
import * as Human from "../views/status.human.ts"
import * as Machine from "../views/status.json.ts"
import * as WatchView from "../views/status.watch.ts"
import type { Output } from "./output.ts"
import { command, look, place } from "./plan.ts"
import { seconds } from "./seconds.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) => withSession(loaded, given, (session) => status(loaded, given, session)))

const status = Effect.fnUntraced(function* (loaded: Program.Loaded, given: Given, session: Session) {
  const { document } = yield* (yield* StateStore).read
  const timeout = yield* seconds(given, "timeout")
  const isMeant = wanted(given)
  const where = Standing.whereOf(given)
  const watches = given.flags.has("watch")
  if (timeout !== undefined && !watches)
    return yield* new UsageError({
      message: "--timeout says how long to watch, and nothing is watched",
      help: "add --watch",
    })
  const { program, service } = session
  const shownOf = ({ pipes, inFlight }: Roster.Roster) =>
    Effect.map(
      Clock.currentTimeMillis,
      (now): Human.Shown => ({
        session,
        place: place(loaded),
        standings: pipes.filter(({ name }) => isMeant(name)).map((it) => Standing.of(it, where)),
        inFlight: inFlight.length,
        now,
      }),
    )
  const json = given.texts.get("format") === "json"
  if (!watches) {
    const shown = yield* Effect.flatMap(Roster.read(program, service, document), shownOf)
    return {
      stdout: json ? Machine.status(shown) : Human.status(shown, look()),
      code: Exit.ok,
    } satisfies Output
  }
  yield* Roster.ofService(document, service)
  const view = WatchView.make(json)
  yield* Watch.watch(service, {
    see: (listed: ReadonlyArray<Pipe>) =>
      Effect.flatMap(shownOf(Roster.make(program, service, document, listed)), view.see),
    tellFailure: view.tellFailure,
    ...(timeout === undefined ? {} : { timeout: `${timeout} seconds` }),
  })
  return { code: Exit.ok } satisfies Output
})
