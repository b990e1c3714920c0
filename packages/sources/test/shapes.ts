/**
 * What a descriptor and a wire contract each say about the form of a JSON value, in one notation in which they can be
 * compared: keys, lists, words, kinds of values and bounds of numbers, without what is optional.
 */
import * as Field from "@pipewright/core/Field"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape }

export type ObjectShape = { readonly [key: string]: Shape }

const words = (members: ReadonlyArray<string>): string => `one of ${[...new Set(members)].sort().join(", ")}`

const isObject = (shape: Shape): shape is ObjectShape => typeof shape === "object" && !Array.isArray(shape)

interface Bounds {
  readonly integer?: boolean
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

const number = ({ integer = false, minimum, maximum }: Bounds): string =>
  `${integer ? "whole number" : "number"}${minimum === undefined ? "" : ` from ${minimum}`}${maximum === undefined ? "" : ` to ${maximum}`}`

/** Alternatives taken together: one object with the keys of all, or all words. `null` says nothing. */
const together = (shapes: ReadonlyArray<Shape>): Shape => {
  const [first, ...rest] = shapes.filter((shape) => shape !== "null")
  if (first === undefined) return "null"
  if (rest.length === 0) return first
  const all = [first, ...rest]
  if (all.every(isObject)) return Object.assign({}, ...all) as ObjectShape
  const members = all.map((shape) =>
    typeof shape === "string" ? /^one of (.*)$/.exec(shape)?.[1] : undefined,
  )
  return members.every((it) => it !== undefined) ? words(members) : `any of ${JSON.stringify(all)}`
}

// ------------------------------------------------------------------------------------------------- descriptors

/** The fields for which `takes` holds, as the API's keys. A block without any of them is left out. */
export const ofFields = (
  fields: Field.Fields,
  takes: (field: Field.Field) => boolean = () => true,
): ObjectShape =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (field.type._tag === "Block") {
        const inner = ofFields(field.type.fields, takes)
        return Object.keys(inner).length === 0 ? [] : [[name, inner]]
      }
      return takes(field) ? [[Field.wireName(name, field), ofType(field.type, takes)]] : []
    }),
  )

const ofType = (type: Field.Type, takes: (field: Field.Field) => boolean): Shape => {
  switch (type._tag) {
    case "String":
      return "text"
    case "Number":
      return number(type)
    case "Boolean":
      return "boolean"
    case "Enum":
      return words(type.members)
    case "List":
      return type.wire === "comma" ? "text" : [ofType(type.item, takes)]
    case "Block":
      return ofFields(type.fields, takes)
    case "Mappings":
      return ofType(Field.mappingsAsList(type, { doc: "", edit: "delta" }).type, takes)
  }
}

// --------------------------------------------------------------------------------------------------- contracts

export const ofSchema = (schema: Schema.Schema.AnyNoContext): ObjectShape => {
  const shape = ofAst(schema.ast)
  if (!isObject(shape)) throw new Error("a contract has a schema that is not of an object")
  return shape
}

/** The keys that a schema cannot do without. */
export const requiredKeys = (schema: Schema.Schema.AnyNoContext): ReadonlyArray<string> => {
  const ast = SchemaAST.isRefinement(schema.ast) ? schema.ast.from : schema.ast
  return SchemaAST.isTypeLiteral(ast)
    ? ast.propertySignatures.filter((it) => !it.isOptional).map(({ name }) => String(name))
    : []
}

/** The bounds of a refined number; `undefined` for everything else. */
const refined = (ast: SchemaAST.AST): Bounds | undefined => {
  if (ast._tag === "NumberKeyword") return {}
  if (ast._tag !== "Refinement") return undefined
  const below = refined(ast.from)
  if (below === undefined) return undefined
  const said = ast.annotations[SchemaAST.JSONSchemaAnnotationId] as
    | { readonly type?: string; readonly minimum?: number; readonly maximum?: number }
    | undefined
  return {
    integer: below.integer === true || said?.type === "integer",
    minimum: said?.minimum ?? below.minimum,
    maximum: said?.maximum ?? below.maximum,
  }
}

const ofAst = (ast: SchemaAST.AST): Shape => {
  switch (ast._tag) {
    case "TypeLiteral":
      return Object.fromEntries(
        ast.propertySignatures.map(({ name, type }) => [String(name), ofAst(type)] as const),
      )
    case "TupleType":
      return [ofAst(ast.rest[0]!.type)]
    case "Union":
      return together(ast.types.map(ofAst))
    case "Refinement": {
      const bounds = refined(ast)
      return bounds === undefined ? ofAst(ast.from) : number(bounds)
    }
    case "Transformation":
      return ofAst(ast.from)
    case "Literal":
      return ast.literal === null ? "null" : words([String(ast.literal)])
    case "StringKeyword":
      return "text"
    case "NumberKeyword":
      return "number"
    case "BooleanKeyword":
      return "boolean"
    // Only the key counts: an optional one is `undefined` on the inside.
    case "UndefinedKeyword":
      return "null"
    default:
      throw new Error(`no shape is known for ${ast._tag}`)
  }
}
