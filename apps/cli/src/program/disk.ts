/**
 * What a program is read from. A run that is to be remembered keeps a log of what it asked of the disk and of what the
 * answers were: where each question still has its answer, the run would come to the same result.
 */
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs"

/** Marks the root of a program. */
export const configurationFile = "pipewright.json"

export type Kind = "file" | "directory" | "other" | "none"

type Entry = Pick<Dirent, "name" | "isDirectory">

const kindAt = (path: string): Kind => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return "none"
  return stats.isDirectory() ? "directory" : stats.isFile() ? "file" : "other"
}

const entriesAt = (path: string): ReadonlyArray<Entry> =>
  readdirSync(path, { withFileTypes: true })
    .filter((it) => !it.name.startsWith(".") && it.name !== "node_modules")
    .filter((it) => it.isDirectory() || (it.isFile() && isRead(it.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

const isRead = (name: string): boolean => name.endsWith(".pipe") || name === configurationFile

const worded = (entries: ReadonlyArray<Entry>): string =>
  entries.map((it) => `${it.isDirectory() ? "d" : "f"}${it.name}\0`).join("")

/** What a path leads to, by which name without links, what is in a directory, and the bytes of a file. */
const answers = {
  kind: kindAt,
  real: (path: string) => realpathSync(path),
  entries: (path: string) => worded(entriesAt(path)),
  bytes: (path: string) => readFileSync(path),
} satisfies Record<string, (path: string) => string | Uint8Array>

type Question = keyof typeof answers

/** A question about a path, and its answer, or the digest of one that is long. */
export type Asked = readonly [question: Question, path: string, answer: string]

/** A short name for an answer, a different one for each. */
export type Digest = (answer: string | Uint8Array) => string

interface Log {
  readonly digest: Digest
  readonly asked: Map<string, Asked>
  isWhole: boolean
}

let log: Log | undefined

/** From now on what is asked is in the log, and nothing from before. */
export const keepLog = (digest: Digest): void => {
  log = { digest, asked: new Map(), isWhole: true }
}

/**
 * What was asked since; nothing where that is not all that the run came from. In the log of a run that failed may be
 * what is not there.
 */
export const asked = (): ReadonlyArray<Asked> | undefined =>
  log?.isWhole === true ? [...log.asked.values()] : undefined

/** What was asked since, whether or not that is all. */
export const questions = (): ReadonlyArray<Asked> => (log === undefined ? [] : [...log.asked.values()])

/**
 * Told by whoever reads what is no answer of the disk, such as standard input, the clock, git or a module that is
 * loaded, and by whoever writes: such a run is done again each time.
 */
export const notOnlyAsked = (): void => {
  if (log !== undefined) log.isWhole = false
}

const kept = (answer: string | Uint8Array, digest: Digest): string =>
  typeof answer === "string" && answer.length < 64 ? answer : digest(answer)

const note = (question: Question, path: string, answer: string | Uint8Array): void => {
  if (log === undefined) return
  const key = `${question} ${path}`
  const now = kept(answer, log.digest)
  const before = log.asked.get(key)
  // A file that changes while a run goes on has two answers, and the run neither.
  if (before !== undefined && before[2] !== now) log.isWhole = false
  log.asked.set(key, [question, path, now])
}

/** Whether a question has the same answer as then. */
export const isStill = ([question, path, before]: Asked, digest: Digest): boolean => {
  try {
    return kept(answers[question](path), digest) === before
  } catch {
    // What cannot be read now could be read then.
    return false
  }
}

/** Asks; what the disk refuses to tell is no answer to be kept. */
const ask = <A>(run: () => A): A => {
  try {
    return run()
  } catch (error) {
    notOnlyAsked()
    throw error
  }
}

/** What a path leads to. */
export const kind = (path: string): Kind => {
  const found = ask(() => kindAt(path))
  note("kind", path, found)
  return found
}

/** The name of what a path leads to that has no links in it. */
export const real = (path: string): string => {
  const found = ask(() => answers.real(path))
  note("real", path, found)
  return found
}

/** Whether there is anything at a path that can be reached. */
export const isThere = (path: string): boolean => {
  try {
    return kind(path) !== "none"
  } catch {
    return false
  }
}

/**
 * What of a directory may belong to a program, in order: directories, `.pipe` files and a configuration. Links, what is
 * hidden and node_modules are passed over.
 */
export const entries = (path: string): ReadonlyArray<Entry> => {
  const found = ask(() => entriesAt(path))
  note("entries", path, worded(found))
  return found
}

/** The bytes of a file, if there are not more than so many. */
export const bytes = (path: string, most: number): Uint8Array | "too many" => {
  if (ask(() => statSync(path)).size > most) {
    notOnlyAsked()
    return "too many"
  }
  const found = ask(() => answers.bytes(path))
  note("bytes", path, found)
  return found
}
