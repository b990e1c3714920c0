/** `JSON(max_dynamic_paths=8, a.b UInt32, SKIP c)` and `Dynamic(max_types=8)`. */
import type * as Ast from "@pipewright/language/Ast"
import { element } from "./containers.ts"
import {
  argumentsOf,
  type Context,
  integer,
  type Known,
  plain,
  type Resolver,
  wrongArguments,
} from "./model.ts"
import { matches, problemOf } from "./pattern.ts"
import { byText, name, string, verbatim } from "./spelling.ts"

interface Limit {
  readonly most: number
  readonly usual: number
}

const jsonLimits: ReadonlyMap<string, Limit> = new Map([
  ["max_dynamic_types", { most: 254, usual: 32 }],
  ["max_dynamic_paths", { most: 10_000, usual: 1024 }],
])
const dynamicLimits: ReadonlyMap<string, Limit> = new Map([["max_types", { most: 254, usual: 32 }]])

/** The parameters that are set, with the last of several of one name. */
const parameters = (
  context: Context,
  family: string,
  items: ReadonlyArray<Ast.TypeParameter>,
  limits: ReadonlyMap<string, Limit>,
): ReadonlyArray<string> => {
  const values = new Map<string, number>()
  for (const it of items) {
    const limit = limits.get(it.name.text)
    if (limit === undefined) {
      const known = [...limits.keys()]
      context.report("unknown-type-parameter", it.name.span, { name: it.name.text, type: family, known })
      continue
    }
    const value = integer(it.value)
    if (value === undefined || value < 0 || value > limit.most) {
      const found = it.value._tag === "Number" ? String(it.value.value) : string(it.value.text)
      const what = `\`${it.name.text}\` of \`${family}\``
      context.report("type-number-out-of-range", it.value.span, { what, least: 0, most: limit.most, found })
      continue
    }
    values.set(it.name.text, value)
  }
  return [...limits].flatMap(([own, { usual }]) => {
    const value = values.get(own)
    return value === undefined || value === usual ? [] : [`${own}=${value}`]
  })
}

export const dynamic: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [only] = items
  if (only === undefined) return plain(family, family)
  if (items.length > 1 || only._tag !== "TypeParameter") {
    wrongArguments(context, type, "at most a number of types", "Dynamic(max_types=8)")
    return plain(family, verbatim(type, family))
  }
  const [shown] = parameters(context, family, [only], dynamicLimits)
  return plain(family, shown === undefined ? family : `${family}(${shown})`)
}

const example = "JSON(max_dynamic_paths=64, user.id UInt64, SKIP debug)"
/** No part of a path is empty. */
const isNamed = (path: ReadonlyArray<Ast.Name>): boolean =>
  path.every((part) => part.text !== "" || part.template !== undefined)
/** A path of this name would be a keyword without its backticks. */
const pathName = (path: string): string => (/^skip$/i.test(path) ? `\`${path}\`` : name(path))
const dotted = (path: ReadonlyArray<Ast.Name>): string => path.map((part) => part.text).join(".")

export const json: Resolver = (context, type, family) => {
  const settings: Array<Ast.TypeParameter> = []
  const paths = new Map<string, { readonly at: Ast.Name; readonly type: Known }>()
  const skips = new Set<string>()
  const patterns: Array<string> = []
  for (const it of argumentsOf(type)) {
    const typed = element(it)
    if (typed !== undefined) {
      const path = dotted(typed.path)
      const own = typed.path[0]!
      const at = { ...own, span: { start: own.span.start, end: typed.path.at(-1)!.span.end } }
      const first = paths.get(path)
      const inner = context.resolve(typed.type)
      const unread = context.strict ? unreadable(inner) : undefined
      if (unread !== undefined) {
        const help = "use a type that JSON text has values for, such as `String` or `Float64`"
        context.report("type-inside", typed.type.span, { inner: unread, outer: "JSON", help })
      }
      if (!isNamed(typed.path)) context.report("reserved-element", at.span, { name: "" })
      else if (first !== undefined)
        context.report("duplicate-element", at.span, { what: "path", name: path }, { first: first.at.span })
      else paths.set(path, { at, type: inner })
    } else if (it._tag === "TypeParameter") settings.push(it)
    else if (it._tag === "TypeSkip" && "_tag" in it.skipped) {
      const why = problemOf(it.skipped.text)
      if (why !== undefined) context.report("broken-pattern", it.skipped.span, { why })
      patterns.push(it.skipped.text)
    } else if (it._tag === "TypeSkip" && !("_tag" in it.skipped)) {
      if (!isNamed(it.skipped)) context.report("reserved-element", it.span, { name: "" })
      // What the engine writes of it down it cannot read again, and refuses.
      if (/^regexp$/i.test(dotted(it.skipped)))
        context.report("reserved-element", it.span, { name: dotted(it.skipped) })
      skips.add(dotted(it.skipped))
    } else wrongArguments(context, type, "parameters, paths with types, and `SKIP`", example, it)
  }
  reachable(context, paths, skips, patterns)
  const shown = [
    ...parameters(context, family, settings, jsonLimits),
    ...[...paths].sort(([a], [b]) => byText(a, b)).map(([path, it]) => `${pathName(path)} ${it.type.text}`),
    ...[...skips].sort(byText).map((path) => `SKIP ${name(path)}`),
    ...[...patterns].sort(byText).map((pattern) => `SKIP REGEXP ${string(pattern)}`),
  ]
  return plain(family, shown.length === 0 ? family : `${family}(${shown.join(", ")})`)
}

/** A path with a type that is skipped never has a value. The engine compares the texts: `SKIP a` skips `ab` as well. */
const reachable = (
  context: Context,
  paths: ReadonlyMap<string, { readonly at: Ast.Name }>,
  skips: ReadonlySet<string>,
  patterns: ReadonlyArray<string>,
): void => {
  for (const [path, { at }] of paths) {
    const skip = startOf(path, skips)
    const pattern = patterns.find((it) => matches(it, path))
    if (skip !== undefined) context.report("skipped-path", at.span, { path, skip: `SKIP ${name(skip)}` })
    else if (pattern !== undefined)
      context.report("skipped-path", at.span, { path, skip: `SKIP REGEXP ${string(pattern)}` })
  }
}

const startOf = (path: string, skips: ReadonlySet<string>): string | undefined => {
  for (let length = 1; length <= path.length; length++)
    if (skips.has(path.slice(0, length))) return path.slice(0, length)
  return undefined
}

const unreadableFamilies = /^(AggregateFunction|BFloat16|Interval\w+|Nothing|QBit)$/

/** The type within a type that the engine does not read from JSON text, if there is one. */
const unreadable = (type: Known): string | undefined => {
  if (type.family === undefined) return undefined
  if (unreadableFamilies.test(type.family)) return type.text
  if (type.family === "Map") {
    const [key] = type.inner
    const base = key?.family === "LowCardinality" ? key.inner[0] : key
    if (base?.family !== undefined && base.family !== "String") return type.text
  }
  for (const inner of type.inner) {
    const found = unreadable(inner)
    if (found !== undefined) return found
  }
  return undefined
}
