import type { Change, EndpointChange } from "@pipewright/core/Change"
import * as Since from "@pipewright/core/Since"
import { describe, expect, it } from "vitest"
import { basins, program, watering } from "./garden.ts"

const compare = (before: string, after: string) =>
  Since.compare(program(before), program(after)).map(({ change }) => change)

const told = ({ action, name, differences }: Change | EndpointChange): string =>
  [`${action} ${name}`, ...differences.map(({ edit, path }) => `${edit} ${path}`)].join(", ")

const edits = (before: string, after: string) => compare(before, after).map(told)

const endpoint = (description: string) =>
  `endpoint well: VPC_ENDPOINT_SERVICE { description = "${description}", vpcEndpointServiceName = "w" }\n`

describe("An edit of a program", () => {
  it("is none where a text says the same in other words", () => {
    const other = watering("pauseMs = 1s").replace('"t1"', '["t1"]')
    expect(edits(watering("pauseMs = 1000", ""), `param unused: string = "x"\n${other}`)).toEqual([
      "keep lawn",
    ])
  })

  it("reaches a pipe as its fields say", () => {
    expect(edits(watering("pressure = 1"), watering("pressure = 2"))).toEqual([
      "update lawn, live source.sprinkler.pressure",
    ])
    expect(edits(watering(""), watering("").replace('"t1"', '"t1, t2"'))).toEqual([
      "replace lawn, replace source.sprinkler.taps",
    ])
  })

  it("has both sides, and the place where the new one stands", () => {
    const after = watering("").replace('"t1"', '"t2"')
    const { before, after: value, origin } = compare(watering(""), after)[0]!.differences[0]!
    expect([before, value]).toEqual(["t1", "t2"])
    expect(after.slice(origin!.span.start, origin!.span.end)).toBe('"t2"')
  })

  it("makes, renames and removes pipes", () => {
    const lawn = watering("")
    const meadow = lawn.replace('"lawn"', '"meadow"')
    expect(edits(lawn, lawn + meadow)).toEqual(["keep lawn", "create meadow"])
    expect(edits(lawn, meadow)).toEqual(["create meadow", "delete lawn"])
    expect(Since.compare(program(lawn), program(meadow)).map(({ heir }) => heir)).toEqual([
      undefined,
      "meadow",
    ])
    expect(edits(lawn, meadow.replace("{", '{\n  moved from "lawn"'))).toEqual(["move meadow, live name"])
  })

  it("is not carried out on a pipe that is protected", () => {
    const lawn = watering("", "lifecycle { protect = true }")
    const [change] = compare(lawn, lawn.replace('"t1"', '"t2"'))
    expect([change!.action, change!.blocked?.code]).toEqual(["blocked", "protected"])
    expect(compare(lawn, "").map(({ action, blocked }) => [action, blocked?.code])).toEqual([
      ["blocked", "protected"],
    ])
  })

  it("has a table read again whose row it changes, and no other", () => {
    const before = basins("a.b -> b { depth = 1 }, a.c -> c")
    const [change] = compare(before, basins("a.b -> b { depth = 2 }, a.c -> c, a.d -> d"))
    expect(change!.differences.map(({ path, impact }) => [path, impact._tag])).toEqual([
      ["source.fountain.tableMappings[a.b].depth", "resnapshot"],
      ["source.fountain.tableMappings[a.d]", "pauses"],
    ])
  })

  it("is not told where one of its sides is read late", () => {
    const label = (value: string) => watering(`label = ${value}`)
    const same = ["keep lawn"]
    expect(edits(label('env("A")'), label('env("A")'))).toEqual(same)
    for (const [before, after] of [
      ['"a"', 'env("A")'],
      ['env("A")', '"a"'],
      ['env("A")', 'env("B")'],
      ['file("a")', 'env("B")'],
    ] as const)
      expect(compare(label(before), label(after))[0]!.differences).toEqual([])
  })

  it("says nothing of secrets, which no text tells", () => {
    const login = (name: string) => watering(`certificate = secret("${name}")`)
    expect(compare(login("A"), login("B"))[0]!.differences).toEqual([])
    expect(compare(watering(""), login("B"))[0]!.differences).toEqual([])
  })

  it("leaves a pipe alone that goes through an endpoint, whatever the service will call it", () => {
    const through = watering('label = "x${endpoint.well.id}"')
    expect(edits(endpoint("w") + through, endpoint("w") + through)).toEqual(["keep well", "keep lawn"])
  })

  it("takes a new endpoint where a field of it is fixed, and removes one", () => {
    expect(edits(endpoint("w"), endpoint("v"))).toEqual(["replace well, replace description"])
    expect(edits(endpoint("w"), "")).toEqual(["delete well"])
  })

  it("of whether a pipe should run is told", () => {
    expect(edits(watering("", "state = stopped"), watering("", "state = running"))).toEqual([
      "update lawn, state state",
    ])
    expect(edits(watering("", "state = stopped"), watering("", "state = stopped"))).toEqual(["keep lawn"])
  })
})
