import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Decompile from "@pipewright/core/Decompile"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Field from "@pipewright/core/Field"
import * as Ir from "@pipewright/core/Ir"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Unbind from "@pipewright/core/Unbind"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { catalog, findings, program, rendered } from "./garden.ts"

/** A pipe as the API returns it: what is usual, and what the test is about over it. */
const lawn = (source: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: "5e1f3c2a",
  serviceId: "s",
  name: "lawn",
  state: "Running",
  createdAt: "2026-01-31T08:30:00Z",
  updatedAt: "2026-01-31T08:30:00Z",
  source: { sprinkler: { type: "sprinkler", taps: "t1", nozzle: "mist", ...source } },
  destination: {
    database: "default",
    table: "lawn",
    managedTable: true,
    tableDefinition: { engine: { type: "MergeTree" } },
    columns: [{ name: "id", type: "UInt64" }],
  },
  fieldMappings: [],
  ...more,
})

const into = (destination: JsonObject): JsonObject => {
  const usual = lawn({}).destination as JsonObject
  return { destination: { ...usual, ...destination } }
}

const park = (rows: Json, destination: JsonObject = { database: "green" }): JsonObject => ({
  name: "basins",
  source: { fountain: { host: "h", tableMappings: rows } },
  destination,
})

const basin = { parkName: "a", basinName: "b", targetTable: "c" }

const readable = (object: JsonObject): Decompile.Readable => {
  const [found] = Decompile.answers([object], catalog)
  if (found?._tag !== "Readable") throw new Error(`unreadable: ${found?.why}`)
  return found
}

const textOf = (object: JsonObject): string => Unbind.text([readable(object).pipe])

/** The lines between those that every such pipe has. */
const saysOf = (object: JsonObject): string => {
  const text = textOf(object)
  expect(rendered(text)).toBe("")
  return text
}

describe("An answer of the API", () => {
  it("is written as a program that has no mistakes", () => {
    expect(saysOf(lawn({ pressure: 2, pauseMs: 1000, zones: ["a", "b"] }))).toBe(`pipe "lawn" {
  from sprinkler {
    taps     = ["t1"]
    nozzle   = mist
    pressure = 2
    pauseMs  = 1s
    zones    = ["a", "b"]
  }
  into lawn {
    engine = MergeTree
    columns {
      id UInt64
    }
  }
}
`)
  })

  it("of a database is written with its mappings as arrows", () => {
    const rows = [
      basin,
      { parkName: "p.q", basinName: "r", targetTable: "s t", depth: 3, keys: ["x", "y z"] },
    ]
    expect(saysOf(park(rows))).toBe(`pipe "basins" {
  from fountain {
    host = "h"
    tables {
      a.b     -> c
      \`p.q\`.r -> \`s t\` { depth = 3, keys = [x, "y z"] }
    }
  }
  into green.*
}
`)
  })
})

