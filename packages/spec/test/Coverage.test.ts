import { readFileSync } from "node:fs"
import * as Coverage from "@pipewright/spec/Coverage"
import * as Facts from "@pipewright/spec/Facts"
import { knownDifferences } from "@pipewright/spec/KnownDifferences"
import * as OpenApi from "@pipewright/spec/OpenApi"
import { describe, expect, it } from "vitest"
import { read, type Shape } from "../src/internal/shape.ts"
import * as Orchard from "./orchard.ts"

const rows = (facts: Facts.Facts) => Coverage.sections(facts).flatMap((section) => section.rows)

const ours = Facts.known()

describe("the coverage", () => {
  it("says of every operation what is done with it, and of every field where it is", () => {
    const missing = Coverage.operations(ours).filter(({ place }) => place === undefined)
    expect(missing).toEqual([])
    expect(rows(ours).filter(({ place }) => place === "")).toEqual([])
  })

  it("has no field twice", () => {
    const paths = Coverage.sections(ours).map(({ rows: all }) => all.map(({ path }) => path))
    for (const all of paths) expect(new Set(all).size).toBe(all.length)
  })

  it("knows where a field is sent, edited and returned", () => {
    const told = rows(Orchard.facts()).map(
      ({ path, place, isSent, isEdited, isReturned }) =>
        `${path}: ${place}${isSent ? " sent" : ""}${isEdited ? " edited" : ""}${isReturned ? " returned" : ""}`,
    )
    expect(told).toEqual(
      expect.arrayContaining([
        'name: `pipe "name"` sent returned',
        "source.orchard.fruit: `fruit` sent returned",
        "source.orchard.label: `label` sent edited returned",
        "source.orchard.gate.code: `gate { code }` sent edited",
        "source.orchard.rows[].field: `paths { a.b -> c }`, before the arrow sent edited returned",
        "settings.wait_ms: `settings { wait_ms }` sent edited returned",
        "id: names the pipe in later requests; shown by `apply` returned",
      ]),
    )
  })

  it("lists with its reason what the document has and we have not", () => {
    const left = Coverage.left(knownDifferences).map(({ pointer }) => Coverage.nameOf(pointer))
    expect(left).toContain("ClickPipeScaling.concurrency")
    expect(left.filter((name) => name === "Service.*")).toHaveLength(1)
    expect(left).not.toContain("ClickPipeSettings.kafka_read_committed")
  })
})

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI ?? ""

/** Every field of a body that holds nothing further, with where it is said. */
const leaves = (
  shape: Shape,
  prefix = "",
): ReadonlyArray<{ readonly path: string; readonly pointer: string }> => {
  const inner = shape.item?.properties.size ? shape.item : shape
  if (inner.properties.size === 0) return [{ path: prefix, pointer: shape.pointer }]
  const here = inner === shape ? prefix : `${prefix}[]`
  return [...inner.properties].flatMap(([key, it]) => leaves(it, here === "" ? key : `${here}.${key}`))
}

describe(
  path === "" ? "there is no published document, since PIPEWRIGHT_OPENAPI is not set" : "the document",
  () => {
    if (path === "") {
      it("and the coverage is not held beside it", () => {
        expect(path).toBe("")
      })
      return
    }

    it("has no field in a pipe, in its create or in its edit that the coverage does not name", () => {
      const document = OpenApi.parse(readFileSync(path, "utf8")) as OpenApi.Document
      const bodies = [
        ["POST", /clickpipes$/, "request"],
        ["PATCH", /clickpipes\/\{\w+\}$/, "request"],
        ["GET", /clickpipes\/\{\w+\}$/, "response"],
      ] as const
      const named = new Set(rows(ours).map((row) => row.path))
      const reasons = new Set(Coverage.left(knownDifferences).map(({ pointer }) => pointer))
      const theirs = bodies.flatMap(([method, pattern, body]) => {
        const operation = OpenApi.operations(document).find(
          (it) => it.method === method && pattern.test(it.path),
        )!
        const shape = read(document, OpenApi.bodyPointer(document, operation, body)!)
        return leaves(body === "response" ? shape.properties.get("result")! : shape)
      })
      expect(theirs.length).toBeGreaterThan(300)
      const missing = theirs.filter(
        (it) => !named.has(it.path.replace(/To(Add|Remove)\[\]/, "[]")) && !reasons.has(it.pointer),
      )
      expect(missing).toEqual([])
    })
  },
)
