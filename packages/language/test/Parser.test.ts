import type * as Ast from "@pipewright/language/Ast"
import { describe, expect, it } from "vitest"
import { declarations, entries, findings, parse, show, value } from "./texts.ts"

/** The items of a pipe, in short. */
const items = (text: string): ReadonlyArray<string> => {
  const [pipe] = declarations(`pipe "p" {\n${text}\n}`)
  return (pipe as Ast.Pipe).items.map(show)
}

const declaration = (text: string): string => show(declarations(text)[0])

describe("A declaration", () => {
  it.each([
    ["param a: int", "Param(name: a, type: int)"],
    ["param a: int = 1", "Param(name: a, type: int, default: Number(1))"],
    ["param a: list(string) = []", "Param(name: a, type: list, element: string, default: List([]))"],
    ["connection k: hose { }", "Connection(name: k, type: hose, block: Block(entries: [], broken: false))"],
    [
      "endpoint msk: MSK_MULTI_VPC { }",
      "Endpoint(name: msk, type: MSK_MULTI_VPC, block: Block(entries: [], broken: false))",
    ],
    ["target prod { }", "Target(name: prod, block: Block(entries: [], broken: false))"],
    ['pipe "a b" { }', 'Pipe(name: String(["a b"]), items: [], broken: false)'],
    ['pipe "a-${param.x}" { }', 'Pipe(name: String(["a-", $param.x]), items: [], broken: false)'],
    ['pipe "p"\n{\n}', 'Pipe(name: String(["p"]), items: [], broken: false)'],
    ["target `my prod` { }", "Target(name: my prod, block: Block(entries: [], broken: false))"],
  ])("%j is %s", (text, expected) => {
    expect(declaration(text)).toBe(expected)
  })

  it("may be the first of several, in any order", () => {
    const tags = declarations('target t { }\nparam a: int\npipe "p" { }\nparam b: int').map((it) => it._tag)
    expect(tags).toEqual(["Target", "Param", "Pipe", "Param"])
  })
})

describe("A clause of a pipe", () => {
  it.each([
    ["from hose { }", "From(source: hose, block: Block(entries: [], broken: false))"],
    ["into lawn", "Into(existing: false, path: [lawn], everything: false)"],
    ["into db.lawn", "Into(existing: false, path: [db, lawn], everything: false)"],
    ["into db.*", "Into(existing: false, path: [db], everything: true)"],
    ["into existing db.lawn", "Into(existing: true, path: [db, lawn], everything: false)"],
    ["into existing", "Into(existing: false, path: [existing], everything: false)"],
    ["into existing.lawn", "Into(existing: false, path: [existing, lawn], everything: false)"],
    ["into existing existing", "Into(existing: true, path: [existing], everything: false)"],
    ['into db."my lawn"', "Into(existing: false, path: [db, my lawn], everything: false)"],
    ['into "my db".lawn', "Into(existing: false, path: [my db, lawn], everything: false)"],
    ['into existing "lawn"', "Into(existing: true, path: [lawn], everything: false)"],
    ["into `my db`.lawn", "Into(existing: false, path: [my db, lawn], everything: false)"],
    [
      'into db."l_${param.x}"',
      'Into(existing: false, path: [db, Name(text: "l_", template: String(["l_", $param.x]))], everything: false)',
    ],
    [
      "into lawn { a = 1 }",
      "Into(existing: false, path: [lawn], everything: false, block: Block(entries: [Attribute(name: a, value: Number(1))], broken: false))",
    ],
    ['moved from "old"', 'Moved(String(["old"]))'],
    ['moved from "old-${each.r}"', 'Moved(String(["old-", $each.r]))'],
    ["`moved` = 1", "Attribute(name: moved, value: Number(1))"],
    ["scaling { }", "Section(name: scaling, block: Block(entries: [], broken: false))"],
    ["state = stopped", 'Attribute(name: state, value: Word("stopped"))'],
  ])("%j is %s", (text, expected) => {
    expect(items(text)).toEqual([expected])
  })
})

