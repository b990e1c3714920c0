import * as Explain from "@pipewright/core/Explain"
import { describe, expect, it } from "vitest"
import { pipe, watering } from "./garden.ts"

/** Each value as `path = value`, and each station of its way as the text there with its label. */
const told = (text: string, path = "", target?: string) =>
  Object.fromEntries(
    Explain.select(Explain.values(pipe(text, target)), path).map(({ path, value, way }) => [
      `${path} = ${value._tag === "Known" ? JSON.stringify(value.json) : value.text}`,
      way.map(
        ({ span, label }) =>
          `${text.slice(span.start, span.end)}${label === undefined ? "" : ` by ${label}`}`,
      ),
    ]),
  )

const whole = `param size: int = 2
param stage: string = "test"

connection k: hose {
  taps = param.stage
  pressure = param.size
  credentials { user = "u", password = secret("PASSWORD") }
}

template watered(table: string, zone: string = "z") {
  from k { nozzle = mist, zones = [arg.zone, "fixed"] }
  into green."\${arg.table}_\${param.stage}" { engine = MergeTree, columns { id UInt64 } }
}

pipe "lawn-\${each.t}" for t in ["a"] extends watered(table: each.t) { }

target prod { organization = "o", service = "s", params { size = 3 } }
`

describe("The way of a value", () => {
  it("goes through the template and the connection to where it stands, and on to what that leads to", () => {
    const each = '"a" by each t = "a"'
    const ways = told(whole, "", "prod")
    expect(ways).toMatchObject({
      "source.sprinkler.pressure = 3": [
        each,
        "watered by template watered",
        "k by connection k",
        "param.size",
        "3 by param size, set by target prod",
      ],
      'source.sprinkler.taps = "test"': [
        each,
        "watered by template watered",
        "k by connection k",
        "param.stage",
        '"test" by param stage, its default',
      ],
      'source.sprinkler.nozzle = "mist"': [each, "watered by template watered", "mist"],
      'destination.table = "a_test"': [
        each,
        "watered by template watered",
        '"${arg.table}_${param.stage}"',
        "each.t by arg table",
        '"test" by param stage, its default',
      ],
    })
  })

  it("begins with the loop, also where the list is a parameter's", () => {
    const text = `param all: list(string) = ["a"]\n${watering("label = each.t").replace('pipe "lawn"', 'pipe "${each.t}" for t in param.all')}`
    const loop = ['["a"] by param all, its default', '"a" by each t = "a"']
    expect(told(text)).toMatchObject({
      'source.sprinkler.nozzle = "mist"': [...loop, "mist"],
      'source.sprinkler.label = "a"': [...loop, "each.t"],
    })
  })

  it("is told for what is said of a pipe besides its request", () => {
    const text = watering("").replace(
      'pipe "lawn" {',
      'pipe "lawn" {\nmoved from "old"\nstate = stopped\nlifecycle { protect = true }',
    )
    expect(Object.entries(told(text)).slice(-3)).toEqual([
      ['state = "stopped"', ["stopped"]],
      ["lifecycle.protect = true", ["true"]],
      ['moved from = "old"', ['"old"']],
    ])
  })

  it("is told for each element of a list whose elements come by ways of their own", () => {
    expect(Object.keys(told(whole, "zones"))).toEqual([
      'source.sprinkler.zones[0] = "z"',
      'source.sprinkler.zones[1] = "fixed"',
    ])
    expect(Object.keys(told(watering('zones = ["a", "b"]'), "zones"))).toEqual([
      'source.sprinkler.zones = ["a","b"]',
    ])
  })
})

describe("A list that the API takes as one string", () => {
  it("comes by the ways of its elements", () => {
    const list = (taps: string) =>
      told(`param t: string = "t"\n${watering("").replace('taps = "t1"', `taps = ${taps}`)}`, "taps")
    const param = '"t" by param t, its default'
    expect(list('"x-${param.t}"')).toEqual({ 'source.sprinkler.taps = "x-t"': ['"x-${param.t}"', param] })
    expect(list('["a", param.t]')).toEqual({ 'source.sprinkler.taps = "a,t"': ['["a", param.t]', param] })
  })
})

describe("A value that is read when it is sent", () => {
  it("is told by how it is read", () => {
    expect(Object.keys(told(whole, "password"))).toEqual([
      'source.sprinkler.credentials.password = secret("PASSWORD")',
    ])
    const late = watering('label = env("X"), certificate = base64(file("ca.pem"))')
    expect(Object.keys(told(late, "source.sprinkler")).slice(-2)).toEqual([
      'source.sprinkler.label = env("X")',
      'source.sprinkler.certificate = base64(file("ca.pem"))',
    ])
  })

  it("and that was written into the text is not shown, nor is any text on its way", () => {
    const text = `param c: string = "canary"\n${watering('certificate = "${param.c}", url = "https://user:canary@example.com"')}`
    const values = Explain.values(pipe(text))
    expect(JSON.stringify(values.map(({ value }) => value))).not.toContain("canary")
    expect(values.filter(({ guarded }) => guarded).map(({ path }) => path)).toEqual([
      "source.sprinkler.url",
      "source.sprinkler.certificate",
    ])
  })
})

describe("A path", () => {
  const paths = (path: string) => Explain.select(Explain.values(pipe(whole)), path).map((it) => it.path)

  it("selects a value, what is in a block, and either by its end", () => {
    expect(paths("source.sprinkler.pressure")).toEqual(["source.sprinkler.pressure"])
    expect(paths("pressure")).toEqual(["source.sprinkler.pressure"])
    expect(paths("credentials")).toEqual([
      "source.sprinkler.credentials.user",
      "source.sprinkler.credentials.password",
    ])
    expect(paths("columns[0].type")).toEqual(["destination.columns[0].type"])
    expect(paths("columns")).toEqual(["destination.columns[0].name", "destination.columns[0].type"])
  })

  it("may be the word that the language has for it", () => {
    expect(paths("engine")).toEqual(["destination.tableDefinition.engine.type"])
    expect(paths("into")).toEqual(["destination.database", "destination.table", "destination.managedTable"])
  })

  it("selects nothing by a part of a name", () => {
    expect(paths("press")).toEqual([])
  })
})
