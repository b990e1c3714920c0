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
import * as Only from "./only.ts"
import { looked, type Output } from "./output.ts"
import { command, look, place } from "./plan.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withSession(loaded, given, (session) =>
      Effect.gen(function* () {
        const { document } = yield* (yield* StateStore).read
        const whole = yield* Planner.drift(session.program, session.service, { state: document, catalog })
        const drift = yield* Only.ofDrift(whole, Only.given(given))
        const drifted = { drift, session, place: place(loaded), path: given.argument }
        const json = given.texts.get("format") === "json"
        return {
          stdout: json ? Machine.drift(drifted) : Human.drift(drifted, look()),
          code: looked(given, Drift.isDrift(drift)),
        } satisfies Output
      }),
    ),
  )
