/**
 * Markdown for a comment on a pull request. What comes from elsewhere, such as the name of a pipe, can end nothing that it
 * stands in, make nothing that it does not mean, and call nobody, be it at GitHub or at GitLab.
 */
import { count, plain } from "./terminal.ts"

/** In bytes. GitHub takes 65,536 characters. */
const limit = 60_000

/** Characters that cannot be seen, or that turn the direction of what follows. */
const hidden = /[\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202F\u2060-\u206F\uFEFF]/g

const visible = (text: string): string =>
  plain(text).replace(hidden, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** As a reference to a character it is never a mark of Markdown, of HTML, or of a table. */
const escaped = (text: string): string =>
  visible(text)
    .replace(/[!#$%&*:<>@[\\\]^_`|~]/g, (it) => `&#${it.charCodeAt(0)};`)
    .replace(/www\./gi, (it) => `${it.slice(0, -1)}&#46;`)

const clip = (text: string, length: number): string =>
  text.length <= length
    ? text
    : `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}… (${text.length} characters)`

/** A name or a value. Forges look for no names of people in code. */
export const code = (text: string, length = 160): string => `<code>${escaped(clip(text, length))}</code>`

/** A word in which a forge may see a name or a reference, from there to its end. */
const reference = new RegExp(
  `(?:${[..."!#$%&@^~"].map((it) => `&#${it.charCodeAt(0)};`).join("|")})\\S*`,
  "g",
)

/** A sentence, in which names stand between backticks. */
export const prose = (text: string): string =>
  clip(text, 600)
    .split("`")
    .map((part, index) =>
      index % 2 === 1 ? code(part) : escaped(part).replace(reference, (it) => `<code>${it}</code>`),
    )
    .join("")

/** Lines to be copied. None of them may begin with a backtick. */
export const block = (lines: ReadonlyArray<string>): string =>
  ["```text", ...lines.map(visible), "```"].join("\n")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** In bytes, so that one pipe does not take the room of all others. */
const roomForRows = 6_000

/** A table of as many rows as it may have; nothing where there is no row. */
export const table = <A>(
  titles: ReadonlyArray<string>,
  all: ReadonlyArray<A>,
  make: (it: A) => ReadonlyArray<string>,
): ReadonlyArray<string> => {
  if (all.length === 0) return []
  const { shown, left } = within(roomForRows, all, all.length, (it) => row(make(it)))
  return [
    [row(titles), row(titles.map(() => "---")), ...shown].join("\n"),
    ...(left === 0 ? [] : [`${count(left, "more field")} not shown.`]),
  ]
}

const mostNotes = 10

export const notes = (all: ReadonlyArray<{ readonly message: string }>): ReadonlyArray<string> => [
  ...all.slice(0, mostNotes).map(({ message }) => `Note: ${prose(message)}`),
  ...(all.length > mostNotes ? [`${count(all.length - mostNotes, "more note")} not shown`] : []),
]

/** A command as it is typed, or a sentence. */
export const sayOrRun = (text: string): string =>
  text.startsWith("pipewright ") ? code(text, 300) : prose(text)

/** What opens when somebody wants to read it. */
export const details = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`

const bytes = (text: string): number => Buffer.byteLength(text)

/** As many from the beginning as there is room for, and how many that leaves out. Only those are made. */
const within = <A>(
  room: number,
  all: Iterable<A>,
  total: number,
  make: (it: A) => string,
): { readonly shown: ReadonlyArray<string>; readonly left: number } => {
  const shown: Array<string> = []
  let used = 0
  for (const it of all) {
    const text = make(it)
    used += bytes(text) + 2
    if (used > room) break
    shown.push(text)
  }
  return { shown, left: total - shown.length }
}

/** Items of a list stand together, and everything else stands apart. */
const joined = (blocks: ReadonlyArray<string>): string =>
  blocks.reduce(
    (text, it, index) =>
      index === 0 ? it : `${text}${isItem(it) && isItem(blocks[index - 1]!) ? "\n" : "\n\n"}${it}`,
    "",
  )

const isItem = (text: string): boolean => text.startsWith("- ")

export interface Page<A> {
  readonly begin: ReadonlyArray<string>
  /** The most important first, since those that do not fit are left out. */
  readonly all: ReadonlyArray<A>
  readonly make: (it: A) => string
  /** What is left out, and the command that shows it. */
  readonly what: string
  readonly command: string
  readonly end: ReadonlyArray<string>
}

/** A whole comment, of no more than it may have. */
export const page = <A>({ begin, all, make, what, command, end }: Page<A>): string => {
  const left = (number: number): ReadonlyArray<string> =>
    number === 0
      ? []
      : [
          `**${count(number, `more ${what}`)} ${number === 1 ? "is" : "are"} not shown**, since a comment has a limited size. All of them: ${code(command)}`,
        ]
  // What says that something was left out has its room, whether it is needed or not.
  const around = joined([...begin, ...left(all.length), ...end])
  const fitting = within(limit - bytes(around) - 8, all, all.length, make)
  return `${joined([...begin, ...fitting.shown, ...left(fitting.left), ...end])}\n`
}
