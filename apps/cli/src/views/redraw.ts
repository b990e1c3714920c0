/** A text on a terminal that takes the place of the one before. */
import { width } from "@pipewright/language/Renderer"

/** What a terminal shows: as many columns and rows as are known. */
export interface Screen {
  readonly columns: number | undefined
  readonly rows: number | undefined
}

/** How many rows of the screen a line takes; what only colours it takes none. */
const height = (line: string, { columns }: Screen): number =>
  columns === undefined
    ? 1
    : // biome-ignore lint/suspicious/noControlCharactersInRegex: this is how colours are told to a terminal.
      Math.max(1, Math.ceil(width(line.replace(/\u001B\[[0-9;]*m/g, "")) / columns))

const linesOf = (text: string): ReadonlyArray<string> => text.replace(/\n$/, "").split("\n")

/** The rows of the screen that a text takes. */
export const rowsOf = (text: string, screen: Screen): number =>
  linesOf(text).reduce((sum, line) => sum + height(line, screen), 0)

/** As much of a text as fits on the screen, the cursor below it; the last line says how much is left out. */
export const cut = (text: string, screen: Screen): string => {
  const lines = linesOf(text)
  const room = (screen.rows ?? Number.POSITIVE_INFINITY) - 1
  if (rowsOf(text, screen) <= room) return text
  let [taken, kept] = [0, 0]
  for (const line of lines) {
    taken += height(line, screen)
    if (taken > room - 1) break
    kept += 1
  }
  return `${[...lines.slice(0, kept), `(${lines.length - kept} more lines)`].join("\n")}\n`
}

/** What draws a text over the one before, which took so many rows. */
export const over = (rows: number, text: string): string =>
  `${rows === 0 ? "" : `\u001B[${rows}A`}\r\u001B[J${text}`