describe("A value", () => {
  it.each([
    ["1", "Number(1)"],
    ["-2.5", "Number(-2.5)"],
    ["1e3", "Number(value: 1000, float: true)"],
    ["5s", 'Quantity(value: 5, unit: "s")'],
    ["-1.5GiB", 'Quantity(value: -1.5, unit: "GiB")'],
    ["1e", 'Quantity(value: 1, unit: "e")'],
    ["true", "Boolean(true)"],
    ["false", "Boolean(false)"],
    ["`true`", 'Word("true")'],
    ["SCRAM-SHA-256", 'Word("SCRAM-SHA-256")'],
    ["from_beginning", 'Word("from_beginning")'],
    ["pipe", 'Word("pipe")'],
    ["param.replicas", "$param.replicas"],
    ["a.b.c", "$a.b.c"],
    ['a."b c"', "$a.b c"],
    ["[]", "List([])"],
    ["[1, 2,]", "List([Number(1), Number(2)])"],
    ["[\n  1,\n\n  2\n]", "List([Number(1), Number(2)])"],
    ["[[1]]", "List([List([Number(1)])])"],
    ['secret("X")', 'Call(name: secret, arguments: [String(["X"])])'],
    ["f()", "Call(name: f, arguments: [])"],
    ["f(\n a,\n b\n)", 'Call(name: f, arguments: [Word("a"), Word("b")])'],
    ['base64(file("a"))', 'Call(name: base64, arguments: [Call(name: file, arguments: [String(["a"])])])'],
    ["{ a = 1 }", "Object(Block(entries: [Attribute(name: a, value: Number(1))], broken: false))"],
  ])("%j is %s", (text, expected) => {
    expect(value(text)).toBe(expected)
  })
})

describe("An entry of a block", () => {
  const a = "Attribute(name: a, value: Number(1))"
  const b = "Attribute(name: b, value: Number(2))"
  it.each([
    ["a = 1", [a]],
    ["a = 1, b = 2", [a, b]],
    ["\n a = 1\n\n b = 2,\n", [a, b]],
    [",a = 1,,b = 2,", [a, b]],
    ["a = 1 // why\n b = 2", [a, b]],
    ["a { }", ["Section(name: a, block: Block(entries: [], broken: false))"]],
    ["a -> b", ["Mapping(from: [a], to: [b])"]],
    ["a->b", ["Mapping(from: [a], to: [b])"]],
    ["s.a-b -> c-d", ["Mapping(from: [s, a-b], to: [c-d])"]],
    ['s."a.b" -> c { }', ["Mapping(from: [s, a.b], to: [c], block: Block(entries: [], broken: false))"]],
    ["a UInt8", ["Column(name: a, type: Type(UInt8))"]],
    ['a UInt8 from "x.y"', ['Column(name: a, type: Type(UInt8), from: String(["x.y"]))']],
    ["`odd name` UInt8", ["Column(name: odd name, type: Type(UInt8))"]],
  ])("%j gives %j", (text, expected) => {
    expect(entries(text)).toEqual(expected)
  })

  it.each([
    "from",
    "into",
    "pipe",
    "param",
    "target",
    "connection",
    "existing",
    "SKIP",
    "REGEXP",
    "for",
    "moved",
    "endpoint",
    "state",
    "lifecycle",
  ])("may be a column, a field, a block or a table of the name %s", (word) => {
    expect(entries(`\n${word} String\n${word} = 1\n${word} { }\na.${word} -> ${word}\n`)).toEqual([
      `Column(name: ${word}, type: Type(String))`,
      `Attribute(name: ${word}, value: Number(1))`,
      `Section(name: ${word}, block: Block(entries: [], broken: false))`,
      `Mapping(from: [a, ${word}], to: [${word}])`,
    ])
  })

  it("takes `from` as a mapping only before a string", () => {
    expect(entries('from String from "from"')).toEqual([
      'Column(name: from, type: Type(String), from: String(["from"]))',
    ])
    expect(entries('moved from from "from"')).toEqual([
      'Column(name: moved, type: Type(from), from: String(["from"]))',
    ])
  })
})

describe("Documentation", () => {
  const docs = (text: string) =>
    JSON.stringify(parse(text).file.declarations, (key, it) => (key === "span" ? undefined : it)).match(
      /"doc":"[^"]*"/g,
    )

  it("belongs to the declaration, clause, entry or row after it", () => {
    expect(
      docs(`/// the pipe
pipe "p" {
  /// the source
  from hose {
    /// the field
    a = 1
    /// the block
    b {
      /// the mapping
      c -> d
    }
  }
  /// the old name
  moved from "q"
  /// the destination
  into lawn {
    columns {
      /// the column
      id UInt8
    }
  }
}
/// the parameter
param x: int
/// the endpoint
endpoint e: T { }
/// the connection
connection k: hose { }
/// the target
target t { }`),
    ).toEqual(
      [
        "pipe",
        "source",
        "field",
        "block",
        "mapping",
        "old name",
        "destination",
        "column",
        "parameter",
        "endpoint",
        "connection",
        "target",
      ].map((it) => `"doc":"the ${it}"`),
    )
  })

  it("of several lines is joined, and other comments and empty lines between do no harm", () => {
    expect(docs("/// one\n//  no doc\n\n///two\nparam x: int")).toEqual(['"doc":"one\\ntwo"'])
  })

  it("of nothing is kept as a comment", () => {
    const { file } = parse('pipe "p" {\n  /// inner\n}\n/// last')
    expect(file.comments.map((it) => it.text)).toEqual(["/// inner", "/// last"])
  })
})

