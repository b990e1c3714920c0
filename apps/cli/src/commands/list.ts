/** `pipewright list`: every pipe and endpoint of the service, and whose it is. */
import * as Roster from "@pipewright/runtime/Roster"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { wanted } from "../program/globs.ts"
import { type Session, withSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Standing from "../standing.ts"
import * as Human from "../views/list.human.ts"
import * as Machine from "../views/list.json.ts"
import type { Output } from "./output.ts"
import { command, look } from "./plan.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) => withSession(loaded, given, (session) => list(given, session)))

const list = Effect.fnUntraced(function* (given: Given, session: Session) {
  const { program, service } = session
  const { document } = yield* (yield* StateStore).read
  const isMeant = wanted(given)
  const roster = yield* Roster.read(program, service, document)
  const { endpoints, others } = yield* Roster.endpoints(program, service, document)
  const listed: Human.Listed = {
    session,
    pipes: pipesOf(roster).filter(({ name }) => isMeant(name)),
    endpoints: [
      ...endpoints.flatMap(({ name, live, endpoint, record }) =>
        live === undefined
          ? []
          : [{ ...live, name, isDeclared: endpoint !== undefined, isOurs: record !== undefined }],
      ),
      ...others.map((live) => ({ ...live, name: undefined, isDeclared: false, isOurs: false })),
    ].filter(({ name, id }) => isMeant(`endpoint.${name ?? id}`)),
  }
  return {
    stdout: given.texts.get("format") === "json" ? Machine.list(listed) : Human.list(listed, look()),
    code: Exit.ok,
  } satisfies Output
})

/** Several of a name are declared by it, and none of them is known to be the one. */
const pipesOf = ({ pipes, others }: Roster.Roster): ReadonlyArray<Human.ListedPipe> => {
  const known = pipes.flatMap(({ pipe, live, record, sameName = [] }) => {
    const isDeclared = pipe !== undefined
    const own = live === undefined ? [] : [{ live, isDeclared, isOurs: record !== undefined }]
    const same = sameName.filter(({ id }) => id !== live?.id)
    return [...own, ...same.map((it) => ({ live: it, isDeclared: record === undefined, isOurs: false }))]
  })
  return [...known, ...others.map((live) => ({ live, isDeclared: false, isOurs: false }))]
    .map(({ live, ...whose }) => ({
      name: live.name,
      type: Standing.typeOf(live),
      state: live.state,
      id: live.id,
      ...whose,
    }))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
}
