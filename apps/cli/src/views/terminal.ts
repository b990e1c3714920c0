/** What can be shown where a command writes. */
import { width } from "@pipewright/language/Renderer"
import type { Given } from "../specs.ts"
import { type Sink, terminalOf } from "../writing.ts"

export { wrap } from "@pipewright/language/Renderer"

/** Colour is for a terminal whose user has not turned it off; https://no-color.org and FORCE_COLOR are honoured. */
export const hasColor = (sink: Sink = "stdout"): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false
  if (FORCE_COLOR !== undefined && !["", "0", "false"].includes(FORCE_COLOR)) return true
  return TERM !== "dumb" && terminalOf(sink) !== undefined
}

/** A machine reads no question, and without a terminal there is nobody to ask. */
export const canAsk = ({ texts }: Given): boolean =>
  process.stdin.isTTY && process.stdout.isTTY && texts.get("format") !== "json"

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
}

const code = (number: string) => (text: string) => `\u001B[${number}m${text}\u001B[0m`
const same = (text: string) => text

export const paint = (color: boolean): Paint =>
  color
    ? { bold: code("1"), dim: code("2"), red: code("31"), green: code("32"), yellow: code("33") }
    : { bold: same, dim: same, red: same, green: same, yellow: same }

/** Rows in columns, each as wide as its widest cell; the last is left as it is. */
export const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths: Array<number> = []
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width(cell))
    })
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === row.length - 1 ? cell : cell + " ".repeat(widths[index]! - width(cell)),
      )
      .join("  ")
      .trimEnd(),
  )
}

/** Text from elsewhere on one line, without what would steer a terminal. */
export const plain = (text: string): string =>
  text
    .replace(/[\t\r\n]+/g, " ")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be taken out.
    .replace(/[\u0000-\u001F\u007F-\u009F]/g, "\uFFFD")

/** `1 pipe`, `2 pipes`. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`

/** Text that has to stand on one line of so many columns; without a number it stays whole. */
export const fit = (text: string, columns: number | undefined): string => {
  if (columns === undefined || width(text) <= columns) return text
  let kept = ""
  for (const character of text) {
    if (width(kept + character) > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** The columns of a terminal; `undefined` where the output goes elsewhere and has to be exact. */
export const columnsOf = (sink: Sink = "stdout"): number | undefined => terminalOf(sink)?.columns

/** What can be shown there. */
export const lookOf = (sink: Sink = "stdout") => ({ color: hasColor(sink), columns: columnsOf(sink) })
