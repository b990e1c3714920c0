/** Runs a command again whenever something changes that it read, until Ctrl-C. */
import { type FSWatcher, statSync, watch as watchDirectory } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { readsInput } from "./commands/input.ts"
import type { Output } from "./commands/output.ts"
import * as Exit from "./exit.ts"
import * as Disk from "./program/disk.ts"
import { NoProgram } from "./program/files.ts"
import { sha256 } from "./sha256.ts"
import type { Given } from "./specs.ts"
import * as View from "./views/watch.ts"

/** An editor does several things to save one file. */
const restMilliseconds = 30

/** `once` tells what is wrong with a program as an output. If the first run cannot even begin, it is the only one. */
export const watch = async (given: Given, once: () => Promise<Output>): Promise<Output> => {
  refuse(given)
  const stopped = signal()
  for (let isFirst = true; ; isFirst = false) {
    Disk.keepLog(sha256)
    const output = await once()
    const couldBegin = output.code !== Exit.usage
    if (isFirst && !couldBegin) return output
    View.show(output)
    const change = watching(Disk.questions(), couldBegin)
    const code = await Promise.race([stopped, change.happened])
    change.close()
    if (code !== undefined) return { code }
  }
}

const changing = ["fix", "unsafe-fixes", "write-baseline", "prune-baseline"]

const refuse = (given: Given): void => {
  const { flags, texts } = given
  const option = [...changing, "print-config"].find((it) => flags.has(it))
  if (option !== undefined)
    throw new NoProgram(`--watch tells what it finds and changes nothing, so it does not go with --${option}`)
  if (readsInput(given)) throw new NoProgram("--watch looks at files, and standard input is none")
  if (!["human", "compact"].includes(texts.get("format") ?? "human"))
    throw new NoProgram("--watch prints human or compact; what another program reads it writes with --output")
}

/** The exit code of the first signal that asks for an end. */
const signal = (): Promise<number> =>
  new Promise((resolve) => {
    for (const [name, code] of Object.entries(Exit.ofSignals)) process.once(name, () => resolve(code))
  })

interface Change {
  readonly happened: Promise<undefined>
  readonly close: () => void
}

/**
 * The next change of an answer. A run that could not begin has not asked for all that it wants to know, so that any
 * change where it looked is one.
 */
const watching = (asked: ReadonlyArray<Disk.Asked>, isAll: boolean): Change => {
  const watchers: Array<FSWatcher> = []
  let timer: NodeJS.Timeout | undefined
  const happened = new Promise<undefined>((resolve) => {
    const hasChanged = () => asked.some((it) => !Disk.isStill(it, sha256))
    const look = () => {
      if (!isAll || hasChanged()) resolve(undefined)
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(look, restMilliseconds)
    }
    for (const [directory, concerns] of directoriesOf(asked)) {
      const watcher = open(directory, (name) => {
        if (name === null || concerns(name)) soon()
      })
      watcher?.on("error", soon)
      if (watcher === undefined) soon()
      else watchers.push(watcher)
    }
    // Nobody tells what changed before the watchers were there.
    if (hasChanged()) resolve(undefined)
  })
  return {
    happened,
    close: () => {
      clearTimeout(timer)
      for (const it of watchers) it.close()
    },
  }
}

/** Nothing where the directory has gone by now. */
const open = (directory: string, tell: (name: string | null) => void): FSWatcher | undefined => {
  try {
    return watchDirectory(directory, (_, name) => tell(name))
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error
    if (error.code === "ENOENT") return undefined
    throw new NoProgram(`${directory} cannot be watched: ${error.message}`)
  }
}

/**
 * The directories to watch, and which names in them say something of an answer. Watching a directory and not its files
 * outlasts that a file goes and another one takes its name, which is how many editors save.
 */
const directoriesOf = (all: ReadonlyArray<Disk.Asked>): ReadonlyMap<string, (name: string) => boolean> => {
  const names = new Map<string, Set<string>>()
  const listed = new Set<string>()
  const namesIn = (directory: string) => {
    const found = names.get(directory) ?? new Set()
    names.set(directory, found)
    return found
  }
  for (const [question, path] of all) {
    let [directory, name] = split(resolve(path))
    // Of what is not there, the nearest directory that is tells when it comes.
    while (!isDirectory(directory)) [directory, name] = split(directory)
    namesIn(directory).add(name)
    if (question === "entries" && isDirectory(resolve(path))) {
      listed.add(resolve(path))
      namesIn(resolve(path))
    }
  }
  return new Map(
    [...names].map(([directory, own]) => [
      directory,
      (name) => own.has(name) || (listed.has(directory) && !name.startsWith(".")),
    ]),
  )
}

const split = (path: string): [directory: string, name: string] => [dirname(path), basename(path)]

const isDirectory = (path: string): boolean =>
  path === dirname(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
