/**
 * What a schema says of a JSON value, in the facts that are compared. The document, the wire contracts and the
 * descriptors are all read into this one notation.
 */
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Field from "@pipewright/core/Field"
import * as JSONSchema from "effect/JSONSchema"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as OpenApi from "../OpenApi.ts"

export type Kind = "object" | "list" | "text" | "number" | "boolean" | "anything"

/** Facts that are a number, or `true` where they hold. */
export const limits = [
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
] as const

export type Limit = (typeof limits)[number]

export interface Shape {
  /** Where it is said, in the document that it was read from. */
  readonly pointer: string
  readonly kind: Kind
  readonly isNullable: boolean
  readonly isInteger: boolean
  readonly isSecret: boolean
  readonly isDeprecated: boolean
  readonly limits: Readonly<Partial<Record<Limit, number | true>>>
  /** The words of an enumeration. */
  readonly words?: ReadonlyArray<string>
  readonly properties: ReadonlyMap<string, Shape>
  /** Absent where nothing is said of what has to be there. */
  readonly required?: ReadonlySet<string>
  readonly item?: Shape
}

const anything = (pointer: string): Shape => ({
  pointer,
  kind: "anything",
  isNullable: false,
  isInteger: false,
  isSecret: false,
  isDeprecated: false,
  limits: {},
  properties: new Map(),
})

/** An object of which nothing more is said than its keys. */
export const objectOf = (properties: ReadonlyMap<string, Shape>): Shape => ({
  ...anything(""),
  kind: "object",
  properties,
})

/** One of some words. */
export const oneOf = (words: ReadonlyArray<string>): Shape => ({ ...anything(""), kind: "text", words })

// -------------------------------------------------------------------------------------------------- JSON Schema

