/**
 * Bodies of requests as they may be shown. What a contract's `read` would return of a source is shown, and so is what
 * the shape of the rest of a body names; anything else may be a secret, whoever put it there.
 */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { Json, JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { isObject } from "./json.ts"
import type { Contracts } from "./judge.ts"
import * as TableMappings from "./tableMappings.ts"

const secret = "(secret)"

/** A user and a password in an address. */
const userInfo = /:\/\/[^/?#\s]*@/g

const shapes: Readonly<Record<string, Schema.Schema.AnyNoContext>> = {
  create: Wire.CreatePipe,
  update: Wire.PatchPipe,
  setState: Schema.Union(Wire.StateCommand, Wire.StateAction),
  setScaling: Wire.ScalingPatch,
  putSettings: Schema.Record({ key: Schema.String, value: Schema.Union(Schema.Number, Schema.Boolean) }),
  discoverSchema: ServiceWire.DiscoverSchema,
  updateCdcScaling: Wire.CdcScaling,
  updateOrganizationCdcScaling: Wire.CdcScaling,
  createEndpoint: ServiceWire.CreateEndpoint,
  updateEndpoint: ServiceWire.PatchEndpoint,
  setServiceState: ServiceWire.ServiceCommand,
}

/** The parts of a schema that a value may be of: the members of unions, without refinements. */
const members = (ast: AST.AST): ReadonlyArray<AST.AST> => {
  if (AST.isUnion(ast)) return ast.types.flatMap(members)
  if (AST.isRefinement(ast)) return members(ast.from)
  if (AST.isSuspend(ast)) return members(ast.f())
  return [ast]
}

const isScalar = (ast: AST.AST): boolean =>
  !(AST.isTypeLiteral(ast) || AST.isTupleType(ast) || AST.isDeclaration(ast))

const isText = (ast: AST.AST): boolean =>
  AST.isStringKeyword(ast) ||
  (AST.isLiteral(ast) && typeof ast.literal === "string") ||
  AST.isTemplateLiteral(ast)

/** What the parts of a schema let through of a value. */
const through = (parts: ReadonlyArray<AST.AST>, value: Json): Json => {
  if (Array.isArray(value)) {
    const items = parts.filter(AST.isTupleType).flatMap(({ elements, rest }) => [...elements, ...rest])
    const inner = items.flatMap(({ type }) => members(type))
    return inner.length === 0 ? secret : value.map((item) => through(inner, item))
  }
  if (isObject(value)) {
    const literals = parts.filter(AST.isTypeLiteral)
    if (literals.length === 0) return secret
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const types = literals.flatMap(({ propertySignatures, indexSignatures }) => {
          const named = propertySignatures.find(({ name }) => name === key)
          return named === undefined ? indexSignatures.map(({ type }) => type) : [named.type]
        })
        return [key, types.length === 0 ? secret : through(types.flatMap(members), item)]
      }),
    )
  }
  if (typeof value === "string") return parts.some(isText) ? value.replace(userInfo, `://${secret}@`) : secret
  return parts.some(isScalar) ? value : secret
}

const known = new WeakMap<Schema.Schema.AnyNoContext, ReadonlyArray<AST.AST>>()

/** The parts of a schema, which are costly to find and are found once. */
const partsOf = (schema: Schema.Schema.AnyNoContext): ReadonlyArray<AST.AST> => {
  const parts = known.get(schema) ?? members(AST.encodedAST(schema.ast))
  known.set(schema, parts)
  return parts
}

const sourceThrough = (source: JsonObject, contracts: Contracts): JsonObject => {
  return Object.fromEntries(
    Object.entries(source).map(([arm, value]): [string, Json] => {
      const contract = contracts.get(arm)
      if (contract === undefined) return [arm, typeof value === "boolean" ? value : secret]
      if (!isObject(value)) return [arm, secret]
      const parts = partsOf(contract.read)
      // Changes to a list are made of what is in it.
      const tables = [TableMappings.add, TableMappings.remove].flatMap(
        (key): ReadonlyArray<[string, Json]> => {
          const list = value[key]
          if (list === undefined) return []
          const shown = through(parts, { tableMappings: list })
          return [[key, isObject(shown) ? (shown.tableMappings ?? secret) : secret]]
        },
      )
      const shown = through(parts, value)
      return [arm, isObject(shown) ? { ...shown, ...Object.fromEntries(tables) } : shown]
    }),
  )
}

const withSource: ReadonlySet<string> = new Set(["create", "update", "discoverSchema"])

/** The body of an operation without what may be secret. */
export const shown = (operation: string | undefined, body: Json, contracts: Contracts): Json => {
  const shape = operation === undefined ? undefined : shapes[operation]
  if (operation === undefined || shape === undefined) return secret
  const rest = through(partsOf(shape), body)
  return isObject(body) && isObject(rest) && isObject(body.source) && withSource.has(operation)
    ? { ...rest, source: sourceThrough(body.source, contracts) }
    : rest
}
