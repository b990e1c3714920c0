/** `pipewright drift`: what is not as it was last applied. */
import * as Drift from "@pipewright/core/Drift"
import * as Planner from "@pipewright/runtime/Planner"
import { StateStore } from "@pipewright/runtime/StateStore"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import { withSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/drift.human.ts"
import * as Machine from "../views/drift.json.ts"
import * as Markdown from "../views/drift.markdown.ts"
import * as Only from "./only.ts"
import { looked, type Output } from "./output.ts"
import { command, look, place } from "./plan.ts"

const view = (given: Given, drifted: Human.Drifted): string => {
  switch (given.texts.get("format")) {
    case "json":
      return Machine.drift(drifted)
    case "markdown":
      return Markdown.drift(drifted)
    default:
      return Human.drift(drifted, look())
  }
}

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withSession(loaded, given, (session) =>
      Effect.gen(function* () {
        const { document } = yield* (yield* StateStore).read
        const whole = yield* Planner.drift(session.program, session.service, { state: document, catalog })
        const drift = yield* Only.ofDrift(whole, Only.given(given))
        const drifted = { drift, session, place: place(loaded), path: given.argument }
        return {
          stdout: view(given, drifted),
          code: looked(given, Drift.isDrift(drift)),
        } satisfies Output
      }),
    ),
  )
