import * as Evaluate from "@pipewright/core/Evaluate"
import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, pipe, program, request, watering } from "./garden.ts"

const source = (text: string, target?: string) =>
  (Evaluate.show(request(text, target).body).source as { readonly sprinkler: Evaluate.JsonObject }).sprinkler

const target = (name: string, params: string) =>
  `target ${name} { organization = "o", service = "s", params { ${params} } }\n`

describe("A parameter", () => {
  it.each([
    ["string", '"eu"', "label", "eu"],
    ["string", "jet", "nozzle", "jet"],
    ["string", '"jet"', "nozzle", "jet"],
    ["int", "3", "pressure", 3],
    ["bool", "true", "warm", true],
    ["duration", "2s", "pauseMs", 2000],
    ["bytes", "1MiB", "tank", 1_048_576],
    ["list(string)", '["a", "b"]', "zones", ["a", "b"]],
    ["list", '["a", "b"]', "taps", "a,b"],
  ])("of the type %s with the value %s goes into `%4$s`", (type, value, field, expected) => {
    const text = `param x: ${type} = ${value}\npipe "p" { from hose { taps = "t", nozzle = mist }\ninto l { engine = Null, columns { id UInt8 } } }`
    const with_ = text.replace(new RegExp(`${field} = \\w+|${field} = "\\w+"|nozzle = mist`), (it) =>
      it.startsWith(field) ? `${field} = param.x` : `${it}, ${field} = param.x`,
    )
    expect(source(with_)[field]).toEqual(expected)
  })

  it.each([
    ["int", "1.5"],
    ["int", '"1"'],
    ["number", "true"],
    ["bool", "1"],
    ["duration", "5"],
    ["list(int)", '["a"]'],
    ["list", '"a"'],
    ["string", "[]"],
  ])("of the type %s does not take %s", (type, value) => {
    expect(codes(`param x: ${type} = ${value}`)).toEqual([`wrong-type at ${JSON.stringify(value)}`])
  })

  it("of the enumeration of a field takes the words of that field, from its targets too", () => {
    const use = watering("schedule { start = param.p }")
    expect(codes(`param p: start = dawn\n${use}`)).toEqual([])
    expect(codes(`param p: start = noon\n${use}`)).toEqual(['unknown-member at "noon"'])
    expect(codes(`param p: start = "dawn"\n${use}`)).toEqual(['quoted-member at "\\"dawn\\""'])
    expect(codes(`param p: start = 3`)).toEqual(['wrong-type at "3"'])
    expect(codes(`param p: start = dawn\n${target("t", "p = night")}`)).toEqual(['unknown-member at "night"'])
    expect(codes("param p: list(nozzle) = [jet, spray]")).toEqual(['unknown-member at "spray"'])
    expect(codes("param p: list(nozzle) = [jet, mist]")).toEqual([])
    expect(codes("param p: nozle = jet")).toEqual(['unknown-param-type at "nozle"'])
    expect(codes("param p: size = XXL")).toEqual(['unknown-member at "XXL"'])
  })

  it("of an enumeration may be what a template asks for", () => {
    const text = (spout: string) =>
      `template t(spout: nozzle) { from hose { taps = "t", nozzle = arg.spout }\ninto l { engine = Null, columns { id UInt8 } } }
pipe "p" extends t(spout: ${spout}) { }`
    expect(codes(text("jet"))).toEqual([])
    expect(codes(text("geyser"))).toEqual(['unknown-member at "geyser"'])
  })

  it("has the value that its target sets, and its default elsewhere", () => {
    const text = `param p: int = 1\n${target("a", "p = 2")}${target("b", "")}${watering("pressure = param.p")}`
    expect([source(text, "a").pressure, source(text, "b").pressure, source(text).pressure]).toEqual([2, 1, 1])
  })

  it("may be made of others, in texts and alone", () => {
    const text = `param a: string = param.b\nparam b: string = "x-\${param.c}"\nparam c: int = 7\n${watering('label = "${param.a}!"')}`
    expect(source(text).label).toBe("x-7!")
  })

  it("is followed to the end for what depends on the target", () => {
    const text = `param a: string = "x-\${param.b}"\nparam b: string = "one"\n${target("t", 'b = "two"')}${watering("label = param.a")}`
    expect([source(text).label, source(text, "t").label]).toEqual(["x-one", "x-two"])
  })

  it("may stand in the name of a pipe and of a table", () => {
    const text = watering("")
      .replace('"lawn"', '"l-${param.r}"')
      .replace("green.lawn", 'green."t_${param.r}"')
    const bound = pipe(`param r: string = "eu"\n${text}`)
    expect([bound.name, Ir.literal(Ir.get(bound.destination, "table"))]).toEqual(["l-eu", "t_eu"])
  })

  it("may hold a value that is read later", () => {
    const text = `param s: string = secret("X")\n${watering("certificate = param.s")}`
    const value = Ir.get(pipe(text).source, "certificate") as Ir.Deferred
    expect([value.secret, value.reader, value.origin.via.map((it) => it.label)]).toEqual([
      true,
      { _tag: "Secret", name: "X" },
      ["param s, its default"],
    ])
  })

  it("is on the way of a text that names it, whoever sets it, and so is what that leads to", () => {
    const text = [
      'param a: string = "${param.b}-${param.b}"',
      'param b: string = "x"',
      target("prod", "b = y"),
      watering('label = "${param.a}"').replace("green.lawn", 'green."${param.a}"'),
    ].join("\n")
    const bound = program(text, "prod").pipes[0]!
    const way = ["param a, its default", "param b, set by target prod"]
    const label = Ir.get(bound.source, "label")
    const table = Ir.get(bound.destination, "table")
    expect([label, table].map((it) => [Ir.literal(it), it?.origin.via.map((step) => step.label)])).toEqual([
      ["y-y", way],
      ["y-y", way],
    ])
  })

  it("keeps beside a file the place that its path is relative to", () => {
    const files = {
      "shared/params.pipe": 'param ca: string = file("ca.pem")',
      "main.pipe": watering("certificate = param.ca"),
    }
    const value = Ir.get(pipe(files).source, "certificate") as Ir.Deferred
    expect(value.reader).toEqual({ _tag: "File", path: "ca.pem", from: "shared/params.pipe" })
  })

  it("is told of once when it is made of itself, wherever the circle is entered", () => {
    const circle = 'param a: string = param.b\nparam b: string = "${param.c}"\nparam c: string = param.a\n'
    expect(codes(circle)).toEqual(['param-cycle at "param.b"'])
    expect(codes(`${circle}${watering("label = param.c")}`)).toEqual(['param-cycle at "param.b"'])
    expect(codes("param a: list = [param.a]")).toEqual(['param-cycle at "param.a"'])
  })

  it("may lead to its value through a hundred others, and no further", () => {
    const chain = (length: number, as = (name: string) => name) =>
      Array.from({ length }, (_, nth) => `param p${nth}: string = ${as(`param.p${nth + 1}`)}\n`).join("") +
      `param p${length}: string = "end"\n`
    expect(codes(chain(100))).toEqual([])
    expect(codes(chain(101))).toEqual(['param-too-far at "param.p101"'])
    expect(codes(chain(20_000))).toEqual(['param-too-far at "param.p101"'])
    expect(codes(chain(20_000, (name) => `"\${${name}}"`))).toEqual(['param-too-far at "param.p101"'])
  })

  it("that does not fit where it is used is told of where its value stands", () => {
    expect(codes(`param p: int = 99\n${watering("pressure = param.p")}`)).toEqual([
      'number-out-of-range at "99"',
    ])
  })

  it("made of very many references is worked out once", () => {
    const steps = Array.from(
      { length: 60 },
      (_, n) => `param a${n + 1}: string = "\${param.a${n}}\${param.a${n}}"`,
    )
    expect(codes(`param a0: string = ""\n${steps.join("\n")}`)).toEqual([])
  })
})

describe("Targets", () => {
  it("have what they have in common told once, and what differs for each", () => {
    const text = `param p: int\n${target("a", "p = 99")}${target("b", "p = 1")}${target("c", "")}${watering("pressure = param.p, label = 5")}`
    expect(codes(text)).toEqual([
      'param-without-value at "p"',
      'number-out-of-range at "99"',
      'wrong-type at "5"',
    ])
  })

  it("are all checked, also without a pipe", () => {
    expect(codes(`${target("a", "x = 1, x = 2")}target b { servce = "s" }`)).toEqual([
      'unknown-reference at "x"',
      'unknown-reference at "x"',
      'missing-field at "b"',
      'unknown-field at "servce"',
    ])
  })
})