/** The schema at a pointer of a document. `open` are the references being followed: one that holds itself ends there. */
export const read = (root: JsonObject, pointer: string, open: ReadonlyArray<string> = []): Shape => {
  const schema = OpenApi.at(root, pointer)
  if (!OpenApi.isObject(schema)) return anything(pointer)
  const { $ref } = schema
  if (typeof $ref === "string") {
    const target = $ref.replace(/^#/, "")
    if (open.includes(target)) return anything(pointer)
    const found = read(root, target, [...open, target])
    // What stands beside a reference goes for this use of it.
    return { ...found, limits: { ...found.limits, ...limitsOf(schema) } }
  }
  const union = ["oneOf", "anyOf", "allOf"].find((key) => Array.isArray(schema[key]))
  if (union !== undefined) return readUnion(root, pointer, schema, union, open)
  const types = typeof schema.type === "string" ? [schema.type] : texts(schema.type)
  const words = schema.const === undefined ? texts(schema.enum) : texts([schema.const])
  const inner = (key: string) => read(root, OpenApi.below(pointer, "properties", key), open)
  return {
    ...anything(pointer),
    kind: kindOf(
      types.filter((type) => type !== "null"),
      schema,
    ),
    isNullable: types.includes("null") || schema.nullable === true,
    isInteger: types.includes("integer"),
    isSecret: schema.format === "password",
    isDeprecated: schema.deprecated === true,
    limits: limitsOf(schema),
    ...(words.length === 0 ? {} : { words }),
    ...(Array.isArray(schema.required) ? { required: new Set(texts(schema.required)) } : {}),
    properties: new Map(
      Object.keys(OpenApi.isObject(schema.properties) ? schema.properties : {}).map((key) => [
        key,
        inner(key),
      ]),
    ),
    ...(schema.items === undefined ? {} : { item: read(root, OpenApi.below(pointer, "items"), open) }),
  }
}

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((it): it is string => typeof it === "string") : []

const limitsOf = (schema: JsonObject): Shape["limits"] =>
  Object.fromEntries(
    limits.flatMap((limit) => {
      const value = schema[limit]
      // Not to be shorter than nothing is no limit.
      if (value === 0 && (limit === "minItems" || limit === "minLength")) return []
      return typeof value === "number" || value === true ? [[limit, value]] : []
    }),
  )

const kinds: Readonly<Record<string, Kind>> = {
  object: "object",
  array: "list",
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
}

const kindOf = (types: ReadonlyArray<string>, schema: JsonObject): Kind => {
  const [type] = types
  if (type !== undefined && types.length === 1) return kinds[type] ?? "anything"
  if (types.length > 1) return "anything"
  if (schema.properties !== undefined) return "object"
  return schema.enum === undefined && schema.const === undefined ? "anything" : "text"
}

/** Alternatives of objects are taken together: the keys of all, of which none has to be there. */
const readUnion = (
  root: JsonObject,
  pointer: string,
  schema: JsonObject,
  union: string,
  open: ReadonlyArray<string>,
): Shape => {
  const isNull = (it: unknown) => OpenApi.isObject(it) && it.type === "null"
  const members = Array.isArray(schema[union]) ? schema[union] : []
  const shapes = members.flatMap((member, index) =>
    isNull(member) ? [] : [read(root, OpenApi.below(pointer, union, String(index)), open)],
  )
  const isNullable = members.some(isNull) || shapes.some((shape) => shape.isNullable)
  const [first, ...rest] = shapes
  if (first === undefined) return { ...anything(pointer), isNullable }
  const deprecated = schema.deprecated === true
  if (rest.length === 0) {
    return { ...first, isNullable, isDeprecated: first.isDeprecated || deprecated }
  }
  const base = { ...anything(pointer), isNullable, isDeprecated: deprecated }
  if (shapes.every(({ kind }) => kind === "object")) {
    const properties = new Map(shapes.flatMap((shape) => [...shape.properties]))
    const required = new Set(shapes.flatMap((shape) => [...(shape.required ?? [])]))
    return union === "allOf"
      ? { ...base, kind: "object", properties, required }
      : { ...base, kind: "object", properties }
  }
  return shapes.every(({ words }) => words !== undefined)
    ? { ...base, kind: "text", words: [...new Set(shapes.flatMap(({ words }) => words ?? []))] }
    : base
}

/** What a schema of ours takes, as it is on the wire. */
export const ofSchema = ({ ast }: { readonly ast: SchemaAST.AST }): Shape =>
  read(JSON.parse(JSON.stringify(JSONSchema.make(Schema.make(ast)))) as JsonObject, "")

// -------------------------------------------------------------------------------------------------- descriptors

/** What the fields of a descriptor are on the wire. */
export const ofFields = (fields: Field.Fields): Shape => ({
  ...objectOf(
    new Map(
      Object.entries(fields).map(([name, field]) => [
        Field.wireName(name, field),
        ofType(field.type, field.secret),
      ]),
    ),
  ),
  required: new Set(
    Object.entries(fields).flatMap(([name, field]) =>
      field.required === true ? [Field.wireName(name, field)] : [],
    ),
  ),
})

const ofType = (type: Field.Type, isSecret = false): Shape => {
  const base = { ...anything(""), isSecret }
  switch (type._tag) {
    case "String":
      return {
        ...base,
        kind: "text",
        limits: type.maxLength === undefined ? {} : { maxLength: type.maxLength },
      }
    case "Enum":
      return { ...base, kind: "text", words: type.members }
    case "Boolean":
      return { ...base, kind: "boolean" }
    case "Number": {
      const { minimum, maximum, multipleOf } = type
      return {
        ...base,
        kind: "number",
        isInteger: type.integer,
        limits: {
          ...(minimum === undefined ? {} : { minimum }),
          ...(maximum === undefined ? {} : { maximum }),
          ...(multipleOf === undefined ? {} : { multipleOf }),
        },
      }
    }
    case "List": {
      if (type.wire === "comma") return { ...base, kind: "text" }
      const item = ofType(type.item)
      const { wrap } = type
      return {
        ...base,
        kind: "list",
        item: wrap === undefined ? item : objectOf(new Map([[wrap, item]])),
      }
    }
    case "Block":
      return ofFields(type.fields)
    case "Mappings":
      return ofType(Field.mappingsAsList(type, { doc: "", edit: "delta" }).type)
  }
}
