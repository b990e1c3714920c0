import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import type { JsonObject, PipeCommand, PipeState } from "@pipewright/cloud-api/WireContract"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, service, statesOf, wordsOf } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const settled = (body: JsonObject) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const emulator = yield* Emulator
    const { id: pipeId } = yield* client.createPipe({ ...service, body })
    yield* TestClock.adjust("10 seconds")
    return {
      pipeId,
      force: (state: PipeState) => emulator.force({ ...service, clickPipeId: pipeId }, state),
      give: (command: PipeCommand) => client.setState({ ...service, pipeId, command }),
    }
  })

describe("a pipe that is forced into a state", () => {
  for (const state of ["Failed", "Degraded", "InternalError"] as const) {
    it.scoped(`rests in ${state}`, () =>
      Effect.gen(function* () {
        const { force, pipeId } = yield* settled(fountainBody())
        yield* force(state)
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* statesOf(pipeId, 1), [state])
      }).pipe(Effect.provide(layer())),
    )
  }

  it.scoped("is started again from Failed, and a database pipe copies its tables then", () =>
    Effect.gen(function* () {
      const { force, pipeId, give } = yield* settled(fountainBody())
      yield* force("Failed")
      assert.strictEqual((yield* give("start")).state, "Setup")
      assert.deepStrictEqual(yield* statesOf(pipeId, 4), ["Setup", "Snapshot", "Running", "Running"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is stopped from Failed, and not started from InternalError", () =>
    Effect.gen(function* () {
      const { force, give } = yield* settled(sprinklerBody())
      yield* force("Failed")
      assert.strictEqual((yield* give("stop")).state, "Stopping")
      yield* force("InternalError")
      assert.strictEqual(
        yield* wordsOf(give("start")),
        "RequestRefused BAD_REQUEST: ClickPipe is beyond repair",
      )
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("has to be there, and the state one of its family", () =>
    Effect.gen(function* () {
      const { force } = yield* settled({ name: "s", source: { stone: { file: "f" } }, destination: {} })
      const { message } = yield* Effect.flip(force("Snapshot"))
      assert.include(message, "BAD_REQUEST: state: expected one of Completed")
      const { force: forceAny } = yield* Emulator
      const none = yield* Effect.flip(forceAny({ ...service, clickPipeId: "none" }, "Failed"))
      assert.include(none.message, "NOT_FOUND: ")
    }).pipe(Effect.provide(layer())),
  )
})
