/** What is known to go wrong, by groups, and the findings and rules that each fact has become. */

export interface Fact {
  /** What goes wrong, in a word. */
  readonly fact: string
  /** The codes of the findings that tell of it, and the names of the rules. */
  readonly by: ReadonlyArray<string>
  /** The mends that the pages of these show: one that keeps the meaning, one that is a guess. */
  readonly fixes?: ReadonlyArray<"safe" | "unsafe">
}

export const streaming: ReadonlyArray<Fact> = [
  {
    fact: "kafka-auth-matrix",
    by: [
      "authentication-not-offered",
      "credentials-missing",
      "credentials-incomplete",
      "credentials-of-other-kind",
      "credentials-without-authentication",
    ],
  },
  { fact: "kafka-broker-syntax", by: ["kafka/use-host-and-port"], fixes: ["unsafe"] },
  { fact: "kafka-eventhub-port", by: ["kafka/use-event-hub-port"], fixes: ["unsafe"] },
  { fact: "kafka-topic-name", by: ["kafka/no-illegal-topic"] },
  { fact: "kafka-consumer-group-shared", by: ["kafka/no-shared-group"] },
  {
    fact: "kafka-offset-timestamp",
    by: ["needed-for-choice", "not-for-choice", "text-does-not-fit", "kafka/no-future-start"],
    fixes: ["unsafe"],
  },
  { fact: "registry-url", by: ["text-does-not-fit", "kafka/no-unread-registry"], fixes: ["unsafe"] },
  { fact: "registry-required", by: ["registry-expected", "kafka/use-schema-registry"] },
  { fact: "raw-message-non-json", by: ["kafka/no-raw-message-of-bytes"] },
  {
    fact: "virtual-column-type",
    by: [
      "kafka/use-virtual-column-type",
      "kinesis/use-virtual-column-type",
      "object-storage/use-virtual-column-type",
    ],
    fixes: ["unsafe"],
  },
  { fact: "streaming-single-replica", by: ["no-single-replica"] },
  { fact: "streaming-size-nonstandard", by: ["use-standard-size"], fixes: ["unsafe"] },
  {
    fact: "kinesis-iterator-timestamp",
    by: ["needed-for-choice", "not-for-choice", "kinesis/no-milliseconds", "kinesis/no-future-start"],
    fixes: ["unsafe"],
  },
  {
    fact: "pubsub-seek-and-limits",
    by: [
      "needed-for-choice",
      "not-for-choice",
      "text-does-not-fit",
      "number-out-of-range",
      "pubsub/no-future-start",
    ],
    fixes: ["unsafe"],
  },
]

export const objects: ReadonlyArray<Fact> = [
  { fact: "object-brace-pattern", by: ["object-storage/no-braces"], fixes: ["unsafe"] },
  {
    fact: "object-url-shape",
    by: ["object-storage/no-url-of-other-store", "object-storage/use-https-url"],
    fixes: ["unsafe"],
  },
  { fact: "object-auth-provider", by: ["authentication-not-offered", "needed-for-type"] },
  {
    fact: "object-queue-rules",
    by: [
      "needs-other-field",
      "excludes-other-field",
      "queue-of-other-store",
      "no-queue-for-type",
      "object-storage/use-service-account-with-queue",
    ],
  },
  { fact: "object-continuous-order", by: ["object-storage/no-unordered-names"] },
  { fact: "object-broad-pattern", by: ["object-storage/no-whole-bucket"] },
  {
    fact: "object-format-mismatch",
    by: ["object-storage/no-other-ending", "object-storage/no-unread-delimiter"],
    fixes: ["unsafe"],
  },
  {
    fact: "object-concurrency-deprecated",
    by: ["object-storage/no-retired-concurrency"],
    fixes: ["unsafe"],
  },
]

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

export const databases: ReadonlyArray<Fact> = [
  {
    fact: "pg-slot-mode",
    by: ["not-for-choice", "excludes-other-field", "postgres/use-own-slot"],
    fixes: ["unsafe"],
  },
  { fact: "pg-name-rules", by: ["postgres/no-unusable-name"] },
  { fact: "pg-pooler-host", by: ["postgres/no-pooler"] },
  { fact: "pg-replica-needs-publication", by: ["postgres/use-publication"] },
  {
    fact: "cdc-custom-key",
    by: [
      "flag-without-sorting-keys",
      "sorting-keys-unused",
      "excluded-sorting-key",
      "duplicate-column-name",
      "postgres/use-replica-identity",
    ],
    fixes: ["unsafe"],
  },
  { fact: "cdc-target-collision", by: ["duplicate-target-table", "duplicate-field", "no-shared-table"] },
  { fact: "cdc-engine-mergetree", by: ["no-append-only-copy", "no-idle-delete-on-merge"] },
  { fact: "cdc-sync-tuning", by: ["no-extreme-sync", "no-idle-sync", "no-crowded-first-read"] },
  {
    fact: "mysql-rules",
    by: [
      "mariadb-needs-gtid",
      "number-out-of-range",
      "mysql/no-shared-server-id",
      "mysql/no-excluded-columns",
    ],
  },
  {
    fact: "mongo-uri",
    by: ["text-does-not-fit", "login-in-uri", "mongodb/no-malformed-uri"],
    fixes: ["unsafe"],
  },
  { fact: "bigquery-rules", by: ["text-does-not-fit", "unknown-member", "bigquery/no-impossible-dataset"] },
  { fact: "db-pipe-scaling", by: ["not-for-source", "scaling-ratio", "no-oversized-cdc-scaling"] },
]

