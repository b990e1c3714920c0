import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { createError, layer, pipesPath, send, service, statesOf, wordsOf } from "./emulated.ts"
import { canary, destination, fountainBody, sprinklerBody } from "./kinds.ts"

describe("a create", () => {
  it.scoped("keeps of an engine its name, and no sorting key as an empty one", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const engine = { type: "ReplacingMergeTree", versionColumnId: "at" }
      const body = sprinklerBody({ destination: { ...destination, tableDefinition: { engine } } })
      const { destination: kept } = yield* client.createPipe({ ...service, body })
      assert.deepStrictEqual(kept?.tableDefinition, {
        engine: { type: "ReplacingMergeTree" },
        sortingKey: [],
      })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("returns the pipe with what the service fills in and without secrets or roles", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 2, 3, 4, 5))
      const client = yield* CloudApiClient
      const body = sprinklerBody({
        destination: { ...destination, roles: ["writer"] },
        scaling: { replicas: 2 },
        settings: { spray_rate: 3 },
      })
      const pipe = yield* client.createPipe({ ...service, body })
      assert.match(pipe.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)
      assert.deepStrictEqual(pipe, {
        id: pipe.id,
        serviceId: "svc",
        name: "lawn",
        state: "Provisioning",
        scaling: { replicas: 2 },
        source: {
          sprinkler: { streamName: "drops", authentication: "KEY", group: `sprinkler-${pipe.id}` },
        },
        destination: { database: "default", managedTable: true, ...destination } as typeof pipe.destination,
        fieldMappings: [],
        settings: { spray_rate: 3 },
        createdAt: "2026-01-02T03:04:05.000Z",
        updatedAt: "2026-01-02T03:04:05.000Z",
      })
      assert.deepStrictEqual(yield* client.getPipe({ ...service, pipeId: pipe.id }), pipe)
      assert.deepStrictEqual(yield* client.listPipes(service), [pipe])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("of a database kind returns the database alone as its destination", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const pipe = yield* client.createPipe({ ...service, body: fountainBody() })
      assert.deepStrictEqual(pipe.destination, { database: "default" })
      assert.deepStrictEqual(pipe.source, {
        fountain: {
          host: "db.example",
          tableMappings: [{ sourceSchema: "public", sourceTable: "a", targetTable: "public_a" }],
        },
      })
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("may repeat a name, and a list has the oldest pipe first", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const one = yield* client.createPipe({ ...service, body: sprinklerBody() })
      const two = yield* client.createPipe({ ...service, body: sprinklerBody() })
      assert.deepStrictEqual(
        (yield* client.listPipes(service)).map(({ id }) => id),
        [one.id, two.id],
      )
      assert.deepStrictEqual(yield* client.listPipes({ ...service, serviceId: "other" }), [])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("takes null for a key that is left out", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const pipe = yield* client.createPipe({ ...service, body: sprinklerBody({}, { role: null }) })
      assert.notProperty(pipe.source.sprinkler, "role")
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused where the table is known to hold rows", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* createError(sprinklerBody()),
        "400 BAD_REQUEST: destination.table: the table exists and is not empty",
      )
      assert.strictEqual(
        yield* createError(fountainBody({ destination: { database: "db" } })),
        "400 BAD_REQUEST: source.fountain.tableMappings[0].targetTable: the table exists and is not empty",
      )
      const unmanaged = { table: "drops", columns: destination.columns, managedTable: false }
      assert.strictEqual(
        (yield* send("POST", pipesPath, sprinklerBody({ destination: unmanaged }))).status,
        200,
      )
    }).pipe(Effect.provide(layer({ tables: ["default.drops", "db.public_a"] }))),
  )

  it.scoped("goes onto a table that another pipe has filled, unless rows are kept", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      yield* client.createPipe({ ...service, body: sprinklerBody() })
      yield* TestClock.adjust("1 second")
      yield* client.createPipe({ ...service, body: sprinklerBody() })
      assert.lengthOf(yield* client.listPipes(service), 2)
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is refused onto the table that a deleted pipe has filled, until that is dropped", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const make = client.createPipe({ ...service, body: sprinklerBody() })
      const pipe = yield* make
      yield* TestClock.adjust("1 second")
      yield* client.deletePipe({ ...service, pipeId: pipe.id })
      assert.include(yield* wordsOf(make), "destination.table: the table exists and is not empty")
      yield* (yield* Emulator).dropTable("default.drops")
      const again = yield* make
      yield* TestClock.adjust("1 second")
      yield* client.deletePipe({ ...service, pipeId: again.id })
      yield* send("DELETE", "/emulator/tables/default.drops", undefined, null)
      yield* make
    }).pipe(Effect.provide(layer({ keepRows: true }))),
  )
})

