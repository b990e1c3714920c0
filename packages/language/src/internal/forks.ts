/**
 * What the parser looks at to take one way or another, as a table. The library can work it out from the grammar itself,
 * and does so whenever a parser is made: it records every rule and follows every way, which takes a fifth of what `lint`
 * takes for one file. So it is done when the grammar changes (`npm run generate`), and the parser is handed the result.
 */
import {
  getLookaheadPaths,
  type ILookaheadStrategy,
  type IToken,
  type LookaheadProductionType,
  type TokenType,
  tokenMatcher,
} from "chevrotain"
import type { Alternative } from "./grammar/base.ts"
import * as T from "./tokens.ts"

/** The names of the tokens that one way may begin with. */
type Path = ReadonlyArray<string>

export interface Fork {
  /** By which the library finds it within its rule. */
  readonly key: number
  /** Whether a way may be closed. */
  readonly gated: boolean
  /** Of each way; of something that may be there or not, there is the one way in. */
  readonly ways: ReadonlyArray<ReadonlyArray<Path>>
}

/** By the name of the rule. */
export type Forks = Readonly<Record<string, ReadonlyArray<Fork>>>

/** How the library numbers what a rule is made of. */
const numbers: Readonly<Record<LookaheadProductionType, number>> = {
  Alternation: 1,
  Option: 2,
  Repetition: 3,
  RepetitionMandatory: 4,
  RepetitionWithSeparator: 5,
  RepetitionMandatoryWithSeparator: 6,
}

/** What the library has asked for while it analysed a grammar, and the table of it. */
export interface Recording {
  readonly strategy: ILookaheadStrategy
  readonly forks: () => Forks
}

export const recording = (): Recording => {
  const asked: Array<{ readonly rule: string; readonly fork: () => Fork }> = []
  const record = (
    { rule, prodOccurrence, maxLookahead }: Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0],
    prodType: LookaheadProductionType,
    gated: boolean,
  ) => {
    const fork = (): Fork => {
      const ways = getLookaheadPaths({ occurrence: prodOccurrence, rule, prodType, maxLookahead })
      return {
        key: (numbers[prodType] << 8) | prodOccurrence,
        gated,
        // Of something that may be there, the library also tells what comes after it.
        ways: (prodType === "Alternation" ? ways : ways.slice(0, 1)).map((way) =>
          way.map((path) => path.map(({ name }) => name)),
        ),
      }
    }
    asked.push({ rule: rule.name, fork })
  }
  const never = (): never => {
    throw new Error("nothing is parsed by a grammar that is analysed")
  }
  return {
    strategy: {
      validate: () => [],
      buildLookaheadForAlternation: (options) => {
        record({ ...options, prodType: "Option" }, "Alternation", options.hasPredicates)
        return never
      },
      buildLookaheadForOptional: (options) => {
        record(options, options.prodType, false)
        return never
      },
    },
    forks: () => {
      const rules: Record<string, Array<Fork>> = {}
      for (const { rule, fork } of asked) {
        rules[rule] ??= []
        rules[rule].push(fork())
      }
      return rules
    },
  }
}

/** What of a parser the table is made for. */
interface Looking {
  readonly LA_FAST: (ahead: number) => IToken
}

/** The way to take, if there is one; for what may be there or not, whether it is. */
export type Look = (
  this: Looking,
  alternatives?: ReadonlyArray<Alternative<unknown>>,
) => number | boolean | undefined

const isAlternation = ({ key }: Fork): boolean => key >> 8 === 1

/** What the library would have made. */
export const look = (fork: Fork): Look => {
  const ways = fork.ways.map((way) => way.map((path) => path.map(tokenOf)))
  if (!isAlternation(fork)) return ways[0]!.every(isShort) ? beginsWith(ways[0]!) : sees(ways[0]!)
  if (fork.gated) return chooseOpen(ways)
  return ways.every((way) => way.every(isShort)) ? chooseByFirst(ways) : choose(ways)
}

type Ways = ReadonlyArray<Paths>
type Paths = ReadonlyArray<ReadonlyArray<TokenType>>

const tokenOf = (name: string): TokenType => {
  const found = T.byName.get(name)
  if (found === undefined)
    throw new Error(`the table of forks has a token ${name}; \`npm run generate\` writes it`)
  return found
}

const isShort = (path: ReadonlyArray<TokenType>): boolean => path.length === 1

/** A token and all that are of its kind. */
const numbersOf = ({ tokenTypeIdx, categoryMatches = [] }: TokenType): ReadonlyArray<number> => [
  tokenTypeIdx!,
  ...categoryMatches,
]

const beginsWith = (paths: Paths): Look => {
  const known: Array<boolean> = []
  for (const [token] of paths) for (const number of numbersOf(token!)) known[number] = true
  return function () {
    return known[this.LA_FAST(1).tokenTypeIdx] === true
  }
}

const sees = (paths: Paths): Look =>
  function () {
    for (const path of paths) if (follows(this, path)) return true
    return false
  }

const chooseByFirst = (ways: Ways): Look => {
  const known: Array<number> = []
  ways.forEach((paths, way) => {
    for (const [token] of paths) for (const number of numbersOf(token!)) known[number] ??= way
  })
  return function () {
    return known[this.LA_FAST(1).tokenTypeIdx]
  }
}

const choose = (ways: Ways): Look =>
  function () {
    for (let way = 0; way < ways.length; way += 1)
      for (const path of ways[way]!) if (follows(this, path)) return way
    return undefined
  }

const chooseOpen = (ways: Ways): Look =>
  function (alternatives = []) {
    for (let way = 0; way < ways.length; way += 1) {
      if (alternatives[way]?.GATE?.call(this) === false) continue
      for (const path of ways[way]!) if (follows(this, path)) return way
    }
    return undefined
  }

const follows = (parser: Looking, path: ReadonlyArray<TokenType>): boolean => {
  for (let at = 0; at < path.length; at += 1)
    if (!tokenMatcher(parser.LA_FAST(at + 1), path[at]!)) return false
  return true
}

/** What the analysis of the library sets; its own types leave it out. */
interface Analysed {
  selfAnalysisDone: boolean
  readonly fullRuleNameToShort: Readonly<Record<string, number>>
  readonly setLaFuncCache: (rule: number, key: number, look: Look) => void
}

/** Makes a parser ready without an analysis. */
export const install = (parser: object, forks: Forks): void => {
  const analysed = parser as Analysed
  for (const [rule, own] of Object.entries(forks))
    for (const fork of own) analysed.setLaFuncCache(analysed.fullRuleNameToShort[rule]!, fork.key, look(fork))
  analysed.selfAnalysisDone = true
}
