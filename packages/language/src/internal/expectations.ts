/** What the parser expected, in words: its exceptions carry them as their message. */
import {
  type IParserErrorMessageProvider,
  type IToken,
  isRecognitionException,
  type TokenType,
  tokenMatcher,
} from "chevrotain"
import type { Edit, Extras } from "../Diagnostic.ts"
import { spanOf } from "./scan.ts"
import * as T from "./tokens.ts"

/** A syntax error as the exception tells it. */
export interface SyntaxError {
  readonly token: IToken
  /** The token before it, if there is one. */
  readonly previous: IToken | undefined
  readonly expected: string
}

const byRule: Readonly<Record<string, string>> = {
  declaration: "a declaration",
  pipeItem: "`from`, `into` or a setting such as `scaling { … }`",
  setting: "`=` or `{`",
  entry: "`=`, `{`, `->` or a type",
  name: "a name",
  part: "a name",
  path: "a name",
  value: "a value",
  wordValue: "a value",
  listValue: "`]`",
  type: "a type",
  typeArgument: "a type",
  into: "a table name or `*`",
}

/** What stands where a rule is to go on. */
export const ofRule = (rule: string): string => byRule[rule] ?? "something else"

/** Whether what follows the name of an entry or of a setting was expected. */
export const isEntry = (expected: string): boolean => expected === byRule.entry || expected === byRule.setting

const label = (type: TokenType): string =>
  type === T.RSquare || type === T.RParen
    ? `\`,\` or \`${type.PATTERN as string}\``
    : (type.LABEL ?? type.name)

/** What to do about the mistakes that people make most. */
export const hint = (
  expected: string,
  token: IToken | undefined,
  previous: IToken | undefined,
): string | undefined => {
  if (token === undefined) return undefined
  const isList = expected.startsWith("`,`")
  if (tokenMatcher(token, T.TypeStr)) return 'a string stands in double quotes: `"…"`'
  if (isList && startsElement(token)) return "put a comma between two elements"
  if (tokenMatcher(token, T.Str))
    return expected === "a type"
      ? "within a type a string stands in single quotes"
      : expected.startsWith("a name") || expected.startsWith("a table name")
        ? "a name stands without quotes, an odd one in backticks"
        : undefined
  if (tokenMatcher(token, T.Colon) && isEntry(expected))
    return "write `name = value`; in `columns` a name and its type stand side by side"
  if (expected === "`{`" && previous !== undefined && tokenMatcher(previous, T.Word))
    return `a block follows, such as \`${previous.image} { … }\``
  if (expected === "a string") return "write it in double quotes"
  if (expected === "`:`") return "a type follows the name, as in `param replicas: int`"
  return undefined
}

/** What of it can be mended without a guess. */
export const fix = (
  expected: string,
  token: IToken | undefined,
  previous: IToken | undefined,
): Pick<Extras, "fixes"> => {
  if (token === undefined) return {}
  const place = spanOf(token)
  const mend = (title: string, edit: Edit) => ({ fixes: [{ title, safe: true, edits: [edit] }] })
  if (tokenMatcher(token, T.TypeStr) && /^'[^'"\\$]*'$/.test(token.image))
    return mend("Write double quotes", { span: place, text: `"${token.image.slice(1, -1)}"` })
  if (expected === "a string" && tokenMatcher(token, T.Word))
    return mend("Put it in quotes", { span: place, text: `"${token.image}"` })
  if (previous !== undefined && expected.startsWith("`,`") && startsElement(token)) {
    const end = spanOf(previous).end
    return mend("Write a comma", { span: { start: end, end }, text: "," })
  }
  return {}
}

const startsElement = (token: IToken): boolean =>
  [T.Str, T.Num, T.Quantity, T.Word].some((type) => tokenMatcher(token, type))

export const provider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => label(expected),
  buildNotAllInputParsedMessage: () => "the end of the declaration",
  buildNoViableAltMessage: ({ ruleName }) => ofRule(ruleName),
  buildEarlyExitMessage: ({ ruleName }) => ofRule(ruleName),
}

/** Anything that is not the parser's own exception is a bug and is thrown on. */
export const syntaxError = (error: unknown): SyntaxError => {
  if (!(error instanceof Error) || !isRecognitionException(error)) throw error
  const { token, previousToken, message } = error as unknown as {
    readonly token: IToken
    readonly previousToken?: IToken
    readonly message: string
  }
  return { token, previous: previousToken, expected: message }
}
