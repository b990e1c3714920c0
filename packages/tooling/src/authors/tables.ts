/** Destinations: tables that are made for rows of messages and of files. */
import { type Author, block, lines } from "./author.ts"

interface Column {
  readonly name: string
  readonly type: string
}

const row = ({ name, type }: Column): string => `${name} ${type}`

/** Columns of every sort that a stream is known to fill. */
const ordinary: ReadonlyArray<string> = [
  "amount      UInt64",
  "balance     Int64",
  "total       Decimal(18, 2)",
  "rate        Float64",
  "is_gift     Bool",
  "address     String",
  "code        FixedString(3)",
  'note        Nullable(String) from "meta.note"',
  "tags        Map(String, String)",
  "names       Array(String)",
  "items       Array(Tuple(sku String, amount UInt32))",
  "place       Tuple(lat Float64, lon Float64)",
  "payload     JSON(max_dynamic_paths = 8)",
  "address_v4  IPv4",
  "trace       UUID",
  "born        Date32",
  "choice      Enum8('one' = 1, 'two' = 2)",
  "huge        UInt256",
  "either      Variant(String, UInt64)",
  "seen        DateTime64(6, 'Etc/UTC')",
  "day         Date",
  "hours       Array(UInt8)",
  "version     UInt8",
  "password    String",
  "hash        FixedString(32)",
  "lastMap     Map(UInt32, UInt64)",
  "`odd name`  String",
  "latest      LowCardinality(Nullable(String))",
]

/** Columns with something in them that a rule has to say; with the right of each beside it. */
const slips: ReadonlyArray<readonly [string, ...ReadonlyArray<string>]> = [
  ["size      Int32", "size      INT(11)", "size      INTEGER", "size      int"],
  ["label     String", "label     VARCHAR(255)", "label     Nullable(String)", "label     TEXT"],
  ["price     Decimal(9, 2)", "price     Decimal32(2)", "price     DEC(9, 2)"],
  [
    "shown_at  DateTime('UTC')",
    "shown_at  DateTime('Europe/Berlin')",
    "shown_at  Nullable(DateTime('Asia/Tokyo'))",
  ],
  ["sent_at   DateTime64(3, 'UTC')", "sent_at   DateTime64(3, 'America/New_York')"],
  ["channel   LowCardinality(String)", "channel   String", "status    Nullable(String)", "country   String"],
  ["pairs     Map(String, Array(Int32))", "pairs     Map(VARCHAR(9), Array(INT(4)))"],
]

/** The columns that a service fills itself, by what reads. */
export type Virtual = ReadonlyArray<readonly [string, ...ReadonlyArray<string>]>

export const virtual: Readonly<Record<"topic" | "shard" | "file" | "none", Virtual>> = {
  topic: [
    ["_topic String", "_topic UInt64", "_topic LowCardinality(String)"],
    ["_timestamp DateTime64(3)", "_timestamp DateTime", "_timestamp DateTime64(6)"],
    ["_offset Int64", "_offset Int32"],
    ["_partition Int32", "_partition UInt8"],
    ["_key String", "_key UInt64"],
    ["_header_keys Array(String)", "_header_keys String"],
  ],
  shard: [
    ["_key String", "_key UInt64"],
    ["_timestamp DateTime64(3)", "_timestamp DateTime"],
    ["_stream String", "_stream FixedString(8)"],
  ],
  file: [
    ["_file String", "_file FixedString(16)", "_file UInt64"],
    ['origin String from "_file"', 'origin UUID from "_file"', 'origin UInt32 from "_file"'],
  ],
  none: [],
}

const engineOf = (author: Author) =>
  author.one(["MergeTree", "ReplacingMergeTree", "SummingMergeTree", "Null"] as const)

