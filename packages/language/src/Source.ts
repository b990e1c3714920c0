/** A text with a name, and the positions in it. */

/** A half-open range of UTF-16 offsets into a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A place for people: line and column from 1; a column counts Unicode code points, so an emoji is one column. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A file's text under the name that findings show. Any line ending and a byte order mark are taken as they are. */
export interface Source {
  readonly file: string
  readonly text: string
  /** The offset at which each line starts. */
  readonly lineStarts: ReadonlyArray<number>
  /** What must not be shown of it, such as a password; told by who knows what the text means. */
  readonly hidden?: ReadonlyArray<Span>
}

export const make = (file: string, text: string): Source => {
  const lineStarts = [0]
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1)
  return { file, text, lineStarts }
}

export const span = (start: number, end: number): Span => ({ start, end })

/** The index (from 0) of the line that holds an offset, in logarithmic time. */
export const lineIndex = (source: Source, offset: number): number => {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (source.lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The text of a line (from 0) without its line ending; the byte order mark of the first line is left out. */
export const lineText = (source: Source, line: number): string => {
  const start = source.lineStarts[line]!
  const next = source.lineStarts[line + 1]
  const text = source.text.slice(start, next === undefined ? undefined : next - 1)
  return withoutMark(text.endsWith("\r") ? text.slice(0, -1) : text, start)
}

export const position = (source: Source, offset: number): Position => {
  const line = lineIndex(source, offset)
  const start = source.lineStarts[line]!
  return { line: line + 1, column: [...withoutMark(source.text.slice(start, offset), start)].length + 1 }
}

const withoutMark = (text: string, start: number): string =>
  start === 0 && text.startsWith("\uFEFF") ? text.slice(1) : text
