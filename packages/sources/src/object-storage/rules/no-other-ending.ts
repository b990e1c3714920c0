import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import { keyOf, patterns } from "../patterns.ts"

/** What an ending says of the rows: the formats that it goes with, the likeliest first. */
const formats: Readonly<Record<string, ReadonlyArray<string>>> = {
  json: ["JSONEachRow", "JSONAsObject"],
  jsonl: ["JSONEachRow", "JSONAsObject"],
  ndjson: ["JSONEachRow", "JSONAsObject"],
  csv: ["CSVWithNames", "CSV"],
  tsv: ["TabSeparatedWithNames", "TabSeparated"],
  parquet: ["Parquet"],
  avro: ["Avro"],
}

/** What an ending says of the compression. */
const compressions: Readonly<Record<string, ReadonlyArray<string>>> = {
  gz: ["gzip", "gz"],
  gzip: ["gzip", "gz"],
  br: ["brotli", "br"],
  xz: ["xz", "LZMA"],
  lzma: ["LZMA", "xz"],
  zst: ["zstd"],
  zstd: ["zstd"],
}

const known = (table: Readonly<Record<string, ReadonlyArray<string>>>, ending: string | undefined) =>
  ending !== undefined && Object.hasOwn(table, ending) ? table[ending] : undefined

/** The words at the end of a name, the last one first. */
const endings = (key: string): ReadonlyArray<string> =>
  (/[^/]*$/.exec(key)?.[0] ?? "").toLowerCase().split(".").slice(1).toReversed()

const instead = (value: Ir.Value, by: string): Pick<LintRule.Found, "fixes"> =>
  LintRule.isWrittenHere(value.origin)
    ? { fixes: [{ title: `Write \`${by}\``, safe: false, edits: [{ span: value.origin.span, text: by }] }] }
    : {}

export const rule = LintRule.make({
  name: "object-storage/no-other-ending",
  group: "objects",
  severity: "warning",
  preset: "recommended",
  summary: "Format and compression are those that the names of the files tell of.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source }) =>
      patterns(source).flatMap((given): ReadonlyArray<LintRule.Found> => {
        const all = endings(keyOf(given) ?? "")
        const packed = known(compressions, all[0])
        const rows = known(formats, packed === undefined ? all[0] : all[1])
        const [format, compression] = [Ir.get(source, "format"), Ir.get(source, "compression")]
        const [read, unpacked] = [Ir.literal(format), Ir.literal(compression)]
        const found: Array<LintRule.Found> = []
        if (format !== undefined && typeof read === "string" && rows?.includes(read) === false)
          found.push({
            ...at(format),
            message: `the names of the files end as \`${rows[0]}\` does, and they are read as \`${read}\``,
            help: `write \`format = ${rows[0]}\`, or the names of other files`,
            ...instead(format, rows[0]!),
          })
        const isPacked = typeof unpacked === "string" && unpacked !== "auto"
        if (compression !== undefined && isPacked && packed?.includes(unpacked) === false)
          found.push({
            ...at(compression),
            message: `the names of the files tell of \`${packed[0]}\`, and \`compression\` is \`${unpacked}\``,
            help: `write \`${packed[0]}\`, or \`auto\`, which goes by the names`,
            ...instead(compression, "auto"),
          })
        // A name that ends with its format is of a file that is not packed, unless the format packs by itself.
        const isPlain = packed === undefined && rows !== undefined && !/^(Parquet|Avro)$/.test(rows[0]!)
        if (compression !== undefined && isPacked && unpacked !== "none" && isPlain)
          found.push({
            ...at(compression),
            message: `the names of the files tell of no compression, and they are unpacked as \`${unpacked}\``,
            help: "write `auto`, which goes by the names, or the names of packed files",
            ...instead(compression, "auto"),
          })
        return found
      }),
  },
})