describe("What an answer says", () => {
  it.each<[string, JsonObject, string]>([
    ["commas as a list", lawn({ taps: "t1, t2" }), 'taps   = ["t1", "t2"]'],
    ["bytes in the unit that reads best", lawn({ tank: 10_485_760 }), "tank   = 10MiB"],
    ["odd bytes as they are", lawn({ tank: 1_234_567 }), "tank   = 1234567"],
    ["a minute and a half as seconds", lawn({ pauseMs: 90_000 }), "pauseMs = 90s"],
    [
      "a size of the product",
      lawn({}, { scaling: { replicas: 2, replicaCpuMillicores: "500m", replicaMemoryGb: "2Gi" } }),
      "scaling { replicas = 2, size = M }",
    ],
    [
      "a pair that is no size",
      lawn({}, { scaling: { replicaCpuMillicores: 500, replicaMemoryGb: 8 } }),
      "scaling { replicaCpuMillicores = 500m, replicaMemoryGb = 8GiB }",
    ],
    [
      "half a GiB",
      lawn({}, { scaling: { replicaMemoryGb: "512Mi" } }),
      "scaling { replicaMemoryGb = 512MiB }",
    ],
    [
      "settings",
      lawn({}, { settings: { max_wait_ms: "5000", strict: false } }),
      "settings { max_wait_ms = 5s, strict = false }",
    ],
    ["another database", lawn({}, into({ database: "green" })), "into green.lawn {"],
    ["a table that is there", lawn({}, into({ managedTable: false })), "into existing lawn {"],
    ["names that need quotes", lawn({}, into({ database: "a`b", table: "c d" })), 'into "a`b".`c d` {'],
    [
      "an engine as a call",
      lawn({}, into({ tableDefinition: { engine: { type: "ReplacingMergeTree(id)" } } })),
      "engine = ReplacingMergeTree(id)",
    ],
    [
      "an engine with blanks",
      lawn(
        {},
        into({ tableDefinition: { engine: { type: " MergeTree() " }, sortingKey: ["id", "lower(x)"] } }),
      ),
      'orderBy = [id, "lower(x)"]',
    ],
    [
      "columns to add up",
      lawn({}, into({ tableDefinition: { engine: { type: "SummingMergeTree((id))" } } })),
      "engine = SummingMergeTree(id)",
    ],
    [
      "types in their usual spelling",
      lawn({}, into({ columns: [{ name: "at", type: "datetime64( 3 )" }] })),
      "at DateTime64(3)",
    ],
    [
      "where a column comes from",
      lawn({}, { fieldMappings: [{ sourceField: "a.b", destinationField: "id" }] }),
      'id UInt64 from "a.b"',
    ],
    ["a text of several lines", lawn({ label: "a\nb" }), 'label  = """\n      a\n      b"""'],
    ["what would be a template", lawn({ label: "${x}" }), 'label  = "$${x}"'],
    [
      "an address without the login in it",
      lawn({ url: "https://user:pass@tap.example.com" }),
      'url    = "https://tap.example.com"',
    ],
    ["another flavour", lawn({ type: "hose" }), "from hose {"],
    [
      "the login that it holds back",
      lawn({ credentials: null, schedule: { start: "dawn" } }),
      "schedule { start = dawn }",
    ],
  ])("is written as it would be by hand: %s", (_, object, expected) => {
    expect(textOf(object)).toContain(expected)
  })

  it.each<[string, JsonObject]>([
    ["defaults", lawn({ warm: false })],
    ["nothing", lawn({ label: null, zones: [], schedule: null, turns: null, url: "" })],
    [
      "columns that come from fields of their names",
      lawn({}, { fieldMappings: [{ sourceField: "id", destinationField: "id" }] }),
    ],
    ["no mappings at all", lawn({}, { fieldMappings: null })],
    [
      "sizes that are not known yet",
      lawn({}, { scaling: { replicas: 0, replicaCpuMillicores: "0", replicaMemoryGb: null } }),
    ],
    ["a size that is not used any more", lawn({}, { scaling: { concurrency: 4 } })],
    ["no settings", lawn({}, { settings: null, scaling: null })],
    ["a secret after all", lawn({ certificate: "leaked" })],
    [
      "no sorting key",
      lawn(
        {},
        into({ tableDefinition: { engine: { type: "MergeTree" }, sortingKey: null, primaryKey: "" } }),
      ),
    ],
    ["the database that is assumed", lawn({}, into({ database: null }))],
    ["that a table is managed", lawn({}, into({ managedTable: null }))],
    [
      "other sources that are `null`",
      lawn({}, { source: { ...(lawn({}).source as JsonObject), fountain: null, tomorrow: null } }),
    ],
    ["fields of tomorrow that hold nothing", lawn({ odd: null, more: [] }, { odd: "" })],
  ])("goes without saying: %s", (_, object) => {
    expect(textOf(object)).toBe(textOf(lawn({})))
  })

  it.each([
    ["Stopped", "stopped"],
    ["Paused", "stopped"],
    ["Stopping", "stopped"],
    ["Pausing", "stopped"],
    ["Running", undefined],
    ["Failed", undefined],
    ["Completed", undefined],
    ["Tomorrow", undefined],
  ])("of its state says what its author wants: %s", (state, wanted) => {
    const { pipe } = readable(lawn({}, { state }))
    expect(Ir.literal(pipe.state)).toBe(wanted)
    expect(saysOf(lawn({}, { state })).includes("state = stopped")).toBe(wanted !== undefined)
  })

  it("about a table goes without saying where there are many", () => {
    const destination = {
      database: "green",
      table: "",
      managedTable: false,
      columns: null,
      tableDefinition: null,
    }
    const settings = { scaling: { replicas: 2 }, settings: { strict: true } }
    expect(saysOf({ ...park([basin], destination), ...settings })).toBe(saysOf(park([basin])))
  })

  it("about a definition goes without saying where the table is there", () => {
    const definition = { tableDefinition: { engine: { type: "Odd" }, odd: 1 } }
    expect(saysOf(lawn({}, into({ managedTable: false, ...definition })))).toBe(
      saysOf(lawn({}, into({ managedTable: false }))),
    )
  })
})