const refusals: ReadonlyArray<readonly [claim: string, body: unknown, words: string]> = [
  ["an empty body", {}, "name: is missing; source: is missing; destination: is missing"],
  ["a body that is no object", [], "body: expected an object"],
  ["an unknown key", sprinklerBody({ startStopped: true }), "startStopped: is not a known key"],
  ["an empty name", sprinklerBody({ name: "" }), "name: expected a text of 1 to 255 characters"],
  ["a long name", sprinklerBody({ name: "n".repeat(256) }), "name: expected a text of 1 to 255 characters"],
  ["no arm", sprinklerBody({ source: {} }), "source: expected exactly one of sprinkler, fountain, stone"],
  [
    "two arms",
    sprinklerBody({ source: { sprinkler: {}, fountain: {} } }),
    "source: expected exactly one of sprinkler, fountain, stone",
  ],
  [
    "an unknown arm",
    sprinklerBody({ source: { hose: {} } }),
    "source.hose: is not a known source, expected sprinkler, fountain, stone",
  ],
  [
    "an arm that is null",
    sprinklerBody({ source: { sprinkler: null } }),
    "source.sprinkler: expected an object",
  ],
  [
    "a missing key of the arm",
    sprinklerBody({ source: { sprinkler: { authentication: "ROLE", role: "r" } } }),
    "source.sprinkler.streamName: is missing",
  ],
  [
    "an unknown key of the arm",
    sprinklerBody({}, { accessKey: { id: "a", secret: "b", extra: 1 } }),
    "source.sprinkler.accessKey.extra: is not a known key",
  ],
  [
    "a value outside its bounds",
    sprinklerBody({}, { pressure: 10 }),
    "source.sprinkler.pressure: expected a whole number from 1 to 9",
  ],
  [
    "a word that is not one of those expected",
    sprinklerBody({}, { authentication: "key" }),
    'source.sprinkler.authentication: expected "KEY" or "ROLE"',
  ],
  [
    "what the contract refuses across keys",
    sprinklerBody({}, { accessKey: null }),
    "source.sprinkler.accessKey: is needed to authenticate by key",
  ],
  [
    "an empty list of mappings",
    fountainBody({}, { tableMappings: [] }),
    "source.fountain.tableMappings[0]: is missing",
  ],
  [
    "a table kind without table, columns and definition",
    sprinklerBody({ destination: {} }),
    "destination.table: is missing; destination.columns: is missing; destination.tableDefinition: is missing",
  ],
  [
    "no columns",
    sprinklerBody({ destination: { ...destination, columns: [] } }),
    "destination.columns: expected at least one column",
  ],
  [
    "a column without a type",
    sprinklerBody({ destination: { ...destination, columns: [{ name: "a" }] } }),
    "destination.columns[0].type: is missing",
  ],
  [
    "a definition of a table that is not managed",
    sprinklerBody({ destination: { ...destination, managedTable: false } }),
    "destination.tableDefinition: is accepted for a managed table only",
  ],
  [
    "an unknown engine",
    sprinklerBody({ destination: { ...destination, tableDefinition: { engine: { type: "Log" } } } }),
    'destination.tableDefinition.engine.type: expected "MergeTree" or "ReplacingMergeTree" or "SummingMergeTree" or "Null"',
  ],
  [
    "a reserved role",
    sprinklerBody({ destination: { ...destination, roles: ["a", "clickpipes"] } }),
    "destination.roles[1]: is a reserved name",
  ],
  [
    "a field mapping without a destination",
    sprinklerBody({ fieldMappings: [{ sourceField: "a" }] }),
    "fieldMappings[0].destinationField: is missing",
  ],
  [
    "scaling outside its bounds",
    sprinklerBody({ scaling: { replicas: 41, replicaMemoryGb: 0.1 } }),
    "scaling.replicas: expected a whole number from 1 to 40; scaling.replicaMemoryGb: expected a number from 0.5 to 8",
  ],
  [
    "a setting that the kind does not have",
    sprinklerBody({ settings: { spray_rate: 1, drip: 1 } }),
    "settings.drip: is not a known key",
  ],
  [
    "a database kind with the destination of a table kind",
    fountainBody({ destination }),
    [
      "destination.table: is not accepted for this kind of source",
      "destination.tableDefinition: is not accepted for this kind of source",
      "destination.columns: is not accepted for this kind of source",
    ].join("; "),
  ],
  [
    "a database kind with mappings, scaling and settings",
    fountainBody({ fieldMappings: [], scaling: { replicas: 1 }, settings: {} }),
    [
      "fieldMappings: is not accepted for this kind of source",
      "scaling: is not accepted for this kind of source",
      "settings: is not accepted for this kind of source",
    ].join("; "),
  ],
  ["what is not JSON", '{"name": ', "body: is not JSON"],
  ["a body of more than 1 MiB", `"${"x".repeat(1024 * 1024)}"`, "body: is larger than 1 MiB"],
]

