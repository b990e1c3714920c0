import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, pipe, program, request, watering } from "./garden.ts"

const named = (name: string, rest = "") => watering("", rest).replace('"lawn"', `"${name}"`)

const target = (body: string) => `target t { organization = "o", service = "s"\n${body} }`

describe("What a pipe should be", () => {
  it("is kept with its place, and is no part of the body", () => {
    const text = watering("", 'state = stopped\nlifecycle { protect = true }\nmoved from "meadow"')
    const { state, lifecycle, movedFrom } = pipe(text)
    const at = (value: Ir.Value | undefined) => text.slice(value!.origin.span.start, value!.origin.span.end)
    expect([Ir.literal(state), at(state)]).toEqual(["stopped", "stopped"])
    expect([Ir.literal(Ir.get(lifecycle!, "protect")), at(lifecycle)]).toEqual([true, "{ protect = true }"])
    expect([Ir.literal(movedFrom), at(movedFrom)]).toEqual(["meadow", '"meadow"'])
    expect(request(text).body).toEqual(request(watering("")).body)
  })

  it("may come from a template and from parameters", () => {
    const text = `param keep: bool = true\nparam wanted: string = stopped
template t { state = running\nlifecycle { protect = false } }
${watering("", "").replace('"lawn"', '"lawn" extends t')}
${named("bed", "state = param.wanted, lifecycle { protect = param.keep }").replace('"bed"', '"bed" extends t')}`
    expect(
      program(text).pipes.map(({ state, lifecycle }) => [
        Ir.literal(state),
        Ir.literal(Ir.get(lifecycle!, "protect")),
      ]),
    ).toEqual([
      ["running", false],
      ["stopped", true],
    ])
  })

  it.each([
    ["state = paused", 'unknown-member at "paused"'],
    ['state = "stopped"', 'quoted-member at "\\"stopped\\""'],
    ['state = env("S")', 'deferred-not-allowed at "env(\\"S\\")"'],
    ["state { stopped = true }", 'value-expected at "state"'],
    ["state = stopped\nstate = running", 'duplicate-field at "state"'],
    ["lifecycle = { protect = true }", 'block-expected at "lifecycle"'],
    ["lifecycle = protect", 'wrong-type at "protect"'],
    ["lifecycle { protect = yes }", 'wrong-type at "yes"'],
    ["lifecycle { keep = true }", 'unknown-field at "keep"'],
    ["protect = true", 'field-elsewhere at "protect"'],
    ["cdcScaling { }", 'field-elsewhere at "cdcScaling"'],
    ['moved from ""', 'invalid-pipe-name at "\\"\\""'],
    ['moved from "a"\nmoved from "b"', 'duplicate-clause at "moved from \\"b\\""'],
  ])("is told of where it is %j", (text, expected) => {
    expect(codes(watering("", text))).toEqual([expected])
  })

  it("may be called as the clauses are in fields, columns and tables", () => {
    const names = ["state", "moved", "lifecycle", "endpoint", "from", "into", "template", "targets"]
    const columns = names.map((it) => `${it} UInt8`).join("\n")
    const { destination } = pipe(watering("", "", `\n${columns}\n`))
    const list = Ir.get(destination, "columns") as Ir.List
    expect(list.items.map((it) => Ir.literal(Ir.get(it as Ir.Block, "name")))).toEqual(names)
  })
})

describe("The old name of a pipe", () => {
  it("is no name that a pipe of the program has, its own included", () => {
    expect(codes(named("a", 'moved from "a"'))).toEqual(['old-name-taken at "\\"a\\""'])
    expect(codes(named("a", 'moved from "b"') + named("b"))).toEqual(['old-name-taken at "\\"b\\""'])
    expect(codes(named("b") + named("a", 'moved from "b"'))).toEqual(['old-name-taken at "\\"b\\""'])
  })

  it("is the old name of one pipe, also where a loop makes many", () => {
    expect(codes(named("a", 'moved from "c"') + named("b", 'moved from "c"'))).toEqual([
      'old-name-taken at "\\"c\\""',
    ])
    const loop = (from: string) =>
      named("n-${each.n}", `moved from "${from}"`).replace('}" {', '}" for n in ["x", "y"] {')
    expect(codes(loop("o"))).toEqual(['old-name-taken at "\\"o\\""'])
    expect(program(loop("o-${each.n}")).pipes.map((it) => Ir.literal(it.movedFrom))).toEqual(["o-x", "o-y"])
  })

  it("may be the name of a pipe that other targets have", () => {
    const targets = `${target("")}\n${target("").replace("target t", "target u")}\n`
    const text = targets + named("a", 'targets = [t], moved from "b"') + named("b", "targets = [u]")
    expect(codes(text)).toEqual([])
    expect(codes(text.replace("[u]", "[t, u]"))).toEqual(['old-name-taken at "\\"b\\""'])
  })

  it("is not something that pipes have in common", () => {
    const text = `template t { moved from "b" }\n${named("a").replace('"a"', '"a" extends t')}${named("c").replace('"c"', '"c" extends t')}`
    expect(codes(text)).toEqual(['field-elsewhere at "moved from \\"b\\""'])
  })
})

describe("The size that pipes from databases share", () => {
  const scaling = (cpu: string, memory: string) =>
    target(`cdcScaling { replicaCpuMillicores = ${cpu}, replicaMemoryGb = ${memory} }`)

  it.each([
    ["1000", "4"],
    ["2000m", "8GiB"],
    ["32000", "128"],
  ])("may be %s and %s", (cpu, memory) => {
    const { cdcScaling } = program(scaling(cpu, memory), "t").target!
    expect(Ir.literal(Ir.get(cdcScaling!, "replicaMemoryGb"))).toBe(Number.parseInt(memory, 10))
  })

  it.each([
    ["1500", "6", ['number-out-of-range at "1500"', 'number-out-of-range at "6"']],
    ["2000", "12", ['scaling-ratio at "12"']],
    ["0", "4", ['number-out-of-range at "0"']],
    ["33000", "132", ['number-out-of-range at "33000"', 'number-out-of-range at "132"']],
  ])("cannot be %s and %s", (cpu, memory, expected) => {
    expect(codes(scaling(cpu, memory))).toEqual(expected)
  })

  it("has both parts", () => {
    expect(codes(target("cdcScaling { replicaCpuMillicores = 1000 }"))).toEqual([
      'missing-field at "{ replicaCpuMillicores = 1000 }"',
    ])
  })
})
