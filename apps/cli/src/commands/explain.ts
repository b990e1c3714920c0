/**
 * `pipewright explain`: a topic of the reference, or with `--origin` where the values of a program come from. A name
 * that is no topic and a pipe of the program is that pipe. Nothing is read from the environment.
 */
import * as Exit from "../exit.ts"
import { isProgram, NoProgram } from "../program/files.ts"
import type { Given } from "../specs.ts"
import * as Find from "../topics/find.ts"
import { load } from "../topics/load.ts"
import type { Topic } from "../topics/pages.ts"
import { columnsOf, hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = async (given: Given): Promise<Output> => {
  const { subject, argument, flags } = given
  if (flags.has("origin")) return origin(given)
  const all = await load()
  if (flags.has("list") || subject === undefined) return list(all, given)
  // A kind of topic and a name, such as `exit 75`; a path may stand behind a name as well.
  if (Find.isKind(subject) && argument !== undefined) {
    const found = Find.named(Find.ofKind(all, subject), argument)
    if (found.length > 0) return shown(found, argument, given)
  }
  const found = Find.named(all, subject)
  if (found.length > 0) return shown(found, subject, given)
  if (Find.isKind(subject)) return list(all, given)
  return (await isOfProgram(argument, subject)) ? origin(given) : unknown(all, subject, given)
}

const origin = async (given: Given): Promise<Output> => (await import("./explain.origin.ts")).run(given)

/** Whether there is a program that has a pipe of that name. */
const isOfProgram = async (path: string | undefined, subject: string): Promise<boolean> => {
  const { subjectOf } = await import("./explain.origin.ts")
  try {
    return subjectOf(path ?? ".", subject) !== undefined
  } catch (error) {
    // A path that was given is meant to lead to a program.
    if (error instanceof NoProgram && path === undefined) return false
    throw error
  }
}

const shown = async (found: ReadonlyArray<Topic>, asked: string, given: Given): Promise<Output> => {
  const { argument, texts, subject } = given
  const path = argument === asked ? undefined : argument
  const isClash =
    asked === subject && (path !== undefined || isProgram(".")) && (await isOfProgram(path, asked))
  if (texts.get("format") === "json") {
    const Machine = await import("../views/topics.json.ts")
    return { stdout: Machine.topics(found, isClash ? asked : undefined), code: Exit.ok }
  }
  const Human = await import("../views/topics.human.ts")
  return {
    stdout: Human.topics(found, look()),
    ...(isClash ? { stderr: Human.clash(asked, path) } : {}),
    code: Exit.ok,
  }
}

/** All topics, those of a kind, or, where nothing is said, what kinds there are. */
const list = async (all: ReadonlyArray<Topic>, given: Given): Promise<Output> => {
  const { subject, flags, texts } = given
  if (subject !== undefined && !Find.isKind(subject)) return unknown(all, subject, given)
  const listed = subject === undefined ? all : Find.ofKind(all, subject)
  if (texts.get("format") === "json") {
    const Machine = await import("../views/topics.json.ts")
    return { stdout: Machine.list(listed), code: Exit.ok }
  }
  const Human = await import("../views/topics.human.ts")
  const isOverview = subject === undefined && !flags.has("list")
  return { stdout: isOverview ? Human.overview(all, look()) : Human.list(listed, look()), code: Exit.ok }
}

const look = () => ({ color: hasColor(), columns: columnsOf() })

const unknown = async (all: ReadonlyArray<Topic>, asked: string, given: Given): Promise<Output> => {
  const { output, UsageError } = await import("../failures.ts")
  const near = Find.nearest(all, asked)
  const help = near === undefined ? "`pipewright explain --list` has all topics" : `did you mean \`${near}\`?`
  return output(
    new UsageError({ message: `there is no topic \`${asked}\`, and no pipe of that name here`, help }),
    given.texts.get("format"),
  )
}
