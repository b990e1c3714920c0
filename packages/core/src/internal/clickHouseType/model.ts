/** What is known of a type once it is read: enough for the types around it, and its canonical spelling. */
import type * as Ast from "@pipewright/language/Ast"
import type { Fix } from "@pipewright/language/Diagnostic"
import type { Report } from "./problems.ts"

export interface Known {
  /** `undefined` for a name that the engine does not have: nothing more is said of such a type. */
  readonly family: string | undefined
  /** As the engine spells it. */
  readonly text: string
  /** The types that it is made of. */
  readonly inner: ReadonlyArray<Known>
  /** The precision of a decimal. */
  readonly precision?: number
}

export interface Context {
  readonly report: Report
  /** Whether what the engine refuses only by its default settings is a problem; it is not in aggregate states. */
  readonly strict: boolean
  readonly resolve: (type: Ast.Type, strict?: boolean) => Known
}

/** Reads a type of a family; the name is as the author wrote it. */
export type Resolver = (context: Context, type: Ast.Type, family: string) => Known

/** How many digits a decimal has at most. */
export const mostDigits = 76

/** The scale of a decimal, as the engine spells it. */
export const scaleOf = (decimal: string): number => Number(/, (\d+)\)$/.exec(decimal)?.[1] ?? 0)

export const argumentsOf = (type: Ast.Type): ReadonlyArray<Ast.TypeArgument> => type.arguments ?? []

/** A literal that the engine takes as an integer. */
export const integer = (argument: Ast.TypeArgument | undefined): number | undefined =>
  argument?._tag === "Number" && argument.float !== true && Number.isSafeInteger(argument.value)
    ? argument.value
    : undefined

/** The same without a sign. */
export const natural = (argument: Ast.TypeArgument | undefined): number | undefined => {
  const value = integer(argument)
  return value === undefined || value < 0 ? undefined : value
}

/** A type that is stored like another is, for what may be inside what, that other. */
export const stored = (type: Known): Known => {
  let it = type
  while (it.family === "SimpleAggregateFunction" && it.inner[0] !== undefined) it = it.inner[0]
  return it
}

export const plain = (family: string | undefined, text: string, inner: ReadonlyArray<Known> = []): Known => ({
  family,
  text,
  inner,
})

/** A type as a function sees it; nothing is known of one that its container should have and has not. */
export const seen = (type: Known = plain(undefined, "")): Known => {
  const it = stored(type)
  return (it.family === "Nullable" || it.family === "LowCardinality") && it.inner[0] !== undefined
    ? seen(it.inner[0])
    : it
}

const incomparable = /^(AggregateFunction|Dynamic|Geometry|QBit|Variant)$/

/** Whether values of a type have no order. */
export const isIncomparable = (type: Known): boolean =>
  incomparable.test(type.family ?? "") || type.inner.some(isIncomparable)

/** `true`, or a problem: the arguments are not what the type takes. */
export const wrongArguments = (
  context: Context,
  type: Ast.Type,
  takes: string,
  example: string,
  at: Ast.TypeArgument | Ast.Type = type,
  fix?: Fix,
): void => context.report("type-arguments", at.span, { name: type.name.text, takes, example }, { fix })

/** The one type that a family takes, or a problem. */
export const onlyType = (
  context: Context,
  type: Ast.Type,
  takes: string,
  example: string,
): Known | undefined => {
  const items = argumentsOf(type)
  const first = items[0]
  if (items.length === 1 && first?._tag === "Type") return context.resolve(first)
  wrongArguments(context, type, takes, example, items.length === 1 ? first : type)
  return undefined
}
