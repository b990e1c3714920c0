import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import { createToken, Lexer } from "chevrotain"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Lex from "../src/internal/lex.ts"
import * as Scan from "../src/internal/scan.ts"
import * as T from "../src/internal/tokens.ts"

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) }

/** What the language is made of, valid pieces and broken ones. */
const pieces = [
  ...[
    "pipe ",
    "connection ",
    "param ",
    "target ",
    "endpoint ",
    "moved ",
    "from ",
    "into ",
    "existing ",
    "SKIP ",
    "Skip ",
    "in ",
    "info ",
    "REGEXP ",
    "columns ",
  ],
  ...["{", "}", "(", ")", "[", "]", ",", ".", ":", "=", "->", "*", "\n", "\r\n", "\r", " ", "\t", "\uFEFF"],
  ...[
    "a",
    "b-c",
    "`q`",
    "`",
    "1",
    "-2.5",
    "5s",
    "1e9",
    '"s"',
    '"${a.b}"',
    '"${',
    '"',
    "'t'",
    "'",
    "''",
    '"""',
    "\\",
  ],
  ...[
    "// c",
    "/// d",
    "# e",
    "/*",
    "*/",
    "--",
    "$",
    "@",
    "é",
    "👍",
    "\u0000",
    "\uD800",
    "String",
    "Tuple(",
    "DOUBLE PRECISION",
  ],
  ...['pipe "p" {\n', "from x {\n", "into db.t {\n", "param p: int = ", "a = [\n", "c UInt8\n", "\n}\n"],
]

const program = `param p: list(string) = ["a", "b"]
/// doc
connection k: hose { a = 1, credentials { user = "u", password = secret("P") } }
pipe "x-\${param.p}" {
  from k { tables { s.a -> b { c = [d] } }, text = """
    one \${param.p}
    """ }
  into existing db."t" {
    columns {
      id UInt64
      a Tuple(x Nullable(String), y Enum8('a' = 1, 'b' = -2)) from "m.n"
      j JSON(a.b UInt8, SKIP c, SKIP REGEXP 'd', max_dynamic_paths = 8) // why
    }
  }
  scaling { replicas = 2, size = M }
  moved from "y"
}
endpoint e: T { a = "b" }
target prod { organization = env("O"), params { p = [] } }
`

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(""))

/** A valid program with pieces of it taken out, doubled or replaced. */
const mutated = fc
  .array(fc.tuple(fc.nat(program.length), fc.nat(20), fc.option(fc.constantFrom(...pieces), { nil: "" })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((edits) =>
    edits.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), program),
  )

const texts: ReadonlyArray<readonly [string, fc.Arbitrary<string>]> = [
  ["any characters", fc.string({ unit: "binary", maxLength: 200 })],
  ["pieces of the language in any order", soup],
  ["a program with mistakes in it", mutated],
]

/** All spans of a tree, parents before children. */
const spans = (node: unknown): ReadonlyArray<Source.Span> => {
  if (typeof node !== "object" || node === null) return []
  const own = "span" in node ? [node.span as Source.Span] : []
  return [
    ...own,
    ...Object.values(node).flatMap((child) => (Array.isArray(child) ? child : [child]).flatMap(spans)),
  ]
}

const parse = (text: string) => Parser.parse(Source.make("a.pipe", text))

/** Reads by the patterns of the tokens and by nothing else. */
const byPatterns = new Lexer(
  [
    ...T.all.filter(({ PATTERN }) => PATTERN !== undefined),
    createToken({ name: "Blank", pattern: /[ \t\f\v\u00A0\uFEFF]+|\r/, group: Lexer.SKIPPED }),
  ],
  { positionTracking: "onlyOffset", skipValidations: true },
)

const tokensByPatterns = (text: string) => {
  const { tokens, errors } = byPatterns.tokenize(text)
  return [
    ...tokens.map(({ tokenType, startOffset, image }) => [tokenType.name, startOffset, image] as const),
    ...errors.map(
      ({ offset, length }) => [T.Stray.name, offset, text.slice(offset, offset + length)] as const,
    ),
  ].sort(([, a], [, b]) => a - b)
}

