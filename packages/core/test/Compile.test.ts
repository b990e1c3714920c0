import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { basins, request, watering } from "./garden.ts"

const body = (text: string) => Evaluate.show(request(text).body)

const source = (text: string) => (body(text).source as { readonly sprinkler: Evaluate.JsonObject }).sprinkler

describe("The body of a pipe", () => {
  it("holds what its author wrote, and besides that only what the API requires", () => {
    expect(body(watering("pressure = 2"))).toEqual({
      name: "lawn",
      source: { sprinkler: { type: "sprinkler", taps: "t1", nozzle: "mist", pressure: 2 } },
      destination: {
        database: "green",
        table: "lawn",
        managedTable: true,
        tableDefinition: { engine: { type: "MergeTree" } },
        columns: [{ name: "id", type: "UInt64" }],
      },
    })
  })

  it("of a database kind has its mappings as a list, and no flavour that the service assumes", () => {
    expect(
      body(basins('a.b -> c { depth = 2, keys = [x, y] }, "a b".c -> d'.replace('"a b"', "`a b`"))),
    ).toEqual({
      name: "basins",
      source: {
        fountain: {
          host: "h",
          tableMappings: [
            { parkName: "a", basinName: "b", targetTable: "c", depth: 2, keys: ["x", "y"] },
            { parkName: "a b", basinName: "c", targetTable: "d" },
          ],
        },
      },
      destination: { database: "green" },
    })
    expect(body(basins("a.b -> c", "cascade")).source).toMatchObject({ fountain: { type: "cascade" } })
  })

  it("has lists of strings with commas where the API wants them so; one string is a list of one", () => {
    const taps = (text: string) => source(watering("").replace('"t1"', text)).taps
    expect([taps('"a"'), taps('["a", "b"]')]).toEqual(["a", "a,b"])
  })

  it("has values that are read later in such a list, too", () => {
    const { body } = request(watering("").replace('"t1"', '["a", env("B"), env("C")]'))
    const values = new Map(Evaluate.deferred(body).map((it, index) => [it, Redacted.make(`v${index}`)]))
    expect(values.size).toBe(2)
    expect(Evaluate.reveal(body, values)).toMatchObject({ source: { sprinkler: { taps: "a,v0,v1" } } })
  })

  it("has the name of a column that is a template with what its references come to", () => {
    const program = `param l: string = "en"\n${watering("", "", 'id UInt64, "title_${param.l}" String')}`
    expect((body(program).destination as Evaluate.JsonObject).columns).toEqual([
      { name: "id", type: "UInt64" },
      { name: "title_en", type: "String" },
    ])
  })

  it("has the pairs of fields and columns only if a row has `from`, and then all of them", () => {
    expect(body(watering("", "", "a UInt8, b UInt8"))).not.toHaveProperty("fieldMappings")
    expect(body(watering("", "", 'a UInt8, b UInt8 from "x.y"')).fieldMappings).toEqual([
      { sourceField: "a", destinationField: "a" },
      { sourceField: "x.y", destinationField: "b" },
    ])
  })

  it("has the columns of an existing table, and no definition of it", () => {
    const text = watering("").replace("into green", "into existing green").replace("engine = MergeTree, ", "")
    expect(body(text).destination).toEqual({
      database: "green",
      table: "lawn",
      managedTable: false,
      columns: [{ name: "id", type: "UInt64" }],
    })
  })

  it("has what an engine takes under the API's names", () => {
    const engine = (text: string) =>
      (
        body(watering("", "", "a UInt8, b UInt8").replace("MergeTree", text))
          .destination as Evaluate.JsonObject
      ).tableDefinition
    expect(engine("ReplacingMergeTree(a), orderBy = [b, a]")).toEqual({
      engine: { type: "ReplacingMergeTree", versionColumnId: "a" },
      sortingKey: ["b", "a"],
    })
    expect(engine("SummingMergeTree(a, b)")).toEqual({
      engine: { type: "SummingMergeTree", columnIds: ["a", "b"] },
    })
  })

  it("has scaling and settings only where something is written in them", () => {
    expect(body(watering("", "scaling { }\n  settings { }"))).not.toHaveProperty("scaling")
    expect(body(watering("", "scaling { }\n  settings { }"))).not.toHaveProperty("settings")
    expect(
      body(watering("", "scaling { size = M, replicas = 2 }\n  settings { max_wait_ms = 5s }")),
    ).toMatchObject({
      scaling: { replicas: 2, replicaCpuMillicores: 500, replicaMemoryGb: 2 },
      settings: { max_wait_ms: 5000 },
    })
  })

  it("holds each value as it was written, whatever it is", () => {
    const fields = fc.record(
      {
        pressure: fc.integer({ min: 1, max: 10 }),
        warm: fc.boolean(),
        label: fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }).filter((it) => it.length <= 8),
        zones: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
        nozzle: fc.constantFrom("mist", "jet", "soft-rain"),
      },
      { requiredKeys: ["nozzle"] },
    )
    // JSON's strings are those of the language, but for references.
    const string = (value: string) => JSON.stringify(value).replaceAll("${", () => "$${")
    fc.assert(
      fc.property(fields, (written) => {
        const entries = Object.entries(written).map(([name, value]) => {
          const text = Array.isArray(value)
            ? `[${value.map(string).join(", ")}]`
            : typeof value === "string" && name !== "nozzle"
              ? string(value)
              : String(value)
          return `${name} = ${text}`
        })
        const text = watering("").replace("nozzle = mist", () => entries.join("\n"))
        expect(source(text)).toEqual({ type: "sprinkler", taps: "t1", ...written })
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    )
  })
})

describe("The path of a request", () => {
  it("has the ids of the target, or the placeholders of the reference", () => {
    expect(request(watering("")).path).toBe(
      "/v1/organizations/{organizationId}/services/{serviceId}/clickpipes",
    )
  })
})

describe("The origin of a part of a body", () => {
  const text = watering(
    'schedule { start = dawn }\n zones = ["a", "b"]',
    "settings { max_wait_ms = 5s }",
    'id UInt8, x UInt8 from "y"',
  )
  const found = (path: string) => {
    const origin = Compile.originOf(request(text), path)
    return origin === undefined ? undefined : text.slice(origin.span.start, origin.span.end)
  }

  it.each([
    ["source.sprinkler.nozzle", "mist"],
    ["source.sprinkler.schedule.start", "dawn"],
    ["source.sprinkler.zones[1]", '"b"'],
    ["destination.table", "lawn"],
    ["destination.columns[0].type", "UInt8"],
    ["destination.columns[1].name", "x"],
    ["fieldMappings[1].sourceField", '"y"'],
    ["fieldMappings[0].sourceField", "id"],
    ["settings.max_wait_ms", "5s"],
    ["name", '"lawn"'],
    ["source.sprinkler.schedule.nothing", "{ start = dawn }"],
    ["source.sprinkler.gone", "sprinkler"],
    ["destination.columns[7].type", '{ id UInt8, x UInt8 from "y" }'],
  ])("is found by the API's path %s", (path, expected) => {
    expect(found(path)).toBe(expected)
  })

  it("is not found for what is not of the body", () => {
    expect(found("nowhere.at.all")).toBeUndefined()
    expect(found("")).toBeUndefined()
  })
})
