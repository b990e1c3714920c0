import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Change from "@pipewright/core/Change"
import * as Configuration from "@pipewright/core/Configuration"
import * as Destination from "@pipewright/core/Destination"
import * as Drift from "@pipewright/core/Drift"
import * as Endpoint from "@pipewright/core/Endpoint"
import type * as Field from "@pipewright/core/Field"
import * as PipeFields from "@pipewright/core/PipeFields"
import * as Plan from "@pipewright/core/Plan"
import * as Rule from "@pipewright/core/Rule"
import * as Scaling from "@pipewright/core/Scaling"
import * as Target from "@pipewright/core/Target"
import * as Source from "@pipewright/language/Source"
import { catalog, kinds as sources } from "@pipewright/sources/Kinds"
import * as Baselines from "@pipewright/testing/Baselines"
import * as FindingTables from "@pipewright/testing/FindingTables"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import * as Exit from "../src/exit.ts"
import { failureCodes } from "../src/failureCodes.ts"
import { lintRules } from "../src/generated/lintRules.ts"
import { toBlock } from "../src/program/json.ts"
import * as Find from "../src/topics/find.ts"
import { load } from "../src/topics/load.ts"
import * as Pages from "../src/topics/pages.ts"
import { type Kind, kinds } from "../src/topics/topic.ts"
import type * as Words from "../src/views/apply.words.ts"
import * as Page from "../src/views/page.ts"
import * as Human from "../src/views/topics.human.ts"

const root = join(import.meta.dirname, "../../..")
const topics = load()

const names = (kind: Kind): ReadonlyArray<string> => Find.ofKind(topics, kind).map(({ name }) => name)

// A word that is added to the type is missing here until it is named, and then it wants its entry.
const impacts: Readonly<Record<Change.Impact["_tag"], true>> = {
  inPlace: true,
  pauses: true,
  resnapshot: true,
  rereads: true,
  cost: true,
}
const outcomes: Readonly<Record<Words.Any["_tag"], true>> = {
  kept: true,
  done: true,
  settled: true,
  unsettled: true,
  waiting: true,
  failed: true,
  refused: true,
  unknown: true,
  interrupted: true,
  skipped: true,
}

const paths = (fields: Field.Fields, prefix: string): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, { type }]) => {
    const path = `${prefix}.${name}`
    if (type._tag === "Block") return [path, ...paths(type.fields, path)]
    if (type._tag === "Mappings") return [path, ...paths(type.fields, `${path}[]`)]
    return type._tag === "List" && type.item._tag === "Block"
      ? [path, ...paths(type.item.fields, `${path}[]`)]
      : [path]
  })

const ofSources = sources.map((kind) => ({
  kind,
  fields: [
    ...paths(kind.fields, ""),
    ...paths(kind.settings ?? {}, ".settings"),
    ...paths(Scaling.written(kind.scaling ?? {}), ".scaling"),
  ],
}))

const beside = [
  ...paths(PipeFields.fields, "pipe"),
  ...paths(Destination.written, "into"),
  ...paths(Destination.table, "destination"),
  ...paths(Target.fields, "target"),
  ...Endpoint.types.flatMap((type) => paths(Endpoint.fields(type), `endpoint.${type}`)),
  ...paths(Configuration.fields(Rule.all(catalog)), "configuration"),
]

describe("what can be explained", () => {
  it.each<readonly [Kind, () => Iterable<string> | Promise<Iterable<string>>]>([
    ["finding", () => FindingTables.codes(root)],
    ["rule", () => [...Rule.all(catalog).map(({ code }) => code), ...lintRules.map(({ name }) => name)]],
    ["action", () => Object.keys(Plan.symbols)],
    ["permission", () => Object.keys(Change.nothingAllowed)],
    ["note", () => new Set([...Plan.notes, ...Drift.notes])],
    ["blocked", () => Plan.blocks],
    ["outcome", () => Object.keys(outcomes)],
    ["failure", () => Object.keys(failureCodes)],
    ["exit", () => Object.values(Exit).flatMap((it) => (typeof it === "number" ? [String(it)] : []))],
  ])("is every %s that there is, and no other", async (kind, wanted) => {
    expect([...names(kind)].sort()).toEqual([...(await wanted())].sort())
  })

  it("is every impact, in the spelling of the pages and in that of JSON", () => {
    const found = topics.filter(({ kind }) => kind === "impact")
    expect(found.map(({ name, also }) => also[0] ?? name).sort()).toEqual(Object.keys(impacts).sort())
  })

  it("is every field of every kind of source, by each of its types", () => {
    for (const { kind, fields } of ofSources) {
      for (const type of [...kind.types, kind.arm, `source.${kind.arm}`]) {
        const missing = fields.filter(
          (field) => !Find.named(topics, `${type}${field}`).some(({ name }) => name.endsWith(field)),
        )
        expect({ type, missing }).toEqual({ type, missing: [] })
      }
    }
  })

  it("is every field of the other blocks, and no field that nothing has", () => {
    const ofKinds = ofSources.flatMap(({ kind, fields }) => {
      const page = Find.named(topics, kind.types[0]!).find((it) => it.kind === "source")
      return fields.map((field) => `${page?.name}${field}`)
    })
    expect([...names("field")].sort()).toEqual([...ofKinds, ...beside].sort())
  })

  it("is every source by each of its types, with a page of its own", () => {
    expect(names("source")).toHaveLength(sources.length)
    for (const type of sources.flatMap(({ types }) => types))
      expect(Find.named(Find.ofKind(topics, "source"), type)).toHaveLength(1)
  })

  it("is also a rule of a linter, whose page comes into a folder of its own", () => {
    const text = "# use-names\n\nSeverity: warning.\n\nA consumer group has a name. More of it.\n"
    const [rule] = Pages.read([{ path: "rules/kafka/use-names.md", text }])
    expect(rule).toMatchObject({
      name: "kafka/use-names",
      kind: "rule",
      summary: "A consumer group has a name.",
      page: "docs/reference/rules/kafka/use-names.md",
    })
  })
})

