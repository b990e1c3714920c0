/** Every finding of the syntax. */
import * as Diagnostic from "./Diagnostic.ts"

export const SyntaxFindings = Diagnostic.table({
  "unexpected-character": ({ text }: { text: string }) => ({
    message: `the character \`${text}\` has no meaning here`,
    help: /^[\u2018-\u201F]/.test(text)
      ? 'a string stands in straight double quotes: `"…"`'
      : text.startsWith(";")
        ? "remove it: an entry ends at the end of its line, or at a comma"
        : "remove it, or put it in a string",
  }),
  "other-comment": ({ sign }: { sign: string }) => ({
    message: "a comment starts with `//`",
    help:
      sign === "/*" ? "write `//` at the start of each of its lines" : `write \`//\` in place of \`${sign}\``,
  }),
  "file-too-large": ({ limit }: { limit: number }) => ({
    message: `this file has more than ${limit} characters`,
    help: "no program needs that; is it a `.pipe` file at all?",
  }),
  "too-many-findings": ({ more }: { more: number }) => ({
    message: `this file has ${more} more finding${more === 1 ? "" : "s"}`,
    help: "they are shown once those before are mended",
  }),
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
    message: `\`${text}\` is not a reference`,
    help: `a string takes references only, such as \`\${param.region}\``,
  }),
  "declaration-expected": ({
    found,
    words,
    ofPipe,
  }: {
    found: string
    words: ReadonlyArray<string>
    ofPipe: boolean
  }) => ({
    message: `a declaration was expected here, not ${found}`,
    help: ofPipe
      ? "this belongs into a pipe; does a `}` above close the pipe too early?"
      : `a file holds ${listed(words)} declarations`,
  }),
  "unexpected-token": ({
    found,
    expected,
    hint,
  }: {
    found: string
    expected: string
    hint?: string | undefined
  }) => ({
    message: `${expected} was expected here, not ${found}`,
    help: hint,
  }),
  "separator-expected": ({ found }: { found: string }) => ({
    message: `the entry before this should have ended: ${found} does not belong to it`,
    help: "start a new line, or put a comma between two entries on one line",
  }),
  "column-clause": ({ found }: { found: string }) => ({
    message: `${found} belongs to a column of SQL: here a column is a name, a type, and \`from "…"\` for another field`,
    help: "remove it; a column takes null only as `Nullable(…)`, and defaults and codecs are set on the table with ALTER",
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
