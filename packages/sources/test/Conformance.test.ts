import { existsSync } from "node:fs"
import { join } from "node:path"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { cases, folder, kindFolders, readCase, reveal } from "./programs.ts"
import * as Shapes from "./shapes.ts"

interface At {
  readonly path: string
  readonly field: Field.Field
}

/** Every field with its path, nested ones too; keys as the API has them. */
const all = (fields: Field.Fields, path = ""): ReadonlyArray<At> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const here = `${path}${Field.wireName(name, field)}`
    const { type } = field
    const below = type._tag === "Block" || type._tag === "Mappings" ? all(type.fields, `${here}.`) : []
    return [{ path: here, field }, ...below]
  })

/** Every path that has a value. */
const used = (value: Ir.Value, path: string): ReadonlyArray<string> => {
  if (value._tag === "List") return [path, ...value.items.flatMap((item) => used(item, path))]
  if (value._tag !== "Block") return [path]
  return [
    path,
    ...[...value.fields].flatMap(([name, it]) => used(it, path === "" ? name : `${path}.${name}`)),
  ]
}

const sorted = (items: Iterable<string>): ReadonlyArray<string> => [...new Set(items)].sort()

/** No secret of a case has a value that could be in the body for another reason. */
const secretValue = (name: string): string => `the-secret-of-${name}`

const secrets = new Proxy<Record<string, string>>({}, { get: (_, name) => secretValue(String(name)) })

it("knows every folder as a kind and as a contract, in the same order", () => {
  expect(kinds.map(({ name }) => name)).toEqual([...kindFolders].sort())
  expect(contracts.map(({ arm }) => arm)).toEqual(kinds.map(({ arm }) => arm))
})

