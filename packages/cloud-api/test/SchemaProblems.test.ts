import { describe, it } from "@effect/vitest"
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { assert } from "vitest"

const problems = (schema: Schema.Schema.AnyNoContext, json: unknown): string =>
  Either.match(
    Schema.decodeUnknownEither(schema, { errors: "all", onExcessProperty: "error" })(json) as Either.Either<
      unknown,
      Parameters<typeof SchemaProblems.fromParseError>[0]
    >,
    {
      onLeft: (error) => SchemaProblems.format(SchemaProblems.fromParseError(error)),
      onRight: () => "none",
    },
  )

// An empty struct would take any key.
const known = Schema.Struct({ known: Schema.optional(Schema.String) })

describe("a problem", () => {
  const cases: ReadonlyArray<readonly [claim: string, Schema.Schema.AnyNoContext, unknown, string]> = [
    ["names the missing key", Schema.Struct({ a: Schema.String }), {}, "a: is missing"],
    ["names the unknown key", known, { b: 1 }, "b: is not a known key"],
    [
      "quotes a key that is no plain word, and cuts it",
      known,
      { 'it is "so"': 1, ["x".repeat(200)]: 1 },
      `["it is \\"so\\""]: is not a known key; ["${"x".repeat(100)}"]: is not a known key`,
    ],
    [
      "counts in lists",
      Schema.Struct({ a: Schema.Array(Schema.Struct({ b: Schema.Number })) }),
      { a: [{ b: 1 }, { b: "canary" }] },
      "a[1].b: expected a number",
    ],
    [
      "lists the words that are expected",
      Schema.Struct({ a: Schema.Literal("one", "two") }),
      { a: "canary" },
      'a: expected "one" or "two"',
    ],
    [
      "is that of the member of a union that was meant",
      Schema.Struct({ a: Schema.NullOr(Schema.Struct({ b: Schema.Struct({ c: Schema.Boolean }) })) }),
      { a: { b: { c: "canary" } } },
      "a.b.c: expected true or false",
    ],
    [
      "does not speak of what may be left out",
      Wire.listEnvelope(Wire.Pipe),
      { status: 200, result: "canary" },
      "result: expected a list or null",
    ],
    [
      "describes what a filter expects",
      Schema.Struct({
        a: Schema.NonEmptyString,
        b: Schema.Int,
        c: Schema.String.pipe(Schema.pattern(/^x$/)),
      }),
      { a: "", b: 1.5, c: "canary" },
      "a: expected a non empty string; b: expected an integer; c: expected a string matching the pattern ^x$",
    ],
    [
      "leaves out the message of a filter, which may quote the value",
      Schema.Struct({ a: Schema.String.pipe(Schema.filter((text) => `${text} is bad`)) }),
      { a: "canary" },
      "a: expected a text",
    ],
    ["of the whole is that of the body", Wire.CreatePipe, "canary", "body: expected an object"],
    [
      "beyond the tenth is only counted",
      known,
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, 1])),
      `${Array.from({ length: 10 }, (_, index) => `k${index}: is not a known key`).join("; ")}; and 2 more`,
    ],
  ]
  for (const [claim, schema, json, expected] of cases) {
    it(claim, () => assert.strictEqual(problems(schema, json), expected))
  }
})

describe("settings", () => {
  it("are whole numbers and booleans, with the bounds that all kinds share", () => {
    assert.strictEqual(
      problems(Wire.Settings, { any_key: 1, clickhouse_max_threads: 64, off: false }),
      "none",
    )
    assert.include(
      problems(Wire.Settings, { clickhouse_max_threads: 65 }),
      "clickhouse_max_threads: expected a whole number from 0 to 64",
    )
    assert.include(problems(Wire.Settings, { a: "1" }), "a: expected")
    assert.include(problems(Wire.Settings, { a: { b: 1 } }), "a: expected")
  })
})
