/**
 * Generated text that is kept beside its case and reviewed as a diff. `UPDATE_BASELINES=1` writes it; every other
 * run compares, so a file that is missing fails as surely as one that differs.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { unifiedDiff } from "./internal/diff.ts"

/** Compares `actual` with the file at `path` and throws an error that shows the difference. */
export const expectBaseline = (path: string, actual: string): void => {
  const expected = readBaseline(path)
  if (expected === actual) return
  if (process.env.UPDATE_BASELINES === "1") {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, actual)
    return
  }
  throw new Error(explain(path, expected, actual))
}

/** A checkout may have turned line ends into CRLF; a baseline is always compared with LF. */
const readBaseline = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

const explain = (path: string, expected: string | undefined, actual: string): string => {
  const what = expected === undefined ? "does not exist" : "differs from what is generated now"
  const diff = unifiedDiff(expected ?? "", actual, { from: `${path} (kept)`, to: `${path} (now)` })
  return `The baseline ${path} ${what}.\nIf the change is meant, run again with UPDATE_BASELINES=1.\n\n${diff}`
}

/** A text with what is said of each of its lines below it, in the order given; `//@` begins what is said. */
export const underLines = (
  lines: ReadonlyArray<string>,
  notes: ReadonlyArray<{ readonly line: number; readonly text: string }>,
): string => {
  const byLine = new Map<number, Array<string>>()
  for (const { line, text } of notes) {
    const below = byLine.get(line) ?? []
    below.push(`//@${text}`)
    byLine.set(line, below)
  }
  return `${lines
    .flatMap((text, line) => [text, ...(byLine.get(line) ?? [])])
    .join("\n")
    .trimEnd()}\n`
}
