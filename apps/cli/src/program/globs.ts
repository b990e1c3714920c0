/** Names by pattern: `*` stands for any characters, `?` for one, and everything else for itself. */

const expression = (glob: string): RegExp => {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    // One star is enough; several in a row would be tried in every way they can be shared out.
    .replace(/\*+/g, "*")
  return new RegExp(`^${source.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "u")
}

/** Whether a name is one of those that any of the patterns mean. */
export const matcher = (globs: ReadonlyArray<string> = []): ((name: string) => boolean) => {
  const all = globs.map(expression)
  return (name) => all.some((it) => it.test(name))
}
