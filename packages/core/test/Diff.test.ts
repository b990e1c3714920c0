import type * as Compile from "@pipewright/core/Compile"
import type { Difference } from "@pipewright/core/Diff"
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import * as garden from "./garden.ts"
import { basins, pipe, watering } from "./garden.ts"

/** One request for one text: what is read is known by the value of the request that asked for it. */
const requests = new Map<string, Compile.Request>()
const request = (text: string): Compile.Request => {
  const found = requests.get(text) ?? garden.request(text)
  requests.set(text, found)
  return found
}

/** Sets what is at a dotted path; `undefined` takes it away. */
const put = (object: JsonObject, path: string, value: Json | undefined): JsonObject => {
  const [key, ...rest] = path.split(".")
  const inner = rest.length === 0 ? value : put((object[key!] ?? {}) as JsonObject, rest.join("."), value)
  const { [key!]: _, ...others } = object
  return inner === undefined ? others : { ...others, [key!]: inner }
}

/** What differs when the API returns the body with changes in it. */
const differences = (
  text: string,
  changes: Readonly<Record<string, Json | undefined>>,
  values: Evaluate.Values = new Map(),
): ReadonlyArray<Difference> => {
  const sent = request(text)
  const live = Object.entries(changes).reduce(
    (object, [path, value]) => put(object, path, value),
    Evaluate.comparable(sent.body, values),
  )
  return Diff.compare({ pipe: pipe(text), request: sent, live, values }).differences
}

const paths = (...given: Parameters<typeof differences>): ReadonlyArray<string> =>
  differences(...given).map((it) => `${it.path} (${it.edit})`)

const full = watering(
  `pressure = 2, warm = false, label = "l", zones = ["a", "b"], turns = ["x", "y"], pauseMs = 1s
   certificate = secret("C"), credentials { user = "u", password = secret("P") }, schedule { start = dawn }`,
  "scaling { replicas = 2, replicaCpuMillicores = 250, replicaMemoryGb = 1 }\n  settings { max_wait_ms = 5s, strict = true }",
  'id UInt64, name String from "n"',
).replace(
  "MergeTree",
  'ReplacingMergeTree(id), orderBy = [id, name], partitionBy = "id", primaryKey = "id", roles = ["r"]',
)

const source = "source.sprinkler"
const tables = "source.fountain.tableMappings"
const definition = "destination.tableDefinition"

describe("A pipe that the API returns as it was sent", () => {
  it("has no differences", () => {
    expect(paths(full, {})).toEqual([])
    expect(paths(basins("a.b -> c { depth = 1, keys = [x] }"), {})).toEqual([])
  })
})

