import { describe, expect, it } from "vitest"
import { find, rules } from "./pages.ts"

const known = rules.filter(({ name }) => name === "no-type-alias" || name === "no-unused-param")

/** What is left of the findings of a program, as `line: code`. */
const left = (text: string): ReadonlyArray<string> =>
  find(known)(new Map([["main.pipe", text]])).map(
    ({ code, span }) => `${text.slice(0, span.start).split("\n").length}: ${code}`,
  )

const pipe = (columns: string, before = ""): string => `${before}pipe "orders" {
  from s3 { url = "https://orders.s3.amazonaws.com/*.json", format = JSONEachRow }
  into existing orders {
    columns {
${columns}
    }
  }
}
`

describe("A comment", () => {
  it("at the end of a line is about that line, and about none before or behind it", () => {
    const rows =
      "      a BIGINT\n      b BIGINT // pipewright-ignore no-type-alias: as the source has it\n      c BIGINT"
    expect(left(pipe(rows))).toEqual(["5: no-type-alias", "7: no-type-alias"])
  })

  it("on a line of its own is about the next line with code, whatever comments and empty lines come before it", () => {
    const rows =
      "      // pipewright-ignore no-type-alias: as the source has it\n\n      // more\n      a BIGINT\n      b BIGINT"
    expect(left(pipe(rows))).toEqual(["9: no-type-alias"])
  })

  it("before a block is about all of it, and about nothing behind it", () => {
    const before = "// pipewright-ignore-block no-type-alias: as the source has it\n"
    const other = pipe("      c BIGINT").replace('"orders"', '"others"')
    expect(left(pipe("      a BIGINT\n      b BIGINT", before) + other)).toEqual(["15: no-type-alias"])
  })

  it("before a block within another one is about the inner one", () => {
    const text = pipe("      a BIGINT").replace(
      "    columns",
      "    // pipewright-ignore-block no-type-alias: as the source has it\n    columns",
    )
    expect(left(text)).toEqual([])
  })

  it("for the file is about all of it, wherever it stands", () => {
    const text = `${pipe("      a BIGINT")}// pipewright-ignore-file no-type-alias: as the source has it\n`
    expect(left(text)).toEqual([])
  })

  it("names several rules, each of which is needed or told of", () => {
    const rows = "      a BIGINT // pipewright-ignore no-type-alias, no-unused-param: as the source has it"
    expect(left(pipe(rows))).toEqual(["5: unused-suppression"])
  })

  it("without a reason or a rule lets nothing pass", () => {
    expect(left(pipe("      a BIGINT // pipewright-ignore no-type-alias"))).toEqual([
      "5: no-type-alias",
      "5: suppression-without-reason",
    ])
    expect(left(pipe("      a BIGINT // pipewright-ignore: all of it"))).toEqual([
      "5: no-type-alias",
      "5: suppression-without-reason",
    ])
  })

  it("of a word that only begins like it is a comment like any other", () => {
    expect(left(pipe("      a Int64 // pipewright-ignored no-type-alias"))).toEqual([])
  })

  it("of a rule that does not run is not told of as unneeded", () => {
    const text = pipe("      a Int64 // pipewright-ignore no-type-alias: as the source has it")
    expect(find(known, "recommended")(new Map([["main.pipe", text]]))).toEqual([])
    expect(left(text)).toEqual(["5: unused-suppression"])
  })
})
