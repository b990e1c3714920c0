import * as Since from "@pipewright/core/Since"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Linter from "@pipewright/linter/Linter"
import { now } from "@pipewright/linter/RulePage"
import * as Settings from "@pipewright/linter/Settings"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { rules } from "./pages.ts"

type Files = Readonly<Record<string, string>>

const parse = (files: Files) =>
  Object.entries(files).map(([name, text]) => Parser.parse(Source.make(name, text)).file)

/** What the rules say that compare with an older program, and what is wrong with comments. */
const lint = (before: Files | undefined, after: Files, settings: Partial<Settings.Settings> = {}) =>
  Linter.lint({
    files: parse(after),
    catalog,
    rules: rules.filter(({ checks }) => checks.edit !== undefined),
    settings: { ...Settings.defaults, preset: "all", ...settings },
    now,
    since: before && { files: parse(before), compare: Since.compare },
  })

const found = (before: Files | undefined, after: Files): ReadonlyArray<string> =>
  lint(before, after).diagnostics.map(({ code, file, span }) => {
    const { line } = Source.position(Source.make(file, after[file]!), span.start)
    return `${file}:${line} ${code}`
  })

const stream = (name: string, streamName: string, more = ""): string =>
  `pipe "${name}" {
  ${more}
  from kinesis { streamName = ${streamName}, region = "eu-west-1", format = JSONEachRow, iteratorType = LATEST, authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/ingest" }
  into existing t { columns { id UInt64 } }
}
`

const target = (name: string, more = ""): string =>
  `target ${name} { organization = "${name}", service = "${name}"${more} }\n`

describe("Beside an older program", () => {
  it("nothing is said of one that is the same, and nothing at all without one", () => {
    const orders = stream("orders", '"a"')
    expect(found({ "a.pipe": orders }, { "b.pipe": orders })).toEqual([])
    expect(found(undefined, { "a.pipe": orders })).toEqual([])
    expect(found({}, { "a.pipe": orders })).toEqual([])
  })

  it("what is gone is told in the file that it was in, or else in the first one", () => {
    const [a, b] = [stream("a", '"a"'), stream("b", '"b"')]
    expect(found({ "1.pipe": "", "2.pipe": a + b }, { "1.pipe": "", "2.pipe": b })).toEqual([
      "2.pipe:1 no-removal",
    ])
    expect(found({ "1.pipe": b, "2.pipe": a }, { "1.pipe": b })).toEqual(["1.pipe:1 no-removal"])
  })

  it("an endpoint is one thing and a pipe of its name another", () => {
    const well = `endpoint well: VPC_ENDPOINT_SERVICE { description = "w", vpcEndpointServiceName = "w" }\n`
    const before = { "1.pipe": stream("well", '"a"'), "2.pipe": well }
    expect(found(before, { "1.pipe": before["1.pipe"], "2.pipe": "" })).toEqual(["2.pipe:1 no-removal"])
    const { diagnostics } = lint(before, {
      ...before,
      "2.pipe": well.replace('description = "w"', 'description = "v"'),
    })
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "no-immutable-change",
        '`description` of the endpoint `well`, from `"w"` to `"v"`: that cannot be changed in an endpoint that is there, so it takes a new one',
      ],
    ])
  })

  it("each target is compared with itself, what several show alike is told once, and a new target has nothing yet", () => {
    const name = 'param name: string = "a"\n'
    const orders = stream("orders", "param.name")
    const both = target("dev") + target("prod")
    const moved = 'param name: string = "b"\n'
    expect(found({ "a.pipe": name + both + orders }, { "a.pipe": moved + both + orders })).toEqual([
      "a.pipe:6 no-immutable-change",
    ])
    const own = target("dev") + target("prod", ', params { name = "b" }')
    expect(found({ "a.pipe": name + both + orders }, { "a.pipe": name + own + orders })).toEqual([
      "a.pipe:6 no-immutable-change",
    ])
    expect(found({ "a.pipe": name + target("dev") + orders }, { "a.pipe": name + own + orders })).toEqual([])
    expect(found({ "a.pipe": name + orders }, { "a.pipe": moved + target("dev") + orders })).toEqual([])
  })

  it("no secret is shown of either side", () => {
    const key = (tail: string) => `"${["AKIAQ3EGRUVZ", tail].join("")}"`
    const [old, young] = [key("KPLMN2X7"), key("KPLMN2X6")]
    const { diagnostics } = lint({ "a.pipe": stream("p", old) }, { "a.pipe": stream("p", young) })
    expect(diagnostics.map(({ code }) => code)).toEqual(["no-immutable-change"])
    expect(JSON.stringify(diagnostics)).not.toMatch(/AKIA/)
  })

  it("a long value is not shown to its end", () => {
    const long = (end: string) => `"${"x".repeat(100)}${end}"`
    const [it] = lint({ "a.pipe": stream("p", long("a")) }, { "a.pipe": stream("p", long("b")) }).diagnostics
    expect(it!.message.length).toBeLessThan(300)
    expect(it!.message).toContain("x…`")
  })
})

describe("A comment that lets an edit pass", () => {
  const before = { "a.pipe": stream("orders", '"a"') }
  const reason = "// pipewright-ignore-block no-immutable-change: the old rows are not needed\n"

  it("does so", () => {
    const linted = lint(before, { "a.pipe": reason + stream("orders", '"b"') })
    expect(linted.diagnostics).toEqual([])
    expect(linted.suppressed.map(({ diagnostic }) => diagnostic.code)).toEqual(["no-immutable-change"])
  })

  it("is missed by nobody where nothing is compared, and needed by nothing where the edit was made", () => {
    const after = { "a.pipe": reason + before["a.pipe"] }
    expect(found(undefined, after)).toEqual([])
    expect(found(before, after)).toEqual(["a.pipe:1 unused-suppression"])
  })

  it("for what is gone is about the file", () => {
    const text = "// pipewright-ignore-file no-removal: nobody orders any more\n"
    expect(found(before, { "a.pipe": text })).toEqual([])
  })
})

it("What several targets show alike is as severe as it is for the one for which it is the worst", () => {
  const text = target("dev") + target("prod") + target("test") + stream("orders", '"a"')
  const overrides = [
    { files: () => true, targets: ["dev"], rules: new Map([["no-immutable-change", "info" as const]]) },
    { files: () => true, targets: ["prod"], rules: new Map([["no-immutable-change", "error" as const]]) },
  ]
  const { diagnostics } = lint(
    { "a.pipe": text },
    { "a.pipe": text.replace('"a"', '"b"') },
    { layers: [{ rules: new Map(), overrides }] },
  )
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["no-immutable-change", "error"],
  ])
})