describe("What the API says in other words", () => {
  it.each<[string, string, Readonly<Record<string, Json | undefined>>]>([
    ["the order of a set", full, { [`${source}.zones`]: ["b", "a"] }],
    [
      "the order of a list with commas, and blanks in it",
      full.replace('"t1"', '["a", "b"]'),
      { [`${source}.taps`]: "b, a" },
    ],
    ["a list in place of one with commas", full, { [`${source}.taps`]: ["t1"] }],
    [
      "the order of columns",
      full,
      {
        "destination.columns": [
          { name: "name", type: "String" },
          { name: "id", type: "UInt64" },
        ],
      },
    ],
    ["an engine as a call", full, { [`${definition}.engine.type`]: " ReplacingMergeTree(id) " }],
    ["an engine without what it takes", full, { [`${definition}.engine`]: { type: "ReplacingMergeTree()" } }],
    ["no roles", full, { "destination.roles": undefined }],
    ["other roles", full, { "destination.roles": [] }],
    [
      "expressions that it does not return",
      full,
      { [`${definition}.partitionBy`]: null, [`${definition}.primaryKey`]: "" },
    ],
    ["`null` for a switch that is off", full, { [`${source}.warm`]: null }],
    ["a switch as a text", full, { "settings.strict": "true" }],
    ["a number as a text", full, { "settings.max_wait_ms": "5000", "scaling.replicas": "2" }],
    [
      "sizes as quantities",
      full,
      { "scaling.replicaCpuMillicores": "250m", "scaling.replicaMemoryGb": "1Gi" },
    ],
    [
      "sizes in other units",
      full,
      { "scaling.replicaCpuMillicores": "0.25", "scaling.replicaMemoryGb": "1024Mi" },
    ],
    ["a size in bytes", full, { "scaling.replicaMemoryGb": "1073741824" }],
    ["no sizes yet", full, { scaling: { replicas: 0, replicaCpuMillicores: 0, replicaMemoryGb: null } }],
    [
      "fields that were not declared",
      watering(""),
      {
        [`${source}.label`]: "x",
        "settings.max_wait_ms": 7,
        "scaling.replicas": 9,
        state: "Running",
        createdAt: "now",
      },
    ],
    ["nothing for the sizes of a pipe", full, { scaling: undefined }],
    ["no definition of the table", full, { [definition]: null }],
    [
      "the type of a column in another spelling",
      full,
      {
        "destination.columns": [
          { name: "id", type: "bigint unsigned" },
          { name: "name", type: "VARCHAR" },
        ],
      },
    ],
    [
      "a secret after all",
      full,
      { [`${source}.certificate`]: "leaked", [`${source}.credentials`]: { user: "other" } },
    ],
    ["no pairs of fields where none were declared", watering(""), { fieldMappings: [] }],
    [
      "no database for `default`",
      watering("").replace("green.lawn", "lawn"),
      { "destination.database": "default" },
    ],
    [
      "`default` for no database",
      watering("").replace("green.lawn", "default.lawn"),
      { "destination.database": null },
    ],
    ["the flavour that it assumes", basins("a.b -> c"), { "source.fountain.type": "fountain" }],
    [
      "the order of mappings",
      basins("a.b -> c, d.e -> f"),
      {
        [tables]: [
          { parkName: "d", basinName: "e", targetTable: "f" },
          { parkName: "a", basinName: "b", targetTable: "c", depth: 9 },
        ],
      },
    ],
    [
      "nothing for an empty list",
      basins("a.b -> c { keys = [] }"),
      { [tables]: [{ parkName: "a", basinName: "b", targetTable: "c", keys: null }] },
    ],
    ["other arms that are `null`", full, { "source.fountain": null }],
  ])("is no difference: %s", (_, text, changes) => {
    expect(differences(text, changes)).toEqual([])
  })
})

