/** Types made of other types, and what may be inside which. */
import type * as Ast from "@pipewright/language/Ast"
import * as Fixes from "./fixes.ts"
import {
  argumentsOf,
  type Context,
  type Known,
  natural,
  onlyType,
  plain,
  type Resolver,
  stored,
  wrongArguments,
} from "./model.ts"
import { name, verbatim } from "./spelling.ts"

export const array: Resolver = (context, type, family) => {
  const inner = onlyType(context, type, "the type of its elements", "Array(String)")
  if (inner === undefined) return plain(family, verbatim(type, family))
  return plain(family, `${family}(${inner.text})`, [inner])
}

/** What the engine keeps no mark of absence for. */
const neverNull = new Set([
  "AggregateFunction",
  "Array",
  "Dynamic",
  "Geometry",
  "LineString",
  "Map",
  "MultiLineString",
  "MultiPolygon",
  "Nested",
  "Nullable",
  "Polygon",
  "Ring",
  "Variant",
])

export const nullable: Resolver = (context, type, family) => {
  const inner = onlyType(context, type, "one type", "Nullable(String)")
  if (inner === undefined) return plain(family, verbatim(type, family))
  const text = `${family}(${inner.text})`
  const base = stored(inner).family
  const { span } = argumentsOf(type)[0]!
  if (base === "LowCardinality") {
    const help = `turn it round: \`LowCardinality(Nullable(${inner.inner[0]?.text ?? "String"}))\``
    const fix = Fixes.turnRound(type)
    context.report("type-inside", span, { inner: inner.text, outer: family, help }, { fix })
  } else if (base !== undefined && neverNull.has(base)) {
    context.report("type-inside", span, { inner: inner.text, outer: family, help: withoutNull(base, inner) })
  } else if (context.strict && (base === "Tuple" || base === "Point")) {
    const why = "a tuple that may be absent is an experiment of the engine"
    context.report("refused-by-default", type.span, { type: text, why, help: `use \`${inner.text}\`` })
  }
  return plain(family, text, [inner])
}

const withoutNull = (base: string, inner: Known): string => {
  if (base === "Array" && inner.inner[0] !== undefined)
    return `use \`Array(Nullable(${inner.inner[0].text}))\`, or \`${inner.text}\`: absent is then empty`
  return base === "Dynamic" || base === "Variant" || base === "Nullable" || base === "Geometry"
    ? `use \`${inner.text}\`: it holds \`NULL\` as it is`
    : `use \`${inner.text}\`: absent is then empty`
}

const dictionaries = new Set(["String", "FixedString", "UUID"])
const slowDictionaries = /^(U?Int\d+|Float\d+|BFloat16|Bool|Date|Date32|DateTime|Time|IPv4|IPv6|Interval\w+)$/

export const lowCardinality: Resolver = (context, type, family) => {
  const inner = onlyType(context, type, "one type, mostly `String`", "LowCardinality(String)")
  if (inner === undefined) return plain(family, verbatim(type, family))
  const text = `${family}(${inner.text})`
  const outer = stored(inner)
  const base = outer.family === "Nullable" && outer.inner[0] !== undefined ? stored(outer.inner[0]) : outer
  if (base.family !== undefined && slowDictionaries.test(base.family)) {
    const why = "a dictionary of numbers takes more space and time than the numbers"
    const words = { type: text, why, help: `use \`${inner.text}\`` }
    if (context.strict) context.report("refused-by-default", type.span, words, { fix: Fixes.unwrap(type) })
  } else if (base.family !== undefined && !dictionaries.has(base.family)) {
    const help = `use \`${inner.text}\`; \`${family}\` is for \`String\`, \`FixedString\` and \`UUID\``
    const words = { inner: inner.text, outer: family, help }
    context.report("type-inside", argumentsOf(type)[0]!.span, words, { fix: Fixes.unwrap(type) })
  }
  return plain(family, text, [inner])
}

/** `Nullable`, or a dictionary of it. */
export const isNullable = (type: Known): boolean => {
  const it = stored(type)
  return (
    it.family === "Nullable" ||
    (it.family === "LowCardinality" && it.inner[0] !== undefined && stored(it.inner[0]).family === "Nullable")
  )
}

export const map: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const odd = items.find((it) => it._tag !== "Type")
  if (items.length !== 2 || odd !== undefined) {
    wrongArguments(context, type, "the type of its keys and that of its values", "Map(String, UInt64)", odd)
    return plain(family, verbatim(type, family))
  }
  const [key, value] = items.map((it) => context.resolve(it as Ast.Type))
  if (isNullable(key!)) {
    const help = "a key is never absent; leave `Nullable` out"
    const words = { inner: key!.text, outer: "the key of a Map", help }
    context.report("type-inside", items[0]!.span, words, { fix: Fixes.neverAbsent(items[0]!) })
  }
  return plain(family, `${family}(${key!.text}, ${value!.text})`, [key!, value!])
}

