/** Mistakes that people and editors make, on the tokens of a program: far more telling than characters at random. */
import * as fc from "fast-check"

const token =
  /\/\/[^\r\n]*|"""[\s\S]*?"""|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.|'')*'|`[^`\r\n]*`|->|[A-Za-z0-9_-]+|[ \t\r\f]+|\n|[\s\S]/g

export const tokensOf = (text: string): ReadonlyArray<string> => text.match(token) ?? []

/** What is put in; the words of the language and what is none of it. */
const pieces = [
  ...[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ":",
    "=",
    "->",
    "*",
    "$",
    "@",
    ";",
    "\\",
    "é",
    "👍",
    "\uD800",
    "\0",
  ],
  ...["\n", "\r\n", "\r", " ", "\t", "\uFEFF", "\u00A0"],
  ...['"', '"s"', '"${a.b}"', '"${"', "'", "''", "'t'", "`", "`q`", "1", "-2.5", "5s", "1e9", "a", "b-c"],
  ...["// c\n", "//", "/// d\n", "# e", "-- f"],
  ...["pipe ", "from ", "into ", "existing ", "for ", "in ", "extends ", "param ", "target ", "template "],
  ...["moved ", "endpoint ", "connection ", "SKIP ", "REGEXP ", "DOUBLE PRECISION", "Tuple(", "columns { "],
  ...['\npipe "p" {\n', "\nparam p: int = ", "\ntarget t {\n", "\n}\n"],
]

/** These swallow what follows, up to where they end: with them a mistake is no longer that of one declaration. */
const swallowing = ['"""', "/*", "*/"]

const kinds = ["delete", "double", "swap", "insert", "replace", "cut"] as const

interface Mistake {
  readonly kind: (typeof kinds)[number]
  readonly at: number
  readonly other: number
  readonly piece: string
}

const mistakes = (from: ReadonlyArray<string>) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      at: fc.nat(),
      other: fc.nat(),
      piece: fc.constantFrom(...from),
    }),
    { minLength: 1, maxLength: 5 },
  )

/** Mistakes of any kind. */
export const anyMistakes = mistakes([...pieces, ...swallowing])

/** Mistakes that leave alone what is not near them. */
export const nearMistakes = mistakes(pieces)

export const apply = (text: string, all: ReadonlyArray<Mistake>): string =>
  all.reduce(withMistake, tokensOf(text)).join("")

const withMistake = (
  tokens: ReadonlyArray<string>,
  { kind, at, other, piece }: Mistake,
): ReadonlyArray<string> => {
  if (tokens.length === 0) return [piece]
  const index = at % tokens.length
  const second = other % tokens.length
  switch (kind) {
    case "delete":
      return tokens.toSpliced(index, 1 + (other % 3))
    case "double":
      return tokens.toSpliced(index, 0, tokens[index]!)
    case "swap":
      return tokens.with(index, tokens[second]!).with(second, tokens[index]!)
    case "insert":
      return tokens.toSpliced(index, 0, piece)
    case "replace":
      return tokens.with(index, tokens[second]!)
    case "cut":
      // Seldom, and within a line: what is cut off has no mistakes to find.
      return other % 4 === 0 ? tokens.slice(0, index) : tokens.toSpliced(index, 1, piece)
  }
}

/** Pieces of the language in any order. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces, ...swallowing), { maxLength: 60 })
  .map((all) => all.join(""))
