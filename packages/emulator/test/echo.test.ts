import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import type { Options } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { createError, layer, service } from "./emulated.ts"
import { destination, fountainBody, sprinklerBody } from "./kinds.ts"

const created = (body: JsonObject) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const { id: pipeId } = yield* client.createPipe({ ...service, body })
    return { ...service, pipeId }
  })

/** What GET returns of a new pipe. */
const read = (body: JsonObject) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    return yield* client.getPipe(yield* created(body))
  })

const tableDefinition = (change: JsonObject) =>
  sprinklerBody({ destination: { ...destination, tableDefinition: change } })

const tableMappings = ["a", "b"].map((sourceTable) => ({
  sourceSchema: "public",
  sourceTable,
  targetTable: sourceTable,
  excludedColumns: sourceTable === "a" ? ["x", "y"] : [],
  isWide: sourceTable === "b",
}))

describe("a pipe reads", () => {
  it.scoped("without what the kind never tells of it", () =>
    Effect.gen(function* () {
      const told = yield* read(sprinklerBody({}, { streamName: "secretive", pressure: 3 }))
      assert.notProperty(told.source.sprinkler, "pressure")
      assert.property((yield* read(sprinklerBody({}, { pressure: 3 }))).source.sprinkler, "pressure")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("with its sizes as 0 for a while after they have changed, and as they are from then on", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const scaling = { replicas: 2, replicaCpuMillicores: 250, replicaMemoryGb: 1 }
      const ref = yield* created(sprinklerBody({ scaling }))
      const sizes = Effect.map(client.getPipe(ref), ({ scaling }) => scaling)
      assert.deepStrictEqual(yield* sizes, scaling)
      yield* client.setScaling({ ...ref, scaling: { replicas: 3 } })
      yield* TestClock.adjust("19999 millis")
      assert.deepStrictEqual(yield* sizes, { replicas: 0, replicaCpuMillicores: 0, replicaMemoryGb: 0 })
      yield* TestClock.adjust("1 milli")
      assert.deepStrictEqual(yield* sizes, { ...scaling, replicas: 3 })
    }).pipe(Effect.provide(layer())),
  )
})

describe("a pipe that is answered oddly reads", () => {
  const odd = layer({ oddAnswers: true })

  it.scoped("with sizes that have units", () =>
    Effect.gen(function* () {
      const scaling = { replicas: 2, replicaCpuMillicores: 250, replicaMemoryGb: 0.5 }
      const told = yield* read(sprinklerBody({ scaling }))
      assert.deepStrictEqual(told.scaling, {
        replicas: 2,
        replicaCpuMillicores: "250m",
        replicaMemoryGb: "512Mi",
      })
    }).pipe(Effect.provide(odd)),
  )

  it.scoped("with brackets behind its engine, and null for the rest of the definition of its table", () =>
    Effect.gen(function* () {
      const definition = (change: JsonObject) =>
        Effect.map(read(tableDefinition(change)), ({ destination }) => destination.tableDefinition)
      const engine = { type: "MergeTree() " }
      const none = { engine, sortingKey: null, partitionBy: null, primaryKey: null } as const
      assert.deepStrictEqual(yield* definition({ engine: { type: "MergeTree" } }), none)
      const full = { engine: { type: "MergeTree" }, sortingKey: ["at"], partitionBy: "at", primaryKey: "at" }
      assert.deepStrictEqual(yield* definition(full), { ...none, sortingKey: ["at"] })
    }).pipe(Effect.provide(odd)),
  )

  it.scoped("with lists in another order, and null for what is empty or false", () =>
    Effect.gen(function* () {
      const told = yield* read(fountainBody({}, { tableMappings }))
      const [a, b] = tableMappings
      assert.deepStrictEqual((told.source.fountain as JsonObject).tableMappings, [
        { ...b, excludedColumns: null },
        { ...a, excludedColumns: ["y", "x"], isWide: null },
      ])
    }).pipe(Effect.provide(odd)),
  )

  it.scoped("with the empty texts of its kind", () =>
    Effect.gen(function* () {
      const told = yield* read(sprinklerBody())
      assert.deepInclude(told.source.sprinkler, { role: "" })
    }).pipe(Effect.provide(odd)),
  )

  it.scoped("with settings that nobody sent", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const ref = yield* created(sprinklerBody({ settings: { spray_fine: true } }))
      const both = { spray_rate: 5, spray_fine: true }
      assert.deepStrictEqual((yield* client.getPipe(ref)).settings, both)
      assert.deepStrictEqual(yield* client.getSettings(ref), both)
      const put = yield* client.putSettings({ ...ref, settings: { spray_rate: 7 } })
      assert.deepStrictEqual(put, { ...both, spray_rate: 7 })
    }).pipe(Effect.provide(odd)),
  )

  it.scoped("otherwise as it was sent", () =>
    Effect.gen(function* () {
      const told = yield* read(fountainBody({}, { tableMappings }))
      assert.deepStrictEqual((told.source.fountain as JsonObject).tableMappings, tableMappings)
    }).pipe(Effect.provide(layer())),
  )
})

describe("a create that starts paused", () => {
  it.scoped("rests without having run", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const ref = yield* created(sprinklerBody({ startPaused: true }))
      assert.strictEqual((yield* client.getPipe(ref)).state, "Provisioning")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* client.getPipe(ref)).state, "Stopped")
      const running = yield* created(sprinklerBody({ startPaused: false }))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* client.getPipe(running)).state, "Running")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused for a pipe from a database", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      assert.strictEqual(
        yield* createError(fountainBody({ startPaused: true })),
        "400 BAD_REQUEST: startPaused: is not accepted for this kind of source",
      )
      assert.deepStrictEqual(yield* client.listPipes(service), [])
    }).pipe(Effect.provide(layer())),
  )
})

describe("a create is refused", () => {
  const refused = (body: JsonObject, options: Partial<Options> = {}) =>
    createError(body).pipe(Effect.provide(layer(options)))

  it.scoped("with roles of which none may do what a pipe has to", () =>
    Effect.gen(function* () {
      const weakRoles = ["reader", "guest"]
      const words =
        "400 BAD_REQUEST: destination.roles: the roles have not enough privileges; CREATE TABLE and INSERT are needed"
      const body = (roles: ReadonlyArray<string>) => sprinklerBody({ destination: { ...destination, roles } })
      assert.strictEqual(yield* refused(body(["reader"]), { weakRoles }), words)
      assert.strictEqual(yield* refused(body(["reader", "guest"]), { weakRoles }), words)
      assert.strictEqual(yield* refused(body(["reader", "writer"]), { weakRoles }), "200 undefined")
      assert.strictEqual(yield* refused(body([]), { weakRoles }), "200 undefined")
      assert.strictEqual(yield* refused(body(["reader"])), "200 undefined")
    }),
  )

  it.scoped("with what support has not enabled for the organization", () =>
    Effect.gen(function* () {
      const body = sprinklerBody({}, { pressure: 9 })
      assert.strictEqual(
        yield* refused(body, { previews: false }),
        "400 BAD_REQUEST: source.sprinkler.pressure: of 9 is not enabled for this organization",
      )
      assert.strictEqual(yield* refused(body), "200 undefined")
    }),
  )

  it.scoped("with a setting of another kind, in the words about that setting", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* refused(sprinklerBody({ settings: { height: 3, spray_rate: 2 } })),
        "400 BAD_REQUEST: settings.height: Setting 'height' is only supported for fountains",
      )
    }),
  )
})
