import * as Foreign from "@pipewright/language/Foreign"
import * as Printer from "@pipewright/language/Printer"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { file } from "./Printer.trees.ts"

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) }

/** A file of the other product, put together from what its lines look like. */
const theirs = `DESCRIPTION >
    The pages that are seen most.

TOKEN "dashboard" READ

NODE hits
SQL >
    %
    SELECT path, count() AS hits FROM events
    WHERE at > now() - INTERVAL {{Int32(days, 7)}} DAY
    GROUP BY path

NODE endpoint
SQL >
    SELECT * FROM hits ORDER BY hits DESC LIMIT 10

TYPE endpoint
`

const directives = ["NODE hits", "SQL >", "TYPE endpoint", "DESCRIPTION >", 'TOKEN "a" READ', "VERSION 1"]

describe("A file of Tinybird", () => {
  it.each([
    ["with a description", theirs],
    ["with a node first", theirs.slice(theirs.indexOf("NODE"))],
    ["after comments and empty lines", `\uFEFF# one\r\n\r\n-- two\n${theirs}`],
    ["with line ends of Windows", theirs.replaceAll("\n", "\r\n")],
    ["in lower case", theirs.toLowerCase()],
    ["that is materialized", "NODE a\nSQL >\n  SELECT 1\nTYPE materialized\nDATASOURCE b\n"],
  ])("is told from a program %s", (_, text) => {
    expect(Foreign.productOf(text)).toBe("Tinybird")
  })
})

describe("A program", () => {
  it("is never taken for a file of another product, whatever stands in it", () => {
    fc.assert(
      fc.property(
        file,
        fc.array(fc.tuple(fc.constantFrom("// ", "# ", "-- ", "/// "), fc.constantFrom(...directives))),
        (tree, comments) => {
          fc.pre(tree.declarations.length > 0)
          const before = comments.map(([sign, line]) => `${sign}${line}\n`).join("")
          expect(Foreign.productOf(before + Printer.print(tree))).toBeUndefined()
        },
      ),
      runs,
    )
  })

  it.each(directives)("may hold the line %s in a text, a comment and a name", (line) => {
    const [word] = line.split(" ")
    const text = `param a: string = """\n${line}\n${theirs}"""\n// ${line}\npipe "p" {\n into t { columns {\n${word} String\n} }\n}\n`
    expect(Foreign.productOf(text)).toBeUndefined()
  })

  it.each(["", "\n", "// nothing\n", "NODE", "SELECT 1", "DESCRIPTION of what it is\n", "oops\nSQL >\n"])(
    "with nothing but a mistake stays one: %j",
    (text) => {
      expect(Foreign.productOf(text)).toBeUndefined()
    },
  )
})
