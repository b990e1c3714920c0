import * as Bind from "@pipewright/core/Bind"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import { describe, expect, it } from "vitest"
import { codes, program, sprinkler, watering } from "./garden.ts"

describe("A declaration that did not parse", () => {
  it.each([
    ["a parameter", "param p int = 1", "pressure = param.p", 'unexpected-token at "int"'],
    ["a parameter in a text", "param `p` int = 1", 'label = "${param.p}"', 'unexpected-token at "int"'],
  ])("is not missed where it is used: %s", (_, declaration, use, expected) => {
    expect(codes(`${declaration}\n${watering(use)}`)).toEqual([expected])
  })

  it("is not missed where it is a connection", () => {
    const text = watering("").replace("from sprinkler", "from k")
    expect(codes(`connection k hose { }\n${text}`)).toEqual(['unexpected-token at "hose"'])
  })

  it.each([
    [
      "an entry of the source",
      'pipe "p" { from hose { taps = \n nozzle = }\n into l { engine = Null, columns { id UInt8 } } }',
    ],
    [
      "a row of the columns",
      watering("", "", "id UInt64, x =").replace("MergeTree", "ReplacingMergeTree(x)"),
    ],
    ["a clause of the pipe", 'pipe "p" { from hose [ ]\n into l { engine = Null, columns { id UInt8 } } }'],
    ["a brace too many", 'pipe "p" { from hose { taps = "t", nozzle = jet } }\n into l { engine = Null }\n}'],
    ["a brace too few", 'pipe "p" { from hose { taps = "t", nozzle = jet }'],
    ["the options of the destination", watering("").replace("engine = MergeTree", "engine :")],
  ])("raises no findings that follow from it: %s", (_, text) => {
    for (const found of codes(text)) {
      expect(found).toMatch(/^(unexpected-token|equals-expected|unclosed-block|declaration-expected)/)
    }
    expect(codes(text)).not.toEqual([])
  })
})

describe("A source that is not known", () => {
  it("does not hide the mistakes of the destination", () => {
    const text = watering("", "", "id Uint64").replace("from sprinkler", "from sprinkle")
    expect(codes(text)).toEqual(['unknown-source-type at "sprinkle"', 'unknown-type at "Uint64"'])
  })
})

describe("Names that every object has", () => {
  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "are names like any other: %s",
    (name) => {
      expect(codes(watering(`${name} = 1`))).toEqual([`unknown-field at "${name}"`])
      expect(codes(watering("", `${name} { }`))).toEqual([`unknown-field at "${name}"`])
      expect(codes(watering(`certificate = ${name}("x")`))).toEqual([`unknown-function at "${name}"`])
      expect(codes(`param ${name}: int = 2\n${watering(`pressure = param.${name}`)}`)).toEqual([])
      expect(codes(watering("", "", `${name} UInt64`))).toEqual([])
    },
  )
})

describe("A program", () => {
  it("means the same in whatever order its files and declarations stand", () => {
    const parts = [
      watering("pressure = param.p"),
      "param p: int = 2\n",
      'target t { organization = "o", service = "s" }\n',
    ]
    const names = (texts: ReadonlyArray<string>) =>
      program(Object.fromEntries(texts.map((text, index) => [`${index}.pipe`, text])), "t").pipes.map(
        (it) => it.name,
      )
    expect(names(parts)).toEqual(names([...parts].reverse()))
  })

  it("has the documentation of its pipes", () => {
    expect(program(`/// Waters.\n${watering("")}`).pipes[0]!.doc).toBe("Waters.")
  })

  it("without a target has none, and with one knows where it goes", () => {
    const text = `target t { organization = env("O"), service = "s" }\n${watering("")}`
    expect(program(text).target).toBeUndefined()
    expect(program(text, "t").target).toMatchObject({
      name: "t",
      organization: { _tag: "Deferred", reader: { _tag: "Env", name: "O" } },
      service: { value: "s" },
    })
  })

  it("lists its targets in the order of their declarations", () => {
    expect(Bind.targets([])).toEqual([])
  })
})

describe("A catalogue", () => {
  it("refuses two kinds that claim the same word", () => {
    expect(() => SourceCatalog.make([sprinkler, { ...sprinkler, name: "other" }])).toThrow(
      '"sprinkler" is a type of both sprinkler and other',
    )
  })
})
