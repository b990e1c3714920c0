/** What to do about a reference to something that is not there. */
import * as Suggest from "../Suggest.ts"

export const ofReference = (name: string, known: ReadonlyArray<string>): string =>
  out(name, known) ??
  near(name, known) ??
  Suggest.help("", known) ??
  "declare it with `param name: type = default`"

/** What has a meaning in one place only, where it is not that place. */
const out = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const [scope, rest] = name.split(".", 2)
  if (known.some((it) => it.startsWith(`${scope}.`))) return undefined
  if (scope === "each")
    return `\`each\` has a meaning in a pipe that is repeated: \`pipe "…" for ${rest} in [ … ] { … }\``
  if (scope === "arg")
    return `\`arg\` has a meaning in a template that declares it: \`template name(${rest}: string) { … }\``
  return undefined
}

/** What comes before the dot all names have in common, so that every one of them would look near. */
const near = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const bare = (it: string) => it.replace(/^(param|each|arg)\./, "")
  const scope = name.slice(0, -bare(name).length)
  const same = known.filter((it) => scope !== "" && it.startsWith(scope))
  for (const among of [same, known]) {
    const found = Suggest.nearest(bare(name), among.map(bare))
    if (found !== undefined) return `did you mean \`${among.find((it) => bare(it) === found)!}\`?`
  }
  return undefined
}