export const safety: ReadonlyArray<Fact> = [
  { fact: "secret-literal", by: ["no-literal-secret"], fixes: ["unsafe"] },
  { fact: "tls-disabled", by: ["no-disabled-tls"], fixes: ["unsafe"] },
  {
    fact: "private-endpoint-rules",
    by: [
      "text-does-not-fit",
      "missing-field",
      "field-elsewhere",
      "duplicate-private-name",
      "no-reserved-private-name",
    ],
  },
  {
    fact: "arn-and-region-syntax",
    by: ["text-does-not-fit", "no-malformed-arn", "no-unknown-region", "no-foreign-account"],
  },
  { fact: "setting-out-of-range", by: ["number-out-of-range", "unknown-field"] },
  { fact: "cost-estimate-unknown", by: ["no-unknown-cost"] },
  {
    fact: "immutable-change",
    by: ["no-immutable-change", "no-snapshot-again", "no-removal", "no-pause", "use-altered-table"],
    fixes: ["unsafe"],
  },
]

export const tables: ReadonlyArray<Fact> = [
  { fact: "sorting-key-unknown-column", by: ["unknown-column"], fixes: ["safe", "unsafe"] },
  { fact: "sorting-key-duplicate", by: ["duplicate-key", "duplicate-column-name"], fixes: ["safe"] },
  { fact: "sorting-key-nullable", by: ["nullable-key"], fixes: ["unsafe"] },
  { fact: "sorting-key-type", by: ["key-without-order"] },
  { fact: "sorting-key-float", by: ["no-float-key"] },
  { fact: "sorting-key-empty", by: ["use-sorting-key", "no-merge-without-key", "bigquery/use-sorting-keys"] },
  { fact: "sorting-key-high-cardinality-first", by: ["no-unique-key-first"], fixes: ["unsafe"] },
  { fact: "sorting-key-too-long", by: ["no-long-key"] },
  { fact: "primary-key-not-prefix", by: ["primary-key-not-prefix"], fixes: ["unsafe"] },
  { fact: "partition-unresolved", by: ["unknown-column", "misspelt-function"] },
  { fact: "partition-nullable-or-float", by: ["nullable-key", "float-partition"] },
  { fact: "partition-non-deterministic", by: ["shifting-key", "shifting-partition"] },
  {
    fact: "partition-high-cardinality",
    by: ["no-unique-partition", "no-fine-partition"],
    fixes: ["unsafe"],
  },
  { fact: "replacing-version-missing", by: ["use-version"] },
  {
    fact: "replacing-version-invalid",
    by: ["unknown-column", "unsuited-version", "no-unusual-version"],
  },
  { fact: "replacing-version-in-sorting-key", by: ["no-version-in-key"], fixes: ["unsafe"] },
  { fact: "summing-column-invalid", by: ["unknown-column", "summed-key", "summed-twice"] },
  { fact: "summing-column-not-numeric", by: ["no-unsummable-column"] },
  { fact: "summing-narrow-integer", by: ["no-narrow-sum"], fixes: ["unsafe"] },
  { fact: "engine-option-mismatch", by: ["engine-arguments"], fixes: ["unsafe"] },
  { fact: "null-engine-with-keys", by: ["keys-without-rows"], fixes: ["unsafe"] },
  { fact: "column-duplicate", by: ["duplicate-column", "no-columns-alike"] },
  { fact: "column-nullable", by: ["no-nullable"], fixes: ["unsafe"] },
  { fact: "column-lowcardinality-candidate", by: ["use-low-cardinality"], fixes: ["unsafe"] },
  { fact: "reserved-table-name", by: ["no-reserved-table"] },
  {
    fact: "managed-table-shape",
    by: ["missing-field", "columns-expected", "not-for-existing-table", "not-for-database"],
  },
  // Rows of columns map each column once, so what is left of it is two rows for one.
  { fact: "unmapped-column", by: ["duplicate-column", "raw-has-field"] },
  { fact: "table-of-two-pipes", by: ["no-unlike-columns"] },
]

export const groups = { types, streaming, objects, databases, safety, tables }
