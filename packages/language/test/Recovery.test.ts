import type * as Ast from "@pipewright/language/Ast"
import { describe, expect, it } from "vitest"
import { findings, parse, show } from "./texts.ts"

const good = 'pipe "good" {\n  from hose { a = 1 }\n  into lawn\n}'

/** Whether each block is marked as broken, outermost first, so that nothing is said to be missing in it. */
const broken = (text: string): ReadonlyArray<boolean> =>
  [...JSON.stringify(parse(text).file.declarations).matchAll(/"broken":(true|false)/g)].map(
    (it) => it[1] === "true",
  )

describe("A mistake in one declaration", () => {
  const mistakes = [
    'pipe "bad" {',
    'pipe "bad" {\n  from hose {\n',
    'pipe "bad" { from hose { a = [1, 2 }',
    'pipe "bad" { from hose { a = f(1 }',
    'pipe "bad" { ) ] }',
    'pipe "bad',
    'pipe "bad" { from hose { a = "oops } }',
    "pipe bad { }",
    "connection bad hose { }",
    "param bad = ",
    "target bad: { }",
    "endpoint bad { }",
    'pipe "bad" { moved to "x" }',
    "nonsense { a = 1 }",
    "}",
    `pipe "bad" { a = ${"[".repeat(150)} }`,
    '@ pipe "bad" { }',
  ]

  it.each(mistakes)("leaves the others as they are: %j", (bad) => {
    const tree = show(parse(good).file.declarations[0])
    for (const text of [`${bad}\n${good}`, `${good}\n${bad}`, `${good}\n${bad}\n${good}`]) {
      const found = parse(text)
      const others = found.file.declarations.map(show).filter((it) => it === tree)
      expect(others).toHaveLength(text.split(good).length - 1)
      expect(found.diagnostics.length).toBeGreaterThan(0)
    }
  })

  it.each(mistakes)("is told about in the same words wherever it stands: %j", (bad) => {
    const alone = findings(`${bad}\n`)
    expect(findings(`${good}\n${bad}\n${good}\n`)).toEqual(alone)
    expect(findings(`${bad}\n${good}\n${bad}\n`)).toEqual([...alone, ...alone])
  })
})

describe("Several mistakes", () => {
  it("of one block are all told about, and the entries between them kept", () => {
    const text = "target t {\n  a = \n  b = 1\n  c : 2\n  d = 3 4\n  e = ]\n  f = 5\n}"
    expect(findings(text)).toEqual([
      'unexpected-token at "\\n"',
      'equals-expected at ":"',
      'separator-expected at "4"',
      'unexpected-token at "]"',
    ])
    const [target] = parse(text).file.declarations
    const names = (target as Ast.Target).block.entries.map((it) => ("name" in it ? it.name.text : ""))
    expect(names).toEqual(["b", "d", "f"])
  })

  it("more than a hundred in one file are counted and no longer told one by one", () => {
    const found = findings("param p: t = @\n".repeat(150))
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toMatch(/^too-many-findings/)
    expect(parse("param p: t = @\n".repeat(150)).diagnostics.at(-1)!.message).toBe(
      "this file has 50 more findings",
    )
  })
})

describe("A missing brace", () => {
  it("is told about where it was opened, and ends at the next declaration", () => {
    expect(findings('pipe "a" {\n  from hose { }\n\nparam x: int')).toEqual(['unclosed-block at "{"'])
  })

  it("before `into` or `from` is told about at the block that lacks it", () => {
    const text = 'pipe "a" {\n  from hose {\n    b { c = 1\n  into lawn {\n    columns { id UInt8 }\n  }\n}'
    expect(findings(text)).toEqual(['unclosed-block at "{"'])
    const [pipe] = parse(text).file.declarations
    expect((pipe as Ast.Pipe).items.map((it) => it._tag)).toEqual(["From", "Into"])
  })

  it.each(['into "lawn" {', "into green.*", "into existing lawn {", "from x {"])(
    "is seen before %s",
    (clause) => {
      expect(findings(`pipe "a" {\n  from hose {\n  ${clause} {\n  }\n}`.replace("{ {", "{"))).toEqual([
        'unclosed-block at "{"',
      ])
    },
  )

  it("is seen before `moved from`, and not in a column of that name", () => {
    expect(findings('pipe "a" {\n  from hose {\n  moved from "b"\n  into lawn\n}')).toEqual([
      'unclosed-block at "{"',
    ])
    expect(findings('pipe "a" {\n from x { columns {\n moved from from "b"\n moved from\n} }\n}')).toEqual([])
  })

  it("is not seen in a column that is called `into`", () => {
    expect(findings('pipe "a" {\n from x { columns {\n into String\n from existing\n} }\n}')).toEqual([])
  })

  it("marks what it may have swallowed as broken", () => {
    expect(broken('pipe "a" {\n  from hose { }')).toEqual([false, true])
    expect(broken('pipe "a" {\n  from hose { a { \n  into lawn {\n}\n}')).toEqual([true, true, false, false])
  })
})

