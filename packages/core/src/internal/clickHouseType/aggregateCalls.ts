/** How the aggregate functions of ClickHouse 26.7 are called: the parameters and the arguments that each takes. */
import type * as Ast from "@pipewright/language/Ast"
import { combinators } from "./aggregateNames.ts"
import { isIncomparable, type Known, seen, stored } from "./model.ts"

/** Why a call does not fit, what to do, and the type that would fit in the place of the one that was given. */
export type Said = readonly [why: string, help: string, instead?: string]

/** Kinds of arguments: what they are called in findings, and the families that they are. */
const kinds = {
  any: ["a value", /./],
  array: ["an array", /^(Array|LineString|MultiLineString|MultiPolygon|Nested|Polygon|Ring)$/],
  average: ["a number or a time", /^(U?Int\d+|Bool|B?Float\d+|Decimal|Date(32)?|DateTime(64)?|Time(64)?)$/],
  dynamic: ["a `Dynamic`", /^Dynamic$/],
  enumerable: ["a number", /^(U?Int\d+|Bool|B?Float\d+|Decimal|Enum\d+)$/],
  flag: ["a condition", /^(UInt8|Bool)$/],
  float: ["a floating number", /^Float\d+$/],
  floating: ["a number without a decimal point", /^(U?Int\d+|Bool|B?Float\d+)$/],
  integer: ["a whole number", /^(U?Int\d+|Bool)$/],
  json: ["a `JSON`", /^JSON$/],
  map: ["a map", /^Map$/],
  mapped: ["a map, or arrays of keys and of values", /^(Array|Map|Tuple)$/],
  moment: ["a number, a date or a time", /^(U?Int\d+|Bool|B?Float\d+|Decimal|Date(32)?|DateTime(64)?)$/],
  native: ["a number of at most 64 bits", /^(U?Int(8|16|32|64)|Bool|Float\d+)$/],
  nativeInteger: ["a whole number of at most 64 bits", /^(U?Int(8|16|32|64)|Bool)$/],
  nativeTime: ["a number of at most 64 bits or a time", /^(U?Int(8|16|32|64)|Bool|Float\d+|Date|DateTime)$/],
  nativeMoment: [
    "a number of at most 64 bits or a time",
    /^(U?Int(8|16|32|64)|Bool|Float\d+|Date|DateTime(64)?|Decimal)$/,
  ],
  number: ["a number", /^(U?Int\d+|Bool|B?Float\d+|Decimal)$/],
  offset: [
    "a whole number of at most 64 bits",
    /^(U?Int(8|16|32|64)|Bool|Date(32)?|DateTime|Time|Enum\d+|Interval\w+)$/,
  ],
  ordered: ["what has an order", /./],
  quantity: ["a number or a time", /^(U?Int\d+|Bool|Float\d+|Date|DateTime(64)?|Decimal)$/],
  state: ["a state", /^AggregateFunction$/],
  time: ["a number or a time", /^(U?Int\d+|Bool|Float\d+|Date|DateTime)$/],
  unsigned: ["a whole number without a sign", /^(UInt\d+|Bool)$/],
  unsignedNative: ["a whole number of at most 64 bits without a sign", /^(UInt(8|16|32|64)|Bool)$/],
  unsignedTime: ["a whole number without a sign, or a time", /^(UInt\d+|Bool|Date|DateTime)$/],
  weight: ["a number without a sign", /^(UInt\d+|Bool|B?Float\d+)$/],
  wide: ["a number", /^(U?Int\d+|Bool|Float\d+)$/],
} as const satisfies Readonly<Record<string, readonly [string, RegExp]>>

type Kind = keyof typeof kinds

