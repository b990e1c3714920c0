import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { codes, findings, program, request } from "./garden.ts"

const lawns = (list: string, source = "", name = "lawn-${each.r}") => `pipe "${name}" for r in ${list} {
  from sprinkler { taps = "t", nozzle = mist
    ${source}
  }
  into green."lawn_\${each.r}" { engine = MergeTree, columns { id UInt64 } }
}
`

const names = (text: string) => program(text).pipes.map(({ name }) => name)

describe("A pipe with `for`", () => {
  it.each([
    ['["eu", "us"]', ["lawn-eu", "lawn-us"]],
    ["[eu, 2, true]", ["lawn-eu", "lawn-2", "lawn-true"]],
    ["[]", []],
  ])("over %s is one pipe per element", (list, expected) => {
    expect(names(lawns(list))).toEqual(expected)
  })

  it("may go over a parameter, and over elements that are references", () => {
    const params = 'param regions: list(string) = ["eu", param.other]\nparam other: string = "us"\n'
    expect(names(params + lawns("param.regions"))).toEqual(["lawn-eu", "lawn-us"])
  })

  it("has its element in values, in texts and in names", () => {
    const { pipes } = program(lawns('["mist", "jet"]', 'label = each.r, url = "https://${each.r}.example"'))
    const fields = pipes.map(({ source, destination }) =>
      [Ir.get(source, "label"), Ir.get(source, "url"), Ir.get(destination, "table")].map(Ir.literal),
    )
    expect(fields).toEqual([
      ["mist", "https://mist.example", "lawn_mist"],
      ["jet", "https://jet.example", "lawn_jet"],
    ])
  })

  it("takes a string as the word of an enumeration", () => {
    const text = lawns('["mist", "jet"]').replace("nozzle = mist", "nozzle = each.r")
    expect(program(text).pipes.map(({ source }) => Ir.literal(Ir.get(source, "nozzle")))).toEqual([
      "mist",
      "jet",
    ])
    expect(codes(lawns('["a", "b"]').replace("mist", '"mist"'))).toEqual(['quoted-member at "\\"mist\\""'])
  })

  it("has the element on the way of every value, each time once", () => {
    const text = `connection k: hose { pressure = 2 }\nparam p: string = "x"\n${lawns('["eu"]', "label = param.p, zones = [each.r]").replace("sprinkler", "k")}`
    const ways = [...request(text).origins].map(([pointer, { via }]) => [
      pointer,
      via.map(({ label }) => label),
    ])
    const each = 'each r = "eu"'
    expect(Object.fromEntries(ways)).toMatchObject({
      "/name": [each],
      "/source/sprinkler/pressure": [each, "connection k"],
      "/source/sprinkler/label": [each, "param p, its default"],
      "/source/sprinkler/zones/0": [each],
      "/destination/columns/0/type": [each],
    })
    expect(ways.filter(([, via]) => via![0] !== each)).toEqual([])
  })

  it("says once what does not depend on the element, and the rest at the element", () => {
    expect(codes(lawns('["eu", "us"]', "presure = 3"))).toEqual(['unknown-field at "presure"'])
    expect(codes(lawns('["eu", "much-too-long"]', "label = each.r"))).toEqual([
      'text-does-not-fit at "\\"much-too-long\\""',
    ])
  })

  it("needs a name of its own for each element", () => {
    const [found] = findings(lawns('["eu", "us", "eu"]'))
    expect([found?.code, found?.span.start, found?.related?.[0]?.span.start]).toEqual([
      "duplicate-declaration",
      44,
      32,
    ])
    expect(codes(`${lawns('["eu"]')}${lawns('["us"]', "", "lawn-eu")}`)).toEqual([
      'duplicate-declaration at "\\"lawn-eu\\""',
    ])
  })

  it("goes over a list and nothing else", () => {
    expect(codes(lawns('"eu"'))).toEqual(['wrong-type at "\\"eu\\""'])
    expect(codes(lawns("[each.r]"))).toEqual(['unknown-reference at "each.r"'])
    expect(codes(lawns("[[eu]]"))).toEqual(['reference-in-text at "[eu]"'])
  })

  it("says what the element is called, and where there is none", () => {
    expect(findings(lawns("[eu]", "label = each.rr"))[0]?.help).toBe("did you mean `each.r`?")
    const outside = `param p: string = "\${each.r}"\n${lawns("[eu]", "label = param.p")}`
    expect(codes(outside)).toEqual(['unknown-reference at "each.r"'])
    expect(findings(outside)[0]?.help).toContain("for r in [ … ]")
  })

  it("leaves its words to be names", () => {
    const text = lawns("[eu]").replace("id UInt64", "for UInt64, in String, each String")
    expect(codes(text.replaceAll("each.r", "each.for").replace("for r", "for for"))).toEqual([])
  })
})
