import * as Configuration from "@pipewright/core/Configuration"
import * as Field from "@pipewright/core/Field"
import * as JsonSchema from "@pipewright/core/JsonSchema"
import * as Rule from "@pipewright/core/Rule"
import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { findings, sprinkler, watering } from "./garden.ts"

const bind = (entries: string) => {
  const { file } = Parser.parse(Source.make("pipewright.json", `target t { ${entries} }`))
  return Configuration.bind((file.declarations[0] as Ast.Target).block, "pipewright.json", rules, [
    { name: "no-weeds" },
  ])
}

const rules: ReadonlyArray<Rule.Rule> = [
  { code: "nullable-key", doc: "For one." },
  { code: "unused-template", doc: "For another." },
]

describe("The configuration", () => {
  it("has a default for everything", () => {
    expect(bind("")).toEqual({ configuration: Configuration.defaults, diagnostics: [] })
  })

  it("takes what is written", () => {
    expect(
      bind('target = "prod", concurrency = 2, waitSeconds = 60, state = "git", stateRemote = "ci"')
        .configuration,
    ).toEqual({
      target: "prod",
      concurrency: 2,
      waitSeconds: 60,
      state: "git",
      stateRemote: "ci",
      rules: new Map(),
      lint: Configuration.defaults.lint,
    })
  })

  it("takes what is said of the linter, for the whole program and for some of its files and targets", () => {
    const lint =
      'lint { preset = strict, rules { no-weeds = off }, fixes { no-weeds = safe }, baseline = "old.json", overrides = [{ files = ["greenhouse/**"], targets = ["prod"], rules { no-weeds = error } }] }'
    expect(bind(lint)).toEqual({
      configuration: {
        ...Configuration.defaults,
        lint: {
          preset: "strict",
          presetFile: "pipewright.json",
          layers: [
            {
              file: "pipewright.json",
              rules: new Map([["no-weeds", "off"]]),
              overrides: [
                { files: ["greenhouse/**"], targets: ["prod"], rules: new Map([["no-weeds", "error"]]) },
              ],
            },
          ],
          fixes: new Map([["no-weeds", "safe"]]),
          rulesFrom: [],
          baseline: "old.json",
        },
      },
      diagnostics: [],
    })
  })

  it("knows the rules of the linter by name", () => {
    const { diagnostics } = bind("lint { rules { no-weed = off } }")
    expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
      ["unknown-field", "did you mean `no-weeds`?"],
    ])
  })

  it.each([
    ["concurrency = 0", "number-out-of-range"],
    ["concurrency = 21", "number-out-of-range"],
    ["waitSeconds = 1.5", "wrong-type"],
    ['target = ""', "text-does-not-fit"],
    ["concurency = 2", "unknown-field"],
    ["__proto__ = 2", "unknown-field"],
    ['target = secret("X")', "secret-not-allowed"],
    ['rules { nullable-key = "loud" }', "unknown-member"],
    ['rules { missing-field = "off" }', "unknown-field"],
    ['rules = "off"', "wrong-type"],
  ])("with `%s` is told of as `%s` and has the default", (entries, code) => {
    const { configuration, diagnostics } = bind(entries)
    expect(diagnostics.map((it) => it.code)).toEqual([code])
    expect(configuration).toEqual(Configuration.defaults)
  })
})

describe("The rules of the configuration", () => {
  it("are levels by code, in quotes as JSON has words", () => {
    const { configuration, diagnostics } = bind('rules { nullable-key = "warning", unused-template = "off" }')
    expect(diagnostics).toEqual([])
    expect([...configuration.rules]).toEqual([
      ["nullable-key", "warning"],
      ["unused-template", "off"],
    ])
  })

  it("are all in its schema, each with its levels", () => {
    expect(JsonSchema.object(Configuration.fields(rules))).toMatchObject({
      properties: {
        rules: {
          additionalProperties: false,
          properties: {
            "nullable-key": { enum: ["error", "warning", "info", "off"], description: "For one." },
          },
        },
      },
    })
  })

  it("of a program are named in its schema by how they begin", () => {
    const schema = JsonSchema.object(Configuration.fields([], [{ name: "no-weeds" }]))
    const levels = { "^own/": { enum: ["error", "warning", "info", "off"] } }
    expect(schema).toMatchObject({
      properties: {
        lint: {
          properties: {
            rules: { additionalProperties: false, patternProperties: levels },
            fixes: { patternProperties: { "^own/": { enum: ["safe", "unsafe", "off"] } } },
            overrides: { items: { properties: { rules: { patternProperties: levels } } } },
          },
        },
      },
    })
    expect(JSON.stringify(JsonSchema.object(Configuration.fields([], [], [])))).not.toContain(
      "patternProperties",
    )
  })

  it("raise, lower and silence findings, and leave all others as they are", () => {
    const found = findings(watering("", "", "id LowCardinality(UInt8), n Uint8"))
    const judged = (level: Rule.Level) =>
      Rule.judge(new Map([["refused-by-default", level]]), found).map(
        ({ code, severity }) => `${severity} ${code}`,
      )
    expect(judged("info")).toEqual(["info refused-by-default", "error unknown-type"])
    expect(judged("off")).toEqual(["error unknown-type"])
    expect(Rule.judge(new Map(), found)).toEqual(found)
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
