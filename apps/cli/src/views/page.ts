/** Pages of the documentation in a terminal. */
import { posix } from "node:path"
import { width } from "@pipewright/language/Renderer"
import { lexer, type Token, type Tokens } from "marked"
import { type Paint, paint } from "./terminal.ts"

export interface Look {
  readonly width: number
  readonly color: boolean
  /** The page that the text is from, which its links are seen from. */
  readonly page: string
}

/** A word with its look: what is drawn, and how many columns it takes. */
interface Word {
  readonly drawn: string
  readonly width: number
}

export const render = (text: string, look: Look): string => `${blocks(lexer(text), look).join("\n")}\n`

/** One line of text in which only inline markup stands. */
export const line = (text: string, look: Look): string =>
  words(inline(text), look, same)
    .map(({ drawn }) => drawn)
    .join(" ")

// -------------------------------------------------------------------------------------------------------- blocks

const blocks = (tokens: ReadonlyArray<Token>, look: Look): ReadonlyArray<string> =>
  tokens
    .map((token) => block(token, look))
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]))

const block = (token: Token, look: Look): ReadonlyArray<string> => {
  const { bold } = paint(look.color)
  switch (token.type) {
    case "space":
    case "html":
    case "def":
    case "hr":
      return []
    case "heading":
      return wrapped(words((token as Tokens.Heading).tokens, look, bold), look.width)
    case "paragraph":
    case "text":
      return wrapped(words((token as Tokens.Paragraph).tokens ?? [token], look, same), look.width)
    case "code":
      return (token as Tokens.Code).text.split("\n").map((it) => (it === "" ? "" : `  ${it}`))
    case "blockquote":
      return indented(blocks((token as Tokens.Blockquote).tokens, narrower(look, 2)), "  ", "  ")
    case "list":
      return list(token as Tokens.List, look)
    case "table":
      return table(token as Tokens.Table, look)
    default:
      throw new Error(`no page has had ${token.type} in it`)
  }
}

const narrower = (look: Look, by: number): Look => ({ ...look, width: look.width - by })

const indented = (lines: ReadonlyArray<string>, first: string, more: string): ReadonlyArray<string> =>
  lines.map((it, index) => (it === "" ? "" : `${index === 0 ? first : more}${it}`))

/** Items that are a line each stand close together. */
const list = ({ items, ordered, start, loose }: Tokens.List, look: Look): ReadonlyArray<string> =>
  items.flatMap((item, index) => {
    const mark = ordered ? `${Number(start || 1) + index}. ` : "- "
    const lines = blocks(item.tokens, narrower(look, mark.length))
    const shown = indented(lines, mark, " ".repeat(mark.length))
    return loose && index > 0 ? ["", ...shown] : shown
  })

// -------------------------------------------------------------------------------------------------------- tables

/** In columns where they fit, or where the last one that is long can be broken; otherwise each row by itself. */
const table = ({ header, rows }: Tokens.Table, look: Look): ReadonlyArray<string> => {
  const { bold, dim } = paint(look.color)
  const cells = [
    header.map(({ tokens }) => words(tokens, look, dim)),
    ...rows.map((row) => row.map(({ tokens }) => words(tokens, look, same))),
  ]
  const widths = fitted(cells, look.width)
  if (widths !== undefined) return cells.flatMap((row) => tableRow(row, widths))
  return rows.flatMap((row, index) => {
    const [first, ...others] = row
    const lines = [
      ...wrapped(words(first?.tokens ?? [], look, bold), look.width),
      ...others.flatMap(({ tokens, text }, column) => {
        if (text === "") return []
        const head = words(header[column + 1]?.tokens ?? [], look, dim)
        return wrapped([...withColon(head), ...words(tokens, look, same)], look.width, "  ", "    ")
      }),
    ]
    return index === 0 ? lines : ["", ...lines]
  })
}

const withColon = (head: ReadonlyArray<Word>): ReadonlyArray<Word> =>
  head.map((word, index) =>
    index === head.length - 1 ? { drawn: `${word.drawn}:`, width: word.width + 1 } : word,
  )

const gap = 2

/** The widths of columns: as wide as they would be, the widest narrowed as long as no word is too long for it. */
const fitted = (
  cells: ReadonlyArray<ReadonlyArray<ReadonlyArray<Word>>>,
  room: number,
): ReadonlyArray<number> | undefined => {
  const count = cells[0]?.length ?? 0
  const most = (of: (cell: ReadonlyArray<Word>) => number) =>
    Array.from({ length: count }, (_, column) => Math.max(0, ...cells.map((row) => of(row[column] ?? []))))
  const widths = most(lengthOf)
  const longest = most((cell) => Math.max(0, ...cell.map((word) => word.width)))
  const spare = () => room - widths.reduce((sum, it) => sum + it, 0) - gap * (count - 1)
  while (spare() < 0) {
    const widest = widths.indexOf(Math.max(...widths))
    const floor = Math.max(longest[widest] ?? 0, 16)
    const wanted = Math.max(floor, (widths[widest] ?? 0) + spare())
    if (wanted >= (widths[widest] ?? 0)) return undefined
    // One column takes all of the loss only down to half; then another may be the widest.
    widths[widest] = Math.max(wanted, Math.ceil((widths[widest] ?? 0) / 2))
  }
  return widths
}

