/** A unified diff of two texts, as `diff -u` and `git` write it, so that `patch` takes it. */

interface Change {
  readonly kind: " " | "-" | "+"
  readonly line: string
}

/** How many lines around a change are shown. */
const around = 3

/** How many lines may differ before the changed middle is shown as one; finding out costs the square of it. */
const most = 2000

export const unified = (file: string, before: string, after: string): string => {
  if (before === after) return ""
  const changes = compare(linesOf(before), linesOf(after))
  const hunks = cut(changes).map((hunk) => print(changes, hunk))
  return `--- ${file}\n+++ ${file}\n${hunks.join("")}`
}

/** The lines with their ends, since those may be what differs. */
const linesOf = (text: string): ReadonlyArray<string> => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const compare = (before: ReadonlyArray<string>, after: ReadonlyArray<string>): ReadonlyArray<Change> => {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  const shorter = Math.min(before.length, after.length) - start
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const same = (lines: ReadonlyArray<string>) => lines.map((line): Change => ({ kind: " ", line }))
  return [
    ...same(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ]
}

/** The shortest way from one to the other, by Myers. */
const middle = (before: ReadonlyArray<string>, after: ReadonlyArray<string>): ReadonlyArray<Change> => {
  const replaced = [
    ...before.map((line): Change => ({ kind: "-", line })),
    ...after.map((line): Change => ({ kind: "+", line })),
  ]
  if (before.length === 0 || after.length === 0) return replaced
  // For each number of edits, how far into `before` one gets on each diagonal.
  const steps: Array<ReadonlyMap<number, number>> = []
  let reached = new Map<number, number>([[1, 0]])
  for (let edits = 0; edits <= Math.min(most, before.length + after.length); edits++) {
    steps.push(reached)
    const next = new Map(reached)
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = fromBelow(reached, diagonal, edits)
        ? reached.get(diagonal + 1)!
        : reached.get(diagonal - 1)! + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1
      next.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return walkBack(steps, before, after)
    }
    reached = next
  }
  return replaced
}

const fromBelow = (reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1))

const walkBack = (
  steps: ReadonlyArray<ReadonlyMap<number, number>>,
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): ReadonlyArray<Change> => {
  const changes: Array<Change> = []
  let x = before.length
  let y = after.length
  for (let edits = steps.length - 1; edits >= 0; edits--) {
    const reached = steps[edits]!
    const below = fromBelow(reached, x - y, edits)
    const diagonal = below ? x - y + 1 : x - y - 1
    const fromX = reached.get(diagonal)!
    const fromY = fromX - diagonal
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      changes.push({ kind: " ", line: before[x - 1]! })
      x -= 1
      y -= 1
    }
    if (edits === 0) break
    if (below) changes.push({ kind: "+", line: after[y - 1]! })
    else changes.push({ kind: "-", line: before[x - 1]! })
    x = fromX
    y = fromY
  }
  return changes.reverse()
}

interface Hunk {
  readonly start: number
  readonly end: number
}

const cut = (changes: ReadonlyArray<Change>): ReadonlyArray<Hunk> => {
  const hunks: Array<Hunk> = []
  for (const [index, { kind }] of changes.entries()) {
    if (kind === " ") continue
    const start = Math.max(0, index - around)
    const end = Math.min(changes.length, index + around + 1)
    const last = hunks.at(-1)
    if (last !== undefined && last.end >= start) hunks[hunks.length - 1] = { start: last.start, end }
    else hunks.push({ start, end })
  }
  return hunks
}

const print = (changes: ReadonlyArray<Change>, { start, end }: Hunk): string => {
  const count = (from: number, to: number, without: Change["kind"]) => {
    let lines = 0
    for (let index = from; index < to; index++) if (changes[index]!.kind !== without) lines += 1
    return lines
  }
  const range = (without: Change["kind"]) => {
    const lines = count(start, end, without)
    // An empty range names the line before it.
    return `${count(0, start, without) + (lines === 0 ? 0 : 1)},${lines}`
  }
  const body = changes
    .slice(start, end)
    .map(
      ({ kind, line }) => `${kind}${line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`}`,
    )
  return `@@ -${range("+")} +${range("-")} @@\n${body.join("")}`
}