describe("A loop", () => {
  it("stands between the name of a pipe and its brace, and its words are names elsewhere", () => {
    const [pipe] = declarations('pipe "a-${each.in}" for in in [eu, 2] { for { in = for } }')
    expect(show((pipe as Ast.Pipe).each)).toBe('For(name: in, list: List([Word("eu"), Number(2)]))')
    expect(entries("for = 1\n in { for = in }\n for in\n in.for -> for")).toHaveLength(4)
  })

  it("that is not whole is told of at its place", () => {
    expect(findings('pipe "a" for r ["eu"] { }')).toEqual(['unexpected-token at "["'])
    expect(findings('pipe "a" for r in { }')).toEqual(['unexpected-token at "}"'])
  })
})

describe("A template", () => {
  it("has typed names and the items of a pipe, and a pipe hands over values", () => {
    expect(declaration("template t(a: string, b: list(int) = [1],) { from x { } }")).toBe(
      "Template(name: t, params: [Param(name: a, type: string), Param(name: b, type: list, element: int, default: List([Number(1)]))], items: [From(source: x, block: Block(entries: [], broken: false))], broken: false)",
    )
    const [pipe] = declarations('pipe "p" extends t(a: "x", b: each.r) { }')
    expect(show((pipe as Ast.Pipe).extends)).toBe(
      'Extends(template: t, arguments: [Argument(name: a, value: String(["x"])), Argument(name: b, value: $each.r)])',
    )
    expect(declaration("template t { }")).toBe(declaration("template t() { }"))
  })

  it("starts a declaration again where a bracket was left open, unless it is a column", () => {
    const open = "target a {\n  x = 1\n"
    expect(findings(`${open}template t(\n  a: string\n) { }\ntarget b { }`)).toHaveLength(1)
    expect(findings(`${open}template t() { }\ntemplate u { }`)).toHaveLength(1)
    expect(
      entries("\n template Nullable(String)\n template Tuple(a String)\n extends = template\n"),
    ).toHaveLength(3)
  })
})

describe("A span", () => {
  const text = 'pipe "p" {\n  from hose { a = [1], b = f(x) }\n  into db.* { c UInt8 }\n}'

  it("covers exactly what a node was written as", () => {
    const spans = new Set<string>()
    JSON.stringify(parse(text).file.declarations, (_, node) => {
      if (node?.span !== undefined) spans.add(text.slice(node.span.start, node.span.end))
      return node
    })
    expect([...spans]).toEqual([
      text,
      '"p"',
      "from hose { a = [1], b = f(x) }",
      "hose",
      "{ a = [1], b = f(x) }",
      "a = [1]",
      "a",
      "[1]",
      "1",
      "b = f(x)",
      "b",
      "f(x)",
      "f",
      "x",
      "into db.* { c UInt8 }",
      "db",
      "{ c UInt8 }",
      "c UInt8",
      "c",
      "UInt8",
    ])
  })
})

describe("The end of a line", () => {
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
  ])("may be %s", (_, end) => {
    const text = [
      '\uFEFFpipe "p" {',
      "  from hose {",
      "    a = [",
      "      1",
      "    ]",
      "    b = 2 // c",
      "  }",
      "}",
      "",
    ]
    expect(findings(text.join(end))).toEqual([])
    expect(show(parse(text.join(end)).file.declarations)).toBe(show(parse(text.join("\n")).file.declarations))
  })

  it("ends an entry, but means nothing within ( ) and [ ]", () => {
    expect(entries("\n a = f(\n x\n ,\n y\n )\n b = [\n 1\n ]\n")).toHaveLength(2)
    expect(findings("target t {\n a = 1 b = 2\n}")).toEqual(['separator-expected at "b"'])
  })
})