export interface Element {
  readonly path: ReadonlyArray<Ast.Name>
  readonly type: Ast.Type
}

/** Where an element may stand, the engine reads `int unsigned` as a name and a type, not as the long name of a type. */
export const element = (it: Ast.TypeArgument): Element | undefined => {
  if (it._tag === "TypeElement") return it
  if (it._tag !== "Type") return undefined
  const at = it.name.text.indexOf(" ")
  if (at === -1) return undefined
  const { start, end } = it.name.span
  const text = it.name.text.slice(at + 1)
  return {
    path: [{ _tag: "Name", span: { start, end: start + at }, text: it.name.text.slice(0, at) }],
    type: { ...it, name: { _tag: "Name", span: { start: end - text.length, end }, text } },
  }
}

/** The named elements of a tuple: each a name of its own, and none of them the name of the engine's null map. */
const named = (
  context: Context,
  elements: ReadonlyArray<Element>,
): ReadonlyArray<readonly [string, Known]> => {
  const places = new Map<string, Ast.Name>()
  return elements.map(({ path, type }) => {
    const own = path[0]!
    const first = places.get(own.text)
    if (own.text === "null" || (own.text === "" && own.template === undefined))
      context.report("reserved-element", own.span, { name: own.text })
    else if (first !== undefined)
      context.report(
        "duplicate-element",
        own.span,
        { what: "element", name: own.text },
        { first: first.span },
      )
    else places.set(own.text, own)
    return [name(own.text), context.resolve(type)]
  })
}

const listed = (elements: ReadonlyArray<readonly [string, Known]>): string =>
  elements.map(([own, type]) => `${own} ${type.text}`).join(", ")

export const tuple: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const elements = items.map(element)
  const odd = items.find((it, index) =>
    elements[index] === undefined ? it._tag !== "Type" : elements[index].path.length > 1,
  )
  if (odd !== undefined) {
    wrongArguments(
      context,
      type,
      "types, each after a name or all without",
      "Tuple(lat Float64, lon Float64)",
      odd,
    )
    return plain(family, verbatim(type, family))
  }
  const withNames = elements.filter((it) => it !== undefined)
  if (withNames.length === items.length) {
    const inner = named(context, withNames)
    return plain(
      family,
      `${family}(${listed(inner)})`,
      inner.map(([, it]) => it),
    )
  }
  if (withNames.length > 0) {
    const nameless = items[elements.indexOf(undefined)]!
    context.report("partly-named-tuple", nameless.span, undefined)
  }
  const inner = items.map((it, index) => context.resolve(elements[index]?.type ?? (it as Ast.Type)))
  return plain(family, `${family}(${inner.map((it) => it.text).join(", ")})`, inner)
}

export const nested: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const elements = items.map(element)
  const odd = items.find((_, index) => elements[index]?.path.length !== 1)
  if (items.length === 0 || odd !== undefined) {
    wrongArguments(context, type, "names with types", "Nested(name String, price Float64)", odd)
    return plain(family, verbatim(type, family))
  }
  const inner = named(
    context,
    elements.filter((it) => it !== undefined),
  )
  return plain(
    family,
    `${family}(${listed(inner)})`,
    inner.map(([, it]) => it),
  )
}

const vectors = new Set(["BFloat16", "Float32", "Float64", "Int8"])
const mostDimensions = 8 * 16_777_215
const mostStrides = 1024
const vectorExample = "QBit(Float32, 1536)"

export const qbit: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [of, size, step] = items
  const length = natural(size)
  const stride = step === undefined ? length : natural(step)
  if (of?._tag !== "Type" || !length || !stride || items.length > 3) {
    wrongArguments(context, type, "a type, a number of dimensions, and perhaps a stride", vectorExample)
    return plain(family, verbatim(type, family))
  }
  const inner = context.resolve(of)
  if (inner.family !== undefined && !vectors.has(inner.family)) {
    const help = "a vector is of `BFloat16`, `Float32`, `Float64` or `Int8`"
    context.report("type-inside", of.span, { inner: inner.text, outer: family, help })
  }
  if (stride !== length && (length % stride !== 0 || stride % 8 !== 0))
    wrongArguments(
      context,
      type,
      "a stride that divides the dimensions and is a multiple of 8",
      "QBit(Float32, 1536, 512)",
      step,
    )
  else if (length / stride > mostStrides)
    context.report("type-number-out-of-range", step!.span, {
      what: `stride of \`${family}(${inner.text}, ${length}, …)\``,
      least: Math.ceil(length / mostStrides),
      most: length,
      found: String(stride),
    })
  if (length > mostDimensions)
    context.report("type-number-out-of-range", size!.span, {
      what: `number of dimensions of \`${family}\``,
      least: 1,
      most: mostDimensions,
      found: String(length),
    })
  const shown = stride === length ? `${length}` : `${length}, ${stride}`
  return plain(family, `${family}(${inner.text}, ${shown})`, [inner])
}
