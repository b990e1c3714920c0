import * as Configuration from "@pipewright/core/Configuration"
import * as Field from "@pipewright/core/Field"
import * as JsonSchema from "@pipewright/core/JsonSchema"
import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { sprinkler } from "./garden.ts"

const bind = (entries: string) => {
  const { file } = Parser.parse(Source.make("pipewright.json", `target t { ${entries} }`))
  return Configuration.bind((file.declarations[0] as Ast.Target).block, "pipewright.json")
}

describe("The configuration", () => {
  it("has a default for everything", () => {
    expect(bind("")).toEqual({ configuration: Configuration.defaults, diagnostics: [] })
  })

  it("takes what is written", () => {
    expect(bind('target = "prod", concurrency = 2, waitSeconds = 60').configuration).toEqual({
      target: "prod",
      concurrency: 2,
      waitSeconds: 60,
    })
  })

  it.each([
    ["concurrency = 0", "number-out-of-range"],
    ["concurrency = 21", "number-out-of-range"],
    ["waitSeconds = 1.5", "wrong-type"],
    ['target = ""', "text-does-not-fit"],
    ["concurency = 2", "unknown-field"],
    ["__proto__ = 2", "unknown-field"],
    ['target = secret("X")', "secret-not-allowed"],
  ])("with `%s` is told of as `%s` and has the default", (entries, code) => {
    const { configuration, diagnostics } = bind(entries)
    expect(diagnostics.map((it) => it.code)).toEqual([code])
    expect(configuration).toEqual(Configuration.defaults)
  })
})

describe("The JSON Schema of fields", () => {
  it("has the facts of each", () => {
    expect(JsonSchema.object(sprinkler.fields)).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: ["taps", "nozzle"],
      properties: {
        nozzle: { enum: ["mist", "jet", "soft-rain"], description: "The nozzle." },
        pressure: { type: "integer", minimum: 1, maximum: 10 },
        warm: { type: "boolean", default: false },
        label: { type: "string", minLength: 1, maxLength: 8 },
        url: { pattern: "^https://" },
        zones: { type: "array", items: { type: "string" } },
        schedule: { type: "object", required: ["start"] },
      },
    })
  })

  it("requires nothing where nothing is required", () => {
    const schema = JsonSchema.object({ a: Field.number({ doc: "A.", edit: "live" }) })
    expect(schema).not.toHaveProperty("required")
    expect(schema).toMatchObject({ properties: { a: { type: "number" } } })
  })
})
