/** Sees to it that a folder belongs to one emulator at a time. A lock whose owner is dead is taken over. */
import type { PlatformError, SystemErrorReason } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { DataDirUnusable } from "../errors.ts"

/** Whether a process of this number runs. One that belongs to another user runs too. */
const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/**
 * A process, as its number and, where the system tells it, the moment at which it was started: a number is given again
 * when its process is gone, and in a container it is often the same.
 */
const nameOf = (pid: number) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.orElseSucceed(fs.readFileString(`/proc/${pid}/stat`), () => "")
    // The second field is the name of the program in brackets, which may have blanks in it.
    const started = text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? ""
    return `${pid} ${started}`.trim()
  })

/** The number of the process that a lock names, if that very process runs. */
const ownerOf = (text: string) =>
  Effect.gen(function* () {
    const pid = Number(text.split(" ")[0])
    if (!Number.isSafeInteger(pid) || pid <= 0 || !runs(pid)) return undefined
    return (yield* nameOf(pid)) === text.trim() ? pid : undefined
  })

const isReason =
  (reason: SystemErrorReason) =>
  (error: PlatformError | DataDirUnusable): boolean =>
    error._tag === "SystemError" && error.reason === reason

/** Locks the folder until the scope closes. */
export const hold = Effect.fnUntraced(function* (dataDir: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const own = yield* nameOf(process.pid)
  const aside = `${file}.${crypto.randomUUID()}`
  const refuse = (pid: number) =>
    new DataDirUnusable({ dataDir, reason: `another emulator uses it, process ${pid}` })

  /** The lock comes into being with its text in it, so nobody reads half of one. */
  const take = Effect.as(fs.link(aside, file), true).pipe(
    Effect.catchIf(isReason("AlreadyExists"), () => Effect.succeed(false)),
  )

  /** Takes a dead owner's lock away. Another start may have been quicker: then it gets its lock back. */
  const clear = Effect.gen(function* () {
    const text = yield* fs.readFileString(file)
    const owner = yield* ownerOf(text)
    if (owner !== undefined) return yield* refuse(owner)
    const taken = `${aside}.old`
    yield* fs.rename(file, taken)
    const found = yield* fs.readFileString(taken)
    if (found !== text) yield* Effect.ignore(fs.link(taken, file))
    yield* fs.remove(taken)
  }).pipe(Effect.catchIf(isReason("NotFound"), () => Effect.void))

  const locked = Effect.gen(function* () {
    while (!(yield* take)) yield* clear
  })

  yield* Effect.acquireRelease(
    fs
      .writeFileString(aside, `${own}\n`, { mode: 0o600 })
      .pipe(Effect.zipRight(locked), Effect.ensuring(Effect.ignore(fs.remove(aside)))),
    () => Effect.ignore(fs.remove(file)),
  )
})
