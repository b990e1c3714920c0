import * as Diff from "@pipewright/core/Diff"
import * as Evaluate from "@pipewright/core/Evaluate"
import { describe, expect, it } from "vitest"
import { codes, pipe, request, watering } from "./garden.ts"

const raw = (text: string) => watering("", `raw { ${text} }`)

const body = (text: string) => request(text).body as Evaluate.JsonObject

describe("What stands in `raw`", () => {
  it("is merged into the body, at its place", () => {
    const text = raw(
      'source = { sprinkler = { odd = true }, check = 1 }, next { a = [1, "b", { c = false }] }',
    )
    expect(body(text)).toMatchObject({
      source: { sprinkler: { taps: "t1", nozzle: "mist", odd: true }, check: 1 },
      next: { a: [1, "b", { c: false }] },
    })
  })

  it("may hold references, and knows where it comes from", () => {
    const text = `param p: list(string) = ["x"]\n${raw("odd = { a = param.p }")}`
    const { origins } = request(text)
    expect(body(text).odd).toEqual({ a: ["x"] })
    expect(origins.get("/odd/a/0")?.via.map(({ label }) => label)).toEqual(["param p, its default"])
  })

  it("is never taken for a value that is still to be read", () => {
    const text = raw('odd = { _tag = "Deferred", reader = { _tag = "Env", name = "HOME" }, secret = false }')
    expect(Evaluate.deferred(request(text).body)).toEqual([])
    expect(Evaluate.reveal(request(text).body, new Map()).odd).toMatchObject({
      _tag: "Deferred",
      secret: false,
    })
  })

  it("may have any name", () => {
    const text = raw('__proto__ = { a = 1 }, constructor = "c"')
    for (const names of [Object.keys(body(text)), Object.keys(Evaluate.show(request(text).body))])
      expect(names).toEqual(expect.arrayContaining(["__proto__", "constructor"]))
  })

  it.each([
    ['odd = secret("X")', 'deferred-not-allowed at "secret(\\"X\\")"'],
    ['odd = [env("X")]', 'deferred-not-allowed at "env(\\"X\\")"'],
    ["odd = word", 'wrong-type at "word"'],
    ["odd = 5s", 'wrong-type at "5s"'],
    ["odd = 1, odd = 2", 'duplicate-field at "odd"'],
    ["a -> b", 'misplaced-row at "a -> b"'],
    ['name = "x"', 'raw-has-field at "\\"x\\""'],
    ["scaling = { replicas = 2 }", 'raw-has-field at "2"'],
    ["settings = 3", 'raw-has-field at "3"'],
  ])("and is `%s` is told of", (text, expected) => {
    expect(codes(raw(text))).toEqual([expected])
  })

  it.each([
    ["a word of tomorrow", 'source = { sprinkler = { nozzle = "laser" } }', 'taps = "t1"'],
    [
      "a number beyond today's bounds",
      "source = { sprinkler = { pressure = 99 } }",
      'taps = "t1", nozzle = mist',
    ],
    ["a text of another form", 'source = { sprinkler = { url = "s3://x" } }', 'taps = "t1", nozzle = mist'],
    ["a flavour of tomorrow", 'source = { sprinkler = { type = "laser" } }', 'taps = "t1", nozzle = mist'],
    [
      "a block that has only such values",
      'source = { sprinkler = { schedule = { start = "noon" } } }',
      'taps = "t1", nozzle = mist, schedule { note = "n" }',
    ],
  ])("may be a value that the field does not take: %s", (_, text, source) => {
    const program = `pipe "lawn" {
  from sprinkler { ${source} }
  into green.lawn { engine = MergeTree, columns { id UInt64 } }
  raw { ${text} }
}`
    expect(codes(program)).toEqual([])
  })

  it("may be a table engine, types or mappings that rows cannot say", () => {
    const program = (into: string, text: string) => `pipe "lawn" {
  from sprinkler { taps = "t1", nozzle = mist }
  into green.lawn { ${into} }
  raw { ${text} }
}`
    const engine = 'destination = { tableDefinition = { engine = { type = "GrassTree" } } }'
    expect(codes(program("columns { id UInt64 }", engine))).toEqual([])
    const columns = 'destination = { columns = [{ name = "id", type = "Lawn(3)" }] }'
    expect(codes(program("engine = MergeTree", columns))).toEqual([])
    const mappings = 'fieldMappings = [{ sourceField = "a", destinationField = "id" }]'
    expect(codes(program("engine = MergeTree, columns { id UInt64, b Int8 }", mappings))).toEqual([])
  })

  it("is no place for what the language can say, not even beside what it cannot", () => {
    expect(codes(raw('source = { sprinkler = { nozzle = "jet" } }'))).toEqual([
      'raw-has-field at "\\"jet\\""',
    ])
    expect(codes(raw("source = { sprinkler = { pressure = 9, odd = 1 } }"))).toEqual(['raw-has-field at "9"'])
    expect(codes(raw('source = { sprinkler = { type = "hose" } }'))).toEqual([
      'raw-has-field at "\\"hose\\""',
    ])
    const columns = '[{ name = "id", type = "UInt64" }]'
    expect(codes(raw(`destination = { columns = ${columns} }`))).toEqual([
      `raw-has-field at "${columns.replaceAll('"', '\\"')}"`,
    ])
    const mappings = '[{ sourceField = "a", destinationField = "id" }]'
    expect(codes(raw(`fieldMappings = ${mappings}`))).toEqual([
      `raw-has-field at "${mappings.replaceAll('"', '\\"')}"`,
    ])
  })

  it("is compared as the field that it stands for", () => {
    const text = raw('source = { sprinkler = { nozzle = "laser" } }').replace(", nozzle = mist", "")
    const live = (nozzle: string) => ({ ...body(text), source: { sprinkler: { taps: "t1", nozzle } } })
    const differences = (nozzle: string) =>
      Diff.compare({ pipe: pipe(text), request: request(text), live: live(nozzle) }).differences.map(
        ({ path }) => path,
      )
    expect(differences("laser")).toEqual([])
    expect(differences("mist")).toEqual(["source.sprinkler.nozzle"])
  })

  it("is compared with what is there, where the API tells it", () => {
    const text = raw('source = { sprinkler = { odd = true, list = [1, { a = 2 }] } }, next = { a = "x" }')
    const differences = (live: Evaluate.JsonObject) =>
      Diff.compare({
        pipe: pipe(text),
        request: request(text),
        live: { ...body(text), ...live },
      }).differences.map(({ path, before, after, edit }) => [path, after, before, edit])
    const source = body(text).source as { readonly sprinkler: Evaluate.JsonObject }
    expect(differences({})).toEqual([])
    expect(differences({ source: { sprinkler: { ...source.sprinkler, odd: false } } })).toEqual([
      ["source.sprinkler.odd", true, false, "live"],
    ])
    expect(differences({ source: { sprinkler: { ...source.sprinkler, list: [1, { a: 3 }] } } })).toHaveLength(
      1,
    )
    expect(differences({ next: { a: null } })).toEqual([["next.a", "x", null, "live"]])
    expect(differences({ next: {} })).toEqual([])
  })
})