/** What a table is called, where its name goes into the clause. */
export const into = (author: Author, name: string, filled: Virtual): string => {
  const { one, chance, some, slip } = author
  if (chance(15))
    return block(
      // Nothing is against it that several fill one table, as long as they fill it alike.
      `into existing ${one([name, "analytics.everything"])}`,
      lines(block("columns", ["id UInt64", slip("at DateTime", "at DateTime64(3)")])),
    )
  const engine = engineOf(author)
  const key = one<Column>([
    { name: "id", type: slip("UInt64", "BIGINT UNSIGNED", "Float64") },
    { name: "order_id", type: slip("Int64", "BIGINT") },
    { name: "event_id", type: "UUID" },
    { name: "reading", type: "String" },
  ])
  const few = one<Column>([
    { name: "region", type: slip("LowCardinality(String)", "String") },
    { name: "kind", type: "Enum8('web' = 1, 'app' = 2)" },
    { name: "is_test", type: slip("Bool", "BOOLEAN") },
  ])
  const moment = one<Column>([
    { name: "created_at", type: one(["DateTime", "DateTime64(3, 'UTC')", "DateTime('UTC')"]) },
    { name: "at", type: slip("DateTime64(3)", "DateTime64(3, 'Europe/Paris')") },
  ])
  const version: Column | undefined =
    engine === "ReplacingMergeTree"
      ? one([
          { name: "updated_at", type: slip("DateTime64(3, 'UTC')", "DateTime64(3, 'Asia/Tokyo')") },
          { name: "revision", type: "UInt64" },
        ])
      : undefined
  const sum: Column | undefined =
    engine === "SummingMergeTree"
      ? one([
          { name: "clicks", type: slip("UInt64", "UInt16", "UInt32") },
          { name: "earned", type: slip("Decimal(38, 4)", "Float32") },
          { name: "change", type: slip("Int64", "Int32", "Nullable(Int8)") },
          { name: "countsMap", type: "Map(UInt32, UInt64)" },
          { name: "most", type: "SimpleAggregateFunction(max, UInt64)" },
        ])
      : undefined
  const ordered = [few.name, moment.name, key.name].filter((it) => it === key.name || chance(60))
  const orderBy = slip(
    ordered,
    [key.name, few.name],
    [...ordered, ...(version === undefined ? [moment.name] : [version.name])].filter(
      (it, index, all) => all.indexOf(it) === index,
    ),
  )
  const partitionBy = slip(
    one([
      `toYYYYMM(${moment.name})`,
      `toStartOfMonth(${moment.name})`,
      `(${few.name}, toYear(${moment.name}))`,
      `toMonday(${moment.name})`,
      `toStartOfMonth(toDate(${moment.name}))`,
      `toYYYYMM(${moment.name}), ${few.name}`,
      ...(/^U?Int/.test(key.type) ? [`${key.name} % 16`, `intDiv(${key.name}, 1000000000)`] : []),
      ...(key.type === "String" ? [`cityHash64(${key.name}) % 8`, `substring(${key.name}, 1, 2)`] : []),
      few.name,
    ]),
    moment.name,
    `toDate(${moment.name})`,
    `toStartOfHour(${moment.name})`,
    `toYYYYMMDD(${moment.name})`,
  )
  const isKeyed = engine !== "Null"
  const given = version ?? sum
  const isNamed = given !== undefined && !chance(20)
  // Without names the engine adds up every number that is in no key, and a careful author has no such numbers there.
  const isBare = sum !== undefined && !isNamed
  return block(
    `into ${name}`,
    lines(
      `engine = ${engine}${isNamed ? `(${given.name})` : ""}`,
      isKeyed &&
        `orderBy = [${orderBy.map((it) => (it === moment.name && chance(20) ? `"toDate(${it})"` : it)).join(", ")}]`,
      isKeyed && chance(50) && `partitionBy = "${partitionBy}"`,
      isKeyed && orderBy[0] === few.name && chance(40) && `primaryKey = "${few.name}"`,
      block("columns", [
        ...[key, few, moment, version, sum].flatMap((it) => (it === undefined ? [] : [row(it)])),
        ...(isBare
          ? []
          : [
              ...some(ordinary),
              ...[...some(slips), ...some(filled)].map(([right, ...wrong]) => slip(right, ...wrong)),
            ]),
      ]),
      chance(20) && 'roles = ["ingest"]',
    ),
  )
}
