/** What `lint` says at `recommended` of the programs that people see first. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Starter from "@pipewright/core/Starter"
import * as Claims from "@pipewright/language/Claims"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Printer from "@pipewright/language/Printer"
import * as Source from "@pipewright/language/Source"
import * as Linter from "@pipewright/linter/Linter"
import { now } from "@pipewright/linter/RulePage"
import * as Settings from "@pipewright/linter/Settings"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { workspaceRoot } from "../../src/internal/workspace.ts"
import { find, rules } from "./pages.ts"

const glob = (pattern: string): ReadonlyArray<string> =>
  globSync(pattern, { cwd: workspaceRoot, exclude: (path) => path.includes("node_modules") }).sort()

const read = (path: string): string => readFileSync(join(workspaceRoot, path), "utf8")

const named = new Set(rules.map(({ name }) => name))

const found = (text: string) => find(rules, "recommended")(new Map([["main.pipe", text]]))

describe.each([...new Set(glob("examples/*/**/*.pipe").map(dirname))])("The example %s", (folder) => {
  const files = glob(`${folder}/*.pipe`).map((path) => Parser.parse(Source.make(path, read(path))).file)
  const linted = Linter.lint({ files, catalog, rules, settings: Settings.defaults, now })
  const all = [...linted.diagnostics, ...linted.suppressed.map(({ diagnostic }) => diagnostic)]

  it("has no error", () => {
    expect(linted.diagnostics.filter((it) => isError(it) && named.has(it.code))).toEqual([])
  })

  it("names in its README what is found, also where a comment lets it pass, and why", () => {
    const page = read(`${folder}/README.md`)
    const codes = [...new Set(all.map(({ code }) => code))].filter((code) => named.has(code))
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([])
  })
})

/** What the linter is right about, in programs that show something else. */
const meant: ReadonlyArray<readonly [page: string, rule: string, why: string]> = [
  ["docs/guide/targets-and-secrets.md", "no-unused-param", "the pipes that read it are left out"],
  ["docs/language/grammar.md", "no-unused-param", "the declaration of a parameter is shown alone"],
  ["docs/language/types.md", "no-ignored-argument", "every spelling of a type is shown"],
  ["docs/reference/sources/mongodb.md", "no-disabled-tls", "every field is shown"],
  ["docs/reference/sources/mysql.md", "no-disabled-tls", "every field is shown"],
  ["docs/reference/sources/postgres.md", "no-disabled-tls", "every field is shown"],
]

it("The documentation has programs that are as they should be, but for those that show something else", () => {
  const pages = ["README.md", ...glob("docs/**/*.md")].filter(
    (page) => !/^docs\/reference\/(findings|rules)\//.test(page),
  )
  const said = pages.flatMap((page) =>
    MarkdownCases.read(join(workspaceRoot, page))
      .filter(({ language, content }) => language === "pipe" && Claims.read(content).length === 0)
      .flatMap(({ content }) => found(content))
      .filter(({ code }) => named.has(code))
      .map(({ code }) => `${page} ${code}`),
  )
  expect([...new Set(said)]).toEqual(meant.map(([page, rule]) => `${page} ${rule}`))
})

it.each(kinds.flatMap((kind) => kind.types.map((type) => [type, kind] as const)))(
  "The first program for %s is as it should be",
  (type, kind) => {
    expect(found(Printer.print(Starter.pipe(kind, type, "orders").pipe))).toEqual([])
  },
)
