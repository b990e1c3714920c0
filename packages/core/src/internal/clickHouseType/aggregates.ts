/** `SimpleAggregateFunction(sum, UInt64)` and `AggregateFunction(uniq, String)`. */
import type * as Ast from "@pipewright/language/Ast"
import {
  combinators,
  functionAliases,
  functions,
  looseFunctionAliases,
  looseFunctions,
} from "./aggregateNames.ts"
import * as Simple from "./aggregateStorage.ts"
import {
  argumentsOf,
  type Context,
  type Known,
  natural,
  plain,
  type Resolver,
  wrongArguments,
} from "./model.ts"
import { argument, verbatim } from "./spelling.ts"

const spellings: ReadonlyMap<string, string> = new Map([
  ...functions.map((it) => [it, it] as const),
  ...Object.entries(functionAliases),
])
const looseSpellings: ReadonlyMap<string, string> = new Map([
  ...looseFunctions.map((it) => [it.toLowerCase(), it] as const),
  ...Object.entries(looseFunctionAliases).map(([it, of]) => [it.toLowerCase(), of] as const),
])
const known = [...functions, ...looseFunctions, ...Object.keys(functionAliases)]

/** The engine's name of a function, its suffixes kept. */
const functionOf = (written: string): string | undefined => {
  const own = spellings.get(written) ?? looseSpellings.get(written.toLowerCase())
  if (own !== undefined) return own
  for (const suffix of combinators) {
    if (!written.endsWith(suffix) || written.length === suffix.length) continue
    const base = functionOf(written.slice(0, -suffix.length))
    if (base !== undefined) return base + suffix
  }
  return undefined
}

const experimental = /^(sequenceNextNode|timeSeries)/

interface Called {
  readonly at: Ast.Type
  /** `undefined` for a function that the engine does not have. */
  readonly name: string | undefined
  readonly text: string
  readonly parameters: ReadonlyArray<Ast.TypeArgument>
}

const called = (context: Context, it: Ast.Type): Called => {
  const name = functionOf(it.name.text)
  if (name === undefined)
    context.report("unknown-aggregate-function", it.name.span, { name: it.name.text, known })
  else if (experimental.test(name)) {
    const why = "the function is an experiment of the engine"
    context.report("refused-by-default", it.name.span, { type: name, why, help: "use another function" })
  }
  const parameters = argumentsOf(it)
  const shown = name ?? it.name.text
  const text = parameters.length === 0 ? shown : `${shown}(${parameters.map(argument).join(", ")})`
  return { at: it, name, text, parameters }
}

export const simpleAggregate: Resolver = (context, type, family) => {
  const [first, second, ...more] = argumentsOf(type)
  if (first?._tag !== "Type" || second?._tag !== "Type" || more.length > 0) {
    wrongArguments(context, type, "a function and the type that it stores", `${family}(sum, UInt64)`)
    return plain(family, verbatim(type, family))
  }
  const call = called(context, first)
  const inner = context.resolve(second)
  if (call.name !== undefined) Simple.check(context, { ...call, name: call.name }, second, inner)
  return plain(family, `${family}(${call.text}, ${inner.text})`, [inner])
}

export const aggregate: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const version = natural(items[0])
  const [first, ...rest] = version === undefined ? items : items.slice(1)
  const odd = rest.find((it) => it._tag !== "Type")
  if (first?._tag !== "Type" || odd !== undefined) {
    wrongArguments(context, type, "a function and the types of its arguments", `${family}(uniq, String)`, odd)
    return plain(family, verbatim(type, family))
  }
  const call = called(context, first)
  // A state holds no column of its own, so that the defaults of the engine let everything into it.
  const inner = rest.map((it) => context.resolve(it as Ast.Type, false))
  if (call.name !== undefined) Simple.checkState(context, { ...call, name: call.name }, rest, inner)
  // States of maps that are given as arrays have had a second form since, which the engine numbers.
  const numbered =
    version === undefined ? newerForm(call.name, inner[0]?.family) : version > 0 ? version : undefined
  const shown = [
    ...(numbered === undefined ? [] : [String(numbered)]),
    overNothing(call, inner),
    ...inner.map((it) => it.text),
  ]
  return plain(family, `${family}(${shown.join(", ")})`, inner)
}

/** States of maps given as arrays, and of states of bitmaps. */
const newerForm = (name: string | undefined, first: string | undefined): number | undefined => {
  if (name === undefined) return undefined
  const ofArrays = /^(sum|min|max)Map/.test(name) && first === "Array"
  return ofArrays || /^groupBitmap(And|Or|Xor)/.test(name) ? 1 : undefined
}

/** Functions that look at rows and not at the values in them. */
const ofRows = /respect_nulls|^(cume_dist|denseRank|nothing|percentRank|rank|row_number)/

/** What the engine makes of a function over a column that is always absent. */
const overNothing = (call: Called, types: ReadonlyArray<Known>): string => {
  const { name, text } = call
  // With parameters the engine does not take back what it makes.
  if (name === undefined || call.parameters.length > 0 || ofRows.test(name)) return text
  const own = name.endsWith("If") ? types.slice(0, -1) : types
  if (!own.some((it) => it.family === "Nullable" && it.inner[0]?.family === "Nothing")) return text
  return /^(count|uniq)/.test(name) ? "nothingUInt64" : "nothingNull"
}
