import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import { describe, expect, it } from "vitest"
import { pipe, request, watering } from "./garden.ts"

const text = watering("pressure = 2")
const declared = { pipe: pipe(text), request: request(text) }

const live = (id: string, name: string, object = Evaluate.show(declared.request.body)): Plan.Live => ({
  id,
  name,
  state: "Running",
  object: { ...object, id, name },
})

const plan = (...there: ReadonlyArray<Plan.Live>): Plan.Plan => Plan.make([declared], there, new Map())

describe("A plan", () => {
  it.each<[string, ReadonlyArray<Plan.Live>, Plan.Action]>([
    ["creates what is not there", [live("1", "other")], "create"],
    ["keeps what is there as declared", [live("1", "lawn")], "keep"],
    [
      "tells what differs",
      [live("1", "lawn", { source: { sprinkler: { type: "sprinkler", pressure: 3 } } })],
      "differs",
    ],
    ["touches nothing where a name is there twice", [live("1", "lawn"), live("2", "lawn")], "ambiguous"],
  ])("%s", (_, there, action) => {
    const [change] = plan(...there).changes
    expect(change!.action).toBe(action)
    expect(change!.differences.length > 0).toBe(action === "differs")
    expect(change!.live).toEqual(there.filter((it) => it.name === "lawn"))
  })

  it("leaves alone what is not of the program, and says so", () => {
    expect(plan(live("1", "lawn"), live("2", "old")).others.map((it) => it.name)).toEqual(["old"])
  })

  it("counts its changes by what is done", () => {
    expect(Plan.counts(plan())).toEqual({ create: 1, keep: 0, differs: 0, ambiguous: 0 })
    expect(Object.values(Plan.symbols)).toHaveLength(new Set(Object.values(Plan.symbols)).size)
  })
})
