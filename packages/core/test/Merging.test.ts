import * as Evaluate from "@pipewright/core/Evaluate"
import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, pipe, request } from "./garden.ts"

const lawn = "into lawn { engine = Null, columns { id UInt64 } }"

const merged = (connection: string, own: string) =>
  (
    Evaluate.show(
      request(
        `connection k: hose { taps = "t", nozzle = mist, ${connection} }\npipe "p" { from k { ${own} }\n${lawn} }`,
      ).body,
    ).source as { readonly sprinkler: Evaluate.JsonObject }
  ).sprinkler

describe("A pipe over its connection", () => {
  it("takes the type and what it does not set itself from there", () => {
    expect(merged("pressure = 2", "warm = true")).toEqual({
      type: "hose",
      taps: "t",
      nozzle: "mist",
      pressure: 2,
      warm: true,
    })
  })

  it("replaces values and lists", () => {
    const { pressure, zones, taps } = merged(
      'pressure = 2, zones = ["a", "b"]',
      'pressure = 3, zones = ["c"], taps = ["u", "v"]',
    )
    expect({ pressure, zones, taps }).toEqual({ pressure: 3, zones: ["c"], taps: "u,v" })
  })

  it("merges blocks, which may be complete only together", () => {
    expect(merged('schedule { note = "n" }', "schedule { start = dawn }").schedule).toEqual({
      start: "dawn",
      note: "n",
    })
    expect(merged("schedule { start = dusk }", "schedule { start = dawn }").schedule).toEqual({
      start: "dawn",
    })
  })

  it("replaces `credentials` as a whole", () => {
    expect(
      merged('credentials { user = "a", password = secret("A") }', 'credentials { password = secret("B") }')
        .credentials,
    ).toEqual({ password: "(secret)" })
  })

  it("is told what is missing in both, at itself", () => {
    const text = `connection k: hose { taps = "t" }\npipe "p" { from k { }\n${lawn} }`
    expect(codes(text)).toEqual(['missing-field at "k"'])
    const inner = `connection k: hose { taps = "t", nozzle = jet, schedule { } }\npipe "p" { from k { }\n${lawn} }`
    expect(codes(inner)).toEqual(['missing-field at "{ }"'])
  })

  it("knows of each value where it was written and that it came through the connection", () => {
    const files = {
      "connections.pipe": 'connection k: hose { taps = "t", nozzle = mist }',
      "main.pipe": `pipe "p" { from k { nozzle = jet }\n${lawn} }`,
    }
    const { source } = pipe(files)
    const [taps, nozzle] = [Ir.get(source, "taps")!.origin, Ir.get(source, "nozzle")!.origin]
    expect([taps.file, taps.via.map((it) => `${it.label} in ${it.file}`)]).toEqual([
      "connections.pipe",
      ["connection k in main.pipe"],
    ])
    expect([nozzle.file, nozzle.via]).toEqual(["main.pipe", []])
  })
})

describe("A connection", () => {
  it("is checked by itself, and then no field is missing", () => {
    expect(codes("connection k: hose { presure = 2, label = 3 }")).toEqual([
      'unknown-field at "presure"',
      'wrong-type at "3"',
    ])
    expect(codes("connection k: hose { schedule { } }")).toEqual([])
  })

  it("has to have a complete login, since nothing can complete it", () => {
    expect(codes('connection k: hose { credentials { user = "u" } }')).toEqual([
      'missing-field at "{ user = \\"u\\" }"',
    ])
  })

  it("with a mistake has it told once, however many pipes use it", () => {
    const use = (name: string) => `pipe "${name}" { from k { taps = "t", nozzle = jet }\n${lawn} }\n`
    expect(codes(`connection k: hose { pressure = 99 }\n${use("a")}${use("b")}`)).toEqual([
      'number-out-of-range at "99"',
    ])
  })

  it("of an unknown type has it told once, at itself", () => {
    expect(codes(`connection k: hoze { }\npipe "p" { from k { }\n${lawn} }`)).toEqual([
      'unknown-source-type at "hoze"',
    ])
  })
})
