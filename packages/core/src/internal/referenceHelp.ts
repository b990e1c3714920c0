/** What to do about a reference to something that is not there. */
import type { Wording } from "@pipewright/language/Diagnostic"
import * as Suggest from "../Suggest.ts"

export const ofReference = (
  name: string,
  known: ReadonlyArray<string>,
): Pick<Wording, "help" | "instead"> => {
  const help = out(name, known)
  if (help !== undefined) return { help }
  const meant = ofEndpoint(name, known) ?? near(name, known)
  if (meant !== undefined) return { help: `did you mean \`${meant}\`?`, instead: { of: name, by: meant } }
  return {
    help:
      Suggest.help("", attributes(name, known) ?? known) ?? "declare it with `param name: type = default`",
  }
}

/** What has a meaning in one place only, where it is not that place, and what is no reference at all. */
const out = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const [scope, rest] = name.split(".", 2)
  if (known.some((it) => it.startsWith(`${scope}.`))) return undefined
  if (scope === "each")
    return `\`each\` has a meaning in a pipe that is repeated: \`pipe "…" for ${rest} in [ … ] { … }\``
  if (scope === "endpoint")
    return rest === undefined ? undefined : `declare it with \`endpoint ${rest}: TYPE { … }\``
  if (scope === "arg")
    return `\`arg\` has a meaning in a template that declares it: \`template name(${rest}: string) { … }\``
  if (scope === "env" || scope === "secret")
    return `write \`${scope}("${rest}")\`, which is a value of its own and stands in no string`
  return undefined
}

/** What is known of the endpoint that a reference names. */
const attributes = (name: string, known: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
  const start = /^endpoint\.[^.]+/.exec(name)?.[0]
  const its = start === undefined ? [] : known.filter((it) => it.startsWith(`${start}.`))
  return its.length === 0 ? undefined : its
}

/** The attribute that is meant. All begin with the same names, so that each of them would look near as a whole. */
const ofEndpoint = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const last = (it: string) => it.split(".").slice(2).join(".")
  const its = attributes(name, known) ?? []
  const found = Suggest.nearest(last(name), its.map(last))
  return its.find((it) => last(it) === found)
}

/** What other languages call a parameter is one too. */
const bare = (name: string): string => name.replace(/^(params?|each|arg|endpoint|var|vars|local|input)\./, "")

/** What comes before the dot all names have in common, so that every one of them would look near. */
const near = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const scope = name.slice(0, -bare(name).length)
  const same = known.filter((it) => scope !== "" && it.startsWith(scope))
  for (const among of [same, known]) {
    const found = Suggest.nearest(bare(name), among.map(bare))
    if (found !== undefined) return among.find((it) => bare(it) === found)
  }
  return undefined
}
