/** Draws a finding over the line it is about: the one form that the CLI, the baselines and the docs show. */
import type { Diagnostic, Location } from "./Diagnostic.ts"
import * as Source from "./Source.ts"

export interface Options {
  /** Whether to use the colours of a terminal. */
  readonly color?: boolean
  /** How many columns there are, so that sentences break between words. Without it each stands on one line. */
  readonly columns?: number | undefined
}

/** Finds the text of a file by the name that a finding gives; a finding in an unknown file is drawn without its line. */
export type Lookup = (file: string) => Source.Source | undefined

/** A finding as lines of text, without a line end after the last. */
export const render = (diagnostic: Diagnostic, lookup: Lookup, options: Options = {}): string => {
  const paint = options.color === true ? colors : plain
  const tone = paint[diagnostic.severity]
  const places = [diagnostic, ...(diagnostic.related ?? [])]
  const gutter = Math.max(...places.map((place) => lineNumber(place, lookup).length))
  const pad = " ".repeat(gutter)
  const head = `${diagnostic.severity}[${diagnostic.code}]`
  const message = wrap(`${head}: ${visible(diagnostic.message)}`, options.columns, "", "  ").join("\n")
  const besides = (label: string, text: string): string => {
    const lines = wrap(visible(text), options.columns, `${pad} = ${label}: `, `${pad}     `).join("\n")
    return `${pad} ${paint.dim("=")} ${paint.bold(label)}${lines.slice(pad.length + 3 + label.length)}`
  }
  return [
    `${tone(head)}${paint.bold(message.slice(head.length))}`,
    ...excerpt(diagnostic, lookup, gutter, tone, paint),
    ...(diagnostic.help === undefined ? [] : [besides("help", diagnostic.help)]),
    ...(diagnostic.related ?? []).flatMap((related) => [
      besides("note", related.message),
      ...excerpt(related, lookup, gutter, paint.info, paint),
    ]),
  ].join("\n")
}

const excerpt = (
  place: Location,
  lookup: Lookup,
  gutter: number,
  tone: (text: string) => string,
  paint: typeof plain,
): ReadonlyArray<string> => {
  const source = lookup(place.file)
  const arrow = `${" ".repeat(gutter)}${paint.dim("-->")}`
  if (source === undefined) return [`${arrow} ${place.file}`]
  const { line, column } = Source.position(source, place.span.start)
  const characters = shownLine(source, line - 1)
  const end = Source.position(source, Math.max(place.span.end, place.span.start))
  const stop = end.line === line ? end.column : characters.length + 1
  const shown = window(characters, column - 1)
  const before = shown.characters.slice(0, column - 1 - shown.offset)
  const marked = shown.characters.slice(column - 1 - shown.offset, stop - 1 - shown.offset)
  const bar = paint.dim("|")
  return [
    `${arrow} ${place.file}:${line}:${column}`,
    `${paint.dim(String(line).padStart(gutter))} ${bar} ${shown.characters.join("")}`.trimEnd(),
    `${" ".repeat(gutter)} ${bar} ${blanks(before.join(""))}${tone("^".repeat(Math.max(1, width(marked.join("")))))}`,
  ]
}

/** The characters of a line, with stars for what must not be shown. */
const shownLine = (source: Source.Source, line: number): ReadonlyArray<string> => {
  const text = Source.lineText(source, line)
  const characters = [...visible(text)]
  const { hidden } = source
  if (hidden === undefined || hidden.length === 0) return characters
  let offset = source.text.indexOf(text, source.lineStarts[line])
  return characters.map((character) => {
    const isHidden = hidden.some(({ start, end }) => start <= offset && offset < end)
    offset += character.length
    return isHidden ? "*" : character
  })
}

// One character for one, so that the places stay. A text must not be able to move the cursor of a terminal, to colour
// it, or to turn the direction of writing.
const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to keep out
  text.replace(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, "\uFFFD")

const lineNumber = (place: Location, lookup: Lookup): string => {
  const source = lookup(place.file)
  return source === undefined ? "" : String(Source.lineIndex(source, place.span.start) + 1)
}

// A line of a minified file is shown around the place only.
const longest = 160

const window = (characters: ReadonlyArray<string>, at: number) => {
  const offset = characters.length <= longest ? 0 : Math.max(0, at - longest / 2)
  return { offset, characters: characters.slice(offset, offset + longest) }
}

// Tabs stay tabs, so that the mark stands right at any tab width.
const blanks = (text: string): string =>
  clusters(text)
    .map((cluster) => (cluster === "\t" ? "\t" : " ".repeat(columns(cluster))))
    .join("")

/** How many columns of a terminal a text takes. */
export const width = (text: string): number =>
  isNarrow(text) ? text.length : clusters(text).reduce((sum, cluster) => sum + columns(cluster), 0)

/** A sentence in lines of so many columns, broken between words; the lines after the first stand further in. */
export const wrap = (
  text: string,
  columns: number | undefined,
  first: string,
  more: string,
): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = first
  let empty = true
  for (const word of text.split(" ")) {
    if (!empty && columns !== undefined && width(line) + 1 + width(word) > columns) {
      lines.push(line)
      line = more
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line]
}

/**
 * Nothing but letters and signs of one column each, by far the most of what is drawn: to tell it of other text takes
 * tables of Unicode, and those take longer to load than a whole answer to draw.
 */
const isNarrow = (text: string): boolean =>
  /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u257F]*$/.test(text)

let segmenter: Intl.Segmenter | undefined

/** What is drawn as one: a letter with its marks, an emoji that is joined from several. */
const clusters = (text: string): ReadonlyArray<string> => {
  if (isNarrow(text.replaceAll("\t", ""))) return [...text]
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** How many columns of a terminal a cluster takes. */
const columns = (cluster: string): number => {
  if (isNarrow(cluster)) return 1
  if (wide.test(cluster)) return 2
  return /^[\p{M}\p{Cf}]+$/u.test(cluster) ? 0 : 1
}

/** What Unicode says is wide, and what is drawn as an emoji, by itself or because a sign behind it asks for that. */
const wide =
  /^(?:[\p{Emoji_Presentation}\p{RI}\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18AFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|.\uFE0F)/u

const style = (code: string) => (text: string) => `\u001B[${code}m${text}\u001B[0m`

const same = (text: string) => text

const plain = { error: same, warning: same, info: same, bold: same, dim: same }

const colors: typeof plain = {
  error: style("1;31"),
  warning: style("1;33"),
  info: style("1;36"),
  bold: style("1"),
  dim: style("2"),
}
