import { readFileSync } from "node:fs"
import * as Endpoint from "@pipewright/core/Endpoint"
import type * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import { describe, expect, it } from "vitest"

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI

const isAbsent = path === undefined || path === ""

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>
  readonly enum?: ReadonlyArray<string>
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
}

const schema = (name: string): Schema =>
  (
    JSON.parse(readFileSync(path!, "utf8")) as {
      readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
    }
  ).components.schemas[name]!

const names = (name: string): ReadonlyArray<string> => Object.keys(schema(name).properties).sort()

it.runIf(isAbsent)("is not compared with the published document, since PIPEWRIGHT_OPENAPI is not set", () => {
  expect(isAbsent).toBe(true)
})

describe.skipIf(isAbsent)("An endpoint, beside the published document", () => {
  const all: Field.Fields = Object.assign({}, ...Endpoint.types.map(Endpoint.fields))

  it("has the types and the fields of a create", () => {
    expect(Endpoint.types).toEqual(schema("CreateReversePrivateEndpoint").properties.type!.enum)
    expect(["type", ...Object.keys(all)].sort()).toEqual(names("CreateReversePrivateEndpoint"))
    expect(all.mskAuthentication!.type).toMatchObject({
      members: schema("CreateReversePrivateEndpoint").properties.mskAuthentication!.enum,
    })
  })

  it("can be edited in the fields of a patch, and in no others", () => {
    const editable = Object.entries(all).filter(([, { edit }]) => edit === "live")
    expect(editable.map(([name]) => name)).toEqual(names("UpdateReversePrivateEndpoint"))
  })

  it("is told of by what the answer has", () => {
    const told = Object.values(Endpoint.attributes).map((it) => it.path.replace("[0]", ""))
    expect(names("ReversePrivateEndpoint")).toEqual(expect.arrayContaining(told))
  })
})

describe.skipIf(isAbsent)("The size that pipes share, beside the published document", () => {
  it("has the fields and the bounds of a patch", () => {
    const { properties } = schema("ClickPipesCdcScalingPatchRequest")
    const bounds = ({ minimum, maximum, multipleOf }: Partial<Schema>) => ({ minimum, maximum, multipleOf })
    expect(
      Object.fromEntries(
        Object.entries(Scaling.shared).map(([name, { type }]) => [name, bounds(type as Field.NumberType)]),
      ),
    ).toEqual(Object.fromEntries(Object.entries(properties).map(([name, it]) => [name, bounds(it)])))
  })
})
