/** Names by pattern: `*` stands for any characters, `?` for one, and `\*` and everything else for itself. */
import type { Given } from "../specs.ts"

const expression = (glob: string): RegExp => {
  // One star is enough; several in a row would be tried in every way they can be shared out.
  const source = glob.replace(
    /\\([*?\\])|\*+|[?]|[.+^${}()|[\]\\]/g,
    (found, literal: string | undefined) => {
      if (literal !== undefined) return `\\${literal}`
      return found.startsWith("*") ? "[^]*" : found === "?" ? "[^]" : `\\${found}`
    },
  )
  return new RegExp(`^${source}$`, "u")
}

/** The pattern that means this name and no other. */
export const exactly = (name: string): string => name.replace(/[*?\\]/g, "\\$&")

/** What `--only` means; every name without it. */
export const wanted = ({ lists }: Pick<Given, "lists">): ((name: string) => boolean) => {
  const only = lists.get("only")
  return only === undefined ? () => true : matcher(only)
}

/** Whether a name is one of those that any of the patterns mean. */
export const matcher = (globs: ReadonlyArray<string> = []): ((name: string) => boolean) => {
  const all = globs.map(expression)
  return (name) => all.some((it) => it.test(name))
}
