/**
 * Text to tokens, in pieces: what was read of a long text is gone before the rest of it is read. The tokens of a text
 * take twenty times its size, and to keep them all costs more time in collecting garbage than to make them.
 *
 * What a token is say the patterns of `tokens.ts`. Nearly all tokens are words, signs, line ends, plain strings and plain
 * numbers, and those are read by their characters: to try patterns on each took four times as long.
 */
import type { IToken, TokenType } from "chevrotain"
import * as T from "./tokens.ts"

/** How long a piece is at least. */
const pieceLength = 65_536

/**
 * The tokens of a text. A piece ends with a `}` that starts a line: what looks ahead to tell what a line is never looks
 * behind one.
 */
export function* pieces(text: string, least = pieceLength): Generator<ReadonlyArray<IToken>, void> {
  let at = 0
  while (at < text.length) {
    const tokens: Array<IToken> = []
    at = read(text, at, least, tokens)
    yield tokens
  }
}

/** A type all of whose tokens are written alike. */
interface Fixed {
  readonly type: TokenType
  readonly text: string
  readonly inAnyCase: boolean
}

const fixed = (type: TokenType): Fixed =>
  typeof type.PATTERN === "string"
    ? { type, text: type.PATTERN, inAnyCase: false }
    : { type, text: (type.PATTERN as RegExp).source, inAnyCase: (type.PATTERN as RegExp).ignoreCase }

const isKeyword = (type: TokenType): boolean => type.LONGER_ALT === T.Word

/** By the code of the character that they start with. */
const keywords: Array<Array<Fixed>> = []
const signs: Array<Fixed> = []
/** What is read by its pattern, in the order in which they are tried. */
const patterns: Array<{ readonly type: TokenType; readonly pattern: RegExp }> = []

for (const type of T.all) {
  const { PATTERN } = type
  if (PATTERN === undefined || type === T.Newline || type === T.Word) continue
  if (isKeyword(type)) {
    const keyword = fixed(type)
    const first = keyword.text.charAt(0)
    for (const start of keyword.inAnyCase ? [first.toLowerCase(), first.toUpperCase()] : [first]) {
      const code = start.charCodeAt(0)
      keywords[code] = [...(keywords[code] ?? []), keyword]
    }
  } else if (typeof PATTERN === "string" && PATTERN.length === 1) signs[PATTERN.charCodeAt(0)] = fixed(type)
  else patterns.push({ type, pattern: new RegExp(fixed(type).text, "y") })
}

/** Whether each of the ASCII characters is of a class. */
const ascii = (pattern: RegExp): ReadonlyArray<boolean> =>
  Array.from({ length: 128 }, (_, code) => pattern.test(String.fromCharCode(code)))

const startsWord = ascii(/[A-Za-z_]/)
const isInWord = ascii(/[A-Za-z0-9_]/)
const isDigit = ascii(/[0-9]/)

const newline = 10
const carriageReturn = 13
const quote = 34
const typeQuote = 39
const hyphen = 45
const dot = 46
const backslash = 92

const token = (tokenType: TokenType, image: string, startOffset: number): IToken => ({
  image,
  startOffset,
  tokenTypeIdx: tokenType.tokenTypeIdx!,
  tokenType,
  // For documentation. It is there from the start, so that all tokens have one shape.
  payload: undefined,
})

/** Reads one piece, and says where it ends. */
const read = (text: string, from: number, least: number, tokens: Array<IToken>): number => {
  const { length } = text
  let at = from
  while (at < length) {
    const start = at
    const code = text.charCodeAt(at)
    if (T.isBlank(code)) {
      at += 1
      continue
    }
    if (startsWord[code] === true) {
      at = wordEnd(text, at)
      const image = text.slice(start, at)
      tokens.push(token(wordType(code, image), image, start))
      continue
    }
    if (code === newline) {
      at += 1
      tokens.push(token(T.Newline, "\n", start))
      continue
    }
    const sign = signs[code]
    if (sign !== undefined) {
      at += 1
      tokens.push(token(sign.type, sign.text, start))
      if (sign.type === T.RCurly && at - from >= least && text.charCodeAt(start - 1) === newline) return at
      continue
    }
    if (code === carriageReturn) {
      // Alone it ends no line.
      const endsLine = text.charCodeAt(at + 1) === newline
      at += endsLine ? 2 : 1
      if (endsLine) tokens.push(token(T.Newline, "\r\n", start))
      continue
    }
    const plain =
      code === quote
        ? plainEnd(text, at, quote)
        : code === typeQuote
          ? plainEnd(text, at, typeQuote)
          : isDigit[code] === true
            ? digitsEnd(text, at)
            : -1
    if (plain !== -1) {
      at = plain
      const type = code === quote ? T.Str : code === typeQuote ? T.TypeStr : T.Num
      tokens.push(token(type, text.slice(start, at), start))
      continue
    }
    const found = patterned(text, at)
    at = found === undefined ? strayEnd(text, at + 1) : found.pattern.lastIndex
    tokens.push(token(found?.type ?? T.Stray, text.slice(start, at), start))
  }
  return at
}

const wordEnd = (text: string, start: number): number => {
  let at = start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    if (isInWord[code] === true) at += 1
    else if (code === hyphen && isInWord[text.charCodeAt(at + 1)] === true) at += 2
    else return at
  }
}

const wordType = (code: number, image: string): TokenType => {
  const candidates = keywords[code]
  if (candidates === undefined) return T.Word
  for (const { type, text, inAnyCase } of candidates) {
    if (image === text) return type
    if (inAnyCase && image.length === text.length && image.toUpperCase() === text.toUpperCase()) return type
  }
  return T.Word
}

/** The end of a string with no escape in it, or -1. After two quotes a third may begin a text, or go on a string of a type. */
const plainEnd = (text: string, start: number, closing: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === closing) return text.charCodeAt(at + 1) === closing ? -1 : at + 1
    if (code === backslash || code === newline || code === carriageReturn) return -1
  }
  return -1
}

/** The end of a whole number with nothing behind it that may belong to it, or -1. */
const digitsEnd = (text: string, start: number): number => {
  let at = start + 1
  while (isDigit[text.charCodeAt(at)] === true) at += 1
  const after = text.charCodeAt(at)
  return after === dot || isInWord[after] === true ? -1 : at
}

const patterned = (text: string, at: number): (typeof patterns)[number] | undefined => {
  for (const it of patterns) {
    it.pattern.lastIndex = at
    if (it.pattern.test(text)) return it
  }
  return undefined
}

/** Where something begins after what begins nothing. */
const strayEnd = (text: string, start: number): number => {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (T.isBlank(code) || code === newline || code === carriageReturn) return at
    if (startsWord[code] === true || signs[code] !== undefined || patterned(text, at) !== undefined) return at
  }
  return text.length
}
