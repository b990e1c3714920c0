/**
 * Text to tokens, in pieces: what was read of a long text is gone before the rest of it is read. The tokens of a text
 * take twenty times its size, and to keep them all costs more time in collecting garbage than to make them.
 */
import { createTokenInstance, type ILexingError, type IToken, Lexer } from "chevrotain"
import * as T from "./tokens.ts"

const lexer = new Lexer(T.all, {
  ensureOptimizations: true,
  positionTracking: "onlyOffset",
  skipValidations: true,
})

/** How long a piece is at least. */
const pieceLength = 65_536

/**
 * The tokens of a text. A piece ends with a `}` that starts a line and is a token: no token goes on behind it, and what
 * looks ahead to tell what a line is never looks behind one.
 */
export function* pieces(text: string, least = pieceLength): Generator<ReadonlyArray<IToken>, void> {
  let start = 0
  while (start < text.length) {
    let length = least
    for (;;) {
      const brace = text.indexOf("\n}", start + length)
      const end = brace === -1 ? text.length : brace + 2
      const tokens = tokensOf(text, start, end)
      if (end === text.length || tokens.at(-1)?.tokenType === T.RCurly) {
        start = end
        yield tokens
        break
      }
      // The brace is in a text or a comment of several lines. To double the length keeps the work linear.
      length = 2 * (end - start)
    }
  }
}

const tokensOf = (text: string, start: number, end: number): ReadonlyArray<IToken> => {
  const piece = text.slice(start, end)
  const { tokens, errors } = lexer.tokenize(piece)
  const all = errors.length === 0 ? tokens : withStrays(tokens, errors, piece)
  if (start > 0) for (const token of all) token.startOffset += start
  return all
}

/** What the lexer passed over becomes tokens in their places. */
const withStrays = (
  tokens: ReadonlyArray<IToken>,
  errors: ReadonlyArray<ILexingError>,
  text: string,
): Array<IToken> => {
  const all: Array<IToken> = []
  let next = 0
  for (const { offset, length } of errors) {
    while (next < tokens.length && tokens[next]!.startOffset < offset) all.push(tokens[next++]!)
    const image = text.slice(offset, offset + length)
    const nowhere = Number.NaN
    all.push(
      createTokenInstance(T.Stray, image, offset, offset + length - 1, nowhere, nowhere, nowhere, nowhere),
    )
  }
  for (; next < tokens.length; next++) all.push(tokens[next]!)
  return all
}