describe("What the API has otherwise", () => {
  it.each<[string, string, Readonly<Record<string, Json | undefined>>, ReadonlyArray<string>]>([
    ["a number", full, { [`${source}.pressure`]: 3 }, [`${source}.pressure (live)`]],
    ["a text", full, { [`${source}.label`]: "m" }, [`${source}.label (live)`]],
    ["a text that was taken away", full, { [`${source}.label`]: "" }, [`${source}.label (live)`]],
    ["nothing for a field", full, { [`${source}.label`]: undefined }, [`${source}.label (live)`]],
    ["nothing for a setting", full, { "settings.strict": undefined }, ["settings.strict (settings)"]],
    ["a switch", full, { [`${source}.warm`]: true }, [`${source}.warm (live)`]],
    ["a word", full, { [`${source}.nozzle`]: "jet" }, [`${source}.nozzle (live)`]],
    ["a member of a set", full, { [`${source}.zones`]: ["a"] }, [`${source}.zones (live)`]],
    ["the order of a list", full, { [`${source}.turns`]: ["y", "x"] }, [`${source}.turns (live)`]],
    [
      "the order of the sorting key",
      full,
      { [`${definition}.sortingKey`]: ["name", "id"] },
      [`${definition}.sortingKey (replace)`],
    ],
    ["no sorting key", full, { [`${definition}.sortingKey`]: null }, [`${definition}.sortingKey (replace)`]],
    [
      "an expression",
      full,
      { [`${definition}.partitionBy`]: "name" },
      [`${definition}.partitionBy (replace)`],
    ],
    [
      "an engine",
      full,
      { [`${definition}.engine.type`]: "MergeTree()" },
      [`${definition}.engine.type (replace)`],
    ],
    [
      "a field of a block",
      full,
      { [`${source}.schedule.start`]: "dusk" },
      [`${source}.schedule.start (replace)`],
    ],
    ["a flavour", full, { [`${source}.type`]: "hose" }, [`${source}.type (replace)`]],
    [
      "a flavour where one is assumed",
      basins("a.b -> c"),
      { "source.fountain.type": "cascade" },
      ["source.fountain.type (replace)"],
    ],
    [
      "a size",
      full,
      { "scaling.replicas": 3, "scaling.replicaMemoryGb": "2Gi" },
      ["scaling.replicas (scaling)", "scaling.replicaMemoryGb (scaling)"],
    ],
    ["a setting", full, { "settings.max_wait_ms": 6000 }, ["settings.max_wait_ms (settings)"]],
    ["a database", full, { "destination.database": "brown" }, ["destination.database (replace)"]],
    [
      "a database where `default` was meant",
      watering("").replace("green.lawn", "lawn"),
      { "destination.database": "brown" },
      ["destination.database (replace)"],
    ],
    [
      "the type of a column",
      full,
      {
        "destination.columns": [
          { name: "id", type: "UInt32" },
          { name: "name", type: "String" },
        ],
      },
      ["destination.columns[id].type (live)"],
    ],
    [
      "a column less",
      full,
      { "destination.columns": [{ name: "id", type: "UInt64" }] },
      ["destination.columns[name] (live)"],
    ],
    [
      "a column more",
      watering(""),
      {
        "destination.columns": [
          { name: "id", type: "UInt64" },
          { name: "x", type: "Int8" },
        ],
      },
      ["destination.columns[x] (live)"],
    ],
    [
      "a pair of fields",
      full,
      {
        fieldMappings: [
          { sourceField: "id", destinationField: "id" },
          { sourceField: "m", destinationField: "name" },
        ],
      },
      ["fieldMappings[name].sourceField (live)"],
    ],
    [
      "no pairs of fields",
      full,
      { fieldMappings: [] },
      ["fieldMappings[id] (live)", "fieldMappings[name] (live)"],
    ],
    [
      "a field of a mapping",
      basins("a.b -> c { depth = 1 }"),
      { [tables]: [{ parkName: "a", basinName: "b", targetTable: "c", depth: 2 }] },
      [`${tables}[a.b].depth (delta)`],
    ],
    [
      "a mapping less",
      basins("a.b -> c, d.e -> f"),
      { [tables]: [{ parkName: "a", basinName: "b", targetTable: "c" }] },
      [`${tables}[d.e] (delta)`],
    ],
    ["another kind of source", full, { source: { fountain: { host: "h" } } }, ["source (replace)"]],
  ])("is a difference: %s", (_, text, changes, expected) => {
    expect(paths(text, changes)).toEqual(expected)
  })

  it("is told with both sides", () => {
    expect(differences(full, { [`${source}.pressure`]: 3 })).toMatchObject([
      { path: `${source}.pressure`, before: 3, after: 2, edit: "live", movedBy: "unknown" },
    ])
  })
})

describe("A value that is read later", () => {
  const text = watering('label = env("L"), zones = ["z", env("Z")]').replace('"t1"', '["a", env("T")]')
  const live = {
    [`${source}.label`]: "one",
    [`${source}.zones`]: ["z", "two"],
    [`${source}.taps`]: "a,three",
  }
  const read = (label: string): Evaluate.Values => {
    const known: Readonly<Record<string, string>> = { L: label, Z: "two", T: "three" }
    return new Map(
      Evaluate.deferred(request(text).body).map((it) => [
        it,
        Redacted.make("name" in it.reader ? known[it.reader.name]! : ""),
      ]),
    )
  }

  it("is not compared while it is not read", () => {
    expect(paths(text, live)).toEqual([])
  })

  it("is compared once it is read", () => {
    expect(paths(text, live, read("one"))).toEqual([])
    expect(paths(text, live, read("other"))).toEqual([`${source}.label (live)`])
  })
})
