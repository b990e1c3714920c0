import { readFileSync } from "node:fs"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { errors, pipe } from "./arbitraryPipes.ts"
import { cases, readCase, reveal } from "./programs.ts"

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI ?? ""

/** The document leaves its objects open, so that a field too many would go unnoticed. */
const close = (schema: unknown): void => {
  if (typeof schema !== "object" || schema === null) return
  for (const inner of Object.values(schema)) close(inner)
  if ("properties" in schema && !("additionalProperties" in schema)) {
    Object.assign(schema, { additionalProperties: false })
  }
}

/** A field of newer services that the document does not have; `spec check` keeps the reason. */
const newer = { ClickPipeSettings: { kafka_read_committed: { type: "boolean" } } }

/** What an independent validator has against a body by the published document, where that is there. */
const readPublished = (): ((body: unknown) => ReadonlyArray<string>) | undefined => {
  if (path === "") return undefined
  const document = JSON.parse(readFileSync(path, "utf8")) as AnySchemaObject
  for (const [name, properties] of Object.entries(newer)) {
    Object.assign(document.components.schemas[name].properties, properties)
  }
  close(document.components.schemas)
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: {
      password: true,
      // The service takes addresses as well.
      hostname: true,
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
    },
  })
  ajv.addSchema(document, "document")
  const check = ajv.compile({ $ref: "document#/components/schemas/ClickPipePostRequest" })
  return (body) => {
    check(body)
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

const published = readPublished()

/** How many pipes of each kind. */
const numRuns = 2000

const secrets = new Proxy<Record<string, string>>({}, { get: (_, name) => `the-secret-of-${String(name)}` })

/** The body with a text for every secret. */
const bodyOf = (made: Ir.Pipe): Evaluate.JsonObject => {
  const { body } = Compile.create(made, Compile.noIds)
  return Evaluate.reveal(body, new Map(Evaluate.deferred(body).map((it) => [it, Redacted.make("a secret")])))
}

describe.each(kinds)("any pipe of the kind $name", (kind) => {
  const contract = contracts.find(({ arm }) => arm === kind.arm)!
  const accepts = Schema.decodeUnknownEither(contract.create, { onExcessProperty: "error" })

  it("that breaks no rule compiles to a body that the contract and the published document take", () => {
    fc.assert(
      fc.property(pipe(kind), (made) => {
        const body = bodyOf(made)
        const source = (body.source as Evaluate.JsonObject)[kind.arm] as Evaluate.JsonObject
        const refused = contract.refuse(source).length
        expect([errors(made), accepts(source)._tag, refused, published?.(body) ?? []]).toEqual([
          0,
          "Right",
          0,
          [],
        ])
      }),
      { numRuns },
    )
  })

  it("can have every field, every word and every type", () => {
    const seen = new Set<string>()
    const note = (value: Ir.Value, at: string): void => {
      seen.add(at)
      if (value._tag === "Literal" && typeof value.value === "string") seen.add(`${at} ${value.value}`)
      if (value._tag === "List") for (const item of value.items) note(item, at)
      if (value._tag === "Block") for (const [key, inner] of value.fields) note(inner, `${at}/${key}`)
    }
    for (const made of fc.sample(pipe(kind), { numRuns, seed: 1 })) {
      seen.add(`type ${made.type}`)
      note(made.source, "")
    }
    const wanted = [...kind.types.map((type) => `type ${type}`), ...paths(kind.fields)]
    expect(wanted.filter((it) => !seen.has(it))).toEqual([])
  })
})

const paths = (fields: (typeof kinds)[number]["fields"], at = ""): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, { type }]) => {
    const here = `${at}/${type._tag === "Mappings" ? type.key : name}`
    const inner = type._tag === "Block" || type._tag === "Mappings" ? paths(type.fields, here) : []
    const words = type._tag === "Enum" ? type.members.map((member) => `${here} ${member}`) : []
    return [here, ...inner, ...words]
  })

const said =
  published === undefined
    ? "there is no published document, since PIPEWRIGHT_OPENAPI is not set"
    : "beside the published document, with every object closed"

describe(said, () => {
  if (published === undefined) {
    it("and no case is validated by it", () => {
      expect(path).toBe("")
    })
    return
  }

  it("a body with a field too many, deep down, is refused", () => {
    const [first] = cases.filter(({ name }) => name === "full").map(readCase)
    const body = structuredClone(reveal(first!.requests[0]!, secrets)) as AnySchemaObject
    expect(published(body)).toEqual([])
    body.source.bigquery.tableMappings[0].colour = "red"
    expect(published(body)).toContain("/source/bigquery/tableMappings/0 must NOT have additional properties")
  })

  it.each(cases.filter(({ name }) => name !== "mistakes"))("the case $kind/$name is valid", (it_) => {
    const { requests } = readCase(it_)
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.flatMap((request) => published(reveal(request, secrets)))).toEqual([])
  })
})
