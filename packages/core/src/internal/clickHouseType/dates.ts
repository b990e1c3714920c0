/** Types of points in time: a scale and a time zone. */
import type * as Ast from "@pipewright/language/Ast"
import type { Fix } from "@pipewright/language/Diagnostic"
import * as Fixes from "./fixes.ts"
import { argumentsOf, type Context, natural, plain, type Resolver, wrongArguments } from "./model.ts"
import { string, verbatim } from "./spelling.ts"
import { timeZones } from "./timeZones.ts"

const known = new Set(timeZones)
const finest = 9

const zone = (context: Context, it: Ast.TypeString): string => {
  if (it.text !== "" && !known.has(it.text))
    context.report("unknown-time-zone", it.span, { name: it.text, known: timeZones })
  return it.text
}

const scaleIsKnown = (context: Context, at: Ast.TypeArgument, family: string, scale: number): void => {
  if (scale > finest)
    context.report("type-number-out-of-range", at.span, {
      what: `scale of \`${family}\``,
      least: 0,
      most: finest,
      found: String(scale),
      help: "the scale counts the digits of the fraction of a second: 3 for milliseconds, 9 for nanoseconds",
    })
}

const spelled = (family: string, ...items: ReadonlyArray<number | string>): string => {
  const shown = items
    .filter((it) => it !== "")
    .map((it) => (typeof it === "string" ? string(it) : String(it)))
  return shown.length === 0 ? family : `${family}(${shown.join(", ")})`
}

/** What the engine takes as an argument and then passes over; the rest is no syntax of these types. */
const passedOver = (it: Ast.TypeArgument): boolean =>
  it._tag === "Number" || it._tag === "Type" || it._tag === "TypeMember" || it._tag === "TypeString"

/** Whether the engine passes over all of these, which is told and is no mistake to it. */
const drops = (context: Context, type: Ast.Type, items: ReadonlyArray<Ast.TypeArgument>): boolean => {
  if (!items.every(passedOver)) return false
  const all = argumentsOf(type)
  for (const it of items) {
    const fix = withQuotes(it) ?? Fixes.leaveOut(all[all.indexOf(it) - 1]!, it)
    context.report("dropped-argument", it.span, { name: type.name.text }, { fix })
  }
  return true
}

/** A time zone that only lacks its quotes. */
const withQuotes = (it: Ast.TypeArgument): Fix | undefined =>
  it._tag === "Type" && it.arguments === undefined && known.has(it.name.text)
    ? Fixes.replace(it, string(it.name.text))
    : undefined

/** `DateTime('UTC')`; `DateTime(3, 'UTC')` is a `DateTime64`. */
export const dateTime: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [first, second] = items
  const scale = natural(first)
  if (first === undefined) return plain(family, family)
  if (first._tag === "TypeString" && drops(context, type, items.slice(1)))
    return plain(family, spelled(family, zone(context, first)))
  const zoned = second?._tag === "TypeString"
  if (scale !== undefined && drops(context, type, items.slice(zoned ? 2 : 1))) {
    scaleIsKnown(context, first, "DateTime64", scale)
    const place = zoned ? zone(context, second) : ""
    return scale === 0
      ? plain(family, spelled(family, place))
      : plain("DateTime64", spelled("DateTime64", scale, place))
  }
  const fix = items.length === 1 ? withQuotes(first) : undefined
  wrongArguments(context, type, "a time zone in single quotes", "DateTime('UTC')", type, fix)
  return plain(family, verbatim(type, family))
}

/** `DateTime32('UTC')`. */
export const dateTime32: Resolver = (context, type) => {
  const items = argumentsOf(type)
  const [first] = items
  if (first === undefined) return plain("DateTime", "DateTime")
  if (items.length === 1 && first._tag === "TypeString")
    return plain("DateTime", spelled("DateTime", zone(context, first)))
  const fix = items.length === 1 ? withQuotes(first) : undefined
  wrongArguments(context, type, "a time zone in single quotes", "DateTime('UTC')", type, fix)
  return plain("DateTime", verbatim(type, "DateTime32"))
}

/** `DateTime64(3, 'UTC')`. */
export const dateTime64: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [first, second] = items
  const scale = first === undefined ? 3 : natural(first)
  const zoned = second?._tag === "TypeString"
  if (scale === undefined || items.length > 2 || !drops(context, type, zoned ? [] : items.slice(1))) {
    const zone = first?._tag === "TypeString" && items.length === 1 && known.has(first.text)
    const fix = zone ? Fixes.replace(first, `3, ${string(first.text)}`) : undefined
    const takes = "a scale, and then a time zone in single quotes"
    wrongArguments(context, type, takes, "DateTime64(3, 'UTC')", type, fix)
    return plain(family, verbatim(type, family))
  }
  if (first !== undefined) scaleIsKnown(context, first, family, scale)
  return plain(family, spelled(family, scale, zoned ? zone(context, second) : ""))
}

/** `Time`, `Time64(3)`: a time of day has no time zone. */
export const time: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [first] = items
  if (first === undefined) return plain(family, family === "Time" ? family : spelled(family, 3))
  const scale = natural(first)
  const more = items.slice(1)
  const zoned = more[0]?._tag === "TypeString"
  if (
    scale === undefined ||
    zoned ||
    (family === "Time64" && more.length > 1) ||
    !drops(context, type, more)
  ) {
    const fix =
      first._tag === "TypeString" && items.length === 1
        ? Fixes.bare(type)
        : zoned && scale !== undefined && items.length === 2
          ? Fixes.leaveOut(first, more[0]!)
          : undefined
    wrongArguments(context, type, "at most a scale; a time of day has no time zone", "Time64(3)", type, fix)
    return plain(family, verbatim(type, family))
  }
  scaleIsKnown(context, first, "Time64", scale)
  return family === "Time" && scale === 0 ? plain(family, family) : plain("Time64", spelled("Time64", scale))
}
