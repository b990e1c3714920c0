import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import { DOMParser, type Element } from "@xmldom/xmldom"
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Arguments from "../src/arguments.ts"
import * as Check from "../src/commands/check.ts"
import * as Lint from "../src/commands/lint.ts"
import { type ReportFormat, reportFormats } from "../src/reportFormats.ts"
import { specs } from "../src/specs.ts"
import * as Checkstyle from "../src/views/lint.checkstyle.ts"
import * as Compact from "../src/views/lint.compact.ts"
import * as GitHub from "../src/views/lint.github.ts"
import * as Gitlab from "../src/views/lint.gitlab.ts"
import * as JUnit from "../src/views/lint.junit.ts"
import * as Sarif from "../src/views/lint.sarif.ts"
import type { Report } from "../src/views/report.ts"
import { folder } from "./harness.ts"

const pipe = (name: string, type: string, ignored = ""): string => `pipe "${name}" {
  from kafka {
    brokers       = "broker.example.com:9092"
    topics        = "orders"
    format        = JSONEachRow
    consumerGroup = "orders"${ignored}
  }
  into existing ${name} { columns { id ${type} } }
}
`

const secret = "canary-password"

/** Its finding quotes a line that holds a password, and its fix would write it anew. */
const leaking = `pipe "c" {
  from kafka {
    brokers        = "broker.example.com:9092"
    topics         = "payments"
    format         = JSONEachRow
    authentication = PLAIN
    credentials {
      username = "ana"
      password = \u201C${secret}\u201D
    }
  }
  into existing c { columns { id Int64 } }
}
`

/** A repository with a program in it, which is not at its root. */
const repository = (): string => {
  const root = folder()
  mkdirSync(join(root, ".git"))
  const program = join(root, "our pipes")
  mkdirSync(program)
  writeFileSync(join(program, "pipewright.json"), '{ "lint": { "rules": { "no-type-alias": "info" } } }')
  writeFileSync(join(program, "a.pipe"), pipe("a", "BIGINT"))
  writeFileSync(
    join(program, "b.pipe"),
    pipe("b", "Int64", " // pipewright-ignore kafka/no-shared-group: a canary of a"),
  )
  writeFileSync(join(program, "c.pipe"), leaking)
  writeFileSync(join(program, "d.pipe"), pipe("d", "Int64").replaceAll('"orders"', '"other"'))
  return program
}

const call = async (command: "lint" | "check", args: ReadonlyArray<string>) => {
  const given = Arguments.parse(command, specs[command], args)
  if (typeof given === "string") throw new Error(given)
  return command === "lint" ? Lint.run(given) : Check.run(given)
}

const printed = async (format: ReportFormat, program = repository(), ...args: ReadonlyArray<string>) => {
  const { stdout = "" } = await call("lint", [program, "--format", format, ...args])
  return stdout.replaceAll(`${relative(process.cwd(), program)}/`, "")
}

// ------------------------------------------------------------------------------------------------------- schemas

/** The published schema is of draft 4, which says the same in these words except for the names of two. */
const sarifSchema = (): AnySchemaObject => {
  const require = createRequire(import.meta.url)
  const folder = join(dirname(require.resolve("@microsoft/jest-sarif/package.json")), "lib/schemas")
  const [file = ""] = readdirSync(folder)
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(join(folder, file), "utf8"))
  return schema as AnySchemaObject
}

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  // A pattern of the schema of SARIF is none with it.
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => URL.canParse(text),
    "uri-reference": (text: string) => /^[^\s<>"{}|\\^`]*$/.test(text) && URL.canParse(text, "file:///"),
    "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
  },
})

const isSarif = ajv.compile(sarifSchema())

/** What GitLab documents of each issue. */
const isCodeQuality = ajv.compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      type: { const: "issue" },
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", minLength: 1 },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^[^/.]" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  },
})

const xml = (text: string): Element => {
  const complain = (_: unknown, message: string) => {
    // It wonders about the character that stands for what XML cannot hold.
    if (!message.startsWith("Unicode replacement character")) throw new Error(message)
  }
  return new DOMParser({ onError: complain }).parseFromString(text, "text/xml").documentElement!
}

const children = (element: Element): ReadonlyArray<Element> =>
  Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1)

const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? ""

