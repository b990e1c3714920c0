/** What the engine says of types and tables, and what `lint` says of the same: the language and all rules together. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { isError } from "@pipewright/language/Diagnostic"
import { describe, expect, it } from "vitest"
import { workspaceRoot } from "../../src/internal/workspace.ts"
import { find, rules } from "./pages.ts"

const rows = (path: string): ReadonlyArray<ReadonlyArray<string>> =>
  readFileSync(join(workspaceRoot, "packages", path), "utf8")
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"))

const named = new Set(rules.map(({ name }) => name))

/** What is found where a rule that warns is on, too: the codes of the errors, those of the language and those of rules. */
const said = (into: string) => {
  const text = `pipe "readings" {
  from s3 { url = "https://readings.s3.amazonaws.com/*.json", format = JSONEachRow }
  into ${into}
}
`
  const found = find(rules, "recommended")(new Map([["main.pipe", text]]))
  const codes = found.filter(isError).map(({ code }) => code)
  return {
    language: codes.filter((code) => !named.has(code)),
    rules: codes.filter((code) => named.has(code)),
    advice: found.filter((it) => !isError(it)).map(({ code }) => code),
  }
}

interface Fact {
  /** What it is told by. */
  readonly name: string
  readonly taken: boolean
  readonly into: string
}

const table = (columns: string, of: string, order = "", partition = "", primary = "", name = "readings") => {
  const keys = order.split(";").map((it) => JSON.stringify(it.trim()))
  return `${name} {
    engine = ${of}
    ${order === "" ? "" : `orderBy = [${keys.join(", ")}]`}
    ${partition === "" ? "" : `partitionBy = ${JSON.stringify(partition)}`}
    ${primary === "" ? "" : `primaryKey = ${JSON.stringify(primary)}`}
    columns { ${columns} }
  }`
}

const types: ReadonlyArray<Fact> = rows("core/test/clickHouseTypes/engine.tsv").map(([type, spelled]) => ({
  name: type!,
  taken: spelled !== "",
  into: table(`id UInt64\n value ${type}`, "MergeTree", "id"),
}))

const tables: ReadonlyArray<Fact> = rows("core/test/tableKeys/engine.tsv").map(([taken, ...parts]) => ({
  name: parts.filter((it) => it !== "").join(" | "),
  taken: taken === "yes",
  into: table(parts[0]!, parts[1]!, ...parts.slice(2)),
}))

const probes: ReadonlyArray<Fact> = rows("tooling/test/lint/probes.tsv").map(([name, taken, ...parts]) => ({
  name: name!,
  taken: taken === "yes",
  into: table(parts[0]!, parts[1]!, ...parts.slice(2)),
}))

/** What the engine reads as more of a column than its type, and a sign that the language has not. */
const otherwise = ["Int8 NULL", "String CODEC(ZSTD)", "Enum8('a'=+1)"]

/** What the engine takes, and nobody wants: rows that are never put together, and numbers that are never added up. */
const unwanted: Readonly<Record<string, ReadonlyArray<string>>> = {
  "no-version-in-key": ["a Int32, v Int64 | ReplacingMergeTree(v) | a; v", "RMT ver in key"],
  "no-merge-without-key": ["a Int32, v Int64 | SummingMergeTree(v)", "RMT empty key", "Sum empty order"],
  "no-unsummable-column": [
    "a Int32, v String | SummingMergeTree(v) | a",
    "Sum string",
    "Sum date",
    "Sum datetime64",
    "Sum bool",
    "Sum enum",
    "Sum uuid",
  ],
}

/** What the engine refuses for one thing, where a rule has another to say of the same. */
const besides: Readonly<Record<string, ReadonlyArray<string>>> = {
  "a Int32, v Date | SummingMergeTree(v) | a | toYYYYMM(v)": ["no-unsummable-column"],
  "a SimpleAggregateFunction(sum, Int64) | MergeTree | a": ["no-idle-aggregate"],
}

describe.each([
  ["type", types],
  ["table", tables],
  ["probe", probes],
] as const)("A %s", (_, facts) => {
  const judged = facts
    .filter(({ name }) => !otherwise.includes(name))
    .map(({ name, taken, into }) => ({ name, taken, ...said(into) }))

  it("is an error of the language exactly where the engine refuses it", () => {
    expect(judged.filter(({ taken, language }) => taken === language.length > 0)).toEqual([])
  })

  it("that the engine takes is an error of a rule only where nobody wants what comes of it", () => {
    const found = judged.flatMap(({ name, taken, rules }) => (taken ? rules.map((rule) => [rule, name]) : []))
    const known = Object.entries(unwanted).flatMap(([rule, names]) =>
      names.filter((name) => facts.some((it) => it.name === name)).map((name) => [rule, name]),
    )
    expect(found.sort()).toEqual(known.sort())
  })

  it("that the engine refuses is told of by the language alone", () => {
    const doubled = judged.filter(({ name, taken, rules, advice }) => {
      const all = [...rules, ...advice].filter((code) => named.has(code))
      return !taken && all.some((code) => besides[name]?.includes(code) !== true)
    })
    expect(doubled).toEqual([])
  })
})

it("A table may have a name of 200 characters", () => {
  const name = "r".repeat(200)
  expect(said(table("id UInt64", "MergeTree", "id", "", "", name))).toEqual({
    language: [],
    rules: [],
    advice: [],
  })
})

/** What has no place in a program, or stands by itself above. */
const apart: Readonly<Record<string, string>> = {
  "order by nullable allowed": "the API sends no settings of a table",
  "RMT is_deleted bool": "the API has no field for a column that marks deleted rows",
  "table name length 200": "it has a test of its own",
}

/** The facts that projects share lie beside the published document. */
const shared = dirname(process.env.PIPEWRIGHT_OPENAPI ?? "")

const isThere = shared !== "." && existsSync(join(shared, "engine-oracle.json"))

const read = (name: string): unknown => JSON.parse(readFileSync(join(shared, name), "utf8"))

describe(
  isThere ? "What the shared facts have" : "There are no shared facts beside PIPEWRIGHT_OPENAPI",
  () => {
    if (!isThere) {
      it("and what is compared here is not held beside them", () => {
        expect(isThere).toBe(false)
      })
      return
    }

    it("of types is what is compared here, with the same answers", () => {
      const { types: facts } = read("type-oracle.json") as {
        readonly types: ReadonlyArray<{ readonly type: string; readonly ok: boolean }>
      }
      const ours = new Map(types.map(({ name, taken }) => [name, taken]))
      expect(facts.length).toBeGreaterThan(200)
      expect(facts.filter(({ type, ok }) => ours.get(type) !== ok)).toEqual([])
    })

    it("of tables is what is compared here, with the same answers", () => {
      const { tables: facts } = read("engine-oracle.json") as {
        readonly tables: ReadonlyArray<{ readonly probe: string; readonly ok: boolean }>
      }
      const ours = new Map(probes.map(({ name, taken }) => [name, taken]))
      const missing = facts.map(({ probe }) => probe).filter((it) => !ours.has(it))
      expect(missing).toEqual(Object.keys(apart))
      expect(facts.filter(({ probe, ok }) => ours.has(probe) && ours.get(probe) !== ok)).toEqual([])
    })
  },
)
