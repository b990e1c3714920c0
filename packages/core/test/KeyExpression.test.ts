import * as KeyExpression from "@pipewright/core/KeyExpression"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const texts = (sql: string) => KeyExpression.parse(sql)?.map(({ text }) => text)

describe("The SQL of a key", () => {
  it.each([
    ["a", ["a"]],
    ["(a, b)", ["a", "b"]],
    ["tuple(a,\n  b)", ["a", "b"]],
    ["((a))", ["a"]],
    ["(a), b", ["( a )", "b"]],
    ["tuple()", []],
    ["", []],
    ["toDate( at ), `a`, `odd name`", ["toDate ( at )", "a", "`odd name`"]],
    ["a DESC, b", ["a", "b"]],
    ["a -- the first\n, /* the second */ b", ["a", "b"]],
  ])("%j is %j, whatever its spaces, quotes and brackets", (sql, parts) => {
    expect(texts(sql)).toEqual(parts)
  })

  it.each([
    "a,, b",
    "(a",
    "a)",
    "f(a]",
    "'a",
    "`a",
    "x -> x",
    "a,, b",
    "(,)",
    "CASE WHEN a THEN 1 END",
    "CAST(a AS Date)",
    "a ? b : c",
    "j.:Int64",
  ])("%j is not read", (sql) => {
    expect(texts(sql)).toBeUndefined()
  })

  it("has its columns and its calls", () => {
    expect(KeyExpression.parse("f(a.b, g(c)) + d AND true, `e f`")).toEqual([
      {
        text: "f ( a . b , g ( c ) ) + d AND true",
        names: ["a.b", "c", "d"],
        calls: [
          { name: "f", of: "a.b" },
          { name: "g", of: "c" },
        ],
      },
      { text: "`e f`", column: "e f", names: ["e f"], calls: [] },
    ])
  })

  it("reads any text at all, and its own spelling as the same", () => {
    const pieces = fc.constantFrom(
      "a",
      "b.c",
      "`d e`",
      "(",
      ")",
      ",",
      "'x'",
      "1",
      "f(",
      "::",
      "DESC",
      "->",
      ".",
      " ",
    )
    const sql = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((it) => it.join("")),
    )
    fc.assert(
      fc.property(sql, (text) => {
        const once = texts(text)
        if (once === undefined) return
        for (const it of once.filter((one) => !/ (asc|desc)$/i.test(one))) {
          const again = texts(it)
          if (again !== undefined && again.length === 1) expect(texts(again[0]!)).toEqual(again)
        }
      }),
      { numRuns: 500 },
    )
  })
})
