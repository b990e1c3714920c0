/** Regular expressions of the engine (RE2), as far as it can be said without running one. */

/** What is surely wrong with a pattern. */
export const problemOf = (pattern: string): string | undefined => {
  // Between `\Q` and `\E` nothing has a meaning.
  if (pattern.includes("\\Q")) return undefined
  let depth = 0
  let repeatable = false
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    switch (character) {
      case "\\":
        if (at + 1 === pattern.length) return "it ends in a backslash"
        if (/[1-9]/.test(pattern[at + 1]!)) return "it refers back to a group, which RE2 does not do"
        if (!isEscape(pattern[at + 1]!)) return unknownEscape(pattern[at + 1]!)
        at += 1
        repeatable = true
        break
      case "[": {
        const end = endOfClass(pattern, at)
        if (end === -1) return "a `[` is not closed"
        const odd = /\\(.)/gsu
        for (const [, escaped] of pattern.slice(at, end).matchAll(odd))
          if (!isEscape(escaped!)) return unknownEscape(escaped!)
        at = end
        repeatable = true
        break
      }
      case "(": {
        if (/^\(\?(<?[=!])/.test(pattern.slice(at, at + 4)))
          return "it looks ahead or behind, which RE2 does not do"
        depth += 1
        repeatable = false
        if (pattern[at + 1] === "?") at += 1
        break
      }
      case ")":
        if (depth === 0) return "a `)` closes nothing"
        depth -= 1
        repeatable = true
        break
      case "*":
      case "+":
      case "?":
        if (!repeatable) return `there is nothing that \`${character}\` could repeat`
        // A second `?` asks for as little as possible; no other sign repeats a repetition.
        if (pattern[at + 1] === "?") at += 1
        repeatable = false
        break
      default:
        repeatable = character !== "|"
    }
  }
  return depth > 0 ? "a `(` is not closed" : undefined
}

/** Signs escape themselves; of letters and digits only some mean something. */
const isEscape = (character: string): boolean =>
  /[0-7AaBbCDdfnPprSstvWwxz_]/.test(character) || (character <= "\x7F" && !/\w/.test(character))

const unknownEscape = (character: string): string => `\`\\${character}\` means nothing to RE2`

const endOfClass = (pattern: string, start: number): number => {
  let at = start + 1
  if (pattern[at] === "^") at += 1
  // Right after the opening a `]` stands for itself.
  if (pattern[at] === "]") at += 1
  while (at < pattern.length && pattern[at] !== "]") {
    const named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1
    at = named === -1 ? at + (pattern[at] === "\\" ? 2 : 1) : named + 2
  }
  return at < pattern.length ? at : -1
}

/** Words, classes of them, alternatives and what matches anything: read alike by any engine, and at once. */
const plain = /^\^?(?:[\w()|/-]|\\\.|\.[*+?]?|\[\^?[\w-]+\][*+?]?)*\$?$/
const mostRepetitions = 4

/** Whether a pattern surely matches all of a path. */
export const matches = (pattern: string, path: string): boolean =>
  pattern.length < 1000 &&
  problemOf(pattern) === undefined &&
  plain.test(pattern) &&
  pattern.split(/[*+]/).length <= mostRepetitions + 1 &&
  new RegExp(`^(?:${pattern})$`, "s").test(path)
