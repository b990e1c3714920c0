/**
 * The productions of the grammar as plain data, taken from the parser itself, so that what is written or drawn of them
 * cannot differ from what is parsed.
 */
import type { ISerializedGast } from "chevrotain"
import type { Forks } from "./internal/forks.ts"
import { analysed } from "./internal/grammar.ts"
import * as T from "./internal/tokens.ts"

/** What a production is made of. */
export type Part =
  /** Stands for itself, as a keyword or a sign does. */
  | { readonly _tag: "Literal"; readonly text: string }
  /** A word, a string, a number: a class of tokens. */
  | { readonly _tag: "Token"; readonly name: string }
  | { readonly _tag: "Rule"; readonly name: string }
  | { readonly _tag: "Sequence"; readonly parts: ReadonlyArray<Part> }
  | { readonly _tag: "Choice"; readonly parts: ReadonlyArray<Part> }
  | { readonly _tag: "Optional"; readonly part: Part }
  /** Any number of times, none included. */
  | { readonly _tag: "Repeat"; readonly part: Part }

export interface Production {
  readonly name: string
  readonly part: Part
}

/** Between two items of a block. The parser reads it in a loop of its own, so that no rule is called so. */
export const separator: Production = {
  name: "Separator",
  part: {
    _tag: "Choice",
    parts: [
      { _tag: "Token", name: "end of line" },
      { _tag: "Literal", text: "," },
    ],
  },
}

/** Every production, in the order in which the parser defines them. */
export const productions = (): ReadonlyArray<Production> => [
  separator,
  ...analysed()
    .grammar.getSerializedGastProductions()
    .map((rule) => production(nameOf((rule as Named).name), sequence((rule as Composed).definition))),
]

/** What the parser looks at where it can go several ways, worked out anew; it goes by what was written of it. */
export const forks = (): Forks => analysed().forks()

/** The rule that reads a class of tokens is where it is told what belongs to the class. */
const production = (name: string, of: Part): Production => ({
  name,
  part: same(of, { _tag: "Rule", name }) ? choice(members(name)) : of,
})

/** `pipe` is written `Pipe`, `forClause` is `For`: a rule must not be called as a method of the parser is. */
const nameOf = (rule: string): string =>
  `${rule.charAt(0).toUpperCase()}${rule.slice(1)}`.replace(/Clause$/, "")

interface Named extends ISerializedGast {
  readonly name: string
}

interface Composed extends ISerializedGast {
  readonly definition: Array<ISerializedGast>
}

const tokenNames: ReadonlyMap<string, string> = new Map([
  [T.Newline.name, "end of line"],
  [T.Str.name, "String"],
  [T.Num.name, "Number"],
  [T.TypeStr.name, "TypeString"],
  [T.Quoted.name, "QuotedName"],
])

/** What stands for a token that has no end, and is there for the finding only. */
const unfinished: ReadonlySet<string> = new Set(
  [T.UnclosedText, T.UnclosedStr, T.UnclosedTypeStr].map(({ name }) => name),
)

/** Tokens that the lexer does not make: each stands for those that name it as a category. */
const classes: ReadonlySet<string> = new Set([T.Part, T.Name].map(({ name }) => name))

const members = (name: string): ReadonlyArray<Part> =>
  T.all
    .filter((type) => type.CATEGORIES?.some((it) => it.name === name))
    .flatMap((type) => (classes.has(type.name) ? members(type.name) : terminal(type.name, type.LABEL!)))

const literals: ReadonlySet<string> = new Set(
  T.all.flatMap((type) => (type.LABEL?.startsWith("`") === true ? [type.name] : [])),
)

const part = (node: ISerializedGast): Part | undefined => {
  const inner = () => sequence((node as Composed).definition)
  switch (node.type) {
    case "Terminal": {
      const { name, label } = node as Named & { readonly label: string }
      return unfinished.has(name) ? undefined : terminal(name, label)
    }
    case "NonTerminal":
      return { _tag: "Rule", name: nameOf((node as Named).name) }
    case "Alternative":
      return inner()
    case "Alternation":
      return choice((node as Composed).definition.flatMap((it) => part(it) ?? []))
    case "Option":
      return { _tag: "Optional", part: inner() }
    case "Repetition":
      return repeat(inner())
    default:
      throw new Error(`a production is made of ${node.type}, which has no form yet`)
  }
}

const terminal = (name: string, label: string): Part =>
  literals.has(name)
    ? { _tag: "Literal", text: label.slice(1, -1) }
    : { _tag: classes.has(name) ? "Rule" : "Token", name: tokenNames.get(name) ?? name }

const sequence = (nodes: ReadonlyArray<ISerializedGast>): Part => {
  const parts = nodes.flatMap((it) => part(it) ?? [])
  return parts.length === 1 ? parts[0]! : { _tag: "Sequence", parts }
}

const choice = (parts: ReadonlyArray<Part>): Part => {
  const kept = parts
    .flatMap((it) => (it._tag === "Choice" ? it.parts : [it]))
    .filter((it) => it._tag !== "Sequence" || it.parts.length > 0)
  if (same({ _tag: "Choice", parts: kept }, separator.part)) return { _tag: "Rule", name: separator.name }
  return kept.length === 1 ? kept[0]! : { _tag: "Choice", parts: kept }
}

/** Items with any number of separators before each are separators and items in any order. */
const repeat = (of: Part): Part => {
  const [first, item] = of._tag === "Sequence" && of.parts.length === 2 ? of.parts : []
  if (
    first?._tag !== "Repeat" ||
    item === undefined ||
    !same(first.part, { _tag: "Rule", name: separator.name })
  )
    return { _tag: "Repeat", part: of }
  return { _tag: "Repeat", part: { _tag: "Choice", parts: [first.part, item] } }
}

const same = (a: Part, b: Part): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A production as text: `*` is any number, `?` none or one, `|` a choice. */
export const print = ({ name, part: of }: Production): string => `${name} : ${text(of, "choice")}`

/** What binds less than its surroundings stands in parentheses. */
const text = (of: Part, around: "choice" | "sequence" | "suffix"): string => {
  switch (of._tag) {
    case "Literal":
      return `"${of.text}"`
    case "Token":
    case "Rule":
      return of.name
    case "Optional":
      return `${text(of.part, "suffix")}?`
    case "Repeat":
      return `${text(of.part, "suffix")}*`
    case "Sequence": {
      const all = of.parts.map((it) => text(it, "sequence")).join(" ")
      return around === "suffix" ? `(${all})` : all
    }
    case "Choice": {
      const all = of.parts.map((it) => text(it, "choice")).join(" | ")
      return around === "choice" ? all : `(${all})`
    }
  }
}
