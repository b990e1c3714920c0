import * as Bind from "@pipewright/core/Bind"
import * as Ir from "@pipewright/core/Ir"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { catalog, codes, program, watering } from "./garden.ts"

const two = 'target a { organization = "o", service = "s" }\ntarget b { organization = "o", service = "s" }\n'

const there = (text: string, target?: string) => program(text, target).pipes.map(({ name }) => name)

describe("A pipe with `targets`", () => {
  it.each(["[a]", "a", "param.where"])("= %s is there in these only, and without a target", (targets) => {
    const text = `param where: list(string) = ["a"]\n${two}${watering("", `targets = ${targets}`)}`
    expect([there(text, "a"), there(text, "b"), there(text), there(text, "local")]).toEqual([
      ["lawn"],
      [],
      ["lawn"],
      ["lawn"],
    ])
  })

  it("may have the name of one that is in other targets", () => {
    expect(codes(two + watering("", "targets = [a]") + watering("", "targets = [b]"))).toEqual([])
    expect(codes(two + watering("", "targets = [a]") + watering("", "targets = [a, b]"))).toEqual([
      'duplicate-declaration at "\\"lawn\\""',
    ])
  })

  it("stands for those of its name in other targets where no target is in force", () => {
    const text = `${two}${watering("pressure = 1", "targets = [a]")}${watering("pressure = 2", "targets = [b]")}`
    const pressures = (target?: string) =>
      program(text, target).pipes.map((it) => Ir.literal(Ir.get(it.source, "pressure")))
    expect([pressures("a"), pressures("b"), pressures(), pressures("local")]).toEqual([[1], [2], [1], [1]])
    const { file } = Parser.parse(Source.make("main.pipe", text))
    expect(Bind.bind([file], catalog, "local").diagnostics).toEqual([])
  })

  it("is checked as the targets see it that it is in", () => {
    expect(codes(two + watering("presure = 1", "targets = [b]"))).toEqual(['unknown-field at "presure"'])
  })

  it("replaces those of its template, and may be in those of its element", () => {
    const text = `${two}template t { targets = [a]\nfrom hose { taps = "t", nozzle = jet }\ninto l { engine = Null, columns { id UInt8 } } }
pipe "x" extends t { }
pipe "y" extends t { targets = [b] }
pipe "z-\${each.r}" for r in [a, b] extends t { targets = [each.r] }`
    expect([there(text, "a"), there(text, "b")]).toEqual([
      ["x", "z-a"],
      ["y", "z-b"],
    ])
  })

  it.each([
    ["targets = []", 'wrong-type at "[]"'],
    ["targets = [1]", 'wrong-type at "1"'],
    ["targets { a = 1 }", 'value-expected at "targets"'],
    ['targets = ["a"]', 'quoted-member at "\\"a\\""'],
    ["targets = [aa]", 'unknown-target at "aa"'],
    ["targets = a\ntargets = b", 'duplicate-field at "targets"'],
  ])("that says `%s` is told of it once", (line, expected) => {
    expect(codes(two + watering("", line))).toEqual([expected])
  })
})