/** A command as the runner reads it. */
const annotation = (line: string) => {
  const [, command = "", listed = "", data = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
  const plain = (text: string) => text.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%")
  const properties = Object.fromEntries(
    listed.split(",").map((pair) => {
      const [key = "", ...value] = pair.split("=")
      return [key, plain(value.join("=").replaceAll("%3A", ":").replaceAll("%2C", ","))]
    }),
  )
  return { command, properties, message: plain(data) }
}

interface Log {
  readonly runs: ReadonlyArray<{
    readonly tool: { readonly driver: { readonly rules: ReadonlyArray<Readonly<Record<string, unknown>>> } }
    readonly artifacts: ReadonlyArray<unknown>
    readonly results: ReadonlyArray<{
      readonly ruleId: string
      readonly ruleIndex: number
      readonly suppressions: ReadonlyArray<unknown>
      readonly fixes?: ReadonlyArray<unknown>
      readonly relatedLocations?: ReadonlyArray<unknown>
      readonly locations: ReadonlyArray<unknown>
    }>
  }>
}

const sarif = async (program?: string) => {
  const log = JSON.parse(await printed("sarif", program)) as Log
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
  return log.runs[0]!
}

describe("a report", () => {
  it("in SARIF is what its schema says, with paths from the root of the repository, fixes and what is let pass", async () => {
    const { tool, artifacts, results } = await sarif()
    expect(artifacts).toHaveLength(4)
    expect(results.map(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]!.id === ruleId)).not.toContain(
      false,
    )
    const ofType = results.find(({ ruleId }) => ruleId === "no-type-alias")!
    const at = { uri: "our%20pipes/a.pipe", uriBaseId: "%SRCROOT%" }
    const region = { startLine: 8, startColumn: 34, endLine: 8, endColumn: 40 }
    expect(ofType).toMatchObject({
      level: "note",
      suppressions: [],
      fixes: [{ artifactChanges: [{ artifactLocation: at }] }],
    })
    expect(ofType.locations).toEqual([{ physicalLocation: { artifactLocation: at, region } }])
    const shared = results.filter(({ ruleId }) => ruleId === "kafka/no-shared-group")
    expect(shared.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: "inSource", status: "accepted", justification: "a canary of a" }],
    ])
    expect(shared[0]!.relatedLocations).toHaveLength(1)
  })

  it("in SARIF explains each rule as `explain` does, and links to the fact behind it", async () => {
    const { tool } = await sarif()
    const rule = tool.driver.rules.find(({ id }) => id === "no-type-alias")
    expect(rule).toMatchObject({
      shortDescription: { text: "A type is written as ClickHouse keeps it." },
      helpUri: "https://clickhouse.com/docs/sql-reference/data-types",
      help: { markdown: expect.stringContaining("**Why.**") },
    })
    for (const { help } of tool.driver.rules) expect(help).toHaveProperty("text")
  })

  it("for GitHub is a command for each finding, which the runner reads as it was meant", async () => {
    const lines = (await printed("github")).trimEnd().split("\n").map(annotation)
    expect(lines[0]).toEqual({
      command: "notice",
      properties: {
        file: "our pipes/a.pipe",
        line: "8",
        endLine: "8",
        col: "34",
        endColumn: "40",
        title: "no-type-alias",
      },
      message:
        "ClickHouse keeps `BIGINT` as `Int64`\nwrite it as it is kept, so that the program and the table read alike",
    })
  })

  it("for GitLab is what is documented, and knows a finding again that has moved", async () => {
    const program = repository()
    const read = async () => {
      const issues = JSON.parse(await printed("gitlab", program)) as ReadonlyArray<
        Readonly<Record<"fingerprint", string>> & { location: { path: string; lines: { begin: number } } }
      >
      expect(isCodeQuality(issues), JSON.stringify(isCodeQuality.errors)).toBe(true)
      return issues
    }
    const before = await read()
    const path = join(program, "a.pipe")
    writeFileSync(path, `// moved\n\n${readFileSync(path, "utf8")}`)
    const after = await read()
    expect(after[0]!.location).toMatchObject({ path: "our pipes/a.pipe", lines: { begin: 10 } })
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint))
    expect(new Set(before.map(({ fingerprint }) => fingerprint)).size).toBe(before.length)
  })

  it("for JUnit has a test that fails for what the command fails for, and one that passes for a clean file", async () => {
    const program = repository()
    const read = async (...args: ReadonlyArray<string>) => {
      const root = xml(await printed("junit", program, ...args))
      const suites = children(root)
      const tests = suites.flatMap((suite) => {
        expect(attribute(suite, "tests")).toBe(String(children(suite).length))
        return children(suite)
      })
      const failed = tests.filter((test) => children(test).some(({ tagName }) => tagName === "failure"))
      expect([attribute(root, "tests"), attribute(root, "failures")]).toEqual([
        String(tests.length),
        String(failed.length),
      ])
      return {
        files: suites.map((suite) => attribute(suite, "name")),
        clean: tests.filter((test) => children(test).length === 0).map((test) => attribute(test, "file")),
        failed: failed.map((test) => attribute(test, "name")),
      }
    }
    const warned = await read()
    expect(warned.files).toEqual(["a.pipe", "b.pipe", "c.pipe", "d.pipe"])
    expect(warned.clean).toEqual(["b.pipe", "d.pipe"])
    expect(warned.failed).not.toContain("no-type-alias at 8:34")
    expect((await read("--fail-on", "info")).failed).toContain("no-type-alias at 8:34")
  })

  it("for Checkstyle has every file, and every finding by its place", async () => {
    const files = children(xml(await printed("checkstyle")))
    expect(files.map((file) => attribute(file, "name"))).toEqual(["a.pipe", "b.pipe", "c.pipe", "d.pipe"])
    const [error] = children(files[0]!)
    expect(Object.fromEntries(Array.from(error!.attributes).map(({ name, value }) => [name, value]))).toEqual(
      {
        line: "8",
        column: "34",
        severity: "info",
        message:
          "ClickHouse keeps `BIGINT` as `Int64`\nwrite it as it is kept, so that the program and the table read alike",
        source: "pipewright.no-type-alias",
      },
    )
  })

  it("in the compact form is one line for each finding", async () => {
    const [first] = (await printed("compact")).split("\n")
    expect(first).toBe("a.pipe:8:34: info no-type-alias ClickHouse keeps `BIGINT` as `Int64`")
  })

  it("shows no secret in any form, nor writes one in a fix", async () => {
    const program = repository()
    for (const format of reportFormats) {
      const text = await printed(format, program)
      expect(text).toContain("c.pipe")
      expect(text).not.toContain(secret)
    }
    const { results } = await sarif(program)
    expect(results.filter(({ fixes }) => fixes !== undefined).map(({ ruleId }) => ruleId)).toEqual([
      "no-type-alias",
    ])
  })

  it("goes into any number of files beside what is printed, in the place of what was there", async () => {
    const program = repository()
    const file = (name: string) => join(program, name)
    writeFileSync(file("old.xml"), "old")
    symlinkSync(file("old.xml"), file("linked.xml"))
    const outputs = [`sarif=${file("lint.sarif")}`, `junit=${file("linked.xml")}`, `human=${file("a=b.txt")}`]
    const { stdout, code } = await call("lint", [program, ...outputs.flatMap((it) => ["--output", it])])
    expect(code).toBe(1)
    expect(stdout).toContain("4 files checked")
    expect(isSarif(JSON.parse(readFileSync(file("lint.sarif"), "utf8")))).toBe(true)
    expect(xml(readFileSync(file("old.xml"), "utf8")).tagName).toBe("testsuites")
    expect(readFileSync(file("a=b.txt"), "utf8")).toContain("4 files checked")
    expect(readdirSync(program).filter((name) => name.endsWith(".tmp"))).toEqual([])
  })

  it("is refused where it is not clear what or where it is, before anything is written", async () => {
    const program = repository()
    const file = join(program, "lint.sarif")
    for (const outputs of [["sarif"], ["sarif="], [`pdf=${file}`], [`sarif=${file}`, `junit=${file}`]])
      await expect(call("lint", [program, ...outputs.flatMap((it) => ["--output", it])])).rejects.toThrow(
        "--output",
      )
    expect(existsSync(file)).toBe(false)
    await expect(call("lint", [program, "--output", `sarif=${program}`])).rejects.toThrow("cannot be written")
  })

  it("says on standard error how much was looked at, where what is printed is for a program", async () => {
    const program = repository()
    const { stdout, stderr } = await call("lint", [join(program, "d.pipe"), "--format", "compact"])
    expect(stdout).toBe("")
    expect(stderr).toMatch(/^Nothing found; 1 file checked in \d+ ms\n$/)
  })

  it("is had from `check` in the same forms", async () => {
    const program = repository()
    const { stdout, code } = await call("check", [program, "--format", "sarif"])
    const log = JSON.parse(stdout ?? "") as Log
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
    expect([code, log.runs[0]!.results.length > 0]).toEqual([1, true])
  })
})