describe.each(kinds)("every topic of the kind %s", (kind) => {
  const own = topics.filter((topic) => topic.kind === kind)

  it("has one sentence, and a place on a page that is there", () => {
    for (const { name, summary, page } of own) {
      expect({ name, summary }).toEqual({ name, summary: expect.stringMatching(/^\S.*\.$/) })
      const [file = "", anchor] = page.split("#")
      expect({ page, isThere: existsSync(join(root, file)) }).toEqual({ page, isThere: true })
      if (anchor !== undefined) expect(anchors(file)).toContain(anchor)
    }
  })

  it.each([80, 160])("leaves no markup behind, and fits, at %i columns", (width) => {
    for (const { name, text, page } of own) {
      const shown = Page.render(text, { width, color: true, page })
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
        .replace(/\u001B\[\d+m/g, "")
      const prose = shown.split("\n").filter((line) => !isOfCode(line, text))
      const marked = prose.filter((line) => /`|\]\(|\*\*|<!--|^#|^\s*\||--- /.test(line))
      // A path or an address is not broken.
      const tooLong = prose.filter((line) => line.length > width && !/\S{40}/.test(line))
      expect({ name, marked, tooLong }).toEqual({ name, marked: [], tooLong: [] })
    }
  })
})

/** The places that a page has, as they are made of its headings. */
const anchors = (file: string): ReadonlyArray<string> =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  )

const isOfCode = (line: string, text: string): boolean =>
  MarkdownCases.parse(text).some(({ content }) => content.split("\n").includes(line.replace(/^ {2}/, "")))

describe("a name", () => {
  const found = (asked: string) => Find.named(topics, asked).map(({ kind, name }) => `${kind} ${name}`)

  it("may have several meanings, and all of them are told", () => {
    expect(found("blocked")).toEqual(["action blocked", "failure blocked"])
    expect(found("resnapshot")).toEqual(["impact resnapshot", "permission resnapshot"])
  })

  it("of a field may be its end, with or without its source, and as a plan has it", () => {
    expect(found("kafka.consumerGroup")).toEqual(["field kafka.consumerGroup"])
    expect(found("consumerGroup")).toEqual(["field kafka.consumerGroup"])
    expect(found("confluent.replicas")).toEqual(["field kafka.scaling.replicas"])
    expect(found("source.postgres.tables[public.users].tableEngine")).toEqual([
      "field postgres.tables[].tableEngine",
    ])
    expect(found("settings.syncIntervalSeconds")).toContain("field mysql.settings.syncIntervalSeconds")
    expect(found("scaling.replicas").length).toBeGreaterThan(1)
    expect(found("kinesis.consumerGroup")).toEqual([])
  })

  it("that nothing has leads to the nearest", () => {
    expect(Find.nearest(topics, "consumergroups")).toBe("consumerGroup")
    expect(Find.nearest(topics, "re-snapshot")).toBe("resnapshot")
    expect(Find.nearest(topics, "xyzzyxyzzyxyzzy")).toBeUndefined()
  })
})

describe("a screen", () => {
  const look = { color: false, columns: 80 }
  it.each([
    ["overview", () => Human.overview(look)],
    ["field", () => Human.topics(Find.named(topics, "replicas"), look)],
    ["finding", () => Human.topics(Find.named(topics, "duplicate-key"), look)],
    ["words", () => Human.topics(Find.named(topics, "replace"), look)],
  ])("is kept of the %s", (name, screen) => {
    Baselines.expectBaseline(join(import.meta.dirname, "screens", `explain-${name}.txt`), screen())
  })

  it("shows a table in columns where it fits, and otherwise row by row", () => {
    const text =
      "| code | what it is |\n| --- | --- |\n| `a` | First of **all**, see [b](b.md). |\n| `b` | |\n"
    const at = (width: number) => Page.render(text, { width, color: false, page: "docs/x.md" })
    expect(at(40)).toBe("code  what it is\n`a`   First of all, see b.\n`b`\n")
    expect(at(24)).toBe("code  what it is\n`a`   First of all, see\n      b.\n`b`\n")
    expect(at(20)).toBe("`a`\n  what it is:\n    First of all,\n    see b.\n\n`b`\n")
  })

  it("tells where a link leads as seen from the root of the repository", () => {
    const look = { width: 90, color: false, page: "docs/reference/plan/notes.md#gone" }
    const text = "See [locks](../../guide/state.md#locks), [`gone`](gone.md), [it](https://example.com/a).\n"
    expect(Page.render(text, look)).toBe(
      "See locks (docs/guide/state.md#locks), `gone`, it (https://example.com/a).\n",
    )
  })

  it("shows lists with their marks, and code as it stands", () => {
    const text = "1. one\n2. two\n   - three is long\n\n```pipe\npipe {\n  a\n}\n```\n"
    expect(Page.render(text, { width: 14, color: false, page: "p" })).toBe(
      "1. one\n2. two\n\n   - three is\n     long\n\n  pipe {\n    a\n  }\n",
    )
  })
})

describe.each(["invalid-json", "object-expected"])("the page of %s", (code) => {
  it("has a configuration with the finding, and then one that is right", () => {
    const path = join(import.meta.dirname, "../src/program/findings", `${code}.md`)
    const found = MarkdownCases.read(path).map(({ content }) =>
      toBlock(Source.make("pipewright.json", content)).diagnostics.map((it) => it.code),
    )
    expect(found).toEqual([[code], []])
  })
})
