/** What may stand next on a command line, by the specs of the commands. The shells ask for it at every press of Tab. */
import { type CommandName, commandNames, commandOf, type OptionSpec, specs, type Values } from "./specs.ts"

/** What may stand there, and a word on it. */
export interface Candidate {
  readonly value: string
  readonly doc: string
}

export interface Completion {
  readonly candidates: ReadonlyArray<Candidate>
  /** What the shell itself completes beside them. */
  readonly paths?: "files" | "directories" | "pipes"
}

/** What depends on the program at a path, or on the kinds that there are. */
export type Lookup = (values: Values, path: string | undefined) => Promise<ReadonlyArray<string>>

const nothing: Completion = { candidates: [] }

/** The words of a command line behind the name of the program; the last one is being typed, and may be empty. */
export const complete = async (typed: ReadonlyArray<string>, lookup: Lookup): Promise<Completion> => {
  // Bash has the sign of `--option=value` as a word of its own.
  const ending = typed.at(-1) === "="
  const words = [...typed.filter((word) => word !== "="), ...(ending ? [""] : [])]
  const current = words.at(-1) ?? ""
  const before = words.slice(0, -1)
  const name = commandOf(before)
  if (name === undefined) return matching(first(before), current)
  const attached = /^--([\w-]+)=(.*)$/.exec(current)
  if (attached !== null) {
    const [, option = "", value = ""] = attached
    const found = await valuesOf(specs[name].options[option], pathOf(name, before), lookup)
    const whole = found.candidates.map((it) => ({ ...it, value: `--${option}=${it.value}` }))
    return matching({ ...found, candidates: whole }, `--${option}=${value}`)
  }
  const open = before.at(-1)?.startsWith("--") === true ? before.at(-1)!.slice(2) : undefined
  const spec = open === undefined ? undefined : specs[name].options[open]
  if (spec !== undefined && spec.kind !== "flag")
    return matching(await valuesOf(spec, pathOf(name, before), lookup), current)
  if (current.startsWith("-")) return matching(optionsOf(name, before), current)
  return matching(await positional(name, before, lookup), current)
}

/** The shell matches paths by itself. */
const matching = (completion: Completion, current: string): Completion => ({
  ...completion,
  candidates: completion.candidates.filter(({ value }) => value.startsWith(current)),
})

/** The first word of a command, or the second of one of two words. */
const first = (before: ReadonlyArray<string>): Completion => {
  if (before.length > 1) return nothing
  const [start] = before
  const found = commandNames.flatMap((name) => {
    const [one = "", two] = name.split(" ")
    if (start !== undefined)
      return start === one && two !== undefined ? [{ value: two, doc: specs[name].summary }] : []
    return [{ value: one, doc: specs[name].summary }]
  })
  const options = [
    { value: "--help", doc: "show the commands" },
    { value: "--version", doc: "show the version" },
  ]
  return { candidates: start === undefined ? [...found, ...options] : found }
}

const optionsOf = (name: CommandName, before: ReadonlyArray<string>): Completion => {
  const given = new Set(before.map((word) => word.replace(/=.*$/s, "")))
  const options = Object.entries(specs[name].options)
    .filter(([option, { repeated }]) => repeated === true || !given.has(`--${option}`))
    .map(([option, { doc }]) => ({ value: `--${option}`, doc }))
  return { candidates: [...options, { value: "--help", doc: "show the help of the command" }] }
}

const plainly = (values: ReadonlyArray<string>): ReadonlyArray<Candidate> =>
  values.map((value) => ({ value, doc: "" }))

const valuesOf = async (
  spec: OptionSpec | undefined,
  path: string | undefined,
  lookup: Lookup,
): Promise<Completion> => {
  if (spec === undefined) return nothing
  if (spec.choices !== undefined) return { candidates: plainly(spec.choices) }
  if (spec.values !== undefined) return { candidates: plainly(await lookup(spec.values, path)) }
  if (spec.placeholder === "FILE") return { candidates: [], paths: "files" }
  return spec.placeholder === "DIRECTORY" ? { candidates: [], paths: "directories" } : nothing
}

/** The words that belong to no option. */
const positionals = (name: CommandName, before: ReadonlyArray<string>): ReadonlyArray<string> => {
  const words = before.slice(name.split(" ").length)
  return words.filter((word, index) => {
    if (word.startsWith("--")) return false
    const spec = specs[name].options[words[index - 1]?.replace(/^--/, "") ?? ""]
    return words[index - 1]?.startsWith("--") !== true || spec === undefined || spec.kind === "flag"
  })
}

/** The program that a command line is about, as far as it is typed. */
const pathOf = (name: CommandName, before: ReadonlyArray<string>): string | undefined =>
  positionals(name, before)[specs[name].subject === undefined ? 0 : 1]

const positional = async (
  name: CommandName,
  before: ReadonlyArray<string>,
  lookup: Lookup,
): Promise<Completion> => {
  const { subject, argument, argumentName, choices, many } = specs[name]
  const done = positionals(name, before).length
  if (subject !== undefined && done === 0) {
    const { values, valuesWith } = subject
    const isMeant = valuesWith === undefined || before.includes(`--${valuesWith}`)
    return values !== undefined && isMeant
      ? { candidates: plainly(await lookup(values, undefined)) }
      : nothing
  }
  if (argument === undefined || (many !== true && done > (subject === undefined ? 0 : 1))) return nothing
  if (choices !== undefined) return { candidates: plainly(choices) }
  return { candidates: [], paths: argumentName === undefined ? "pipes" : "files" }
}
