/** Destinations that break no rule, whose names are any at all: words of the language, quotes, controls, `${`, emoji. */
import type * as Ir from "@pipewright/core/Ir"
import type { SourceKind } from "@pipewright/core/SourceKind"
import * as fc from "fast-check"
import { block, list, literal } from "./arbitraryPipes.ts"

/** Texts that want quotes, or that look like something else. */
export const oddText = fc.oneof(
  fc.constantFrom(
    "from",
    "into",
    "existing",
    "pipe",
    "true",
    "5s",
    "a b",
    "a.b",
    "a`b",
    'a"b',
    "it's",
    "a\nb",
    "${param.x}",
    "$${x}",
    "\\",
    "// x",
    "--",
    "*",
    "\0",
    "\u2028",
    "данные",
    "🐟",
    "__proto__",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom("$", "{", "}", "\\", '"', "`", "'", "\n", "\r", "\t", " ", "a", "\0", "/", "."),
  }),
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
)

/** As the engine spells them. */
const types = [
  "UInt64",
  "String",
  "LowCardinality(Nullable(String))",
  "Decimal(18, 2)",
  "DateTime64(3, 'UTC')",
  "Enum8('a\\'b' = 1, 'c\\nd' = 2)",
  "Array(Tuple(`a b` UInt8, `from` String))",
  "Tuple(`a\\`b` UInt8, `c\\\\d` String, `e\\nf` Int8)",
  "Map(String, Array(Nullable(Int32)))",
  "JSON(max_dynamic_paths=8, SKIP `a.b`)",
  "Variant(String, UInt64)",
  "AggregateFunction(sum, UInt64)",
]

/** No role is blank, or one of the service's own. */
const roles = fc.uniqueArray(
  oddText.map((it) => `r${it}`),
  { minLength: 1, maxLength: 3 },
)

const optional = <A>(it: fc.Arbitrary<A>) => fc.option(it, { nil: undefined })

const table: fc.Arbitrary<Pick<Ir.Pipe, "destination" | "fieldMappings">> = fc
  .record({
    database: optional(oddText),
    table: oddText,
    columns: fc.uniqueArray(
      fc.record({ name: oddText, type: fc.constantFrom(...types), from: oddText, same: fc.boolean() }),
      { maxLength: 4, selector: ({ name }) => name },
    ),
    engine: fc.constantFrom(
      undefined,
      { type: "MergeTree" },
      { type: "Null" },
      { type: "ReplacingMergeTree" },
      { type: "ReplacingMergeTree", versionColumnId: "version" },
      { type: "SummingMergeTree" },
      { type: "SummingMergeTree", columnIds: ["version"] },
    ),
    isOrdered: fc.boolean(),
    isPartitioned: fc.boolean(),
    isMapped: fc.boolean(),
    /** Every field goes to the column of its name, and the body says so all the same. */
    isPlain: fc.boolean(),
    roles: optional(roles),
  })
  .map((it) => {
    const rows = [
      { name: "key", type: "UInt64", from: "key", same: true },
      { name: "version", type: "UInt64", from: "v", same: false },
      ...it.columns.filter(({ name }) => name !== "key" && name !== "version"),
    ]
    const { engine } = it
    const hasRows = engine !== undefined && engine.type !== "Null"
    return {
      destination: block({
        database: it.database === undefined ? undefined : literal(it.database),
        // Alone, a name with a dot in it would be taken for two.
        table: literal(it.database === undefined ? it.table.replaceAll(".", "_") : it.table),
        managedTable: literal(engine !== undefined),
        tableDefinition:
          engine === undefined
            ? undefined
            : block({
                engine: block({
                  type: literal(engine.type),
                  versionColumnId: "versionColumnId" in engine ? literal(engine.versionColumnId) : undefined,
                  columnIds: "columnIds" in engine ? list(engine.columnIds.map(literal)) : undefined,
                }),
                sortingKey: hasRows && it.isOrdered ? list([literal("key")]) : undefined,
                partitionBy: hasRows && it.isPartitioned ? literal("key % 8") : undefined,
                primaryKey: hasRows && it.isOrdered && it.isPartitioned ? literal("key") : undefined,
              }),
        columns: list(rows.map(({ name, type }) => block({ name: literal(name), type: literal(type) }))),
        roles: it.roles === undefined ? undefined : list(it.roles.map(literal)),
      }),
      ...(it.isMapped
        ? {
            fieldMappings: list(
              rows.map(({ name, from, same }) =>
                block({
                  sourceField: literal(same || it.isPlain ? name : from),
                  destinationField: literal(name),
                }),
              ),
            ),
          }
        : {}),
    }
  })

const database: fc.Arbitrary<Pick<Ir.Pipe, "destination">> = fc
  .record({ name: oddText, names: optional(roles) })
  .map(({ name, names }) => ({
    destination: block({
      database: literal(name),
      roles: names === undefined ? undefined : list(names.map(literal)),
    }),
  }))

export const destination = (
  kind: SourceKind,
): fc.Arbitrary<Pick<Ir.Pipe, "destination" | "fieldMappings">> =>
  kind.destination === "table" ? table : database

const irOf = (json: unknown): Ir.Value => {
  if (Array.isArray(json)) return list(json.map(irOf))
  if (typeof json !== "object" || json === null) return literal(json as string | number | boolean)
  return block(Object.fromEntries(Object.entries(json).map(([key, it]) => [key, irOf(it)])))
}

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    oddText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(oddText, tie("json"), { maxKeys: 3 }),
  ),
}))

/** What an API of tomorrow has beside a source, in it, and beside everything. */
export const raw = (kind: SourceKind): fc.Arbitrary<Ir.Block> =>
  fc
    .record({ inside: json, beside: json, apart: json, key: oddText.map((it) => `x ${it}`) })
    .map(({ inside, beside, apart, key }) =>
      block({
        [key]: irOf(apart),
        source: block({ [key]: irOf(beside), [kind.arm]: block({ [key]: irOf(inside) }) }),
      }),
    )

/** A pipe with another destination. */
export const into = (
  pipe: Ir.Pipe,
  { destination, fieldMappings }: Pick<Ir.Pipe, "destination" | "fieldMappings">,
): Ir.Pipe => {
  const { fieldMappings: _, ...rest } = pipe
  return { ...rest, destination, ...(fieldMappings === undefined ? {} : { fieldMappings }) }
}
