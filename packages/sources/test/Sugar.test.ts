import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Explain from "@pipewright/core/Explain"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as Sugar from "@pipewright/core/Sugar"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"

const sources = join(import.meta.dirname, "../src")

/** All that a destination can have. */
const destinations = ["ReplacingMergeTree(at)", "SummingMergeTree(n)"].map(
  (engine, index) => `pipe "${index}" {
  from kinesis {
    format = JSONEachRow, streamName = "s", region = "r", iteratorType = LATEST
    authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/r"
  }
  into d.t {
    engine = ${engine}, orderBy = [id], partitionBy = "toYYYYMM(at)", primaryKey = "id", roles = ["r"]
    columns { id UInt64, at DateTime, n UInt64 from "number" }
  }
}
`,
)

const bound = (text: string): ReadonlyArray<Ir.Pipe> =>
  Bind.bind([Parser.parse(Source.make("main.pipe", text)).file], catalog).program.pipes

/** The cases that use every field, and those of every type. */
const pipes: ReadonlyArray<Ir.Pipe> = [
  ...bound(destinations.join("")),
  ...readdirSync(sources).flatMap((folder) =>
    ["full", "guide", "minimal"].flatMap((name) => {
      try {
        return bound(readFileSync(join(sources, folder, "cases", name, "main.pipe"), "utf8"))
      } catch (error) {
        if (error instanceof Error && "code" in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code)))
          return []
        throw error
      }
    }),
  ),
]

/** Every path that fields of the descriptors have in the body, by their own names. */
const plain = (fields: Field.Fields, above: string): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, field]): ReadonlyArray<string> => {
    const { type } = field
    const path = `${above}.${Field.wireName(name, field)}`
    if (type._tag === "Block") return plain(type.fields, path)
    if (type._tag === "Mappings")
      return [...plain(type.fields, `${path}[]`), ...type.source.map((part) => `${path}[].${part}`)]
    if (type._tag === "List" && type.item._tag === "Block") return plain(type.item.fields, `${path}[]`)
    return [path]
  })

const spellings = ({ kind }: Ir.Pipe, path: string): ReadonlyArray<string> => {
  const own = [
    ...plain(kind.fields, `source.${kind.arm}`),
    ...plain(kind.scaling ?? {}, "scaling"),
    ...plain(kind.settings ?? {}, "settings"),
    "destination.roles",
  ]
  return [
    ...Sugar.table.filter(({ paths }) => paths.some((it) => Sugar.matches(it, path))).map((it) => it.written),
    ...own.filter((it) => Sugar.matches(it, path)),
  ]
}

const paths = pipes.flatMap((pipe) => Explain.values(pipe).map(({ path }) => ({ pipe, path })))

describe("Each value of a request", () => {
  it("has one spelling in the language", () => {
    expect(paths.length).toBeGreaterThan(500)
    const wrong = paths
      .map(({ pipe, path }) => ({ type: pipe.type, path, spellings: spellings(pipe, path) }))
      .filter((it) => it.spellings.length !== 1)
    expect(wrong).toEqual([])
  })
})

describe("The table of sugar", () => {
  it("has nothing that no request has", () => {
    const patterns = Sugar.table.flatMap((it) => it.paths)
    expect(patterns.filter((it) => !paths.some(({ path }) => Sugar.matches(it, path)))).toEqual([])
  })
})

describe("The page of it", () => {
  it("shows the request of its first program as it is built", () => {
    const page = MarkdownCases.read(join(import.meta.dirname, "../../../docs/language/api-paths.md"))
    const [program] = page.filter(({ language }) => language === "pipe")
    const [request] = page.filter(({ language }) => language === "json")
    const [pipe] = bound(program!.content)
    expect(JSON.parse(request!.content)).toEqual(Evaluate.show(Compile.create(pipe!, Compile.noIds).body))
  })
})