describe("What a newer API says", () => {
  it.each<[string, JsonObject, string]>([
    [
      "a field",
      lawn({ odd: { a: [1, "b", { c: true }] } }),
      'raw { source = { sprinkler = { odd = { a = [1, "b", { c = true }] } } } }',
    ],
    ["a field beside it", lawn({}, { odd: "x" }), 'raw { odd = "x" }'],
    [
      "a field of a block",
      lawn({ schedule: { start: "dawn", odd: 1 } }),
      "raw { source = { sprinkler = { schedule = { odd = 1 } } } }",
    ],
    ["a word", lawn({ nozzle: "laser" }), 'raw { source = { sprinkler = { nozzle = "laser" } } }'],
    ["a flavour", lawn({ type: "laser" }), 'raw { source = { sprinkler = { type = "laser" } } }'],
    ["a number out of bounds", lawn({ pressure: 11 }), "raw { source = { sprinkler = { pressure = 11 } } }"],
    ["a setting", lawn({}, { settings: { odd: true, strict: true } }), "raw { settings = { odd = true } }"],
    [
      "an engine",
      lawn({}, into({ tableDefinition: { engine: { type: "GrassTree" } } })),
      'raw { destination = { tableDefinition = { engine = { type = "GrassTree" } } } }',
    ],
    [
      "a type",
      lawn({}, into({ columns: [{ name: "id", type: "Lawn(3)" }] })),
      'raw { destination = { columns = [{ name = "id", type = "Lawn(3)" }] } }',
    ],
    [
      "a part of a column",
      lawn({}, into({ columns: [{ name: "id", type: "UInt8", odd: 1 }] })),
      'raw { destination = { columns = [{ name = "id", type = "UInt8", odd = 1 }] } }',
    ],
    [
      "two columns of one name",
      lawn(
        {},
        into({
          columns: [
            { name: "id", type: "UInt8" },
            { name: "id", type: "UInt8" },
          ],
        }),
      ),
      "raw {",
    ],
    [
      "mappings of some columns only",
      lawn(
        {},
        {
          ...into({
            columns: [
              { name: "a", type: "UInt8" },
              { name: "b", type: "UInt8" },
            ],
          }),
          fieldMappings: [{ sourceField: "x", destinationField: "a" }],
        },
      ),
      'raw { fieldMappings = [{ sourceField = "x", destinationField = "a" }] }',
    ],
    ["a part of a mapping", park([{ ...basin, odd: 1 }]), "odd         = 1"],
    [
      "a block that is none",
      lawn({ schedule: "dawn" }),
      'raw { source = { sprinkler = { schedule = "dawn" } } }',
    ],
    [
      "odd names",
      lawn({ "a b": 1, __proto__x: 2, "c`d\n": 3 }),
      'raw { source = { sprinkler = { `a b` = 1, __proto__x = 2, "c`d\\n" = 3 } } }',
    ],
  ])("goes to `raw`, and the program has no mistakes: %s", (_, object, expected) => {
    const text = saysOf(object)
    expect(text).toContain(expected)
    // The body says again all that the answer said of the field.
    const [pipe] = program(text).pipes
    const { body } = Compile.create(pipe!, Compile.noIds)
    const again = Decompile.body(body, catalog)
    expect(again._tag === "Readable" && Unbind.text([again.pipe])).toBe(text)
  })

  it("is told where nothing can hold it", () => {
    const lost = (object: JsonObject) => readable(object).lost
    expect(lost(lawn({ zones: ["a", null] }))).toEqual(["source.sprinkler.zones"])
    expect(lost(lawn({ odd: { a: [1, null] } }))).toEqual(["source.sprinkler.odd.a"])
    expect(lost(lawn({}, { odd: Number.POSITIVE_INFINITY }))).toEqual(["odd"])
    expect(lost(lawn({}, { settings: [1], scaling: "S" }))).toEqual(["scaling", "settings"])
    expect(
      lost(lawn({}, into({ tableDefinition: { engine: { type: "Null", versionColumnId: "id" } } }))),
    ).toEqual(["destination.tableDefinition.engine.versionColumnId"])
    expect(lost(lawn({ odd: { a: [1] } }))).toEqual([])
  })
})

