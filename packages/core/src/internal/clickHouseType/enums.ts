/** Enumerations: every member has a number, written or counted from the first. */
import type * as Ast from "@pipewright/language/Ast"
import { argumentsOf, type Context, integer, plain, type Resolver, wrongArguments } from "./model.ts"
import { string, verbatim } from "./spelling.ts"

interface Member {
  readonly name: string
  readonly value: number
  readonly at: Ast.TypeArgument
}

const limits = { Enum8: 127, Enum16: 32_767 } as const
const example = "Enum8('new' = 1, 'done' = 2)"

export const enumeration: Resolver = (context, type, family) => {
  const members = membersOf(context, type)
  if (members === undefined) return plain(family === "Enum" ? "Enum8" : family, verbatim(type, family))
  const narrow = members.every(({ value }) => inRange(value, limits.Enum8))
  const size = family === "Enum8" || (family === "Enum" && narrow) ? "Enum8" : "Enum16"
  unique(context, members)
  for (const { value, at } of members) {
    const most = limits[size]
    if (inRange(value, most)) continue
    context.report("type-number-out-of-range", at.span, {
      what: `number of a member of \`${size}\``,
      least: -most - 1,
      most,
      found: String(value),
      help: size === "Enum8" ? "use `Enum16`" : "use `LowCardinality(String)`",
    })
  }
  const shown = [...members].sort((a, b) => a.value - b.value)
  return plain(size, `${size}(${shown.map((it) => `${string(it.name)} = ${it.value}`).join(", ")})`)
}

const inRange = (value: number, most: number): boolean => value >= -most - 1 && value <= most

const membersOf = (context: Context, type: Ast.Type): ReadonlyArray<Member> | undefined => {
  const items = argumentsOf(type)
  const odd = items.find((it) => it._tag !== "TypeString" && !isNumbered(it))
  if (items.length === 0 || odd !== undefined) {
    wrongArguments(context, type, "names in single quotes, each with a whole number or none", example, odd)
    return undefined
  }
  // The engine lets the first member be what it likes, and takes the others as all with numbers or all without.
  const later = items.slice(1)
  const mixed = later.find((it) => it._tag !== later[0]!._tag)
  if (mixed !== undefined) {
    context.report("enum-numbering", mixed.span, undefined)
    return undefined
  }
  const members: Array<Member> = []
  for (const it of items) {
    if (it._tag === "TypeMember") members.push({ name: it.name.text, value: it.value.value, at: it })
    else if (it._tag === "TypeString")
      members.push({ name: it.text, value: (members.at(-1)?.value ?? 0) + 1, at: it })
  }
  return members
}

/** The engine reads `ENUM8('a' = 1)` by another way than other types, and there the name may be in any case. */
export const looseFamily = (type: Ast.Type): string | undefined => {
  const [, bits] = /^enum(8|16)$/i.exec(type.name.text) ?? []
  const items = argumentsOf(type)
  return bits !== undefined && items.length > 0 && items.every(isNumbered) ? `Enum${bits}` : undefined
}

const isNumbered = (it: Ast.TypeArgument): boolean =>
  it._tag === "TypeMember" && integer(it.value) !== undefined

const unique = (context: Context, members: ReadonlyArray<Member>): void => {
  const names = new Map<string, Member>()
  const values = new Map<number, Member>()
  for (const member of members) {
    const { name, value, at } = member
    const sameName = names.get(name)
    const sameValue = values.get(value)
    if (sameName !== undefined)
      context.report(
        "duplicate-enum-member",
        at.span,
        { what: "name", shown: string(name) },
        { first: sameName.at.span },
      )
    else if (sameValue !== undefined)
      context.report(
        "duplicate-enum-member",
        at.span,
        { what: "number", shown: String(value) },
        { first: sameValue.at.span },
      )
    else {
      names.set(name, member)
      values.set(value, member)
    }
  }
}
