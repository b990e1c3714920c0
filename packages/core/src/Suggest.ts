/** The nearest of the names that would have been right. */
import type { Wording } from "@pipewright/language/Diagnostic"
import { distance } from "fastest-levenshtein"

/**
 * The candidate that is closest to a misspelt word, without regard to case; none where even the closest is further
 * than two steps and a third of the word away; words of three letters and less are one step from what they mean.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  const lower = word.toLowerCase()
  let best: string | undefined
  let least = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1
  for (const candidate of candidates) {
    // No fewer steps than the difference in length: long words cost nothing.
    if (Math.abs(candidate.length - word.length) >= least) continue
    const steps = distance(lower, candidate.toLowerCase())
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best
}

/** `did you mean …` where there is a near name, otherwise what there is to choose from. */
export const help = (word: string, candidates: ReadonlyArray<string>): string | undefined => {
  const near = nearest(word, candidates)
  if (near !== undefined) return `did you mean \`${near}\`?`
  return candidates.length === 0 ? undefined : `one of ${names(candidates)}`
}

/** The same as what a finding says: the nearest name can then be put in the place of the one that was written. */
export const wording = (
  word: string,
  candidates: ReadonlyArray<string>,
  otherwise?: string,
): Pick<Wording, "help" | "instead"> => {
  const near = nearest(word, candidates)
  return {
    help: help(word, candidates) ?? otherwise,
    ...(near === undefined ? {} : { instead: { of: word, by: near } }),
  }
}

const names = (words: ReadonlyArray<string>): string =>
  `${words
    .slice(0, 30)
    .map((word) => `\`${word}\``)
    .join(", ")}${words.length > 30 ? ", …" : ""}`
