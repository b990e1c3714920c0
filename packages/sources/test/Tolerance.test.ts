/** A newer API says more than this version knows, and a live pipe may be anything: a plan goes on all the same. */

import { nothingAllowed } from "@pipewright/core/Change"
import * as Decompile from "@pipewright/core/Decompile"
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import * as Unbind from "@pipewright/core/Unbind"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cases, read, readCase } from "./programs.ts"

const programs = cases
  .filter(({ name }) => name === "full")
  .flatMap((it) => {
    const { pipes, requests } = readCase(it)
    return pipes.map((pipe, index) => ({ kind: it.kind, name: pipe.name, pipe, request: requests[index]! }))
  })

type Declared = (typeof programs)[number]

const live = ({ request }: Declared): JsonObject => ({
  ...(Evaluate.show(request.body) as JsonObject),
  id: "00000000-0000-4000-8000-000000000000",
  state: "Running",
})

const plan = ({ pipe, request }: Declared, ...objects: ReadonlyArray<JsonObject>): Plan.Plan =>
  Plan.make({
    pipes: [{ pipe, request }],
    there: {
      pipes: objects.map((object, index) => ({
        id: String(index),
        name: typeof object.name === "string" ? object.name : "",
        state: typeof object.state === "string" ? object.state : "Unknown",
        object,
      })),
    },
    permissions: { ...nothingAllowed, adopt: () => true },
  })

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Every object in a value with one more key. */
const grown = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(grown)
  if (!isObject(value)) return value
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, it]) => [key, grown(it)])),
    keyOfTomorrow: { of: ["tomorrow", null, 1] },
  }
}

/** All paths of a value, that of the value itself first. */
const paths = (value: Json, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> => [
  path,
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, it]) => paths(it as Json, [...path, key]))
    : []),
]

const replaced = (value: Json, [key, ...rest]: ReadonlyArray<string>, by: Json): Json => {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((it, index) => (String(index) === key ? replaced(it, rest, by) : it))
  return isObject(value) ? { ...value, [key]: replaced(value[key]!, rest, by) } : value
}

const anything = fc.jsonValue().map((value) => value as Json)

describe.each(programs)("The pipe $kind/$name", (declared) => {
  it("is as declared where a newer API returns more of everything", () => {
    expect(
      plan(declared, grown(live(declared)) as JsonObject).changes.map(({ differences }) => differences),
    ).toEqual([[]])
  })

  it("is planned whatever the API returns in place of any part of it", () => {
    const object = live(declared)
    const all = paths(object).filter((path) => path.length > 0 && path[0] !== "name")
    fc.assert(
      fc.property(fc.constantFrom(...all), anything, (path, value) => {
        const { changes } = plan(declared, replaced(object, path, value) as JsonObject)
        expect(["adopt", "replace", "blocked"]).toContain(changes[0]!.action)
      }),
      { numRuns: 200 },
    )
  })

  it("is read back as a program, or said to be none, whatever the API returns in place of any part of it", () => {
    const object = live(declared)
    const all = paths(object).filter((path) => path.length > 0)
    fc.assert(
      fc.property(fc.constantFrom(...all), anything, (path, value) => {
        for (const found of Decompile.answers([replaced(object, path, value) as JsonObject], catalog)) {
          if (found._tag === "Unreadable") continue
          expect(read(Unbind.text([found.pipe])).pipes.length).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 100 },
    )
  })

  it("is planned beside pipes of which nothing is known", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), anything), { maxLength: 4 }), (others) => {
        const odd = others.map((it, index) => ({ ...(it as JsonObject), name: `other ${index}` }))
        const { changes, others: left } = plan(declared, live(declared), ...odd)
        expect(changes[0]!.differences).toEqual([])
        expect(left).toHaveLength(odd.length)
      }),
      { numRuns: 50 },
    )
  })
})

describe("A live pipe of the same name", () => {
  const [declared] = programs

  it("of a kind that is not known differs in its source", () => {
    const { pipe, request } = declared!
    const object = { ...live(declared!), source: { carrierPigeon: { loft: "north" } } }
    expect(Diff.compare({ pipe, request, live: object }).differences).toContainEqual(
      expect.objectContaining({
        path: "source",
        before: "carrierPigeon",
        after: pipe.kind.arm,
        edit: "replace",
      }),
    )
  })

  it("with a word that is not known differs in that word", () => {
    const { pipe, request } = programs.find(({ kind }) => kind === "kinesis")!
    const object = live(programs.find(({ kind }) => kind === "kinesis")!)
    const source = {
      kinesis: { ...((object.source as JsonObject).kinesis as JsonObject), format: "Parquet" },
    }
    const { differences } = Diff.compare({ pipe, request, live: { ...object, source } })
    expect(differences.map(({ path }) => path)).toEqual(["source.kinesis.format"])
  })

  it("without any of its lists is planned, for every kind", () => {
    const bare = (kind: string) => programs.find((it) => it.kind === kind)!
    for (const { name } of kinds) {
      const object = live(bare(name))
      const lists = paths(object).filter((path) => Array.isArray(at(object, path)))
      const without = (by: Json) =>
        lists.reduce<Json>(
          (value, path) => (at(value, path) === undefined ? value : replaced(value, path, by)),
          object,
        )
      for (const nothing of [null, []] as ReadonlyArray<Json>)
        expect(plan(bare(name), without(nothing) as JsonObject).changes).toHaveLength(1)
    }
  })
})

const at = (value: Json, path: ReadonlyArray<string>): Json | undefined =>
  path.reduce<Json | undefined>(
    (it, key) => (typeof it === "object" && it !== null ? (it as JsonObject)[key] : undefined),
    value,
  )