/** Parameters are forbidden (`-`), needed (`+`) or up to the author (`~`); `?` may be left out and `*` comes any number of times. */
const table = `
- any : any anyHeavy anyLast anyLast_respect_nulls any_respect_nulls singleValueOrNull stddevPopStable stddevSampStable varPopStable varSampStable
- dynamic : distinctDynamicTypes
- json : distinctJSONPaths distinctJSONPathsAndTypes
- state : groupBitmapAnd groupBitmapOr groupBitmapXor
- any any : contingency corrStable covarPopStable covarSampStable cramersV cramersVBiasCorrected theilsU boundingRatio
- any any* : uniq uniqExact uniqHLL12 entropy
- any* : nothing nothingNull nothingUInt64
- any? : count
- array any? any? : flameGraph
- mapped array* : maxMap minMap sumMap sumMapWithOverflow
- average : avg
- enumerable : kurtPop kurtSamp skewPop skewSamp stddevPop stddevSamp sum sumKahan sumWithOverflow varPop varSamp
- flag flag flag* : retention categoricalInformationValue
- floating : deltaSum
- integer : groupBitAnd groupBitOr groupBitXor
- native nativeTime : deltaSumTimestamp
- native native : corr covarPop covarSamp
- native* : corrMatrix covarPopMatrix covarSampMatrix
- nativeInteger : groupBitmap
- number : sumCount
- number number : rankCorr simpleLinearRegression
- number unsignedNative : analysisOfVariance
- ordered : max min
- wide wide : avgWeighted
- any any : maxIntersections maxIntersectionsPosition
~ any : approx_top_k estimateCompressionRatio groupArray groupConcat groupUniqArray topK
~ any unsigned : groupArrayInsertAt
~ any any : groupNumericIndexedVector intervalLengthSum
~ any integer : approx_top_sum topKWeighted
~ any any* : uniqCombined uniqCombined64 uniqUpTo
- any offset? any? : lag lagInFrame lead leadInFrame
~ any offset : nth_value
~ any ordered : argAndMax argAndMin argMax argMin
~ any* : aggThrow cume_dist percentRank row_number
~ : denseRank rank
~ any any any? : nonNegativeDerivative
~ array : groupArrayIntersect
~ enumerable : groupArrayMovingAvg groupArrayMovingSum
~ float weight : quantilePrometheusHistogram
+ moment moment : largestTriangleThreeBuckets
~ native native native* : stochasticLinearRegression stochasticLogisticRegression
~ nativeMoment : quantileExactHigh quantileExactLow
~ nativeTime : quantileBFloat16 quantileExactExclusive quantileExactInclusive quantileTDigest quantileTiming
~ nativeTime unsigned : quantileBFloat16Weighted quantileTDigestWeighted quantileTimingWeighted
~ number number : kolmogorovSmirnovTest mannWhitneyUTest studentTTest studentTTestOneSample welchTTest
~ quantity : quantile quantileExact
~ quantity unsigned : quantileExactWeighted quantileExactWeightedInterpolated quantileInterpolatedWeighted
~ time unsigned : quantileDeterministic
~ unsignedNative : ntile
+ any : groupArrayLast groupArraySample groupArraySorted
+ any any : sparkbar meanZTest
+ any any any any* : sequenceCount sequenceMatch sequenceMatchEvents
+ any any* : groupFormat sumMapFiltered sumMapFilteredWithOverflow
+ any any? : MVTEncode
+ enumerable : histogram
+ float weight : quantilesPrometheusHistogram
+ moment : exponentialTimeDecayedCount
+ nativeMoment : quantilesExactHigh quantilesExactLow
+ nativeTime : quantileDD quantilesBFloat16 quantilesDD quantilesExactExclusive quantilesExactInclusive quantilesTDigest quantilesTiming
+ nativeTime unsigned : quantilesBFloat16Weighted quantilesTDigestWeighted quantilesTimingWeighted
+ number moment : exponentialTimeDecayedAvg exponentialTimeDecayedMax exponentialTimeDecayedSum
+ number number : exponentialMovingAverage
+ quantity : quantileGK quantiles quantilesExact quantilesGK
+ quantity unsigned : quantilesExactWeighted quantilesExactWeightedInterpolated quantilesInterpolatedWeighted
+ time unsigned : quantilesDeterministic
+ unsignedTime flag flag* : windowFunnel
`

interface Argument {
  readonly kind: Kind
  /** How often it comes: once, once or never (`?`), any number of times (`*`). */
  readonly many: string
}

interface Call {
  readonly parameters: string
  readonly arguments: ReadonlyArray<Argument>
  /** How many there have to be, however few the function itself takes. */
  readonly atLeast: number
  /** Behind all others. */
  readonly last: ReadonlyArray<Kind>
  /** How many arrays are around each argument. */
  readonly arrays: number
}

const once = (kind: Kind): Argument => ({ kind, many: "" })

const calls: ReadonlyMap<string, Call> = new Map(
  table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [call = "", names = ""] = line.split(" : ")
      const [parameters = "", ...words] = call.split(" ")
      const items = words.map((word): Argument => {
        const [, kind = "", many = ""] = /^(\w+)([?*]?)$/.exec(word) ?? []
        return { kind: kind as Kind, many }
      })
      const own = { parameters, arguments: items, last: [], arrays: 0, atLeast: 0 }
      return names.split(" ").map((name) => [name, own] as const)
    }),
)

