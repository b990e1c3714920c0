/**
 * Results of `lint` that are printed again without being worked out: an entry for a command line holds what was asked of
 * the disk, with the digests of the answers, and what was printed. It is good for as long as each answer is the same.
 *
 * An entry is known by all else that a result depends on. Nothing here may load what a program is read with, since
 * that is what an entry saves.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import type { Output } from "./commands/output.ts"
import * as Disk from "./program/disk.ts"
import { sha256 } from "./sha256.ts"
import { build } from "./version.ts"
import { terminalOf } from "./writing.ts"

/** A text in which it is left open how long the run took. */
export type Timed = ReadonlyArray<string>

interface Entry {
  readonly asked: ReadonlyArray<Disk.Asked>
  readonly stdout: Timed
  readonly stderr: Timed
  readonly code: number
}

/** Where entries are kept, and the program that made them. */
export interface Place {
  readonly folder: string
  readonly build: string
}

/** What one entry may hold, what all of them may, and how many there may be. */
const limits = { entry: 4 * 1024 * 1024, all: 32 * 1024 * 1024, entries: 200 }

/** Nowhere, where the system has no place for what can be lost, or the program is not bundled and so may change. */
export const place = (): Place | undefined => {
  const folder = userFolder()
  return folder === undefined || build === undefined
    ? undefined
    : { folder: join(folder, "pipewright", "lint"), build }
}

const userFolder = (): string | undefined => {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  const named = process.platform === "win32" ? LOCALAPPDATA : XDG_CACHE_HOME
  if (named !== undefined && isAbsolute(named)) return named
  try {
    return join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache")
  } catch {
    // A user without a home.
    return undefined
  }
}

/** All that a result depends on and that is not asked of the disk. */
const fileOf = ({ folder, build }: Place, args: ReadonlyArray<string>): string => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  const shown = (["stdout", "stderr"] as const).map((sink) => {
    const terminal = terminalOf(sink)
    return [terminal !== undefined, terminal?.columns]
  })
  const key = [build, process.version, process.cwd(), args, [NO_COLOR, FORCE_COLOR, TERM], shown]
  return join(folder, sha256(JSON.stringify(key)))
}

/** What is printed for a command line, if it is known. */
export const recall = (place: Place | undefined, args: ReadonlyArray<string>): Output | undefined => {
  const started = process.uptime()
  if (place === undefined) return undefined
  try {
    const entry: Entry = JSON.parse(readFileSync(fileOf(place, args), "utf8"))
    if (!entry.asked.every((it) => Disk.isStill(it, sha256))) return undefined
    const took = String(Math.round((process.uptime() - started) * 1000))
    const [stdout, stderr] = [entry.stdout.join(took), entry.stderr.join(took)]
    return { ...(stdout !== "" && { stdout }), ...(stderr !== "" && { stderr }), code: entry.code }
  } catch {
    // There is none, or it is not whole, or of another make; either way the result is worked out.
    return undefined
  }
}

/** From now on it is kept what a run depends on. */
export const begin = (): void => Disk.keepLog(sha256)

/**
 * Keeps what a run printed, unless it depends on more than was asked of the disk. Whatever keeps that from being done
 * costs the next run its time and nothing else.
 */
export const remember = async (
  place: Place | undefined,
  args: ReadonlyArray<string>,
  output: Output,
): Promise<void> => {
  const asked = Disk.asked()
  if (place === undefined || asked === undefined || output.timed === undefined) return
  const { milliseconds, again } = output.timed
  const other = await again(Number.MAX_SAFE_INTEGER)
  const [stdout, stderr] = [
    timed(milliseconds, output.stdout, other.stdout),
    timed(milliseconds, output.stderr, other.stderr),
  ]
  if (stdout === undefined || stderr === undefined) return
  const entry: Entry = { asked, stdout, stderr, code: output.code }
  const text = JSON.stringify(entry)
  if (text.length > limits.entry) return
  try {
    write(place.folder, fileOf(place, args), text)
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error
  }
}

/** The text around the time that the run took, seen from one that differs from it in nothing else. */
const timed = (milliseconds: number, text = "", other = ""): Timed | undefined => {
  const parts = other.split(String(Number.MAX_SAFE_INTEGER))
  return parts.join(String(milliseconds)) === text ? parts : undefined
}

const write = (folder: string, file: string, text: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text, { flag: "wx", mode: 0o600 })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  prune(folder)
}

/** The newest stay. */
const prune = (folder: string): void => {
  const all = readdirSync(folder)
    .flatMap((name) => {
      const file = join(folder, name)
      const stats = statSync(file, { throwIfNoEntry: false })
      return stats === undefined ? [] : [{ file, size: stats.size, at: stats.mtimeMs }]
    })
    .sort((a, b) => b.at - a.at)
  let size = 0
  for (const [index, it] of all.entries()) {
    size += it.size
    if (index >= limits.entries || size > limits.all) rmSync(it.file, { force: true })
  }
}
