/** Other layouts of a valid text: blanks, line ends and comments wherever the language takes them. */
import * as fc from "fast-check"

const token =
  /\/\/[^\r\n]*|"""[\s\S]*?"""|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.|'')*'|`[^`]*`|->|[A-Za-z0-9_.+-]+(?:\.[`"])?|[ \t\r\f]+|\n|[\s\S]/g

const closers: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" }
const signs = new Set(["=", ",", ":", "->", "{", "}", "(", ")", "[", "]"])

/** How far one may go: numbers below 100, taken one after the other. */
export const choices = fc.infiniteStream(fc.nat({ max: 99 }))

export const relayout = (text: string, stream: Iterator<number>): string => {
  const next = () => stream.next().value as number
  const open: Array<string> = []
  let result = ""
  let nth = 0
  const comment = () =>
    next() < 15 ? `/// d${nth++}` : `//${next() < 50 ? " " : ""}c${nth++}${next() < 20 ? "  " : ""}`
  const blanks = () => " ".repeat(next() % 4)
  const end = () => (next() < 20 ? "\r\n" : "\n")
  /** The end of a line, or of several. */
  const lineEnd = (commented: boolean) => {
    let out = !commented && next() < 20 ? ` ${comment()}${end()}` : blanks() + end()
    while (next() < 25) out += next() < 50 ? end() : `${blanks()}${comment()}${end()}`
    return out + blanks()
  }
  let commented = false
  const all = text.replace(/\r\n/g, "\n").match(token) ?? []
  for (const [index, it] of all.entries()) {
    const inner = open.at(-1)
    const isFree = inner === "(" || inner === "["
    if (it === "\n") {
      result += isFree && !commented && next() < 50 ? " " : lineEnd(commented)
      commented = false
      continue
    }
    if (/^[ \t\r\f]+$/.test(it)) {
      result += isFree && next() < 10 ? lineEnd(false) : ` ${blanks()}`
      continue
    }
    if (it.startsWith("//")) {
      result += it
      commented = true
      continue
    }
    if (it === closers[inner ?? ""]) {
      open.pop()
      if (next() < 15) result += lineEnd(false)
    }
    // The brace of a declaration may stand on the next line.
    if (it === "{" && open.length === 0 && next() < 20) result += lineEnd(false)
    result += signs.has(it) && next() < 20 ? ` ${it} ` : it
    if (it in closers) {
      open.push(it)
      if (next() < 15) result += lineEnd(false)
    }
    if (it === "," && open.length > 0 && next() < 15)
      result += lineEnd(all[index + 1]?.startsWith("//") === true)
  }
  return result
}

/** A tree to compare: without spans, and without what is not there. */
export const withoutPlaces = (node: unknown): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === "span" ? undefined : Object.is(value, -0) ? "-0" : value,
    ),
  )
