/**
 * Takes fixes until nothing is left to take. Two that touch each other are never taken at once, and one that would bring
 * a mistake into the program is not taken at all, whatever else it mends.
 */
import type { Diagnostic, Fix } from "@pipewright/language/Diagnostic"
import { isError } from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"

/** The texts of a program by the names of their files. */
export type Texts = ReadonlyMap<string, string>

export interface Given {
  readonly texts: Texts
  /** All findings of the texts, those of the language among them. */
  readonly find: (texts: Texts) => ReadonlyArray<Diagnostic>
  /** Whether a fix may be taken. */
  readonly isWanted: (fix: Fix, diagnostic: Diagnostic) => boolean
  /** Whether no fix may bring such a finding; errors, if nothing else is said. */
  readonly isMistake?: (diagnostic: Diagnostic) => boolean
}

export interface Fixed {
  readonly texts: Texts
  readonly taken: ReadonlyArray<Diagnostic>
  /** Those whose fix would have brought an error. */
  readonly refused: ReadonlyArray<Diagnostic>
  /** What is found in the texts as they are now. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** Fixes kept calling for others, so that it was given up. */
  readonly unstable: boolean
}

/** Fixes that follow from fixes come in a later pass. */
const mostPasses = 10

interface Chosen {
  readonly diagnostic: Diagnostic
  readonly fix: Fix
}

export const fix = ({ texts: before, find, isWanted, isMistake = isError }: Given): Fixed => {
  let texts = before
  let diagnostics = find(texts)
  const taken: Array<Diagnostic> = []
  const refused = new Map<string, Diagnostic>()
  let unstable = false
  for (let pass = 0; ; pass += 1) {
    const chosen = choose(
      diagnostics,
      (fix, diagnostic) => isWanted(fix, diagnostic) && !refused.has(key({ diagnostic, fix })),
    )
    if (chosen.length === 0) break
    if (pass === mostPasses) {
      unstable = true
      break
    }
    const tried = tryAll(
      { texts, find, isMistake, before: countMistakes(diagnostics, isMistake) },
      diagnostics,
      chosen,
    )
    for (const it of tried.refused) refused.set(key(it), it.diagnostic)
    if (tried.taken.length === 0) break
    ;({ texts, diagnostics } = tried)
    taken.push(...tried.taken.map(({ diagnostic }) => diagnostic))
  }
  return { texts, taken, refused: [...refused.values()], diagnostics, unstable }
}

/** The first wanted fix of each finding, as far as they leave each other alone. */
const choose = (
  diagnostics: ReadonlyArray<Diagnostic>,
  isWanted: Given["isWanted"],
): ReadonlyArray<Chosen> => {
  const chosen: Array<Chosen> = []
  const touched = new Map<string, Array<Span>>()
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find((it) => isWanted(it, diagnostic))
    if (fix === undefined) continue
    const spans = touched.get(diagnostic.file) ?? []
    const places = fix.edits.map(({ span }) => ({ span, index: placeOf(spans, span) }))
    if (places.some(({ index }) => index === undefined)) continue
    chosen.push({ diagnostic, fix })
    for (const { span } of places) spans.splice(placeOf(spans, span) ?? 0, 0, span)
    touched.set(diagnostic.file, spans)
  }
  return chosen
}

/** Where a span goes among others that are in order; `undefined` if it touches one of them. */
const placeOf = (spans: ReadonlyArray<Span>, { start, end }: Span): number | undefined => {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.start <= start) low = middle + 1
    else high = middle
  }
  const [before, after] = [spans[low - 1], spans[low]]
  return (before !== undefined && before.end >= start) || (after !== undefined && after.start <= end)
    ? undefined
    : low
}

interface Attempt {
  readonly texts: Texts
  readonly find: Given["find"]
  readonly isMistake: (diagnostic: Diagnostic) => boolean
  /** The mistakes that are there already, each as often as it is. */
  readonly before: ReadonlyMap<string, number>
}

interface Tried {
  readonly texts: Texts
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly taken: ReadonlyArray<Chosen>
  readonly refused: ReadonlyArray<Chosen>
}

/** All of them, or where that brings a mistake, each half by itself, down to the one that does. */
const tryAll = (
  attempt: Attempt,
  diagnostics: ReadonlyArray<Diagnostic>,
  chosen: ReadonlyArray<Chosen>,
): Tried => {
  const { texts, find, isMistake, before } = attempt
  const after = edited(texts, chosen)
  const found = find(after)
  if (![...countMistakes(found, isMistake)].some(([it, count]) => count > (before.get(it) ?? 0)))
    return { texts: after, diagnostics: found, taken: chosen, refused: [] }
  if (chosen.length === 1) return { texts, diagnostics, taken: [], refused: chosen }
  // The places of the second half have moved once the first is taken, so it is left for the next pass.
  const half = tryAll(attempt, diagnostics, chosen.slice(0, chosen.length >> 1))
  if (half.taken.length > 0) return half
  const rest = tryAll(attempt, diagnostics, chosen.slice(chosen.length >> 1))
  return { ...rest, refused: [...half.refused, ...rest.refused] }
}

/** Mistakes by what they say, wherever they are: a fix moves what stands behind it. */
const countMistakes = (
  diagnostics: ReadonlyArray<Diagnostic>,
  isMistake: Attempt["isMistake"],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const diagnostic of diagnostics) {
    if (!isMistake(diagnostic)) continue
    const { file, code, message } = diagnostic
    const key = [file, code, message].join("\0")
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** The texts with the edits of fixes that do not touch each other. */
export const edited = (texts: Texts, chosen: ReadonlyArray<Chosen>): Texts => {
  const byFile = new Map<string, Array<Fix["edits"][number]>>()
  for (const { diagnostic, fix } of chosen)
    byFile.set(diagnostic.file, [...(byFile.get(diagnostic.file) ?? []), ...fix.edits])
  const result = new Map(texts)
  for (const [file, edits] of byFile) {
    const text = texts.get(file)
    if (text === undefined) continue
    const pieces: Array<string> = []
    let at = 0
    for (const { span, text: by } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
      pieces.push(text.slice(at, span.start), by)
      at = span.end
    }
    result.set(file, pieces.join("") + text.slice(at))
  }
  return result
}

const key = ({ diagnostic: { file, code, message }, fix }: Chosen): string =>
  [file, code, message, fix.title].join("\0")
