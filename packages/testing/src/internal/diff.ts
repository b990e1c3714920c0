/** A unified diff of two texts by lines, by Myers' greedy algorithm. */

interface Edit {
  readonly kind: " " | "-" | "+"
  readonly text: string
}

/** Beyond this many differing lines the shortest diff is neither readable nor worth its memory. */
const maximumDistance = 1000
const context = 3

export const unifiedDiff = (
  before: string,
  after: string,
  names: { readonly from: string; readonly to: string },
): string => {
  const edits = diffLines(toLines(before), toLines(after))
  const hunks = hunksOf(edits)
  return [`--- ${names.from}`, `+++ ${names.to}`, ...hunks].join("\n")
}

const toLines = (text: string): ReadonlyArray<string> => {
  if (text === "") return []
  const lines = text.split("\n")
  if (lines.at(-1) === "") return lines.slice(0, -1)
  // Otherwise texts that differ only in their last line end would look the same.
  return [...lines.slice(0, -1), `${lines.at(-1)} (no line end)`]
}

const diffLines = (before: ReadonlyArray<string>, after: ReadonlyArray<string>): ReadonlyArray<Edit> => {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1
  }
  return [
    ...before.slice(0, start).map(keep),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(keep),
  ]
}

const keep = (text: string): Edit => ({ kind: " ", text })
const remove = (text: string): Edit => ({ kind: "-", text })
const add = (text: string): Edit => ({ kind: "+", text })

const diffMiddle = (before: ReadonlyArray<string>, after: ReadonlyArray<string>): ReadonlyArray<Edit> => {
  const trace = shortestTrace(before, after)
  if (trace === undefined) return [...before.map(remove), ...after.map(add)]
  const edits: Array<Edit> = []
  let x = before.length
  let y = after.length
  for (let distance = trace.length - 1; distance >= 0; distance -= 1) {
    const furthest = trace[distance] ?? new Map<number, number>()
    const diagonal = x - y
    const previous = cameFromAbove(furthest, diagonal, distance) ? diagonal + 1 : diagonal - 1
    const previousX = distance === 0 ? 0 : (furthest.get(previous) ?? 0)
    const previousY = distance === 0 ? 0 : previousX - previous
    while (x > previousX && y > previousY) {
      x -= 1
      y -= 1
      edits.push(keep(before[x] ?? ""))
    }
    if (distance === 0) break
    if (x === previousX) edits.push(add(after[previousY] ?? ""))
    else edits.push(remove(before[previousX] ?? ""))
    x = previousX
    y = previousY
  }
  return edits.reverse()
}

const cameFromAbove = (furthest: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean =>
  diagonal === -distance ||
  (diagonal !== distance && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))

/** For every distance, the furthest line reached on each diagonal before that step was taken. */
const shortestTrace = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): ReadonlyArray<ReadonlyMap<number, number>> | undefined => {
  const furthest = new Map<number, number>([[1, 0]])
  const trace: Array<ReadonlyMap<number, number>> = []
  const limit = Math.min(before.length + after.length, maximumDistance)
  for (let distance = 0; distance <= limit; distance += 1) {
    trace.push(new Map(furthest))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = cameFromAbove(furthest, diagonal, distance)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1
      furthest.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return trace
    }
  }
  return undefined
}

const hunksOf = (edits: ReadonlyArray<Edit>): ReadonlyArray<string> => {
  const lines: Array<string> = []
  const changed = edits.flatMap((edit, index) => (edit.kind === " " ? [] : [index]))
  let first = 0
  while (first < changed.length) {
    let last = first
    while (last + 1 < changed.length && (changed[last + 1] ?? 0) - (changed[last] ?? 0) <= 2 * context)
      last += 1
    const from = Math.max(0, (changed[first] ?? 0) - context)
    const to = Math.min(edits.length, (changed[last] ?? 0) + context + 1)
    lines.push(header(edits, from, to), ...edits.slice(from, to).map((edit) => `${edit.kind}${edit.text}`))
    first = last + 1
  }
  return lines
}

const header = (edits: ReadonlyArray<Edit>, from: number, to: number): string => {
  const before = edits.slice(0, from)
  const hunk = edits.slice(from, to)
  const range = (without: "+" | "-"): string => {
    const skipped = before.filter((edit) => edit.kind !== without).length
    const length = hunk.filter((edit) => edit.kind !== without).length
    return `${length === 0 ? skipped : skipped + 1},${length}`
  }
  return `@@ -${range("+")} +${range("-")} @@`
}
