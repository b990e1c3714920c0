import * as Bind from "@pipewright/core/Bind"
import * as Starter from "@pipewright/core/Starter"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Printer from "@pipewright/language/Printer"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"

const types = [...catalog.byType].map(([type, kind]) => ({ type, kind }))

const findings = (...texts: ReadonlyArray<string>): string => {
  const parsed = texts.map((text, index) => Parser.parse(Source.make(`${index}.pipe`, text)))
  const files = parsed.map(({ file }) => file)
  const all = [...parsed.flatMap(({ diagnostics }) => diagnostics), ...Bind.check(files, catalog)]
  const lookup = (file: string) => files.find(({ source }) => source.file === file)?.source
  return Diagnostic.sort(all)
    .map((it) => Renderer.render(it, lookup))
    .join("\n\n")
}

const target = Printer.print(Starter.target("prod", { organization: undefined, service: "s" }))

describe("A first program", () => {
  it.each(types)("from $type has no mistake, and is laid out as the formatter does", ({ type, kind }) => {
    const { pipe, secrets } = Starter.pipe(kind, type, "My orders")
    const text = Printer.print(pipe)
    expect(findings(text, target)).toBe("")
    expect(Formatter.format(Source.make("a.pipe", text))).toMatchObject({ text })
    const asked = [...text.matchAll(/secret\("([^"]*)"\)/g)].map(([, name]) => name)
    expect(asked).toEqual(secrets)
    // An example that is missing would leave an empty text.
    expect(text).not.toContain('""')
  })

  it("explains each of its fields", () => {
    for (const { type, kind } of types) {
      const { declarations } = Starter.pipe(kind, type, "p").pipe
      const [from] = declarations.flatMap((it) => (it._tag === "Pipe" ? it.items : []))
      const entries = from?._tag === "From" ? from.block.entries : []
      expect(entries.filter(({ doc }) => doc === undefined || doc === "")).toEqual([])
      expect(entries.length).toBeGreaterThan(1)
    }
  })

  it.each(["4711", "?", "from", 'a"b`c${d}', "ÄÖ", "x".repeat(255)])("may have a pipe called %s", (name) => {
    for (const type of ["s3", "postgres"])
      expect(findings(Printer.print(Starter.pipe(catalog.byType.get(type)!, type, name).pipe))).toBe("")
  })
})