describe("A brace too many", () => {
  it("is told about alone, without a word on what the pipe now lacks", () => {
    const text = 'pipe "a" {\n  from hose { } }\n  into lawn { }\n}'
    expect(findings(text)).toEqual(['declaration-expected at "into"'])
    expect(broken(text)).toEqual([false, true])
  })

  it("at the end of a declaration closes nothing", () => {
    expect(findings("target t { } }")).toEqual(['unmatched-closing at "}"'])
    expect(findings("target t { }\n}\n}\n")).toEqual(['unmatched-closing at "}"'])
  })
})

describe("A bracket that was left open", () => {
  it.each([
    ["a list before another field", "a = [1, 2\n b = 3", "\n"],
    ["a list with a comma before another field", "a = [1,\n b = 3", "\n"],
    ["a list before a block", "a = [1\n b { }", "\n"],
    ["a call before another field", 'a = f("x"\n b = 3', "\n"],
    ["a type before another column", "a Nullable(String\n b UInt8", "\n"],
  ])("ends at its line where it is %s", (_, text, at) => {
    const all = `target t {\n ${text}\n c = 4\n}`
    expect(findings(all)).toEqual([`unexpected-token at ${JSON.stringify(at)}`])
    const [target] = parse(all).file.declarations
    expect(show((target as Ast.Target).block.entries.at(-1))).toBe("Attribute(name: c, value: Number(4))")
  })

  it("does not end where an empty line or a comment follows", () => {
    expect(findings("target t {\n a = [\n\n // why\n 1\n\n // why\n ]\n}")).toEqual([])
    expect(findings("target t {\n a Tuple(\n  b String,\n\n  c String\n )\n}")).toEqual([])
  })
})

describe("Nesting", () => {
  it("of a hundred is parsed, and of more is one finding", () => {
    const nested = (depth: number) => `param p: t = ${"[".repeat(depth)}${"]".repeat(depth)}`
    expect(findings(nested(100))).toEqual([])
    expect(findings(nested(101))).toEqual(['nested-too-deep at "["'])
    expect(findings(nested(50_000))).toEqual(['nested-too-deep at "["'])
  })
})

describe("A text of tens of millions of characters", () => {
  it("is not looked at", () => {
    expect(findings("a".repeat(32_000_001))).toEqual(['file-too-large at ""'])
  })

  it.each([
    ["string", `param p: t = "${"\\n".repeat(1_900_000)}"`],
    ["word", `param ${"a-".repeat(1_900_000)}a: t`],
    ["string of a type", `target t { c Enum8('${"a''".repeat(1_200_000)}') }`],
  ])("may be a single %s", (_, text) => {
    expect(findings(text)).toEqual([])
  })
})

describe("The names of declarations with mistakes", () => {
  it("are kept, so that uses of them are not told about", () => {
    const text = 'param `a b` = 1\nconnection c hose { }\npipe "d" = { }\nparam good: int'
    expect(parse(text).file.brokenNames).toEqual(["a b", "c", "d"])
  })
})

describe("A declaration whose first line is gone", () => {
  it("leaves the one before it whole, and is told about once", () => {
    const text = "target a {\n b = 1\n}\n\n{\n c = 2\n}\n\ntarget d { }"
    expect(findings(text)).toEqual(['declaration-expected at "{"'])
    expect(parse(text).file.declarations.map(show)).toEqual(
      parse("target a {\n b = 1\n}\n\ntarget d { }").file.declarations.map(show),
    )
    expect(findings("param p: t = 1\n{ }")).toEqual(['declaration-expected at "{"'])
  })

  it("does not take the value or the block of the next line from one that has none", () => {
    expect(findings("param p: t =\n{ a = 1 }\ntarget t\n{ }")).toEqual([])
  })

  it("may end with empty lines in a block that nothing closes", () => {
    expect(findings('pipe "p" {\n from {\n\n\n\n\n\n\n')).toEqual(['unexpected-token at "{"'])
  })
})
