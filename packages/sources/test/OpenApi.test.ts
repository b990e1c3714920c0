import { readFileSync } from "node:fs"
import * as Field from "@pipewright/core/Field"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import * as Shapes from "./shapes.ts"

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI

const document: Shapes.Document =
  path === undefined || path === ""
    ? { components: { schemas: {} } }
    : (JSON.parse(readFileSync(path, "utf8")) as Shapes.Document)

const isAbsent = path === undefined || path === ""

it.runIf(isAbsent)("is not compared with the published document, since PIPEWRIGHT_OPENAPI is not set", () => {
  expect(isAbsent).toBe(true)
})

/** Below `source` of a request. */
const arm = (
  request: "ClickPipePostSource" | "ClickPipePatchSource",
  name: string,
): Shapes.JsonSchema | undefined => {
  const found = document.components.schemas[request]?.properties?.[name]
  return found === undefined ? undefined : Shapes.resolve(document, found)
}

interface At {
  readonly path: string
  readonly field: Field.Field
  readonly schema: Shapes.JsonSchema
}

/** Every field beside what the document says of it. */
const pairs = (fields: Field.Fields, schema: Shapes.JsonSchema, path = ""): ReadonlyArray<At> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const given = schema.properties?.[key]
    // One of several forms has no bounds of its own.
    if (given === undefined) return []
    const found = Shapes.resolve(document, given)
    const { type } = field
    const inner =
      type._tag === "Block"
        ? pairs(type.fields, found, `${path}${key}.`)
        : type._tag === "Mappings"
          ? pairs(type.fields, Shapes.resolve(document, found.items ?? {}), `${path}${key}.`)
          : []
    return [{ path: `${path}${key}`, field, schema: found }, ...inner]
  })

const descriptions = (value: unknown): ReadonlyArray<string> => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, it]) =>
    key === "description" && typeof it === "string" ? [it] : descriptions(it),
  )
}

const sentences = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .split(/[.;:]\s+|[.]$/)
    .map((it) => it.replaceAll(/[^a-z0-9 ]/g, "").trim())
    .filter((it) => it.split(" ").length > 3)

const docs = (fields: Field.Fields): ReadonlyArray<string> =>
  Object.values(fields).flatMap(({ doc, type }) => [
    doc,
    ...(type._tag === "Block" || type._tag === "Mappings" ? docs(type.fields) : []),
  ])

/** Settings that a newer service has and this document does not. */
const newerSettings = ["kafka_read_committed"]

describe.skipIf(isAbsent)("beside the published document", () => {
  it("has a kind for every arm of a create, and no other", () => {
    const { validateSamples: _, ...arms } = document.components.schemas.ClickPipePostSource?.properties ?? {}
    expect(kinds.map((kind) => kind.arm).sort()).toEqual(Object.keys(arms).sort())
  })

  it("has the settings of the document, and known newer ones", () => {
    const settings = Object.assign(
      {},
      ...kinds.map((kind) => Shapes.ofFields(kind.settings ?? {})),
    ) as Shapes.ObjectShape
    const schema = document.components.schemas.ClickPipeSettings!
    const inDocument = Shapes.ofJsonSchema(document, schema) as object
    expect(Object.keys(settings).sort()).toEqual([...Object.keys(inDocument), ...newerSettings].sort())
    expect(Shapes.withoutBounds(settings)).toMatchObject(inDocument)
  })

  it("says nothing in the words of the document", () => {
    const theirs = new Set(descriptions(document).flatMap(sentences))
    const ours = kinds.flatMap((kind) => [
      kind.summary,
      ...docs(kind.fields),
      ...docs(kind.settings ?? {}),
      ...docs(kind.scaling ?? {}),
    ])
    expect(ours.filter((doc) => sentences(doc).some((it) => theirs.has(it)))).toEqual([])
  })

  describe.each(kinds)("the kind $name", (kind) => {
    const contract = contracts.find((it) => it.arm === kind.arm)!
    const create = arm("ClickPipePostSource", kind.arm) ?? {}
    const patch = arm("ClickPipePatchSource", kind.arm)

    it("has the keys and words of a create", () => {
      expect(Shapes.withoutBounds(Shapes.ofSchema(contract.create))).toEqual(
        Shapes.ofJsonSchema(document, create),
      )
    })

    it("has the keys and words of an edit", () => {
      expect(contract.patch === undefined).toBe(patch === undefined)
      if (contract.patch === undefined || patch === undefined) return
      expect(Shapes.withoutBounds(Shapes.ofSchema(contract.patch))).toEqual(
        Shapes.ofJsonSchema(document, patch),
      )
    })

    it("requires all that the document requires", () => {
      expect(Shapes.requiredKeys(contract.create)).toEqual(
        expect.arrayContaining([...(create.required ?? [])]),
      )
    })

    it("has the bounds of the document", () => {
      const settings = pairs(kind.settings ?? {}, document.components.schemas.ClickPipeSettings ?? {})
      const scaling = pairs(kind.scaling ?? {}, document.components.schemas.ClickPipeScaling ?? {})
      const wrong = [...pairs(kind.fields, create), ...settings, ...scaling].flatMap(
        ({ path, field, schema }) => {
          const { type } = field
          const ours = type._tag === "Number" ? [type.minimum, type.maximum] : []
          const bounds = [schema.minimum, schema.maximum]
          const differs = bounds.some((bound, index) => bound !== undefined && bound !== ours[index])
          const length = type._tag === "String" ? type.maxLength : undefined
          return differs || schema.maxLength !== length ? [{ path, ours, bounds }] : []
        },
      )
      expect(wrong).toEqual([])
    })
  })
})
