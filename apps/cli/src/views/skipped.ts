/** The files of another product, which a run passes over. */
import type { Skipped } from "../program/load.ts"
import { count, paint, plain } from "./terminal.ts"

/** How many files are named. */
const most = 3

/** A hint for people, on one line; nothing where no file was passed over. */
export const human = (skipped: ReadonlyArray<Skipped>, color: boolean): string => {
  const [first] = skipped
  if (first === undefined) return ""
  const names = skipped.slice(0, most).map(({ file }) => plain(file))
  const more = skipped.length > most ? `, and ${skipped.length - most} more` : ""
  const what = `skipped ${count(skipped.length, "file")} of ${first.product}, whose files end in .pipe too`
  return `${paint(color).bold("note")}: ${what}: ${names.join(", ")}${more}\n`
}

/** A key for the machine, where there is something to tell. */
export const machine = (skipped: ReadonlyArray<Skipped>) =>
  skipped.length === 0
    ? {}
    : { skipped: skipped.map(({ file, product }) => ({ file, reason: `a file of ${product}` })) }