describe("what a report says", () => {
  const report = (file: string, message: string): Report => {
    const source = Source.make(file, "one\ntwo\n")
    const found: Diagnostic = { code: "a-code", severity: "warning", message, file, span: Source.span(4, 7) }
    return {
      programs: [{ diagnostics: [found], suppressed: [], lookup: () => source }],
      files: [file],
      skipped: [],
    }
  }
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("::error::x", "%0A%25", "a,b=c:d", "]]>", "<!--", '"&amp;', "a\r\nb\t\u0000\u001B[31m"),
  )
  const same = (file: string) => file

  it("comes out of each form whole, whatever it is", () => {
    fc.assert(
      fc.property(name, hostile, (file, message) => {
        const given = report(file, message)
        const [line, ...more] = GitHub.report(given, same).split("\n")
        expect(more).toEqual([""])
        expect(annotation(line!)).toMatchObject({ properties: { file, line: "2" }, message })
        expect(JSON.parse(Gitlab.report(given, same))).toMatchObject([
          { description: message, location: { path: file } },
        ])
        const explained = () => undefined
        const log = JSON.parse(Sarif.report(given, { version: "1.2.3", inRepository: same, explained }))
        expect(log).toMatchObject({ runs: [{ results: [{ message: { text: message } }] }] })
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold.
        const broken = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu
        const inXml = message.replace(broken, "\uFFFD")
        const [error] = children(children(xml(Checkstyle.report(given)))[0]!)
        expect(attribute(error!, "message")).toBe(inXml)
        const [test] = children(children(xml(JUnit.report(given, () => true)))[0]!)
        expect(attribute(children(test!)[0]!, "message")).toBe(inXml)
        expect(
          Compact.report(given)
            .trimEnd()
            .split(/[\r\n]/),
        ).toHaveLength(1)
      }),
    )
  })
})
