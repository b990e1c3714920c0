/** `Variant(String, UInt64)`: a value of one of several types, in no order. */
import type * as Ast from "@pipewright/language/Ast"
import { isNullable } from "./containers.ts"
import {
  argumentsOf,
  type Context,
  type Known,
  plain,
  type Resolver,
  stored,
  wrongArguments,
} from "./model.ts"
import { similarMembers } from "./similar.ts"
import { byText, verbatim } from "./spelling.ts"

const mostMembers = 255

interface Member {
  readonly type: Known
  readonly at: Ast.TypeArgument
}

export const variant: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const odd = items.find((it) => it._tag !== "Type")
  if (items.length === 0 || odd !== undefined) {
    wrongArguments(context, type, "one type or more", "Variant(String, UInt64)", odd)
    return plain(family, verbatim(type, family))
  }
  const members = new Map<string, Member>()
  for (const at of items) {
    const inner = context.resolve(at as Ast.Type)
    belongs(context, at, inner)
    // A member that never has a value is left out, and one that is there already is the same one.
    if (inner.family !== "Nothing" && !members.has(inner.text)) members.set(inner.text, { type: inner, at })
  }
  const all = [...members.values()]
  if (all.length === 0) wrongArguments(context, type, "one type or more", "Variant(String, UInt64)")
  else if (all.length > mostMembers)
    context.report("type-number-out-of-range", type.span, {
      what: "number of members of a `Variant`",
      least: 1,
      most: mostMembers,
      found: String(all.length),
    })
  else if (context.strict) tellApart(context, all)
  const inner = all.map((it) => it.type).sort((a, b) => byText(a.text, b.text))
  return plain(family, `${family}(${inner.map((it) => it.text).join(", ")})`, inner)
}

const belongs = (context: Context, at: Ast.TypeArgument, inner: Known): void => {
  const { family } = stored(inner)
  const help = isNullable(inner)
    ? "a variant holds `NULL` as it is; leave `Nullable` out"
    : family === "Variant" || family === "Geometry"
      ? "list its members in the outer variant"
      : family === "Dynamic"
        ? "use `Dynamic` alone: it takes values of all types"
        : undefined
  if (help !== undefined)
    context.report("type-inside", at.span, { inner: inner.text, outer: "Variant", help })
}

/** Each member that is similar to an earlier one is told once. */
const tellApart = (context: Context, members: ReadonlyArray<Member>): void => {
  for (const [index, { type, at }] of members.entries()) {
    const earlier = members.slice(0, index).find((it) => similarMembers(it.type, type))
    if (earlier !== undefined)
      context.report(
        "similar-variants",
        at.span,
        { first: earlier.type.text, second: type.text },
        { first: earlier.at.span },
      )
  }
}
