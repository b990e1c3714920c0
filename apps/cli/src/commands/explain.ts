/**
 * `pipewright explain`: a topic of the reference, or with `--origin` where the values of a program come from. A name
 * that is no topic and a pipe of the program is that pipe. Nothing is read from the environment.
 */
import * as Exit from "../exit.ts"
import { isProgram, NoProgram } from "../program/files.ts"
import type { Given } from "../specs.ts"
import * as Find from "../topics/find.ts"
import type { Kind, Topic } from "../topics/topic.ts"
import { columnsOf, hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

type Topics = ReadonlyArray<Topic>

export const run = async (given: Given): Promise<Output> => {
  const { subject, argument, flags } = given
  if (flags.has("origin")) return origin(given)
  const { load } = await import("../topics/load.ts")
  const all = load()
  if (subject === undefined) return list(all, undefined, given)
  if (flags.has("list"))
    return Find.isKind(subject) ? list(all, subject, given) : unknown(all, subject, given)
  // A kind and a name, such as `exit 75`; behind any other name stands a path.
  if (Find.isKind(subject) && argument !== undefined) {
    const found = Find.named(Find.ofKind(all, subject), argument)
    if (found.length > 0) return shown(found, undefined, given)
  }
  const found = Find.named(all, subject)
  if (found.length > 0) {
    const { has } = await ofProgram(argument, subject, (path) => path !== undefined || isProgram("."))
    return shown(found, has ? subject : undefined, given)
  }
  if (Find.isKind(subject))
    return argument === undefined
      ? list(all, subject, given)
      : unknown(Find.ofKind(all, subject), argument, given, subject)
  const { has, names } = await ofProgram(argument, subject)
  return has ? origin(given) : unknown(all, subject, given, undefined, names)
}

const origin = async (given: Given): Promise<Output> => (await import("./explain.origin.ts")).run(given)

/**
 * Whether there is a program that has a pipe of that name, and what else it has. `isWorth`: whether to look, since a
 * folder that is none of a program may have any number of others below it.
 */
const ofProgram = async (
  path: string | undefined,
  subject: string,
  isWorth: (path: string | undefined) => boolean = () => true,
): Promise<{ readonly has: boolean; readonly names: ReadonlyArray<string> }> => {
  const nothing = { has: false, names: [] }
  try {
    return isWorth(path) ? (await import("./explain.origin.ts")).known(path ?? ".", subject) : nothing
  } catch (error) {
    // A path that was given is meant to lead to a program.
    if (error instanceof NoProgram && path === undefined) return nothing
    throw error
  }
}

/** `clash`: the name is also one of the program. */
const shown = async (
  found: Topics,
  clash: string | undefined,
  { argument, texts }: Given,
): Promise<Output> => {
  if (texts.get("format") === "json") {
    const Machine = await import("../views/topics.json.ts")
    return { stdout: Machine.topics(found, clash), code: Exit.ok }
  }
  const Human = await import("../views/topics.human.ts")
  return {
    stdout: Human.topics(found, look()),
    ...(clash === undefined ? {} : { stderr: Human.clash(clash, argument) }),
    code: Exit.ok,
  }
}

/** All topics, those of a kind, or, for people who ask for nothing, what kinds there are. */
const list = async (all: Topics, kind: Kind | undefined, { flags, texts }: Given): Promise<Output> => {
  const listed = kind === undefined ? all : Find.ofKind(all, kind)
  if (texts.get("format") === "json") {
    const Machine = await import("../views/topics.json.ts")
    return { stdout: Machine.list(listed), code: Exit.ok }
  }
  const Human = await import("../views/topics.human.ts")
  const isOverview = kind === undefined && !flags.has("list")
  return { stdout: isOverview ? Human.overview(look()) : Human.list(listed, look()), code: Exit.ok }
}

const look = () => ({ color: hasColor(), columns: columnsOf() })

const unknown = async (
  among: Topics,
  asked: string,
  { texts }: Given,
  kind?: Kind,
  others: ReadonlyArray<string> = [],
): Promise<Output> => {
  const { output, UsageError } = await import("../failures.ts")
  const { isOwn } = await import("@pipewright/core/LintRule")
  const near = Find.nearest(among, asked, others)
  const [message, listing] =
    kind === undefined
      ? [`there is no topic \`${asked}\`, and no pipe of that name here`, "--list"]
      : [`there is no topic \`${asked}\` of the kind ${kind}`, kind]
  const help =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : isOwn({ name: asked })
        ? "a rule that comes with the program has its page beside its file, which `lint.rulesFrom` names"
        : `\`pipewright explain ${listing}\` has all`
  return output(new UsageError({ message, help }), texts.get("format"))
}