/** What a suffix makes of a call; nothing where that is not known. */
const withSuffix = (suffix: string, call: Call): Call | undefined => {
  switch (suffix) {
    case "If":
      return { ...call, last: [...call.last, "flag"] }
    case "ArgMax":
    case "ArgMin":
      return { ...call, last: [...call.last, "ordered"] }
    case "Array":
    case "ForEach":
      return { ...call, arrays: call.arrays + 1, atLeast: Math.max(1, call.atLeast) }
    case "Map":
      return { ...call, arguments: [once("map")], last: [] }
    case "Merge":
      return { ...call, arguments: [once("state")], last: [], arrays: 0 }
    case "Distinct":
      return { ...call, atLeast: Math.max(1, call.atLeast) }
    case "OrDefault":
    case "OrNull":
    case "SimpleState":
    case "State":
      return call
    default:
      return undefined
  }
}

const callOf = (name: string): Call | undefined => {
  const own = calls.get(name)
  if (own !== undefined) return own
  for (const suffix of combinators) {
    if (!name.endsWith(suffix)) continue
    const base = callOf(name.slice(0, -suffix.length))
    if (base !== undefined) return withSuffix(suffix, base)
  }
  return undefined
}

/** What is wrong with a call, and which argument that is about. */
export const problemOf = (
  name: string,
  parameters: ReadonlyArray<Ast.TypeArgument>,
  types: ReadonlyArray<Known>,
): { readonly said: Said; readonly at?: number } | undefined => {
  const call = callOf(name)
  if (call === undefined) return undefined
  if (call.parameters === "-" && parameters.length > 0)
    return { said: ["it takes no parameters", `write \`${name}\` without parentheses`] }
  if (call.parameters === "+" && parameters.length === 0)
    return { said: ["it needs parameters", `write \`${name}(…)\`; ClickHouse says what they are`] }
  const level = parameters.find((it) => it._tag === "Number" && (it.value < 0 || it.value > 1))
  if (level !== undefined && /^quantiles?(?!GK|DD)/.test(name))
    return { said: ["its parameters are levels from 0 to 1", `write \`${name}(0.5)\` for the middle`] }
  const kindsOf = spread(call, types.length)
  if (kindsOf === undefined) return { said: count(name, call, types.length) }
  for (const [index, kind] of kindsOf.entries()) {
    const depth = index < types.length - call.last.length ? call.arrays : 0
    if (!suits(kind, types[index]!, depth)) {
      const what = `${"an array of ".repeat(depth)}${kinds[kind][0]}`
      const which = types.length === 1 ? "" : ` as its argument ${index + 1}`
      return {
        said: [`it takes ${what}${which}, not \`${types[index]!.text}\``, `give it ${what}`],
        at: index,
      }
    }
  }
  return undefined
}

/** The kind of each of so many arguments; nothing where that is not how many there can be. */
const spread = (call: Call, given: number): ReadonlyArray<Kind> | undefined => {
  const own = given - call.last.length
  const [least, most] = bounds(call)
  if (given < least || given > most) return undefined
  const all: Array<Kind> = []
  for (const { kind, many } of call.arguments)
    do all.push(kind)
    while (many === "*" && all.length < own)
  return [...all.slice(0, own), ...call.last]
}

const bounds = (call: Call): readonly [least: number, most: number] => {
  const needed = call.arguments.filter(({ many }) => many === "").length
  const least = Math.max(needed, call.atLeast) + call.last.length
  const most = call.arguments.some(({ many }) => many === "*")
    ? Number.POSITIVE_INFINITY
    : call.arguments.length + call.last.length
  return [least, most]
}

const count = (name: string, call: Call, given: number): Said => {
  const [least, most] = bounds(call)
  const few = `${least} argument${least === 1 ? "" : "s"}`
  const takes =
    most === least
      ? few
      : most === Number.POSITIVE_INFINITY
        ? `${few} or more`
        : `${least} to ${most} arguments`
  return [`it takes ${takes}, not ${given}`, `write \`AggregateFunction(${name}, …)\` with their types`]
}

/** Whether an argument is of a kind, as far as that is known; a mark of absence changes nothing. */
const suits = (kind: Kind, type: Known, arrays: number): boolean => {
  const it = seen(type)
  if (it.family === undefined) return true
  // Of a column that is always absent every function makes nothing.
  if (it.family === "Nothing") return kind === "any" || stored(type).family === "Nullable"
  if (arrays > 0) {
    if (!kinds.array[1].test(it.family)) return false
    return it.family !== "Array" || it.inner[0] === undefined || suits(kind, it.inner[0], arrays - 1)
  }
  return kind === "ordered" ? !isIncomparable(it) : kinds[kind][1].test(it.family)
}
