/** What every body is judged by: shapes, and the one arm below `source`. */
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import type { JsonObject, Refusal, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { isObject } from "./json.ts"
import { badRequest, type Refused } from "./refused.ts"

type Problem = SchemaProblems.Problem
type Path = ReadonlyArray<string | number>

export type Contracts = ReadonlyMap<string, WireContract>

const strictly = { errors: "all", onExcessProperty: "error" } as const

/** What is wrong with the shape of `json`, which stands at `path`. Keys the schema does not have are problems too. */
export const shapeProblems = (
  schema: Schema.Schema.AnyNoContext,
  json: unknown,
  path: Path = [],
): ReadonlyArray<Problem> =>
  Either.match(Schema.decodeUnknownEither(schema, strictly)(json), {
    onLeft: (error) => SchemaProblems.fromParseError(error, path),
    onRight: () => [],
  })

/** The body in the shape of the schema, or a 400. */
export const decode = <A, I>(
  schema: Schema.Schema<A, I>,
  json: unknown,
  path: Path = [],
): Effect.Effect<A, Refused> =>
  Schema.decodeUnknownEither(
    schema,
    strictly,
  )(json).pipe(Either.mapLeft((error) => badRequest(SchemaProblems.fromParseError(error, path))))

/** Fails with a 400 if there is a problem. */
export const none = (problems: ReadonlyArray<Problem>): Effect.Effect<void, Refused> =>
  problems.length === 0 ? Effect.void : Effect.fail(badRequest(problems))

/** Fails with a 400 if a body says nothing. */
export const saysSomething = (json: object): Effect.Effect<void, Refused> =>
  none(Object.keys(json).length === 0 ? [{ path: [], what: "is empty" }] : [])

/** The settings that a contract knows of. */
export const settingsProblems = (
  contract: WireContract,
  settings: unknown,
  path: Path,
  anyKey: Schema.Schema.AnyNoContext,
): ReadonlyArray<Problem> => {
  const foreign = Object.entries(contract.foreignSettings ?? {}).filter(
    ([key]) => Predicate.isRecord(settings) && key in settings,
  )
  return foreign.length > 0
    ? foreign.map(([key, what]) => ({ path: [...path, key], what }))
    : shapeProblems(contract.settingKeys ?? anyKey, settings, path)
}

/** The only arm of `source`: its contract and what is below it. */
export const onlyArm = (
  source: JsonObject,
  contracts: Contracts,
): Effect.Effect<{ readonly contract: WireContract; readonly value: JsonObject }, Refused> =>
  Effect.gen(function* () {
    // A request may ask for a look at samples; nothing follows from it here.
    const { validateSamples, ...arms } = source
    const keys = Object.keys(arms)
    const [key] = keys
    const known = [...contracts.keys()].join(", ")
    if (validateSamples !== undefined && typeof validateSamples !== "boolean") {
      return yield* badRequest([{ path: ["source", "validateSamples"], what: "expected true or false" }])
    }
    if (key === undefined || keys.length > 1) {
      return yield* badRequest([{ path: ["source"], what: `expected exactly one of ${known}` }])
    }
    const contract = contracts.get(key)
    if (contract === undefined) {
      return yield* badRequest([{ path: ["source", key], what: `is not a known source, expected ${known}` }])
    }
    const value = arms[key]
    if (!isObject(value)) return yield* badRequest([{ path: ["source", key], what: "expected an object" }])
    return { contract, value }
  })

const below = (arm: string, refusals: ReadonlyArray<Refusal>): ReadonlyArray<Problem> =>
  refusals.map(({ path, message }) => ({ path: ["source", arm, ...path], what: message }))

/** What a contract refuses although the shape is right. */
export const refusals = (contract: WireContract, source: JsonObject): ReadonlyArray<Problem> =>
  below(contract.arm, contract.refuse(source))

/** What a contract refuses for an organisation without previews. */
export const previews = (contract: WireContract, source: JsonObject): ReadonlyArray<Problem> =>
  below(contract.arm, contract.previews?.(source) ?? [])
