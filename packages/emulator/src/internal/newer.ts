/** Makes an answer look like one of a newer API: with fields, values and a state that nobody knows yet. */
import type { Json, JsonObject } from "@pipewright/cloud-api/WireContract"
import * as AST from "effect/SchemaAST"
import { isObject } from "./json.ts"
import type { Contracts } from "./judge.ts"

export type Part = "fields" | "values" | "state"

const withField = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withField)
  if (!isObject(value)) return value
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withField(item)])),
    addedLater: "v2",
  }
}

const isEnumeration = (ast: AST.AST): boolean =>
  AST.isUnion(ast)
    ? ast.types.some(AST.isLiteral) &&
      ast.types.every((one) => isEnumeration(one) || AST.isUndefinedKeyword(one))
    : AST.isLiteral(ast)

/** The keys of a source whose values are enumerated. */
const enumerated = (contracts: Contracts, arm: string): ReadonlySet<PropertyKey> => {
  const contract = contracts.get(arm)
  if (contract === undefined) return new Set()
  return new Set(
    AST.getPropertySignatures(AST.encodedAST(contract.read.ast))
      .filter(({ type }) => isEnumeration(type))
      .map(({ name }) => name),
  )
}

const withValues = (pipe: JsonObject, contracts: Contracts): JsonObject => {
  const { source, destination } = pipe
  const arms = Object.entries(isObject(source) ? source : {}).map(([arm, value]): [string, Json] => {
    const keys = enumerated(contracts, arm)
    return [
      arm,
      isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [
              key,
              keys.has(key) && typeof item === "string" ? "ADDED_LATER" : item,
            ]),
          )
        : value,
    ]
  })
  const definition = isObject(destination) ? destination.tableDefinition : undefined
  return {
    ...pipe,
    source: Object.fromEntries(arms),
    ...(isObject(destination) && isObject(definition)
      ? {
          destination: {
            ...destination,
            tableDefinition: { ...definition, engine: { type: "AddedLaterMergeTree" } },
          },
        }
      : {}),
  }
}

const isPipe = (value: Json): value is JsonObject => isObject(value) && isObject(value.source)

/** The envelope of a newer API. */
export const newer = (envelope: Json, parts: ReadonlyArray<Part>, contracts: Contracts): Json => {
  const change = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(change)
    if (!isPipe(value)) return value
    const pipe = parts.includes("values") ? withValues(value, contracts) : value
    return parts.includes("state") && "state" in pipe ? { ...pipe, state: "Hibernating" } : pipe
  }
  const changed =
    isObject(envelope) && envelope.result !== undefined
      ? { ...envelope, result: change(envelope.result) }
      : envelope
  return parts.includes("fields") ? withField(changed) : changed
}
