/** ClickHouse types: which names the engine knows, and how it spells them. */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"
import { aliases, families, looseAliases, looseFamilies } from "./internal/typeNames.ts"

const spellings: ReadonlyMap<string, string> = new Map([
  ...families.map((name) => [name, name] as const),
  ...Object.entries(aliases),
])

const looseSpellings: ReadonlyMap<string, string> = new Map([
  ...looseFamilies.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(looseAliases).map(([name, family]) => [name.toLowerCase(), family] as const),
])

/** Every name that the engine takes, for suggestions; families come before aliases. */
export const names: ReadonlyArray<string> = [
  ...families,
  ...looseFamilies,
  ...Object.keys(aliases),
  ...Object.keys(looseAliases),
]

/** The family that a name stands for, in the engine's spelling; `undefined` for a name that it does not know. */
export const family = (name: string): string | undefined =>
  spellings.get(name) ?? looseSpellings.get(name.toLowerCase())

/** A name within a type that the engine does not know. */
export interface UnknownName {
  readonly name: string
  readonly span: Span
}

/** The names in a type, nested ones included, that are not types of the engine. */
export const unknownNames = (type: Ast.Type): ReadonlyArray<UnknownName> => {
  const own = family(type.name.text) === undefined ? [{ name: type.name.text, span: type.name.span }] : []
  const inner = type.arguments ?? []
  // The first argument of an aggregate state is a function, not a type.
  const types = /^(Simple)?AggregateFunction$/.test(type.name.text) ? inner.slice(1) : inner
  return [...own, ...types.flatMap(unknownIn)]
}

const unknownIn = (argument: Ast.TypeArgument): ReadonlyArray<UnknownName> => {
  switch (argument._tag) {
    case "Type":
      return unknownNames(argument)
    case "TypeElement":
      return unknownNames(argument.type)
    default:
      return []
  }
}

/** A type as the engine spells it: aliases resolved, one space after a comma, names quoted only where they must be. */
export const print = (type: Ast.Type): string => {
  const name = family(type.name.text) ?? type.name.text
  return type.arguments === undefined ? name : `${name}(${type.arguments.map(printArgument).join(", ")})`
}

const printArgument = (argument: Ast.TypeArgument): string => {
  switch (argument._tag) {
    case "Type":
      return print(argument)
    case "Number":
      return String(argument.value)
    case "TypeString":
      return printString(argument.text)
    case "TypeMember":
      return `${printString(argument.name.text)} = ${argument.value.value}`
    case "TypeParameter":
      return `${argument.name.text}=${printArgument(argument.value)}`
    case "TypeElement":
      return `${argument.path.map(printName).join(".")} ${print(argument.type)}`
    case "TypeSkip": {
      const { skipped } = argument
      return "_tag" in skipped
        ? `SKIP REGEXP ${printString(skipped.text)}`
        : `SKIP ${skipped.map(printName).join(".")}`
    }
  }
}

const printName = (name: Ast.Name): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name.text) ? name.text : `\`${name.text.replace(/[\\`]/g, "\\$&")}\``

const printString = (text: string): string =>
  `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}'`
