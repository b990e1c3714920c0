/**
 * Text with a cursor and ranges drawn into it, for tests of editor features and findings:
 *
 * ```text
 * from kaf┆ak {
 *      ~~~~~~
 * ```
 *
 * `┆` is the cursor. A line of nothing but spaces and `~` marks ranges of the line above it, column by column as
 * both are seen on the screen: a cursor in the line counts as one column and is left out of the range.
 */

export const cursorMarker = "┆"

export interface Range {
  readonly start: number
  readonly end: number
}

export interface Marked {
  /** The text without its markers. */
  readonly text: string
  /** The offset of the cursor, where there is one. */
  readonly cursor: number | undefined
  /** The marked ranges in the order in which they are drawn. */
  readonly ranges: ReadonlyArray<Range>
}

const markerLine = /^[ \t]*~[ \t~]*$/

/** Takes the markers out of `source`. Line ends are kept as they are. */
export const parse = (source: string): Marked => {
  const ranges: Array<Range> = []
  let text = ""
  let cursor: number | undefined
  let above: { readonly start: number; readonly length: number; readonly cursorColumn: number } | undefined

  for (const [index, line] of splitLines(source).entries()) {
    const [body, lineEnd] = line
    if (markerLine.test(body)) {
      if (above === undefined) throw new Error(`line ${index + 1}: there is no line above to mark ranges of`)
      ranges.push(...rangesOf(body, above, index + 1))
      // A marker line at the very end takes the line end before it away again, if it has none of its own.
      if (lineEnd === "" && text.length > above.start + above.length)
        text = text.slice(0, above.start + above.length)
      continue
    }
    const cursorColumn = body.indexOf(cursorMarker)
    const clean = body.replace(cursorMarker, "")
    if (clean.includes(cursorMarker) || (cursorColumn >= 0 && cursor !== undefined)) {
      throw new Error(`line ${index + 1}: a text has one cursor`)
    }
    if (cursorColumn >= 0) cursor = text.length + cursorColumn
    above = { start: text.length, length: clean.length, cursorColumn }
    text += clean + lineEnd
  }
  return { text, cursor, ranges }
}

const splitLines = (source: string): ReadonlyArray<readonly [body: string, lineEnd: string]> =>
  Array.from(
    source.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g),
    (match) => [match[1] ?? "", match[2] ?? ""] as const,
  ).filter(([body, lineEnd]) => body !== "" || lineEnd !== "")

const rangesOf = (
  body: string,
  above: { readonly start: number; readonly length: number; readonly cursorColumn: number },
  line: number,
): ReadonlyArray<Range> => {
  const toOffset = (column: number): number =>
    above.start + (above.cursorColumn >= 0 && column > above.cursorColumn ? column - 1 : column)
  return Array.from(body.matchAll(/~+/g), (match) => {
    const range = { start: toOffset(match.index), end: toOffset(match.index + match[0].length) }
    if (range.end > above.start + above.length)
      throw new Error(`line ${line}: a range ends beyond the line above it`)
    return range
  })
}
