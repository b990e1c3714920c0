import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service, statesOf, wordsOf } from "./emulated.ts"
import { canary, destination, fountainBody, sprinklerBody } from "./kinds.ts"

const created = (body: JsonObject) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const { id: pipeId } = yield* client.createPipe({ ...service, body })
    const ref = { ...service, pipeId }
    return {
      ref,
      patch: (body: JsonObject) => client.updatePipe({ ...ref, body }),
      stop: Effect.zipRight(client.setState({ ...ref, command: "stop" }), TestClock.adjust("1 second")),
    }
  })

const words = (body: JsonObject, patches: ReadonlyArray<readonly [patch: JsonObject, words: string]>) =>
  Effect.gen(function* () {
    const { patch } = yield* created(body)
    for (const [change, expected] of patches) {
      assert.strictEqual(yield* wordsOf(patch(change)), `RequestRefused BAD_REQUEST: ${expected}`)
    }
  })

describe("an update", () => {
  it.scoped("changes the name alone and notes when", () =>
    Effect.gen(function* () {
      const { patch, ref } = yield* created(sprinklerBody())
      const before = yield* (yield* CloudApiClient).getPipe(ref)
      yield* TestClock.adjust("1 minute")
      const after = yield* patch({ name: "meadow" })
      assert.deepStrictEqual(after, {
        ...before,
        name: "meadow",
        state: "Running",
        updatedAt: "1970-01-01T00:01:00.000Z",
      })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("does not clear what a pipe cannot be without", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { id } = yield* client.createPipe({ ...service, body: fountainBody() })
      const patch = client.updatePipe({
        ...service,
        pipeId: id,
        body: { name: "other", source: { fountain: { host: null } } },
      })
      assert.strictEqual(
        yield* wordsOf(patch),
        "RequestRefused BAD_REQUEST: source.fountain.host: cannot be cleared",
      )
      assert.strictEqual((yield* client.getPipe({ ...service, pipeId: id })).name, "square")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("merges the arm, clears what is null and takes secrets without keeping them", () =>
    Effect.gen(function* () {
      const { patch } = yield* created(sprinklerBody({}, { pressure: 3 }))
      const changed = yield* patch({
        source: { sprinkler: { accessKey: { id: canary, secret: canary }, pressure: null, role: "r" } },
      })
      assert.deepInclude(changed.source.sprinkler, { streamName: "drops", authentication: "KEY", role: "r" })
      assert.notProperty(changed.source.sprinkler, "pressure")
      assert.notInclude(JSON.stringify(changed), canary)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("merges objects below the arm", () =>
    Effect.gen(function* () {
      const { patch } = yield* created(fountainBody({}, { settings: { every: 10, batch: 5 } }))
      const settings = (change: JsonObject) =>
        Effect.map(
          patch({ source: { fountain: { settings: change } } }),
          ({ source }) => (source.fountain as JsonObject).settings,
        )
      assert.deepStrictEqual(yield* settings({ every: 20 }), { every: 20, batch: 5 })
      assert.deepStrictEqual(yield* settings({ every: null }), { batch: 5 })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused for what the contract refuses across keys, unless it was so before", () =>
    Effect.gen(function* () {
      const { patch } = yield* created(sprinklerBody())
      assert.include(
        yield* wordsOf(patch({ source: { sprinkler: { authentication: "ROLE" } } })),
        "source.sprinkler.role: is needed to authenticate by role",
      )
      yield* patch({ source: { sprinkler: { authentication: "ROLE", role: "r" } } })
      assert.include(
        yield* wordsOf(patch({ source: { sprinkler: { authentication: "KEY", role: null } } })),
        "source.sprinkler.accessKey: is needed to authenticate by key",
      )
      yield* patch({ source: { sprinkler: { authentication: "KEY", accessKey: { id: "a", secret: "b" } } } })
      yield* patch({ source: { sprinkler: { pressure: 2 } } })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("of the source makes a paused pipe go on at once, and a stopped one stay", () =>
    Effect.gen(function* () {
      const database = yield* created(fountainBody())
      yield* database.stop
      const edited = yield* database.patch({ source: { fountain: { host: "other" } } })
      assert.strictEqual(edited.state, "Modifying")
      assert.deepStrictEqual(yield* statesOf(database.ref.pipeId, 2), ["Modifying", "Running"])
      const stream = yield* created(sprinklerBody())
      yield* stream.stop
      assert.strictEqual((yield* stream.patch({ source: { sprinkler: { pressure: 2 } } })).state, "Stopped")
      assert.deepStrictEqual(yield* statesOf(stream.ref.pipeId, 2), ["Stopped", "Stopped"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("of the name alone leaves a paused pipe paused", () =>
    Effect.gen(function* () {
      const { patch, stop, ref } = yield* created(fountainBody())
      yield* stop
      assert.strictEqual((yield* patch({ name: "other" })).state, "Paused")
      assert.deepStrictEqual(yield* statesOf(ref.pipeId, 3), ["Paused", "Paused", "Paused"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("changes columns, and mappings only along with columns", () =>
    Effect.gen(function* () {
      const { patch } = yield* created(sprinklerBody())
      const columns = [{ name: "at", type: "DateTime64(3)" }]
      const fieldMappings = [{ sourceField: "t", destinationField: "at" }]
      assert.strictEqual(
        yield* wordsOf(patch({ fieldMappings })),
        "RequestRefused BAD_REQUEST: destination.columns: Columns are required if field mappings are provided",
      )
      const pipe = yield* patch({ destination: { columns }, fieldMappings })
      assert.deepStrictEqual(pipe.destination, {
        database: "default",
        managedTable: true,
        ...destination,
        columns,
      } as typeof pipe.destination)
      assert.deepStrictEqual(pipe.fieldMappings, fieldMappings)
      assert.deepStrictEqual((yield* patch({ destination: { columns } })).fieldMappings, fieldMappings)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is carried out whole or not at all", () =>
    Effect.gen(function* () {
      const { patch, ref } = yield* created(sprinklerBody())
      const client = yield* CloudApiClient
      const before = yield* client.getPipe(ref)
      for (const wrong of [{ fieldMappings: [] }, { source: { sprinkler: { pressure: "x" } } }]) {
        assert.include(yield* wordsOf(patch({ name: "other", ...wrong })), "BAD_REQUEST: ")
        assert.deepStrictEqual(yield* client.getPipe(ref), before)
      }
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("takes settings and ignores them", () =>
    Effect.gen(function* () {
      const { patch } = yield* created(sprinklerBody({ settings: { spray_rate: 3 } }))
      const pipe = yield* patch({ settings: { spray_rate: 4 } })
      assert.deepStrictEqual(pipe.settings, { spray_rate: 3 })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused with the path of what is wrong", () =>
    words(sprinklerBody(), [
      [{}, "body: is empty"],
      [{ scaling: {} }, "scaling: is not a known key"],
      [{ name: "" }, "name: expected a text of 1 to 255 characters or null"],
      [{ source: { sprinkler: { streamName: "x" } } }, "source.sprinkler.streamName: is not a known key"],
      [
        { source: { fountain: { host: "x" } } },
        "source.fountain: is not the kind of this pipe, which is sprinkler",
      ],
      [{ destination: { table: "x" } }, "destination.table: is not a known key"],
      [{ destination: { columns: [] } }, "destination.columns: expected at least one column"],
      [{ destination: {} }, "destination.columns: expected at least one column"],
    ]).pipe(Effect.provide(layer())),
  )

  it.scoped("of a database kind takes no destination and no mappings of fields", () =>
    words(fountainBody(), [
      [
        { destination: { columns: destination.columns } },
        "destination: is not accepted for this kind of source",
      ],
      [{ fieldMappings: [] }, "fieldMappings: is not accepted for this kind of source"],
    ]).pipe(Effect.provide(layer())),
  )

  it.scoped("of a kind that cannot be edited takes a name and no source", () =>
    Effect.gen(function* () {
      const { patch } = yield* created({ name: "s", source: { stone: { file: "f" } }, destination: {} })
      assert.include(
        yield* wordsOf(patch({ source: { stone: {} } })),
        "source.stone: cannot be edited for this kind of source",
      )
      assert.strictEqual((yield* patch({ name: "t" })).name, "t")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("never repeats a value in its words", () =>
    Effect.gen(function* () {
      const { ref } = yield* created(sprinklerBody())
      for (const value of [canary, [canary], { key: canary }]) {
        for (const body of [
          { source: { sprinkler: { accessKey: value } } },
          { source: { sprinkler: { authentication: value } } },
          { source: value },
          { name: [value] },
          { settings: value },
        ]) {
          const reply = yield* send("PATCH", `${pipesPath}/${ref.pipeId}`, body)
          assert.strictEqual(reply.status, 400)
          assert.notInclude(JSON.stringify(reply.body), "canary")
        }
      }
    }).pipe(Effect.provide(layer())),
  )
})

describe("an edit of table mappings", () => {
  const a = { sourceSchema: "public", sourceTable: "a", targetTable: "public_a" }
  const b = { sourceSchema: "public", sourceTable: "b", targetTable: "public_b" }
  const edit = (change: JsonObject) => ({ source: { fountain: change } })

  it.scoped("is refused while the pipe runs and taken when it is paused", () =>
    Effect.gen(function* () {
      const { patch, stop } = yield* created(fountainBody())
      const change = edit({ tableMappingsToAdd: [b] })
      assert.strictEqual(
        yield* wordsOf(patch(change)),
        "RequestRefused BAD_REQUEST: ClickPipe must be paused to edit",
      )
      assert.deepInclude((yield* patch(edit({ host: "other" }))).source.fountain, { host: "other" })
      yield* stop
      const pipe = yield* patch(change)
      assert.strictEqual(pipe.state, "Paused")
      assert.deepStrictEqual((pipe.source.fountain as JsonObject).tableMappings, [a, b])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("makes the pipe go on by itself after the answer, and copy the tables that are new", () =>
    Effect.gen(function* () {
      const { patch, stop, ref } = yield* created(fountainBody())
      yield* stop
      assert.strictEqual((yield* patch(edit({ tableMappingsToAdd: [b] }))).state, "Paused")
      assert.deepStrictEqual(yield* statesOf(ref.pipeId, 5), [
        "Paused",
        "Setup",
        "Snapshot",
        "Running",
        "Running",
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("leaves the pipe paused if a stop comes before it goes on", () =>
    Effect.gen(function* () {
      const { patch, stop, ref } = yield* created(fountainBody())
      yield* stop
      yield* patch(edit({ tableMappingsToAdd: [b] }))
      yield* stop
      assert.deepStrictEqual(yield* statesOf(ref.pipeId, 3), ["Paused", "Paused", "Paused"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("that only removes tables copies none again", () =>
    Effect.gen(function* () {
      const { patch, stop, ref } = yield* created(fountainBody({}, { tableMappings: [a, b] }))
      yield* stop
      assert.strictEqual((yield* patch(edit({ tableMappingsToRemove: [a] }))).state, "Modifying")
      assert.deepStrictEqual(yield* statesOf(ref.pipeId, 3), ["Modifying", "Running", "Running"])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("tells mappings apart by their source", () =>
    Effect.gen(function* () {
      const { patch, stop } = yield* created(fountainBody({}, { tableMappings: [a, b] }))
      yield* stop
      const { sourceSchema, sourceTable } = a
      const pipe = yield* patch(
        edit({
          tableMappingsToRemove: [{ sourceTable, sourceSchema }],
          tableMappingsToAdd: [{ ...b, sourceTable: "c", targetTable: "c" }],
        }),
      )
      assert.deepStrictEqual((pipe.source.fountain as JsonObject).tableMappings, [
        b,
        { ...b, sourceTable: "c", targetTable: "c" },
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused where it makes no sense", () =>
    Effect.gen(function* () {
      const { patch, stop } = yield* created(fountainBody())
      yield* stop
      const refusals: ReadonlyArray<readonly [JsonObject, string]> = [
        [{ tableMappingsToAdd: [a] }, "tableMappingsToAdd[0]: is a table of this pipe already"],
        [
          { tableMappingsToAdd: [{ ...b, targetTable: "public_a" }] },
          "tableMappingsToAdd[0].targetTable: is the target of another table",
        ],
        [
          { tableMappingsToRemove: [a], tableMappingsToAdd: [{ ...a, targetTable: "again" }] },
          "tableMappingsToAdd[0]: is removed by the same request",
        ],
        [{ tableMappingsToRemove: [b] }, "tableMappingsToRemove[0]: is not a table of this pipe"],
        [{ tableMappingsToRemove: [a] }, "tableMappingsToRemove: must leave at least one table"],
        [{ tableMappings: [b] }, "tableMappings: is not a known key"],
      ]
      for (const [change, expected] of refusals) {
        assert.strictEqual(
          yield* wordsOf(patch(edit(change))),
          `RequestRefused BAD_REQUEST: source.fountain.${expected}`,
        )
      }
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused for a target that holds rows", () =>
    Effect.gen(function* () {
      const { patch, stop } = yield* created(fountainBody())
      yield* stop
      assert.include(
        yield* wordsOf(patch(edit({ tableMappingsToAdd: [b] }))),
        "source.fountain.tableMappings[1].targetTable: the table exists and is not empty",
      )
    }).pipe(Effect.provide(layer({ tables: ["default.public_b"] }))),
  )
})
