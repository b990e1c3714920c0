import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, program, watering } from "./garden.ts"

const target = (fields: string) =>
  `target a {\norganization = "o"\nservice = "s"\n${fields}\n}\n${watering("")}`

const bound = (fields: string) => program(target(fields), "a").target!

describe("A target", () => {
  it("has an API key of its own, of which the secret cannot be shown", () => {
    const { keyId, keySecret } = bound('keyId = "id"\nkeySecret = secret("KEY")')
    expect(Ir.literal(keyId)).toBe("id")
    expect(keySecret).toMatchObject({
      _tag: "Deferred",
      secret: true,
      reader: { _tag: "Secret", name: "KEY" },
    })
    expect(JSON.stringify(bound('keyId = "id"\nkeySecret = "canary"'))).not.toContain("canary")
  })

  it.each([
    ['keyId = "id"', 'missing-field at "a"'],
    ['keySecret = secret("KEY")', 'missing-field at "a"'],
    ['keyId = secret("ID")\nkeySecret = secret("KEY")', 'secret-not-allowed at "secret(\\"ID\\")"'],
    ["rate { requests = 20 }", 'missing-field at "{ requests = 20 }"'],
    ["wake = always", 'unknown-member at "always"'],
    ["rate { requests = 0, per = 10s }", 'number-out-of-range at "0"'],
    ["rate { requests = 20, per = 500ms }", 'inexact-unit at "500ms"'],
  ])("with %s is reported", (fields, code) => {
    expect(codes(target(fields))).toEqual([code])
  })

  it("says how many requests go within which time, in any unit of time", () => {
    const { rate } = bound("rate { requests = 20, per = 1min }")
    expect([Ir.literal(Ir.get(rate!, "requests")), Ir.literal(Ir.get(rate!, "per"))]).toEqual([20, 60])
  })
})
