import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { createError, layer, send, service } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const one = Effect.gen(function* () {
  const client = yield* CloudApiClient
  const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
  const change = (body: unknown) => send("PATCH", `/emulator/pipes/${pipeId}`, body)
  return { client, change, get: client.getPipe({ ...service, pipeId }) }
})

describe("behind the back of the tool", () => {
  for (const state of ["Failed", "Degraded", "InternalError"] as const) {
    it.scoped(`a pipe comes into the state ${state}`, () =>
      Effect.gen(function* () {
        const { change, get } = yield* one
        assert.strictEqual((yield* change({ state })).status, 200)
        assert.strictEqual((yield* get).state, state)
      }).pipe(Effect.provide(layer({ pace: 0 }))),
    )
  }

  it.scoped("a pipe is edited in ways that the API would refuse", () =>
    Effect.gen(function* () {
      const { change, get } = yield* one
      const before = yield* get
      yield* change({
        name: "meadow",
        source: {
          sprinkler: { streamName: "rain", pressure: 4 },
        },
        destination: { table: "puddles" },
        settings: { spray_rate: 3 },
        scaling: { replicas: 2 },
      })
      yield* change({ source: { sprinkler: { pressure: null } }, state: "Degraded" })
      const after = yield* get
      assert.deepStrictEqual(
        { ...after, updatedAt: before.updatedAt },
        {
          ...before,
          name: "meadow",
          state: "Degraded",
          source: { sprinkler: { ...(before.source.sprinkler as object), streamName: "rain" } },
          destination: { ...before.destination, table: "puddles" },
          settings: { spray_rate: 3 },
          scaling: { replicas: 2 },
        },
      )
    }).pipe(Effect.provide(layer({ pace: 0 }))),
  )

  it.scoped("a change that leaves no pipe is refused in words", () =>
    Effect.gen(function* () {
      const { change, get } = yield* one
      const before = yield* get
      for (const [body, status, words] of [
        [{}, 400, "is empty"],
        ["{", 400, "is not JSON"],
        [{ colour: "green" }, 400, "colour"],
        [{ state: "Dreaming" }, 400, 'state: expected "Unknown"'],
        [
          { source: { fountain: {} } },
          400,
          "source.fountain: is not the kind of this pipe, which is sprinkler",
        ],
        [{ source: { sprinkler: { accessKey: { id: "i" } } } }, 400, "source.sprinkler.accessKey"],
        [{ source: { sprinkler: { streamName: null } } }, 400, "source.sprinkler.streamName: is missing"],
        [{ destination: { database: 7 } }, 400, "destination.database: expected"],
      ] as const) {
        const reply = yield* change(body)
        assert.strictEqual(reply.status, status)
        assert.include(String(reply.body.error), words)
      }
      const none = yield* send("PATCH", "/emulator/pipes/nobody", { name: "x" })
      assert.strictEqual(
        `${none.status} ${none.body.error}`,
        "404 NOT_FOUND: no service has a pipe of this id",
      )
      assert.deepStrictEqual(yield* get, before)
    }).pipe(Effect.provide(layer({ pace: 0 }))),
  )

  it.scoped("a table is filled in every service, and dropped again", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      yield* client.createPipe({ ...service, body: fountainBody() })
      const table = "/emulator/tables/default.drops"
      yield* send("PUT", table)
      assert.include(
        yield* createError(sprinklerBody()),
        "400 BAD_REQUEST: destination.table: the table exists",
      )
      const elsewhere = { ...service, serviceId: "other" }
      assert.strictEqual(
        (yield* Effect.flip(client.createPipe({ ...elsewhere, body: sprinklerBody() })))._tag,
        "RequestRefused",
      )
      yield* send("DELETE", table)
      yield* client.createPipe({ ...service, body: sprinklerBody() })
      yield* client.createPipe({ ...elsewhere, body: sprinklerBody() })
    }).pipe(Effect.provide(layer({ pace: 0 }))),
  )
})
