/**
 * Random types, most of them nearly right: made of the engine's own words, with parameters at their bounds, and then
 * with something changed now and then. The same seed gives the same types.
 */
import * as Random from "../internal/random.ts"
import type { Vocabulary } from "./engine.ts"
import { members, numbers, oddNames, parametersOf, patterns, words } from "./words.ts"

/** How deep types nest. */
const deepest = 3

/** Types without an end; those of another seed are others. */
export function* types(vocabulary: Vocabulary, seed: number): Generator<string> {
  const { next, below, chance, one } = Random.make(seed)
  const some = (least: number, most: number, make: () => string): string =>
    Array.from({ length: least + below(most - least + 1) }, make).join(comma())
  const comma = (): string => one([", ", ", ", ", ", ",", " ,  "])

  const anyCase = (word: string): string =>
    one([word.toLowerCase(), word.toUpperCase(), word.charAt(0).toLowerCase() + word.slice(1), word])

  const name = (): string => (chance(70) ? one(words) : one(oddNames))
  const number = (usual: ReadonlyArray<string>): string => (chance(75) ? one(usual) : one(numbers))
  const zone = (): string =>
    chance(90) ? `'${one(vocabulary.zones)}'` : one(["'utc'", "''", "'Mars/Base'", "'UTC '"])

  const simple = (): string =>
    one([
      "UInt8",
      "UInt64",
      "Int32",
      "String",
      "Float64",
      "UUID",
      "Date",
      "DateTime",
      "Bool",
      "IPv4",
      "UInt256",
      "Date32",
    ])

  const enumeration = (): string => {
    const numbered = chance(60)
    const member = (): string => {
      const text = chance(40) ? `'${one(["a", "b", "c", "d", "e"])}${below(40)}'` : one(members)
      if (numbered ? chance(97) : chance(3))
        return `${text}${one([" = ", "=", " =", "= "])}${number(["0", "1", "2", "-1", "100", "127", "-128", "128", "32767", "-32768"])}`
      return text
    }
    return `${one(["Enum", "Enum8", "Enum16", "ENUM", "enum"])}(${some(1, 5, member)})`
  }

  const path = (): string => Array.from({ length: 1 + below(3) }, name).join(".")

  const json = (depth: number): string => {
    const argument = (): string => {
      switch (below(8)) {
        case 0:
          return `max_dynamic_paths${one(["=", " = "])}${number(["0", "8", "1024", "10000"])}`
        case 1:
          return `max_dynamic_types=${number(["0", "8", "32", "254"])}`
        case 2:
          return `SKIP ${path()}`
        case 3:
          return `SKIP REGEXP ${one(patterns)}`
        default:
          return `${path()} ${chance(60) ? simple() : type(depth + 1)}`
      }
    }
    const size = below(4)
    return size === 0 ? one(["JSON", "Json", "json", "JSON()"]) : `JSON(${some(1, size, argument)})`
  }

  const called = (): string => {
    const base = one(vocabulary.functions)
    const own = chance(30)
      ? `${base}${one(["If", "Array", "Map", "State", "Merge", "OrNull", "OrDefault", "ForEach", "Distinct"])}`
      : base
    const parameters = parametersOf[base]
    if (parameters !== undefined && chance(70)) return `${own}(${one(parameters)})`
    return chance(3) ? `${own}(${number(["1", "2"])})` : own
  }

  const simpleFunctions = [
    "any",
    "anyLast",
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
    "groupUniqArrayArray",
    "groupUniqArrayArrayMap",
    "first_value",
    "last_value",
  ]

  const elements = (depth: number): string => {
    const taken = new Set<string>()
    return some(1, 4, () => {
      let own = name()
      if (taken.has(own) && chance(90)) own = `e${taken.size}`
      taken.add(own)
      return `${own}${one([" ", "  "])}${type(depth + 1)}`
    })
  }

  const composed = (depth: number): string => {
    const inner = () => type(depth + 1)
    switch (below(15)) {
      case 0:
      case 1:
        return `Array(${inner()})`
      case 2:
      case 3:
        return `Nullable(${chance(60) ? plainType() : inner()})`
      case 4:
      case 5:
        return `LowCardinality(${chance(60) ? one(["String", "Nullable(String)", "FixedString(8)", "UUID", "Nullable(FixedString(3))"]) : inner()})`
      case 6:
        return `Map(${chance(60) ? one(["String", "LowCardinality(String)", "UInt64", "UUID", "Date"]) : inner()}${comma()}${inner()})`
      case 7:
        return `Tuple(${some(chance(5) ? 0 : 1, 4, inner)})`
      case 8:
      case 9:
        return `Tuple(${elements(depth)})`
      case 10:
        return `Nested(${elements(depth)})`
      case 11:
        return `Variant(${some(1, 5, inner)})`
      case 12:
        return json(depth)
      case 13:
        return `SimpleAggregateFunction(${chance(85) ? one(simpleFunctions) : called()}${comma()}${inner()})`
      default:
        return `AggregateFunction(${chance(5) ? `${number(["0", "1", "2"])}, ` : ""}${called()}${chance(95) ? comma() + some(1, 2, chance(70) ? simple : inner) : ""})`
    }
  }

  const plainType = (): string => {
    switch (below(12)) {
      case 0:
        return `${one(["Decimal", "Decimal", "NUMERIC", "dec", "FIXED"])}(${number(["10", "18", "38", "76", "1"])}${chance(80) ? comma() + number(["0", "2", "4", "10"]) : ""})`
      case 1:
        return `${one(["Decimal32", "Decimal64", "Decimal128", "Decimal256"])}(${number(["0", "2", "9", "18", "38", "76"])})`
      case 2:
        return `${one(["DateTime64", "DateTime64", "datetime64"])}(${number(["0", "3", "6", "9"])}${chance(60) ? comma() + zone() : ""})`
      case 3:
        return `${one(["DateTime", "DateTime", "DateTime32", "TIMESTAMP", "datetime"])}(${chance(80) ? zone() : number(["0", "3"])})`
      case 4:
        return `${one(["FixedString", "FixedString", "BINARY"])}(${number(["1", "16", "256"])})`
      case 5:
        return enumeration()
      case 6:
        return `${one(["Time64", "Time"])}${chance(60) ? `(${number(["0", "3", "9"])})` : ""}`
      case 7:
        return chance(70)
          ? `QBit(${one(["Float32", "Float64", "BFloat16", "Int8", "UInt8"])}${comma()}${number(["8", "16", "1024", "1"])}${chance(20) ? `, ${number(["8", "16"])}` : ""})`
          : `Dynamic(max_types=${number(["0", "8", "32", "254"])})`
      case 8:
        return `${one(vocabulary.families)}${chance(25) ? `(${chance(80) ? number(["1", "11", "255"]) : one(["", "'x'", "String", "a String"])})` : ""}`
      default:
        return chance(60) ? simple() : one(vocabulary.families)
    }
  }

  const type = (depth: number): string => {
    const own = depth < deepest && next() < (depth === 0 ? 0.6 : 0.35) ? composed(depth) : plainType()
    return chance(4) ? changed(own) : own
  }

  const changed = (text: string): string => {
    switch (below(8)) {
      case 0:
        return text.replace(/^\w+/, anyCase)
      case 1:
        return text.replace(/\)$/, `, ${one(["1", "String", "'x'", "a String", "x=1", "SKIP a"])})`)
      case 2:
        return text.replace(/\(.*\)$/s, one(["", "()"]))
      case 3:
        return text.replace(/\(/, one([" (", "( ", "(\n"])).replace(/\)$/, one([" )", ", )", "\n)"]))
      case 4:
        return `\`${text.match(/^\w+/)?.[0] ?? "x"}\`${text.replace(/^[\w ]+/, "")}`
      case 5:
        return text.replace(/-?\d+/, () => one(numbers))
      case 6:
        return text.replace(/'[^']*'/, () => one(members))
      default:
        return text.replace(/ /, "  ")
    }
  }

  for (;;) yield type(0)
}
