import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type * as Ast from "@pipewright/language/Ast"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Printer from "@pipewright/language/Printer"
import * as Source from "@pipewright/language/Source"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { areAlike } from "../src/internal/printer/alike.ts"
import { choices, relayout, withoutPlaces } from "./Formatter.layouts.ts"
import { file } from "./Printer.trees.ts"

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) }

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "../../..")

const filesIn = (path: string, ending: string): ReadonlyArray<string> =>
  existsSync(join(root, path))
    ? readdirSync(join(root, path), { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile() && it.name.endsWith(ending) && !it.parentPath.includes("node_modules"))
        .map((it) => join(it.parentPath, it.name))
    : []

/** Every program of the repository: the examples, the cases of the sources, and what stands in the documentation. */
const programs: ReadonlyArray<readonly [string, string]> = [
  ...[...filesIn("examples", ".pipe"), ...filesIn("packages/sources/src", ".pipe")].map(
    (path) => [path.slice(root.length), readFileSync(path, "utf8")] as const,
  ),
  ...[...filesIn("docs", ".md"), ...filesIn("packages/sources/src", ".md")].flatMap((path) =>
    MarkdownCases.read(path)
      .filter(({ language }) => language === "pipe")
      .map(({ line, content }) => [`${path.slice(root.length)}:${line}`, content] as const),
  ),
].filter(([, text]) => Parser.parse(Source.make("main.pipe", text)).diagnostics.length === 0)

const parse = (text: string): Ast.File => Parser.parse(Source.make("main.pipe", text)).file

const comments = (text: string): ReadonlyArray<string> =>
  [...parse(text).comments].sort((a, b) => a.span.start - b.span.start).map((it) => it.text.trimEnd())

/** That the format of a text says what it said, and is its own format. */
const expectFaithful = (text: string): string => {
  const formatted = Formatter.format(Source.make("main.pipe", text))
  expect(formatted.diagnostics, text).toEqual([])
  const again = Formatter.format(Source.make("main.pipe", formatted.text))
  expect(again.text, text).toBe(formatted.text)
  expect(comments(formatted.text), text).toEqual(comments(text))
  expect(withoutPlaces(parse(formatted.text).declarations), text).toEqual(
    withoutPlaces(parse(text).declarations),
  )
  return formatted.text
}

/** Each declaration by itself: a small text is formatted in little time. */
const declarationsOf = (text: string): ReadonlyArray<{ readonly text: string }> =>
  parse(text).declarations.map(({ span }) => ({ text: text.slice(span.start, span.end) }))

const expectRelaid = (text: string, stream: Iterator<number>): void => {
  const other = relayout(text, stream)
  fc.pre(Parser.parse(Source.make("main.pipe", other)).diagnostics.length === 0)
  expectFaithful(other)
}

describe("formatting", () => {
  it("finds the programs of the repository", () => {
    expect(programs.length).toBeGreaterThan(40)
  })

  it.each(programs)("keeps the meaning of %s", (_, text) => {
    expectFaithful(text)
  })

  it("keeps meaning, comments and itself under any layout of the programs", () => {
    fc.assert(
      fc.property(fc.constantFrom(...programs), choices, ([, text], stream) => expectRelaid(text, stream)),
      runs,
    )
  })

  it("keeps meaning, comments and itself under any layout of random trees", () => {
    fc.assert(
      fc.property(file, choices, (made, stream) => expectRelaid(Printer.print(made), stream)),
      runs,
    )
  })

  it("keeps a comment at any place of every construct", () => {
    const path = join(here, "cases/every-construct/main.pipe")
    let kept = 0
    for (const { text } of declarationsOf(readFileSync(path, "utf8"))) {
      const gaps = [
        0,
        ...[...text.matchAll(/"""[\s\S]*?"""|"[^"]*"|'[^']*'|[\w.-]+|\s+|./g)].map(
          (it) => it.index + it[0].length,
        ),
      ]
      for (const gap of gaps) {
        for (const comment of [" // c\n", "\n// c\n", "\n\n/// d\n\n", " /// d\n"]) {
          const changed = text.slice(0, gap) + comment + text.slice(gap)
          if (Parser.parse(Source.make("main.pipe", changed)).diagnostics.length > 0) continue
          expectFaithful(changed)
          kept += 1
        }
      }
    }
    expect(kept).toBeGreaterThan(500)
  })

  it("takes no text for one that is read alike where it is not", () => {
    const put = fc.constantFrom("", ",", ",,", "\n", "]", ")", "// c\n", "/// d\n", "\n/// d", " x ", " ")
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 1 }), put)
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...programs), edits, ([, text], all) => {
        const other = all.reduce((it, [at, length, added]) => {
          const places = [...it.matchAll(/[,\n{}[\]() ]/g)].map(({ index }) => index)
          const place = places[at % places.length]!
          return it.slice(0, place) + added + it.slice(place + length)
        }, text)
        const after = Source.make("main.pipe", other)
        if (!areAlike(Source.make("main.pipe", text), after)) return
        expect(Parser.parse(after).diagnostics, other).toEqual([])
        expect(withoutPlaces(parse(other).declarations), other).toEqual(
          withoutPlaces(parse(text).declarations),
        )
        expect(comments(other), other).toEqual(comments(text))
      }),
      runs,
    )
  })

  it.each([
    ["other line ends", "target t {\n\na = 1,\nb = 2\n}", "target t { a = 1, b = 2 }"],
    ["a comma at the end of a list", 'target t { a = ["x", "y"] }', 'target t { a = [\n"x",\n"y",\n] }'],
    ["other blanks", "// c\nparam  a:String", "// c\nparam a: String\n"],
  ])("reads alike: %s", (_, before, after) => {
    expect(areAlike(Source.make("a.pipe", before), Source.make("a.pipe", after))).toBe(true)
  })

  it.each([
    ["another word", "target t { a = 1 }", "target t { b = 1 }"],
    ["no separator", "target t { a = 1, b = 2 }", "target t { a = 1 b = 2 }"],
    ["two commas in a list", "target t { a = [1, 2] }", "target t { a = [1,, 2] }"],
    ["a comma at the end of arguments", 'target t { a = f("x") }', 'target t { a = f("x",) }'],
    ["a comma behind a declaration", "param a: String", "param a: String,"],
    ["a comment less", "// c\nparam a: String", "param a: String"],
    ["other documentation", "/// c\nparam a: String", "/// d\nparam a: String"],
    ["a declaration less", "param a: String\nparam b: String", "param a: String"],
    ["a declaration more", "param a: String", "param a: String\nparam b: String"],
  ])("does not read alike: %s", (_, before, after) => {
    expect(areAlike(Source.make("a.pipe", before), Source.make("a.pipe", after))).toBe(false)
  })

  it("leaves any text with mistakes as it is", () => {
    const cut = fc.tuple(fc.constantFrom(...programs), fc.nat(), fc.nat({ max: 5 }))
    fc.assert(
      fc.property(cut, ([[, text], at, length]) => {
        const start = at % text.length
        const mutilated = text.slice(0, start) + text.slice(start + length)
        const { text: result, diagnostics } = Formatter.format(Source.make("main.pipe", mutilated))
        if (diagnostics.length > 0) expect(result).toBe(mutilated)
        else expectFaithful(mutilated)
      }),
      runs,
    )
  })
})
