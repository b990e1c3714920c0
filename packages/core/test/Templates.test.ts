import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, pipe, program, request } from "./garden.ts"

const template = (body: string, params = "table: string") => `template watered(${params}) {\n${body}\n}\n`

const whole = template(`from sprinkler {
  taps = ["t1", "t2"], nozzle = mist, zones = ["north"]
  schedule { start = dawn }
  credentials { user = "u", password = secret("P") }
}
into green."\${arg.table}" { engine = MergeTree, orderBy = [id], columns { id UInt64, at DateTime } }
scaling { replicas = 2, size = S }`)

const lawn = (body: string, args = '(table: "lawn")') => `pipe "lawn" extends watered${args} {\n${body}\n}\n`

const value = (bound: Ir.Block, ...path: ReadonlyArray<string>) => Ir.literal(Ir.get(bound, ...path))

describe("A pipe over its template", () => {
  it("takes all that it does not write itself", () => {
    const bound = pipe(whole + lawn(""))
    expect([bound.type, value(bound.destination, "table"), value(bound.scaling!, "replicas")]).toEqual([
      "sprinkler",
      "lawn",
      2,
    ])
  })

  it("replaces values and lists, merges blocks, and replaces `credentials` as a whole", () => {
    const body =
      'from sprinkler { zones = ["south"], nozzle = jet, schedule { note = "n" }, credentials { password = secret("Q") } }\nscaling { replicas = 3 }'
    const { source, scaling } = pipe(whole + lawn(body))
    const zones = Ir.get(source, "zones") as Ir.List
    expect([zones.items.map(Ir.literal), value(source, "nozzle")]).toEqual([["south"], "jet"])
    expect([value(source, "schedule", "start"), value(source, "schedule", "note")]).toEqual(["dawn", "n"])
    expect([...(Ir.get(source, "credentials") as Ir.Block).fields.keys()]).toEqual(["password"])
    expect([value(scaling!, "replicas"), value(scaling!, "replicaMemoryGb")]).toEqual([3, 1])
  })

  it("names another source or destination with its own clause, and keeps what the template has in it", () => {
    const { type, source, destination } = pipe(
      whole + lawn("from hose { nozzle = jet }\ninto red.roses { orderBy = [at] }"),
    )
    const order = Ir.get(destination, "tableDefinition", "sortingKey") as Ir.List
    expect([
      type,
      value(source, "nozzle"),
      value(destination, "database"),
      value(destination, "table"),
    ]).toEqual(["hose", "jet", "red", "roses"])
    expect([order.items.map(Ir.literal), (Ir.get(source, "taps") as Ir.List).items.length]).toEqual([
      ["at"],
      2,
    ])
  })

  it("adds columns and replaces them in their place", () => {
    const { destination } = pipe(whole + lawn("into green.lawn { columns { note String, id UInt32 } }"))
    const columns = Ir.get(destination, "columns") as Ir.List
    expect(columns.items.map((it) => [value(it as Ir.Block, "name"), value(it as Ir.Block, "type")])).toEqual(
      [
        ["id", "UInt32"],
        ["at", "DateTime"],
        ["note", "String"],
      ],
    )
  })

  it("adds rows to mappings and replaces them", () => {
    const text = `template t { from fountain { host = "h", tables { a.b -> one, a.c -> two } }\ninto green.* }
pipe "p" extends t { from fountain { tables { a.c -> three { depth = 2 }, a.d -> four } } }`
    const rows = Ir.get(pipe(text).source, "tableMappings") as Ir.List
    expect(rows.items.map((it) => value(it as Ir.Block, "targetTable"))).toEqual(["one", "three", "four"])
  })

  it("may have a connection below both", () => {
    const text = `connection k: hose { taps = "t", nozzle = jet, schedule { start = dusk } }
template t { from k { schedule { note = "t" } } }
pipe "p" extends t { from k { pressure = 2, schedule { note = "p" } }
into l { engine = Null, columns { id UInt8 } } }`
    const { source } = pipe(text)
    expect([
      value(source, "pressure"),
      value(source, "schedule", "start"),
      value(source, "schedule", "note"),
    ]).toEqual([2, "dusk", "p"])
  })
})

describe("An argument", () => {
  it("may come from a parameter or a loop, and has a default", () => {
    const text = `${template('from sprinkler { taps = "t", nozzle = arg.nozzle, label = arg.label }\ninto green.x { engine = Null, columns { id UInt8 } }', 'nozzle: string = "jet", label: string')}
param p: string = "\${param.q}"\nparam q: string = "q"
pipe "a-\${each.r}" for r in ["x", "y"] extends watered(label: "\${each.r}\${param.p}") { }`
    expect(
      program(text).pipes.map(({ name, source }) => [name, value(source, "label"), value(source, "nozzle")]),
    ).toEqual([
      ["a-x", "xq", "jet"],
      ["a-y", "yq", "jet"],
    ])
  })

  it("has a meaning in the template only, and `each` has none there", () => {
    expect(codes(whole + lawn("from hose { label = arg.table }"))).toEqual([
      'unknown-reference at "arg.table"',
    ])
    const inTemplate = `${template("from hose { taps = each.r, nozzle = jet }\ninto t { engine = Null, columns { id UInt8 } }", "")}pipe "a-\${each.r}" for r in [x] extends watered { }`
    expect(codes(inTemplate)).toEqual(['unknown-reference at "each.r"'])
  })
})

describe("A value from a template", () => {
  it("has the template on its way, and the argument", () => {
    const ways = Object.fromEntries(
      [...request(whole + lawn("from sprinkler { label = abc }".replace("abc", '"abc"'))).origins].map(
        ([pointer, { via }]) => [pointer, via.map(({ label }) => label)],
      ),
    )
    expect(ways).toMatchObject({
      "/name": [],
      "/source/sprinkler/label": [],
      "/source/sprinkler/nozzle": ["template watered"],
      "/source/sprinkler/schedule/start": ["template watered"],
      "/destination/table": ["template watered", "arg table"],
      "/scaling/replicas": ["template watered"],
    })
    const text = template(
      'from hose { taps = "t", nozzle = jet, label = arg.table }\ninto t { engine = Null, columns { id UInt8 } }',
    )
    const { via } = Ir.get(pipe(text + lawn("")).source, "label")!.origin
    expect(via.map(({ label }) => label)).toEqual(["template watered", "arg table"])
  })
})

describe("A mistake in a template", () => {
  it("is told once, however many pipes extend it", () => {
    const bad = whole.replace("taps =", "presure = 2, taps =")
    expect(codes(bad + lawn("") + lawn("").replace('"lawn"', '"other"'))).toEqual([
      'unknown-field at "presure"',
    ])
  })

  it("that leaves it unknown or broken raises no others", () => {
    expect(codes(lawn("from hose { }"))).toEqual(['unknown-template at "watered"'])
    expect(codes(`template watered(table string) {\n}\n${lawn("")}`)).toEqual([
      'unexpected-token at "string"',
    ])
    expect(
      codes(
        `template watered(table: string) {\n  from hose {\n into t { engine = Null, columns { id UInt8 } }\n}\n${lawn("")}`,
      ),
    ).toHaveLength(1)
  })
})
