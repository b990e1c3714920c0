/** What the parser expected, in words: its exceptions carry them as their message. */
import {
  type IParserErrorMessageProvider,
  type IToken,
  isRecognitionException,
  type TokenType,
} from "chevrotain"

/** A syntax error as the exception tells it. */
export interface SyntaxError {
  readonly token: IToken
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

const label = (type: TokenType): string => type.LABEL ?? type.name

export const provider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => label(expected),
  buildNotAllInputParsedMessage: () => "the end of the declaration",
  buildNoViableAltMessage: ({ ruleName }) => byRule[ruleName] ?? "something else",
  buildEarlyExitMessage: ({ ruleName }) => byRule[ruleName] ?? "something else",
}

/** Anything that is not the parser's own exception is a bug and is thrown on. */
export const syntaxError = (error: unknown): SyntaxError => {
  if (!(error instanceof Error) || !isRecognitionException(error)) throw error
  const { token, message } = error as unknown as { readonly token: IToken; readonly message: string }
  return { token, expected: message }
}
