import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { layer, pipesPath, send } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const discover = (body: unknown) => send("POST", `${pipesPath}/schemaDiscovery`, body)

const sourceOf = (streamName: string) => ({ source: sprinklerBody({}, { streamName }).source })

const tell = (schemas: unknown) => send("PUT", "/emulator/schemas", schemas, null)

describe("schema discovery", () => {
  it.scoped("makes up the fields of a source that nobody has told of", () =>
    Effect.gen(function* () {
      const { status, body } = yield* discover(sourceOf("drops"))
      assert.strictEqual(status, 200)
      const { fields } = body.result as { readonly fields: ReadonlyArray<{ readonly name: string }> }
      assert.deepStrictEqual(
        fields.map(({ name }) => name),
        ["id", "message", "timestamp"],
      )
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("answers what it was told of the first source that fits", () =>
    Effect.gen(function* () {
      const drops = { fields: [{ name: "amount", type: "UInt32" }], meta: { compression: "none" } }
      const any = { fields: [{ name: "at", type: "DateTime", optional: true }] }
      const told = [
        { source: { sprinkler: { streamName: "drops" } }, ...drops },
        { source: { sprinkler: {} }, ...any },
      ]
      assert.strictEqual((yield* tell(told)).status, 200)
      assert.deepStrictEqual((yield* discover(sourceOf("drops"))).body.result, drops)
      assert.deepStrictEqual((yield* discover(sourceOf("puddles"))).body.result, any)
      const { status, body } = yield* tell([{ source: {}, fields: [{ name: "at" }] }])
      assert.deepStrictEqual([status, body.error], [400, "BAD_REQUEST: [0].fields[0].type: is missing"])
      assert.deepStrictEqual((yield* discover(sourceOf("drops"))).body.result, drops)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("refuses what a create refuses, and kinds that have no look", () =>
    Effect.gen(function* () {
      const words = (body: unknown) =>
        Effect.map(discover(body), (reply) => `${reply.status} ${reply.body.error}`)
      assert.strictEqual(yield* words({}), "400 BAD_REQUEST: source: is missing")
      assert.strictEqual(
        yield* words({ source: fountainBody().source }),
        "400 BAD_REQUEST: source.fountain: is not a known source, expected sprinkler",
      )
      assert.strictEqual(
        yield* words({ source: sprinklerBody({}, { accessKey: null }).source }),
        "400 BAD_REQUEST: source.sprinkler.accessKey: is needed to authenticate by key",
      )
      assert.match(
        yield* words({ source: { sprinkler: {} } }),
        /^400 BAD_REQUEST: source\.sprinkler\.streamName: is missing/,
      )
    }).pipe(Effect.provide(layer())),
  )
})