/** The slices of a text, with all that is found on the way to them. */
const slices = (text: string, piece: number) => {
  const beside: Scan.Beside = { comments: [], diagnostics: [] }
  const all = [...Scan.slices(Source.make("a.pipe", text), beside, piece)]
  const told = all.map(({ tokens, unclosed, ...rest }) => ({
    ...rest,
    tokens: tokens.map(({ tokenType, startOffset, image, payload }) => [
      tokenType.name,
      startOffset,
      image,
      payload,
    ]),
    unclosed: unclosed.map(({ startOffset }) => startOffset),
  }))
  return { told, ...beside }
}

const tree = ({ file }: Parser.Parsed): ReadonlyArray<unknown> => [file.declarations, file.comments].flat()

describe.each(texts)("%s", (_, text) => {
  it("are cut into the tokens that their patterns tell", () => {
    fc.assert(
      fc.property(text, (it) => {
        const tokens = [...Lex.pieces(it)].flat()
        expect(
          tokens.map(({ tokenType, startOffset, image }) => [tokenType.name, startOffset, image]),
        ).toEqual(tokensByPatterns(it))
      }),
      runs,
    )
  })

  it("are read in pieces as they are in one", () => {
    fc.assert(
      fc.property(text, (it) => {
        const manyEnds = it.replaceAll("}", "\n}")
        expect(slices(manyEnds, 1)).toEqual(slices(manyEnds, manyEnds.length))
      }),
      runs,
    )
  })

  it("give a tree and findings, and every place lies within the text", () => {
    fc.assert(
      fc.property(text, (it) => {
        const parsed = parse(it)
        const related = parsed.diagnostics.flatMap((found) => found.related ?? [])
        const edits = parsed.diagnostics.flatMap((found) => (found.fixes ?? []).flatMap((fix) => fix.edits))
        for (const { start, end } of [
          ...spans(tree(parsed)),
          ...[...parsed.diagnostics, ...related, ...edits].map((place) => place.span),
        ]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(it.length)
        }
      }),
      runs,
    )
  })

  it("give the same tree where it is not kept and read again, whatever is read in between", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const light = texts.map((it) => Parser.parseLightly(Source.make("a.pipe", it)))
        expect(light).toEqual(texts.map(parse))
        expect(light.toReversed()).toEqual(texts.map(parse).toReversed())
      }),
      runs,
    )
  })

  it("give findings that can be drawn, and never more of them than the text has room for", () => {
    fc.assert(
      fc.property(text, (it) => {
        const source = Source.make("a.pipe", it)
        const { diagnostics } = Parser.parse(source)
        expect(diagnostics.length).toBeLessThanOrEqual(Math.min(2 * it.length, Parser.findingLimit + 1))
        for (const found of diagnostics) {
          const lines = Renderer.render(found, () => source).split("\n")
          expect(lines[0]).toMatch(/^(error|warning|info)\[[a-z-]+\]: ./)
          expect(lines[3]).toMatch(/^ *\|[ \t]*\^+$/)
        }
      }),
      runs,
    )
  })

  it("give the same findings on every line end, at the same line and column", () => {
    const places = (it: string) => {
      const source = Source.make("a.pipe", it)
      return Parser.parse(source).diagnostics.map(({ code, span }) => {
        const { line, column } = Source.position(source, span.start)
        return `${code} ${line}:${column}`
      })
    }
    fc.assert(
      fc.property(text, (it) => {
        const plain = it.replaceAll("\r", "")
        expect(places(plain.replaceAll("\n", "\r\n"))).toEqual(places(plain))
      }),
      runs,
    )
  })
})

describe("A declaration after any text", () => {
  it("is found as it would be alone", () => {
    const last = "target last { a = 1 }"
    fc.assert(
      fc.property(soup, (it) => {
        // What opens a text of several lines, or a comment of other languages, may swallow all that follows.
        fc.pre(!it.includes('"""') && !it.includes("/*"))
        const found = parse(`${it}\n${last}`).file.declarations.at(-1) as Ast.Target
        expect(found?._tag).toBe("Target")
        expect(found.name.text).toBe("last")
        expect(found.block.entries).toHaveLength(1)
      }),
      runs,
    )
  })
})
