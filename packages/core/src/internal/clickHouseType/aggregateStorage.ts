/** What an aggregate function stores, and what it takes: only of functions of which that is surely known. */
import type * as Ast from "@pipewright/language/Ast"
import * as Calls from "./aggregateCalls.ts"
import * as Fixes from "./fixes.ts"
import { type Context, isIncomparable, type Known, scaleOf, seen } from "./model.ts"

interface Called {
  readonly at: Ast.Type
  readonly name: string
  readonly parameters: ReadonlyArray<Ast.TypeArgument>
}

/** Those whose state is their value. */
const simple = [
  "any",
  "any_respect_nulls",
  "anyLast",
  "anyLast_respect_nulls",
  "min",
  "max",
  "sum",
  "sumWithOverflow",
  "groupBitAnd",
  "groupBitOr",
  "groupBitXor",
  "sumMap",
  "minMap",
  "maxMap",
  "groupArrayArray",
  "groupArrayLastArray",
  "groupUniqArrayArray",
  "groupUniqArrayArrayMap",
]

const integers = /^(U?Int\d+|Bool)$/
const numbers = /^(U?Int\d+|Bool|B?Float\d+|Decimal)$/
const moments = /^(Date|Date32|DateTime|DateTime64|Time|Time64)$/
const arrays = /^(Array|LineString|MultiLineString|MultiPolygon|Nested|Polygon|Ring)$/

const unsuited = (
  context: Context,
  at: Ast.TypeArgument,
  name: string,
  [why, help, instead]: Calls.Said,
): void => {
  const fix = instead === undefined ? undefined : Fixes.replace(at, instead)
  context.report("unsuited-aggregate", at.span, { name, why, help }, { fix })
}

export const check = (context: Context, call: Called, at: Ast.Type, type: Known): void => {
  const said = problemOfCall(call)
  if (said !== undefined) unsuited(context, call.at, call.name, said)
  else {
    const problem = problemOf(call.name, type)
    if (problem !== undefined) unsuited(context, at, call.name, problem)
  }
}

const problemOfCall = ({ name, parameters }: Called): Calls.Said | undefined => {
  if (!simple.includes(name))
    return [
      "its state is more than its value, so it cannot be a simple one",
      `use \`AggregateFunction(${name}, …)\`, or one of ${simple.slice(0, 7).map(quoted).join(", ")}, …`,
    ]
  const group = name.startsWith("group") && name.includes("Array")
  if (parameters.length > 0 && !group) return ["it takes no parameters", `write \`${name}\``]
  return parameters.length === 0 && name === "groupArrayLastArray"
    ? ["it needs the number of elements to keep", `write \`${name}(10)\``]
    : undefined
}

const quoted = (name: string): string => `\`${name}\``

const problemOf = (name: string, type: Known): Calls.Said | undefined => {
  const it = seen(type)
  if (it.family === undefined) return undefined
  if (it.family === "Geometry")
    return ["a value of one of several shapes cannot be such a state", "store one shape, such as `Point`"]
  if (hasDictionary(it) && !name.startsWith("groupBit"))
    return ["it gives back plain types, without `LowCardinality` inside", "leave `LowCardinality` out"]
  if (name === "groupUniqArrayArrayMap")
    return it.family === "Map" && arrays.test(seen(it.inner[1]).family ?? "")
      ? undefined
      : notA("a map of arrays", it)
  if (name.startsWith("group") && name.includes("Array")) {
    if (!arrays.test(it.family)) return notA("an array", it)
    const [element] = it.inner
    return it.family === "Array" && element?.family === "Nullable"
      ? ["it leaves absent elements out", `store \`Array(${element.inner[0]?.text ?? "String"})\``]
      : undefined
  }
  if (name.endsWith("Map")) return problemOfMap(name, it)
  const said = problemOfArgument(name, it) ?? (name === "sum" ? widened(it) : undefined)
  return said === undefined || it === type ? said : within(type, it, said)
}

/** What is said of a type that another cannot simply be put in the place of. */
const without = ([why, help]: Calls.Said): Calls.Said => [why, help]

/** The same where the type has a mark of absence around it, which stays; of what else is around it nothing is known. */
const within = (type: Known, it: Known, said: Calls.Said): Calls.Said => {
  const [why, help, instead] = said
  return instead !== undefined && type.family === "Nullable" && type.inner[0] === it
    ? [why, help, `Nullable(${instead})`]
    : without(said)
}

const notA = (what: string, it: Known): Calls.Said => [
  `it takes ${what}, not \`${it.text}\``,
  `store ${what}`,
]

/** A state or a variant is given back as it is, whatever is in it. */
const hasDictionary = (type: Known): boolean =>
  type.family === "LowCardinality" ||
  (type.family !== "AggregateFunction" && type.family !== "Variant" && type.inner.some(hasDictionary))

/** What a function takes as its only argument, in both forms. */
const problemOfArgument = (name: string, it: Known): Calls.Said | undefined => {
  const { family } = it
  if (family === undefined) return undefined
  if (/^groupBit(And|Or|Xor)$/.test(name) && !integers.test(family)) return notA("a whole number", it)
  if (name === "sumWithOverflow" && !numbers.test(family)) return notA("a number", it)
  if (name === "sum" && !numbers.test(family)) return notA("a number", it)
  if (name === "avg" && !numbers.test(family) && !moments.test(family)) return notA("a number or a time", it)
  if ((name === "min" || name === "max") && isIncomparable(it)) return notA("what has an order", it)
  return undefined
}

/** The type that a sum of values comes to, where it is not the type itself. */
const widened = (it: Known): Calls.Said | undefined => {
  const wide = sumOf(it)
  return wide === it.text
    ? undefined
    : [
        `it sums \`${it.text}\` up to \`${wide}\``,
        `store \`${wide}\`${/Int/.test(it.family ?? "") ? ", or use `sumWithOverflow`" : ""}`,
        wide,
      ]
}

const sumOf = (it: Known): string => {
  const family = it.family ?? ""
  if (family === "Decimal") {
    // Of two decimals with as many bytes the engine compares the scale alone.
    return (it.precision ?? 0) > 18 ? it.text : `Decimal(38, ${scaleOf(it.text)})`
  }
  if (/Float/.test(family)) return "Float64"
  if (/^(UInt(8|16|32)|Bool)$/.test(family)) return "UInt64"
  if (/^Int(8|16|32)$/.test(family)) return "Int64"
  return it.text
}

const problemOfMap = (name: string, it: Known): Calls.Said | undefined => {
  const lists =
    it.family === "Tuple" && it.inner.length > 1 && it.inner.every((list) => list.family === "Array")
  if (it.family !== "Map" && !lists)
    return notA("a map, or a tuple of an array of keys and one of values", it)
  if (name !== "sumMap") return undefined
  for (const value of it.inner.slice(1)) {
    const inner = seen(it.family === "Map" ? value : value.inner[0])
    const said = problemOfArgument("sum", inner) ?? widened(inner)
    if (said !== undefined) return without(said)
  }
  return undefined
}

/** What is surely wrong with the arguments of a state. */
export const checkState = (
  context: Context,
  call: Called,
  at: ReadonlyArray<Ast.TypeArgument>,
  types: ReadonlyArray<Known>,
): void => {
  const problem = Calls.problemOf(call.name, call.parameters, types)
  if (problem === undefined) return
  unsuited(context, problem.at === undefined ? call.at : at[problem.at]!, call.name, problem.said)
}
