/** From a type as written to what is known of it: one reading for its problems and its spelling. */
import type * as Ast from "@pipewright/language/Ast"
import { aliases, families, looseAliases, looseFamilies } from "../typeNames.ts"
import * as Aggregates from "./aggregates.ts"
import * as Containers from "./containers.ts"
import * as Dates from "./dates.ts"
import { enumeration, looseFamily } from "./enums.ts"
import * as Json from "./json.ts"
import { argumentsOf, type Context, type Known, plain, type Resolver, stored } from "./model.ts"
import type { Report } from "./problems.ts"
import * as Scalars from "./scalars.ts"
import { verbatim } from "./spelling.ts"
import { variant } from "./variant.ts"

const spellings: ReadonlyMap<string, string> = new Map([
  ...families.map((name) => [name, name] as const),
  ...Object.entries(aliases),
])

const looseSpellings: ReadonlyMap<string, string> = new Map([
  ...looseFamilies.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(looseAliases).map(([name, family]) => [name.toLowerCase(), family] as const),
])

/** Every name that the engine takes, for suggestions; families come before aliases. */
export const names: ReadonlyArray<string> = [
  ...families,
  ...looseFamilies,
  ...Object.keys(aliases),
  ...Object.keys(looseAliases),
]

export const family = (name: string): string | undefined =>
  spellings.get(name) ?? looseSpellings.get(name.toLowerCase())

const resolvers: Readonly<Record<string, Resolver>> = {
  AggregateFunction: Aggregates.aggregate,
  Array: Containers.array,
  BFloat16: Scalars.floating,
  DateTime: Dates.dateTime,
  DateTime32: Dates.dateTime32,
  DateTime64: Dates.dateTime64,
  Decimal: Scalars.decimal,
  Decimal32: Scalars.decimalOfSize(9),
  Decimal64: Scalars.decimalOfSize(18),
  Decimal128: Scalars.decimalOfSize(38),
  Decimal256: Scalars.decimalOfSize(76),
  Dynamic: Json.dynamic,
  Enum: enumeration,
  Enum8: enumeration,
  Enum16: enumeration,
  FixedString: Scalars.fixedString,
  Float32: Scalars.floating,
  Float64: Scalars.floating,
  JSON: Json.json,
  LowCardinality: Containers.lowCardinality,
  Map: Containers.map,
  Nested: Containers.nested,
  Nullable: Containers.nullable,
  QBit: Containers.qbit,
  SimpleAggregateFunction: Aggregates.simpleAggregate,
  String: Scalars.text,
  Time: Dates.time,
  Time64: Dates.time,
  Tuple: Containers.tuple,
  Variant: variant,
}

const resolverOf = (name: string): Resolver =>
  resolvers[name] ?? (/^U?Int\d+$/.test(name) ? Scalars.whole : Scalars.bare)

export const resolve = (type: Ast.Type, report: Report): Known => {
  const whole = within(report, true).resolve(type)
  const last = innermost(whole)
  if (last.family === "Nothing") report("type-not-storable", type.span, { type: whole.text })
  return whole
}

const within = (report: Report, strict: boolean): Context => {
  const context: Context = {
    report,
    strict,
    resolve: (type, asStrict = strict) => one(asStrict === strict ? context : within(report, asStrict), type),
  }
  return context
}

/** What of an argument is a path of names. */
const pathOf = (it: Ast.TypeArgument): ReadonlyArray<Ast.Name> => {
  if (it._tag === "TypeElement") return it.path
  return it._tag === "TypeSkip" && !("_tag" in it.skipped) ? it.skipped : []
}

/** What is said of a name alone, in the families that take it so. Most types of a program are nothing else. */
const bareTypes = new Map<string, Known>()

const takenBare: ReadonlySet<Resolver> = new Set([
  Scalars.bare,
  Scalars.floating,
  Scalars.text,
  Scalars.whole,
])

const one = (context: Context, type: Ast.Type): Known => {
  if (type.arguments !== undefined) return withArguments(context, type)
  const found = bareTypes.get(type.name.text)
  if (found !== undefined) return found
  const resolved = withArguments(context, type)
  if (resolved.family !== undefined && takenBare.has(resolverOf(resolved.family)))
    bareTypes.set(type.name.text, resolved)
  return resolved
}

const withArguments = (context: Context, type: Ast.Type): Known => {
  for (const part of argumentsOf(type).flatMap(pathOf))
    if (part.template !== undefined) context.report("reference-in-type", part.span, undefined)
  const name = family(type.name.text) ?? looseFamily(type)
  if (name !== undefined) return resolverOf(name)(context, type, name)
  context.report("unknown-type", type.name.span, { name: type.name.text, known: names })
  // The types inside are mistakes of their own; of a misspelt aggregate it is not known which of them are types.
  if (!/aggregate/i.test(type.name.text)) {
    for (const it of argumentsOf(type)) {
      if (it._tag === "Type") context.resolve(it)
      else if (it._tag === "TypeElement") context.resolve(it.type)
    }
  }
  return plain(undefined, verbatim(type, type.name.text))
}

const innermost = (type: Known): Known => {
  const it = stored(type)
  return (it.family === "Array" || it.family === "Nullable") && it.inner[0] !== undefined
    ? innermost(it.inner[0])
    : it
}
