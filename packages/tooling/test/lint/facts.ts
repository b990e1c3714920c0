/** What is known to go wrong, by groups, and the findings and rules that each fact has become. */

export interface Fact {
  /** What goes wrong, in a word. */
  readonly fact: string
  /** The codes of the findings that tell of it, and the names of the rules. */
  readonly by: ReadonlyArray<string>
  /** The mends that the pages of these show: one that keeps the meaning, one that is a guess. */
  readonly fixes?: ReadonlyArray<"safe" | "unsafe">
}

export const types: ReadonlyArray<Fact> = [
  { fact: "type-unknown", by: ["unknown-type"], fixes: ["unsafe"] },
  { fact: "type-wrong-case", by: ["unknown-type"], fixes: ["safe"] },
  { fact: "type-alias", by: ["no-type-alias"], fixes: ["safe"] },
  { fact: "type-ignored-argument", by: ["no-ignored-argument"], fixes: ["safe"] },
  { fact: "type-bad-arity", by: ["type-arguments"] },
  { fact: "decimal-bounds", by: ["type-number-out-of-range"] },
  { fact: "datetime64-precision", by: ["type-number-out-of-range"] },
  { fact: "datetime-timezone-invalid", by: ["unknown-time-zone"], fixes: ["safe", "unsafe"] },
  { fact: "datetime-timezone-unquoted", by: ["type-arguments", "dropped-argument"], fixes: ["unsafe"] },
  { fact: "datetime-timezone-not-utc", by: ["kafka/use-utc", "kinesis/use-utc"], fixes: ["unsafe"] },
  { fact: "fixedstring-size", by: ["type-number-out-of-range", "refused-by-default"] },
  {
    fact: "enum-invalid",
    by: ["duplicate-enum-member", "enum-numbering", "type-number-out-of-range", "type-arguments"],
  },
  { fact: "nullable-inner", by: ["type-inside"], fixes: ["safe"] },
  { fact: "lowcardinality-inner", by: ["type-inside"], fixes: ["unsafe"] },
  { fact: "lowcardinality-inner-by-default", by: ["refused-by-default"], fixes: ["unsafe"] },
  { fact: "map-key-nullable", by: ["type-inside"], fixes: ["unsafe"] },
  { fact: "tuple-names", by: ["partly-named-tuple", "duplicate-element"] },
  { fact: "variant-members", by: ["type-inside", "similar-variants"] },
  {
    fact: "variant-clickpipes-limits",
    by: [
      "kafka/no-mixed-variant",
      "kinesis/no-mixed-variant",
      "kafka/no-avro-variant",
      "kinesis/no-avro-variant",
    ],
  },
  {
    fact: "json-parameters",
    by: [
      "type-number-out-of-range",
      "duplicate-element",
      "unknown-type-parameter",
      "skipped-path",
      "broken-pattern",
    ],
  },
  { fact: "simple-aggregate-invalid", by: ["unsuited-aggregate", "no-idle-aggregate"], fixes: ["unsafe"] },
  {
    fact: "type-not-supported-by-clickpipes",
    by: ["kafka/no-unsupported-type", "kinesis/no-unsupported-type"],
  },
  { fact: "type-nesting-depth", by: ["kafka/no-deep-nesting", "kinesis/no-deep-nesting"] },
  { fact: "column-modifier-in-type", by: ["column-clause"], fixes: ["safe"] },
]

export const groups = { types }
