/** The words of the language. Keywords are soft: each is also a `Word` and may be the name of anything. */
import { createToken, type TokenType } from "chevrotain"

/** What a part of a dotted name is written as, and what a name is. No token is of these types alone. */
export const Part = createToken({ name: "Part", label: "a name" })
export const Name = createToken({ name: "Name", categories: [Part], label: "a name" })

export const Newline = createToken({ name: "Newline", pattern: /\r?\n/, label: "the end of the line" })

/** Whether what has this code is passed over between tokens; so is a carriage return that ends no line. */
export const isBlank = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 12 && code !== 10) || code === 0xa0 || code === 0xfeff

/** `/// text` documents what follows it. */
export const DocComment = createToken({ name: "DocComment", pattern: /\/\/\/[^\r\n]*/ })

/** `// text` is for readers of the file. */
export const Comment = createToken({ name: "Comment", pattern: /\/\/[^\r\n]*/ })

/** A comment of other languages; kept as a token so that it can be reported in one piece. */
export const OtherComment = createToken({
  name: "OtherComment",
  pattern: /#[^\r\n]*|--[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/,
})

// The patterns of strings are loops over one class of characters with the escapes between them: a long string then
// takes no stack of the regular expression engine.
export const Text = createToken({ name: "Text", pattern: /"""[\s\S]*?"""/, label: "a text" })
export const UnclosedText = createToken({ name: "UnclosedText", pattern: /"""[\s\S]*/, label: "a text" })
/** Not before two more quotes, with which a text begins. */
export const Str = createToken({
  name: "Str",
  pattern: /"(?!"")[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/,
  categories: [Part],
  label: "a string",
})
export const UnclosedStr = createToken({
  name: "UnclosedStr",
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*\\?/,
  categories: [Str],
  label: "a string",
})
export const TypeStr = createToken({
  name: "TypeStr",
  pattern: /'[^'\\\r\n]*(?:(?:\\[^\r\n]|'')[^'\\\r\n]*)*'/,
  label: "a string in single quotes",
})
export const UnclosedTypeStr = createToken({
  name: "UnclosedTypeStr",
  pattern: /'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*\\?/,
  categories: [TypeStr],
  label: "a string in single quotes",
})
export const Quoted = createToken({
  name: "Quoted",
  pattern: /`[^`\r\n]*`/,
  categories: [Name],
  label: "a name in backticks",
})

export const Quantity = createToken({
  name: "Quantity",
  pattern: /-?\d+(?:\.\d+)?(?![eE][+-]?\d)[A-Za-z][A-Za-z0-9]*/,
  label: "a number with a unit",
})
export const Num = createToken({
  name: "Num",
  pattern: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  label: "a number",
})

export const Word = createToken({
  name: "Word",
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/,
  categories: [Name],
  label: "a name",
})

const keyword = (text: string, flags = ""): TokenType =>
  createToken({
    name: text.charAt(0).toUpperCase() + text.slice(1),
    pattern: new RegExp(text, flags),
    longer_alt: Word,
    categories: [Word],
    // The lexer would take the pattern apart to find it.
    start_chars_hint: flags.includes("i")
      ? [text.charAt(0).toLowerCase(), text.charAt(0).toUpperCase()]
      : [text.charAt(0)],
    label: `\`${text}\``,
  })

export const PipeWord = keyword("pipe")
export const ConnectionWord = keyword("connection")
export const ParamWord = keyword("param")
export const TargetWord = keyword("target")
export const TemplateWord = keyword("template")
export const EndpointWord = keyword("endpoint")
export const MovedWord = keyword("moved")
export const FromWord = keyword("from")
export const IntoWord = keyword("into")
export const ExistingWord = keyword("existing")
export const ForWord = keyword("for")
export const InWord = keyword("in")
export const ExtendsWord = keyword("extends")
/** Words of ClickHouse, which takes them in any case. */
export const SkipWord = keyword("SKIP", "i")
export const RegexpWord = keyword("REGEXP", "i")

const sign = (name: string, text: string): TokenType =>
  createToken({ name, pattern: text, label: `\`${text}\`` })

export const Arrow = sign("Arrow", "->")
export const Equals = sign("Equals", "=")
export const LCurly = sign("LCurly", "{")
export const RCurly = sign("RCurly", "}")
export const LParen = sign("LParen", "(")
export const RParen = sign("RParen", ")")
export const LSquare = sign("LSquare", "[")
export const RSquare = sign("RSquare", "]")
export const Comma = sign("Comma", ",")
export const Dot = sign("Dot", ".")
export const Colon = sign("Colon", ":")
export const Star = sign("Star", "*")

/** What begins no token. It is one itself, so that the parser tells of it where it stands. */
export const Stray = createToken({ name: "Stray", label: "a character" })

/** In the order in which the lexer tries them. */
export const all: Array<TokenType> = [
  Part,
  Name,
  Newline,
  DocComment,
  Comment,
  OtherComment,
  Str,
  Text,
  UnclosedText,
  UnclosedStr,
  TypeStr,
  UnclosedTypeStr,
  Arrow,
  Quantity,
  Num,
  PipeWord,
  ConnectionWord,
  ParamWord,
  TargetWord,
  TemplateWord,
  EndpointWord,
  MovedWord,
  FromWord,
  IntoWord,
  ExistingWord,
  ForWord,
  InWord,
  ExtendsWord,
  SkipWord,
  RegexpWord,
  Word,
  Quoted,
  Equals,
  LCurly,
  RCurly,
  LParen,
  RParen,
  LSquare,
  RSquare,
  Comma,
  Dot,
  Colon,
  Star,
  Stray,
]

export const byName: ReadonlyMap<string, TokenType> = new Map(all.map((type) => [type.name, type]))

/** Words that start a declaration. */
export const declarationWords: ReadonlyArray<TokenType> = [
  PipeWord,
  TemplateWord,
  ConnectionWord,
  ParamWord,
  EndpointWord,
  TargetWord,
]