describe("What no program can describe", () => {
  it.each<[string, JsonObject, string]>([
    ["no name", { source: { sprinkler: {} } }, "nameless"],
    ["a name that is none", lawn({}, { name: 3 }), "nameless"],
    ["no source", { name: "x" }, "unknown-source"],
    ["a source of tomorrow", { name: "x", source: { laser: {}, sprinkler: null } }, "unknown-source"],
    ["a source that is none", { name: "x", source: "sprinkler" }, "unknown-source"],
    ["two sources", { name: "x", source: { sprinkler: {}, fountain: {} } }, "several-sources"],
    ["no table", lawn({}, { destination: null }), "no-table"],
  ])("is told apart: %s", (_, object, why) => {
    expect(Decompile.answers([object], catalog)).toMatchObject([{ _tag: "Unreadable", why }])
  })
})

/** A kind with every way in which something is held back. */
const well = SourceKind.make({
  name: "well",
  arm: "well",
  types: ["well", "spring"],
  summary: "Draws water.",
  flavour: { key: "type", unsent: "well" },
  destination: "database",
  fields: {
    lock: Field.oneOf(["key", "none"], { doc: "How it is locked.", edit: "live" }),
    place: Field.string({ doc: "Where.", edit: "live", untold: ["spring"], generated: "place-<id>" }),
    key: Field.secret({ doc: "The key.", edit: "live" }),
    owner: Field.block(
      {
        userName: Field.string({ doc: "Who.", edit: "live", required: true, writeOnly: true }),
        password: Field.secret({ doc: "The password.", edit: "live", required: true }),
        pin: Field.secret({ doc: "A number.", edit: "live" }),
      },
      { doc: "The owner.", edit: "live", required: true, writeOnly: true },
    ),
    cellar: Field.block(
      {
        depth: Field.integer({ doc: "How deep.", edit: "live" }),
        login: Field.block(
          { password: Field.secret({ doc: "The password.", edit: "live", required: true }) },
          { doc: "The login.", edit: "live", required: true, writeOnly: true },
        ),
      },
      { doc: "What is below.", edit: "live" },
    ),
  },
  lifecycle: { settled: () => ["Running"], stopped: ["Stopped"], pauseBefore: [], sendAlong: [] },
  unreturned: (source, type) => [
    ...(Ir.literal(source.fields.get("lock")) === "key" ? [{ path: ["key"] }] : []),
    ...(type === "spring" ? [{ path: ["place"] }, { path: ["lock"], value: "none" }] : []),
  ],
  check: [],
})