const tableRow = (
  row: ReadonlyArray<ReadonlyArray<Word>>,
  widths: ReadonlyArray<number>,
): ReadonlyArray<string> => {
  const broken = row.map((cell, column) => lines(cell, widths[column] ?? 0))
  const height = Math.max(1, ...broken.map(({ length }) => length))
  return Array.from({ length: height }, (_, index) =>
    broken
      .map((cell, column) => {
        const own = cell[index] ?? []
        const pad = column === row.length - 1 ? 0 : (widths[column] ?? 0) - lengthOf(own)
        return drawn(own) + " ".repeat(Math.max(0, pad))
      })
      .join(" ".repeat(gap))
      .trimEnd(),
  )
}

// -------------------------------------------------------------------------------------------------------- lines

const lengthOf = (line: ReadonlyArray<Word>): number =>
  line.reduce((sum, word) => sum + word.width, 0) + Math.max(0, line.length - 1)

const drawn = (line: ReadonlyArray<Word>): string => line.map((word) => word.drawn).join(" ")

/** Words in lines of so many columns; a word that is longer than a line has one of its own. */
const lines = (all: ReadonlyArray<Word>, room: number): ReadonlyArray<ReadonlyArray<Word>> => {
  const done: Array<Array<Word>> = []
  for (const word of all) {
    const last = done.at(-1)
    if (last !== undefined && lengthOf(last) + 1 + word.width <= room) last.push(word)
    else done.push([word])
  }
  return done
}

const wrapped = (all: ReadonlyArray<Word>, room: number, first = "", more = ""): ReadonlyArray<string> =>
  lines(all, room - more.length).map((it, index) => `${index === 0 ? first : more}${drawn(it)}`)

// -------------------------------------------------------------------------------------------------------- words

type Style = (text: string) => string

const same: Style = (text) => text

/** Text with the look that it has, before it is cut into words. */
interface Run {
  readonly text: string
  readonly style: Style
}

const inline = (text: string): ReadonlyArray<Token> => {
  const [first] = lexer(text)
  return (first as Tokens.Paragraph | undefined)?.tokens ?? []
}

const words = (tokens: ReadonlyArray<Token>, look: Look, style: Style): ReadonlyArray<Word> => {
  const found: Array<Word> = []
  let isOpen = false
  for (const run of runs(tokens, look, style, paint(look.color))) {
    const parts = run.text.split(/[ \n]+/)
    parts.forEach((part, index) => {
      if (index > 0) isOpen = false
      if (part === "") return
      const text = part.replaceAll("\u00A0", " ")
      const word = { drawn: run.style(text), width: width(text) }
      const last = found.at(-1)
      if (isOpen && last !== undefined)
        found[found.length - 1] = { drawn: last.drawn + word.drawn, width: last.width + word.width }
      else found.push(word)
      isOpen = true
    })
  }
  return found
}

const runs = (tokens: ReadonlyArray<Token>, look: Look, style: Style, paints: Paint): ReadonlyArray<Run> =>
  tokens.flatMap((token): ReadonlyArray<Run> => {
    switch (token.type) {
      case "text":
      case "escape":
        return "tokens" in token && token.tokens !== undefined
          ? runs(token.tokens, look, style, paints)
          : [{ text: plainText((token as Tokens.Text).text), style }]
      case "codespan":
        return [code((token as Tokens.Codespan).text, look, style, paints)]
      case "strong":
        return runs((token as Tokens.Strong).tokens, look, paints.bold, paints)
      case "em":
      case "del":
        return runs((token as Tokens.Em).tokens, look, style, paints)
      case "link":
        return link(token as Tokens.Link, look, style, paints)
      case "br":
        return [{ text: " ", style }]
      case "html":
        return []
      default:
        throw new Error(`no line has had ${token.type} in it`)
    }
  })

/** A short piece of code is not broken. Without colour its quotes stay, as in every message. */
const code = (text: string, { color }: Look, style: Style, { bold }: Paint): Run => {
  const whole = text.length <= 32 ? text.replaceAll(" ", "\u00A0") : text
  return color ? { text: whole, style: bold } : { text: `\`${whole}\``, style }
}

/** The text, and where it leads, as seen from the root of the repository; a page that is called as the text is not named. */
const link = (
  { href, tokens, text }: Tokens.Link,
  look: Look,
  style: Style,
  paints: Paint,
): ReadonlyArray<Run> => {
  const shown = runs(tokens, look, style, paints)
  const [path = "", anchor] = href.split("#")
  const name = posix.basename(path, ".md")
  if (text.replaceAll("`", "") === name || href.startsWith("#")) return shown
  const isOutside = /^[a-z]+:/.test(href)
  const at = path === "" ? look.page : posix.join(posix.dirname(look.page.split("#")[0] ?? ""), path)
  const address = isOutside ? href : `${at}${anchor === undefined ? "" : `#${anchor}`}`
  return [...shown, { text: ` (${address})`, style: paints.dim }]
}

/** The lexer leaves entities as they are; the pages have those of HTML's own signs alone. */
const plainText = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
