import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Explain from "@pipewright/core/Explain"
import * as Source from "@pipewright/language/Source"
import type { Loaded } from "../program/load.ts"
import { columns, paint, plain } from "./terminal.ts"

export interface Explained {
  readonly subject: Explain.Subject
  readonly target: string | undefined
  /** What was asked for. */
  readonly values: ReadonlyArray<Explain.Explained>
  /** All values of the subject. */
  readonly all: ReadonlyArray<Explain.Explained>
  readonly loaded: Loaded
}

/** `file:line:column`, as editors and terminals make a link of. */
export const place = ({ file, span }: Explain.Station, loaded: Loaded): string => {
  const source = loaded.source(file)
  const { line, column } = source === undefined ? { line: 1, column: 1 } : Source.position(source, span.start)
  return `${loaded.display(file)}:${line}:${column}`
}

/**
 * What all values come through, a loop for one, is said once. Of a single value each station has its line; of several,
 * what they came into the pipe through stands behind the place where they are written.
 */
export const explain = (
  { subject, target, values, all, loaded }: Explained,
  color: boolean,
  /** Of the terminal; a place that does not fit behind its value goes below it. */
  width: number = Number.POSITIVE_INFINITY,
): string => {
  const { bold, dim } = paint(color)
  const shared = sharedBy(all)
  const row = (station: Explain.Station, guarded = false, labels = station.label) => [
    `  ${place(station, loaded)}`,
    guarded || station.guarded === true ? Evaluate.hidden : short(textOf(station, loaded), 40),
    ...(labels === undefined ? [] : [dim(plain(labels))]),
  ]
  const heading = `${bold(plain(subject.name))}${target === undefined ? "" : dim(` in the target ${target}`)}`
  const parts = values.map(({ path, value, guarded, way }) => {
    const own = way.slice(shared.length)
    const shown = `${bold(plain(path))} = ${short(valueText(value), 60)}`
    if (values.length === 1)
      return [shown, ...columns(own.map((station) => row(station, guarded)))].join("\n")
    const written = own.findIndex(({ label }) => label === undefined)
    const through = own.slice(0, written).map(({ label }) => label)
    const labels = through.length === 0 ? undefined : through.join(", ")
    const [first, ...leads] = own.slice(written)
    if (leads.length === 0) {
      const where = `${place(first!, loaded)}${labels === undefined ? "" : `  ${plain(labels)}`}`
      const line = `${plain(path)} = ${short(valueText(value), 60)}  ${where}`
      return `${shown}${[...line].length <= width ? "  " : "\n  "}${dim(where)}`
    }
    const rows = [row(first!, guarded, labels), ...leads.map((station) => row(station, guarded))]
    return [shown, ...columns(rows)].join("\n")
  })
  return `${[[heading, ...columns(shared.map((station) => row(station)))].join("\n"), ...grouped(parts)].join("\n\n")}\n`
}

/** Values that take one line stand together. */
const grouped = (parts: ReadonlyArray<string>): ReadonlyArray<string> => {
  const groups: Array<string> = []
  let joins = false
  for (const part of parts) {
    const isLine = !part.includes("\n")
    if (isLine && joins) groups[groups.length - 1] += `\n${part}`
    else groups.push(part)
    joins = isLine
  }
  return groups
}

const sharedBy = (all: ReadonlyArray<Explain.Explained>): ReadonlyArray<Explain.Station> => {
  const first = all[0]?.way ?? []
  const isShared = (station: Explain.Station, index: number): boolean =>
    station.label !== undefined && all.every(({ way }) => isSame(way[index], station))
  const end = first.findIndex((station, index) => !isShared(station, index))
  return first.slice(0, Math.max(0, end))
}

const isSame = (a: Explain.Station | undefined, b: Explain.Station): boolean =>
  a?.label === b.label && a?.file === b.file && a?.span.start === b.span.start

export const valueText = (value: Explain.Value): string =>
  value._tag === "Read" ? value.text : JSON.stringify(value.json)

const textOf = ({ file, span }: Explain.Station, loaded: Loaded): string => {
  const text = loaded.source(file)?.text.slice(span.start, span.end) ?? ""
  return String(Evaluate.withoutLogins(text))
}

/** On one line, and with its end left out where it is long. */
const short = (text: string, width: number): string => {
  const characters = [...plain(text.replace(/\s+/g, " "))]
  return characters.length <= width ? characters.join("") : `${characters.slice(0, width - 1).join("")}…`
}