const wells = SourceCatalog.make([well])

const drawn = (source: JsonObject, name = "my well"): JsonObject => ({
  id: "7",
  name,
  source: { well: source },
  destination: {},
})

describe("What the API never returns", () => {
  const text = (...objects: ReadonlyArray<JsonObject>) =>
    Unbind.text(Decompile.answers(objects, wells).flatMap((it) => (it._tag === "Readable" ? [it.pipe] : [])))

  it.each<[string, JsonObject, ReadonlyArray<string>]>([
    [
      "as the kind requires it",
      {},
      ['owner { userName = secret("MY_WELL_USER_NAME"), password = secret("MY_WELL_PASSWORD") }'],
    ],
    [
      "as a block that is there requires it",
      { cellar: { depth: 3 } },
      ['login { password = secret("MY_WELL_CELLAR_PASSWORD") }'],
    ],
    ["as a choice requires it", { lock: "key" }, ["lock = key", 'key  = secret("MY_WELL_KEY")']],
    [
      "as a flavour requires it",
      { type: "spring" },
      ["from spring {", "lock  = none", 'place = env("MY_WELL_PLACE")'],
    ],
    ["and is kept where it is returned", { type: "spring", place: "hill" }, ['place = "hill"']],
    [
      "and is kept where it is no secret",
      { owner: { userName: "jack" } },
      ['userName = "jack"', 'password = secret("MY_WELL_PASSWORD")'],
    ],
  ])("stands as a name for it: %s", (_, source, expected) => {
    for (const line of expected) expect(text(drawn(source))).toContain(line)
    const parsed = Parser.parse(Source.make("main.pipe", text(drawn(source))))
    expect([...parsed.diagnostics, ...Bind.bind([parsed.file], wells).diagnostics]).toEqual([])
  })

  it("is not asked for where nothing requires it", () => {
    expect(text(drawn({ lock: "none" }))).not.toMatch(/key|place|pin|cellar/)
    expect(text(drawn({ place: "place-7" }))).not.toContain("place =")
    expect(text(drawn({ place: "place-8" }))).toContain('place = "place-8"')
  })

  it("has names of its own for each pipe, which do not depend on the order of the pipes", () => {
    const all = ["a-b", "a_b", "A B", "9 lives", "данные", "воды"]
    const named = (pipes: ReadonlyArray<string>) =>
      Object.fromEntries(
        pipes.map((name, index) => {
          const [found] = Decompile.answers(
            pipes.map((it) => drawn({}, it)),
            wells,
          ).slice(index)
          const { body } = Compile.create((found as Decompile.Readable).pipe, Compile.noIds)
          return [name, Evaluate.deferred(body).map(({ reader }) => ("name" in reader ? reader.name : ""))[1]]
        }),
      )
    expect(named(all)).toEqual({
      "A B": "A_B_PASSWORD",
      "a-b": "A_B_2_PASSWORD",
      a_b: "A_B_3_PASSWORD",
      "9 lives": "PIPE_9_LIVES_PASSWORD",
      воды: "PIPE_PASSWORD",
      данные: "PIPE_2_PASSWORD",
    })
    expect(named([...all].reverse())).toEqual(named(all))
  })

  it("is never written again where it stood in the text", () => {
    const text = Unbind.text(
      program(`pipe "lawn" {
  from sprinkler { taps = "t1", nozzle = mist, certificate = "in the open" }
  into lawn { engine = MergeTree, columns { id UInt64 } }
}`).pipes,
    )
    expect(text).not.toContain("in the open")
    expect(text).toContain('certificate = secret("LAWN_CERTIFICATE")')
    expect(findings(text)).toEqual([])
  })
})
