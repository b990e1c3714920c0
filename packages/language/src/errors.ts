/** Every finding of the syntax. */
import * as Diagnostic from "./Diagnostic.ts"

export const SyntaxFindings = Diagnostic.table({
  "unexpected-character": ({ text }: { text: string }) => ({
    message: `the ${[...text].length === 1 ? `character \`${text}\` has` : `characters \`${text}\` have`} no meaning here`,
    help: /^[\u2018-\u201F]/.test(text)
      ? 'a string stands in straight double quotes: `"…"`'
      : text.startsWith(";")
        ? "remove it: an entry ends at the end of its line, or at a comma"
        : text.startsWith("$")
          ? "a parameter is referred to as `param.name`, in a string as `${param.name}`"
          : /^\p{L}/u.test(text)
            ? "a name with other letters than `a` to `z` stands in backticks"
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
    help: /^\$\{\s*(secret|env|file|base64)\b/.test(text)
      ? `a function is a value of its own and stands in no string: \`field = ${/\w+/.exec(text)![0]}("…")\``
      : "a string takes references only, such as `${param.region}`",
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
      : (habits.get(found.replaceAll("`", "").toLowerCase()) ?? `a file holds ${listed(words)} declarations`),
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
  "equals-expected": ({
    name,
    found,
    isList,
  }: {
    name: string
    found: string | undefined
    isList?: boolean
  }) => ({
    message:
      found === undefined
        ? `\`=\` is missing between \`${name}\` and its value`
        : `\`${name}\` is set with \`=\`, not with \`${found}\``,
    help:
      isList === true
        ? `a list stands in brackets: \`${name} = ["…", "…"]\``
        : `write \`${name} = …\`, or \`${name} { … }\` for a block`,
  }),
  "arrow-expected": ({ found }: { found: string | undefined }) => ({
    message:
      found === undefined
        ? "`->` is missing between the table of the source and the table it goes to"
        : `a table goes to another one with \`->\`, not with \`${found}\``,
    help: "write `public.users -> users`",
  }),
  "colon-in-column": () => ({
    message: "a column is its name and its type side by side, without `:`",
    help: "write `id UInt64`",
  }),
  "clause-with-equals": ({ clause }: { clause: string }) => ({
    message: `\`${clause}\` stands without \`=\``,
    help: clause === "from" ? "write `from type { … }`" : "write `into table`",
  }),
  "type-in-parentheses": ({ outer, inner }: { outer: string; inner: string }) => ({
    message: `what \`${outer}\` holds stands in parentheses`,
    help: `write \`${outer}(${inner})\``,
  }),
  "unit-apart": ({ number, unit }: { number: string; unit: string }) => ({
    message: "a unit stands right behind its number",
    help: `write \`${number}${unit}\` without a blank`,
  }),
  "mixed-indentation": ({ found }: { found: string }) => ({
    message: `this line is indented with ${found}, and the lines before it are not`,
    help: "indent all lines of the text alike, so that what they share can be taken away",
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

/** What declares something elsewhere, and what declares the same here. */
const habits: ReadonlyMap<string, string> = new Map([
  ...["resource", "create", "clickpipe", "source"].map(
    (word) => [word, 'a pipe is declared with `pipe "name" { from … into … }`'] as const,
  ),
  ...["variable", "var", "let", "const", "locals", "input"].map(
    (word) => [word, "a parameter is declared with `param name: type = default`"] as const,
  ),
  ...["provider", "environment", "env", "stage"].map(
    (word) =>
      [word, "where pipes go is declared with `target name { organization = … service = … }`"] as const,
  ),
  ["module", "what pipes have in common is declared with `template name { … }`"],
])

const listed = (words: ReadonlyArray<string>): string =>
  words.length < 2
    ? words.map(code).join("")
    : `${words.slice(0, -1).map(code).join(", ")} and ${code(words.at(-1)!)}`

const code = (word: string): string => `\`${word}\``
