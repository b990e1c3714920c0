import { readFileSync } from "node:fs"
import type * as Ast from "@pipewright/language/Ast"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Printer from "@pipewright/language/Printer"
import * as Source from "@pipewright/language/Source"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { withoutPlaces } from "./Formatter.layouts.ts"
import { file, fileOf } from "./Printer.trees.ts"

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) }

const span = Source.span(0, 0)
const name = (text: string): Ast.Name => ({ _tag: "Name", span, text })
const string = (...parts: Ast.StringValue["parts"]): Ast.StringValue => ({ _tag: "String", span, parts })
const attribute = (key: string, value: Ast.Value): Ast.Attribute => ({
  _tag: "Attribute",
  span,
  name: name(key),
  value,
})
const block = (...entries: ReadonlyArray<Ast.Entry>): Ast.Block => ({
  _tag: "Block",
  span,
  entries,
  broken: false,
})
const target = (...entries: ReadonlyArray<Ast.Entry>): string =>
  Printer.print(fileOf([{ _tag: "Target", span, name: name("t"), block: block(...entries) }]))

/** `Tag.field` of every node, as the interfaces of the tree declare them. */
const declaredFields = (): ReadonlyArray<string> =>
  ["Ast.ts", "internal/typeNodes.ts"].flatMap((file) =>
    [
      ...readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8").matchAll(
        /^export interface \w+ \{\n([\s\S]*?)^\}/gm,
      ),
    ].flatMap(([, body]) => {
      const [, tag] = /^ {2}readonly _tag: "(\w+)"$/m.exec(body!) ?? []
      const fields = [...body!.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field!)
      // A file is what the declarations stand in, and is not made by chance.
      return tag === undefined || tag === "File" ? [] : fields.map((field) => `${tag}.${field}`)
    }),
  )

const fieldsOf = (node: unknown, found: Set<string>): void => {
  if (typeof node !== "object" || node === null) return
  const tag = "_tag" in node ? node._tag : undefined
  for (const [field, value] of Object.entries(node)) {
    if (typeof tag === "string" && value !== undefined) found.add(`${tag}.${field}`)
    fieldsOf(value, found)
  }
}

describe("the random trees", () => {
  it("have every field of every node", () => {
    const found = new Set<string>()
    for (const { declarations } of fc.sample(file, { numRuns: 300, seed: 1 })) fieldsOf(declarations, found)
    const declared = declaredFields()
    expect(declared.length).toBeGreaterThan(80)
    expect(declared.filter((it) => !found.has(it))).toEqual([])
  })
})

describe("printing", () => {
  it("gives a text that parses to the tree it was made from", () => {
    fc.assert(
      fc.property(file, (made) => {
        const text = Printer.print(made)
        const parsed = Parser.parse(Source.make("made.pipe", text))
        expect(parsed.diagnostics, text).toEqual([])
        expect(withoutPlaces(parsed.file.declarations), text).toEqual(withoutPlaces(made.declarations))
      }),
      runs,
    )
  })

  it("gives a text that the formatter leaves as it is", () => {
    fc.assert(
      fc.property(file, (made) => {
        const text = Printer.print(made)
        expect(Formatter.format(Source.make("made.pipe", text))).toEqual({ text, diagnostics: [] })
      }),
      runs,
    )
  })

  it("takes backticks for a name that is no word, and for a word that would be a value of its own", () => {
    expect(
      target(
        attribute("odd name", { _tag: "Word", span, text: "true" }),
        attribute("a", { _tag: "Boolean", span, value: true }),
      ),
    ).toBe("target t {\n  `odd name` = `true`\n  a          = true\n}\n")
  })

  it("escapes what a string would otherwise take for a reference", () => {
    const region: Ast.Reference = { _tag: "Reference", span, path: [name("param"), name("region")] }
    expect(target(attribute("a", string("${x} costs $", region)))).toBe(
      'target t {\n  a = "$${x} costs \\u0024${param.region}"\n}\n',
    )
  })

  it("writes text of several lines between triple quotes", () => {
    expect(target(attribute("pem", string('-----BEGIN-----\n"M\\I"\n-----END-----\n')))).toBe(
      'target t {\n  pem = """\n    -----BEGIN-----\n    "M\\\\I\\"\n    -----END-----\n    """\n}\n',
    )
  })

  it("writes a number in front of a unit without an exponent", () => {
    const quantity = (value: number): Ast.Value => ({ _tag: "Quantity", span, value, unit: "s" })
    expect(target(attribute("a", quantity(1e21)), attribute("b", quantity(2.5e-7)))).toBe(
      "target t {\n  a = 1000000000000000000000s\n  b = 0.00000025s\n}\n",
    )
  })

  it("spells a value that was changed after parsing from its content", () => {
    const { file: parsed } = Parser.parse(Source.make("p.pipe", "param a: int = 1 // why\n"))
    const [param] = parsed.declarations as [Ast.Param]
    const changed = { ...param, default: { ...(param.default as Ast.NumberValue), value: 20 } }
    expect(Printer.print({ ...parsed, declarations: [changed] })).toBe("param a: int = 20 // why\n")
  })

  it("throws on a name that nothing can spell", () => {
    expect(() =>
      Printer.print(fileOf([{ _tag: "Target", span, name: name("a`b"), block: block() }])),
    ).toThrow("cannot be written")
  })
})
