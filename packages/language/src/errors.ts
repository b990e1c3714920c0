/** Every finding of the syntax. */
import * as Diagnostic from "./Diagnostic.ts"

export const SyntaxFindings = Diagnostic.table({
  "unexpected-character": ({ text }: { text: string }) => ({
    message: `the character \`${text}\` has no meaning here`,
    help: "remove it, or put it in a string",
  }),
  "hash-comment": () => ({ message: "a comment starts with `//`", help: "write `//` in place of `#`" }),
  "unclosed-string": ({ quote }: { quote: string }) => ({
    message: `this string is not closed on its line`,
    help: `end it with \`${quote}\`${quote === '"' ? ', or use `"""` for text of several lines' : ""}`,
  }),
  "unclosed-text": () => ({
    message: 'this text is opened with `"""` and never closed',
    help: 'end it with `"""`',
  }),
  "unknown-escape": ({ sequence }: { sequence: string }) => ({
    message: `\`${sequence}\` is not an escape of a string`,
    help: 'escapes are those of JSON: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; `$${` writes `${`',
  }),
  "reference-expected": ({ text }: { text: string }) => ({
    message: `\`\${${text}}\` is not a reference`,
    help: `a string takes references only, such as \`\${param.region}\``,
  }),
  "declaration-expected": ({ found, words }: { found: string; words: ReadonlyArray<string> }) => ({
    message: `a declaration was expected here, not ${found}`,
    help: `a file holds ${listed(words)} declarations`,
  }),
  "unexpected-token": ({ found, expected }: { found: string; expected: string }) => ({
    message: `${expected} was expected here, not ${found}`,
  }),
  "separator-expected": ({ found }: { found: string }) => ({
    message: `the entry before this should have ended: ${found} does not belong to it`,
    help: "start a new line, or put a comma between two entries on one line",
  }),
  "unclosed-block": ({ closing }: { closing: string }) => ({
    message: `\`${closing}\` is missing`,
    help: `close what was opened, with \`${closing}\``,
  }),
  "unmatched-closing": ({ closing }: { closing: string }) => ({
    message: `this \`${closing}\` closes nothing`,
    help: "remove it, or open what it should close",
  }),
  "nested-too-deep": ({ limit }: { limit: number }) => ({
    message: `this is nested more than ${limit} deep`,
    help: "no pipe needs that; look for an opening that was not meant",
  }),
})

const listed = (words: ReadonlyArray<string>): string =>
  words.length < 2
    ? words.map(code).join("")
    : `${words.slice(0, -1).map(code).join(", ")} and ${code(words.at(-1)!)}`

const code = (word: string): string => `\`${word}\``
