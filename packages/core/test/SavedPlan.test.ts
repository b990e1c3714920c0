import * as Applied from "@pipewright/core/Applied"
import { nothingAllowed, type Permissions } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import * as SavedPlan from "@pipewright/core/SavedPlan"
import * as State from "@pipewright/core/State"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { program, watering } from "./garden.ts"

const service = { organizationId: "o", serviceId: "s" }

interface Given {
  readonly says?: (object: JsonObject) => JsonObject
  readonly state?: string
  readonly id?: string
  readonly serial?: number
  readonly target?: string
  readonly permissions?: Permissions
  readonly gone?: boolean
}

const made = watering('pressure = 2, label = "l", certificate = secret("C")')

/** A plan for a text, where what is there was made from another one. */
const saved = (text: string, given: Given = {}): SavedPlan.SavedPlan => {
  const { says = (it) => it, state = "Running", id = "1", serial = 3, target = "prod" } = given
  const declare = (it: string) =>
    program(it).pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) }))
  const [{ pipe, request }] = declare(made) as [Plan.Declared]
  const known = { values: new Map(), hashes: new Map() }
  const object = says({ ...Evaluate.show(request.body), id })
  const plan = Plan.make({
    pipes: declare(text),
    there: { pipes: given.gone === true ? [] : [{ id, name: "lawn", state, object }] },
    state: {
      ...State.empty(service, ""),
      serial,
      pipes: { lawn: Applied.created(pipe, request, "1", known, "") },
    },
    permissions: given.permissions ?? nothingAllowed,
  })
  return SavedPlan.make({ plan, target, service, serial })
}

const other = made.replace("pressure = 2", "pressure = 3")

const moved = (given: Given, text = other) => SavedPlan.stale(saved(other), saved(text, given))

const source =
  (change: JsonObject) =>
  (object: JsonObject): JsonObject => {
    const { sprinkler } = object.source as { readonly sprinkler: JsonObject }
    return { ...object, source: { sprinkler: { ...sprinkler, ...change } } }
  }

describe("A saved plan", () => {
  it("holds while nothing has moved, also where the text is written otherwise", () => {
    expect(moved({})).toBeUndefined()
    expect(moved({}, `// a comment\n\n${other}`)).toBeUndefined()
    expect(moved({ says: (object) => ({ ...object, updatedAt: "later", more: 1 }) })).toBeUndefined()
  })

  it("names the live field that moved, and from what to what", () => {
    expect(moved({ says: source({ pressure: 5 }) })).toEqual({
      what: "live",
      name: "lawn",
      path: "source.sprinkler.pressure",
      before: 2,
      after: 5,
    })
    expect(moved({ says: source({ label: "m" }) })).toMatchObject({ path: "source.sprinkler.label" })
  })

  it("does not mind a state from which the same follows, and minds another", () => {
    expect(moved({ state: "Degraded" })).toBeUndefined()
    expect(moved({ state: "Completed" })).toEqual({
      what: "live",
      name: "lawn",
      path: "state",
      before: "Running",
      after: "Completed",
    })
  })

  it("names a pipe that is gone", () => {
    expect(moved({ gone: true })).toMatchObject({ what: "live", name: "lawn", path: "id", before: "1" })
  })

  it("is bound to what the program means", () => {
    expect(moved({}, made.replace("pressure = 2", "pressure = 4"))?.what).toBe("program")
    expect(moved({}, other.replace('secret("C")', 'secret("D")'))?.what).toBe("program")
    expect(moved({}, other.replace("\n  \n", "\n  lifecycle { protect = true }\n"))?.what).toBe("program")
  })

  it("is bound to the target and to what was remembered", () => {
    expect(moved({ target: "test" })).toEqual({ what: "target", before: "prod", after: "test" })
    expect(moved({ serial: 4 })).toEqual({ what: "state", before: 3, after: 4 })
  })

  it("allows what was allowed when it was saved, by name", () => {
    const replaced = made.replace('"t1"', '"t2"')
    const allowed = { ...nothingAllowed, replace: () => true }
    expect(SavedPlan.permissions(saved(replaced)).replace("lawn")).toBe(false)
    const granted = SavedPlan.permissions(saved(replaced, { permissions: allowed }))
    expect([granted.replace("lawn"), granted.replace("other"), granted.delete("lawn")]).toEqual([
      true,
      false,
      false,
    ])
  })

  it("is text without secrets, and comes back as it was", () => {
    const given = made.replace('secret("C")', '"canary"')
    const text = SavedPlan.encode(saved(given))
    expect(text).not.toContain("canary")
    expect(Either.getOrThrow(SavedPlan.decode(text))).toEqual(saved(given))
    const [deferred] = Evaluate.deferred(
      program(given).pipes.map((it) => Compile.create(it, service).body)[0]!,
    )
    expect(Redacted.value((deferred!.reader as { readonly value: Redacted.Redacted }).value)).toBe("canary")
  })

  it.each([
    ["no JSON", "{", { _tag: "damaged" }],
    ["no object", "[]", { _tag: "damaged" }],
    [
      "another text than it was",
      SavedPlan.encode(saved(other)).replace('"prod"', '"test"'),
      { _tag: "damaged" },
    ],
    ["a newer version", '{ "version": 2 }', { _tag: "newer", version: 2 }],
  ])("is refused where it is %s", (_, text, problem) => {
    expect(Either.getLeft(SavedPlan.decode(text))).toMatchObject({ value: problem })
  })
})