describe("a create is refused with", () => {
  for (const [claim, body, words] of refusals) {
    it.scoped(claim, () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* createError(body), `400 BAD_REQUEST: ${words}`)
        assert.deepStrictEqual(yield* (yield* CloudApiClient).listPipes(service), [])
      }).pipe(Effect.provide(layer())),
    )
  }

  it.scoped("words that never repeat a value", () =>
    Effect.gen(function* () {
      const bad = [canary, [canary], { key: canary }, 7, true]
      const places = (value: unknown): ReadonlyArray<unknown> => [
        { ...sprinklerBody(), name: [value] },
        { ...sprinklerBody(), source: value },
        { ...sprinklerBody(), destination: value },
        sprinklerBody({ destination: { ...destination, columns: value } as never }),
        sprinklerBody({ destination: { ...destination, tableDefinition: value } as never }),
        sprinklerBody({ settings: value as never }),
        sprinklerBody({ scaling: { replicas: value } as never }),
        sprinklerBody({}, { authentication: value as never }),
        sprinklerBody(
          {},
          { accessKey: value as never, streamName: value as never, pressure: value as never },
        ),
        fountainBody({}, { credentials: value as never }),
        fountainBody({}, { tableMappings: [value as never] }),
        JSON.stringify(value).slice(0, -1),
      ]
      for (const value of bad) {
        for (const body of places(value)) {
          const words = yield* createError(body)
          assert.notInclude(words, "canary")
        }
      }
    }).pipe(Effect.provide(layer())),
  )
})

describe("a new pipe", () => {
  it.scoped("passes through its states and stays at the last", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const states = (body: Parameters<typeof client.createPipe>[0]["body"]) =>
        Effect.flatMap(client.createPipe({ ...service, body }), ({ id }) => statesOf(id, 5))
      assert.deepStrictEqual(yield* states(sprinklerBody()), [
        "Provisioning",
        "Running",
        "Running",
        "Running",
        "Running",
      ])
      assert.deepStrictEqual(
        yield* states(
          sprinklerBody({ destination: { ...destination, table: "two" } }, { isContinuous: false }),
        ),
        ["Provisioning", "Running", "Completed", "Completed", "Completed"],
      )
      assert.deepStrictEqual(yield* states(fountainBody()), [
        "Provisioning",
        "Setup",
        "Snapshot",
        "Running",
        "Running",
      ])
    }).pipe(Effect.provide(layer())),
  )

  it.scoped("is at its last state at once when the pace is zero", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      assert.strictEqual((yield* client.createPipe({ ...service, body: fountainBody() })).state, "Running")
    }).pipe(Effect.provide(layer({ pace: 0 }))),
  )
})