describe.each(kinds)("the kind $name", (kind) => {
  const contract = contracts.find(({ arm }) => arm === kind.arm)!
  const flavour: Shapes.ObjectShape =
    kind.flavour === undefined ? {} : { [kind.flavour.key]: `one of ${[...kind.types].sort().join(", ")}` }
  const everything = [...all(kind.fields), ...all(kind.scaling ?? {}), ...all(kind.settings ?? {})]

  it("has its page and a smallest case", () => {
    const has = (path: string) => existsSync(join(folder, kind.name, path))
    expect(has(`${kind.name}.md`)).toBe(true)
    expect(has("cases/minimal/main.pipe")).toBe(true)
  })

  it("says something of itself and of every field, in whole sentences", () => {
    const texts = [["", kind.summary], ...everything.map(({ path, field }) => [path, field.doc])]
    expect(texts.filter(([, text]) => !/^[A-Z`].*\.$/.test(text!))).toEqual([])
  })

  it("never asks for the value of a secret back", () => {
    const kept = everything.filter(({ field }) => field.secret === true && field.writeOnly !== true)
    expect(kept.map(({ path }) => path)).toEqual([])
  })

  it("has no block that can be compared around fields that all cannot", () => {
    const wrong = everything.filter(
      ({ field: { type, writeOnly } }) =>
        type._tag === "Block" &&
        Object.values(type.fields).every((inner) => inner.writeOnly === true) &&
        writeOnly !== true,
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it("takes what the contract takes on create, down to the last word", () => {
    expect({ ...flavour, ...Shapes.ofFields(kind.fields) }).toEqual(Shapes.ofSchema(contract.create))
  })

  it("requires what the contract requires", () => {
    const required = Object.entries(kind.fields).filter(([, field]) => field.required === true)
    const always = kind.flavour !== undefined && kind.flavour.unsent === undefined ? [kind.flavour.key] : []
    expect(sorted([...always, ...required.map(([name, field]) => Field.wireName(name, field))])).toEqual(
      sorted(Shapes.requiredKeys(contract.create)),
    )
  })

  it("compares what the contract returns, and only that", () => {
    const readable = Shapes.ofFields(kind.fields, (field) => field.writeOnly !== true)
    expect({ ...flavour, ...readable }).toEqual(Shapes.ofSchema(contract.read))
  })

  it("edits in place what the contract takes as an edit, and only that", () => {
    const patch: Shapes.ObjectShape = contract.patch === undefined ? {} : Shapes.ofSchema(contract.patch)
    const { tableMappingsToAdd, tableMappingsToRemove, ...rest } = patch
    // Mappings are not edited as such: they come and go, and are compared below.
    const live = Shapes.ofFields(kind.fields, ({ edit }) => edit === "live" || edit === "paused")
    expect(live).toEqual(rest)
    const delta = Object.values(kind.fields).filter(({ edit }) => edit === "delta")
    const { tableMappings } = Shapes.ofSchema(contract.create)
    expect(delta.length).toBe(tableMappingsToAdd === undefined ? 0 : 1)
    if (delta.length > 0) {
      expect(tableMappingsToAdd).toEqual(tableMappings)
      expect(tableMappingsToRemove).toBeDefined()
    }
  })

  it("has settings and scaling where the contract has them", () => {
    expect(kind.scaling !== undefined).toBe(contract.scaling)
    expect(kind.settings !== undefined).toBe(contract.settings)
    const keys = contract.settingKeys === undefined ? {} : Shapes.ofSchema(contract.settingKeys)
    expect(Shapes.ofFields(kind.settings ?? {})).toEqual(keys)
    expect(kind.destination).toBe(contract.destination)
  })

  describe("in its full case", () => {
    const program = readCase(cases.find((it) => it.kind === kind.name && it.name === "full")!)
    const { pipes, requests } = program
    const strictly = { onExcessProperty: "error", errors: "all" } as const

    const bodyOf = (index: number) => reveal(requests[index]!, secrets)
    const sourceOf = (index: number) =>
      (bodyOf(index).source as Evaluate.JsonObject)[kind.arm] as Evaluate.JsonObject as JsonObject

    it("has a value for every field", () => {
      const paths = pipes.flatMap((pipe) => used(pipe.source, ""))
      // The name before the arrow and the one behind it are no fields of the descriptor.
      const mappings = Object.values(kind.fields).flatMap(({ type }) =>
        type._tag === "Mappings" ? [...type.source, "targetTable"].map((key) => `${type.key}.${key}`) : [],
      )
      const expected = [...all(kind.fields).map(({ path }) => path), ...mappings]
      expect(sorted(paths.filter((path) => path !== ""))).toEqual(sorted(expected))
    })

    it("has a value for every setting and every part of the scaling", () => {
      const names = (block: "settings" | "scaling") =>
        sorted(pipes.flatMap((pipe) => [...(pipe[block]?.fields.keys() ?? [])]))
      expect(names("settings")).toEqual(sorted(Object.keys(kind.settings ?? {})))
      expect(names("scaling")).toEqual(sorted(Object.keys(kind.scaling ?? {})))
    })

    it.each(requests.map(({ name }, index) => ({ name, index })))("is accepted as `$name`", ({ index }) => {
      const source = sourceOf(index)
      expect(() => Schema.decodeUnknownSync(contract.create, strictly)(source)).not.toThrow()
      expect(contract.refuse(source)).toEqual([])
      const { settings } = bodyOf(index)
      if (settings !== undefined && contract.settingKeys !== undefined) {
        expect(() => Schema.decodeUnknownSync(contract.settingKeys!, strictly)(settings)).not.toThrow()
      }
    })

    it.each(requests.map(({ name }, index) => ({ name, index })))(
      "returns no secret of `$name`",
      ({ index }) => {
        const filled = contract.fill(sourceOf(index), "5e1f3c2a-0000-4000-8000-000000000000")
        const returned = JSON.stringify(Schema.decodeUnknownSync(Schema.encodedSchema(contract.read))(filled))
        const asked = Evaluate.deferred(requests[index]!.body).filter(({ secret }) => secret)
        const sent = JSON.stringify(sourceOf(index))
        for (const { reader } of asked.filter((it) => it.reader._tag === "Secret")) {
          const value = secretValue(reader._tag === "Secret" ? reader.name : "")
          expect(sent).toContain(value)
          expect(returned).not.toContain(value)
        }
        expect(returned).not.toContain("the-secret-of")
      },
    )
  })
})
