/** Remembers which requests came, without what is secret in them, and writes them down. */
import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import type { Json } from "@pipewright/cloud-api/WireContract"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Scope } from "effect/Scope"
import { RecordUnusable } from "../errors.ts"

/** A request that was answered. `path` is without its query, `time` is when it came, in ISO 8601. */
export interface JournalEntry {
  readonly time: string
  readonly method: string
  readonly path: string
  /** The name of the operation, if it is one. */
  readonly operation?: string
  /** Of the answer. 499 if the connection ended before it was answered. */
  readonly status: number
  readonly requestId: string
  /** The body if it was read and is JSON; what may be secret is `(secret)`. */
  readonly body?: Json
}

/** So many are kept, the newest, */
export const most = 10_000

/** and no more than 16 MiB of them. */
export const mostBytes = 16 * 1024 * 1024

export interface Service {
  readonly add: (entry: JournalEntry) => Effect.Effect<void>
  readonly entries: Effect.Effect<ReadonlyArray<JournalEntry>>
}

/** Writes lines to the end of a file, one after the other. */
const writer = (
  file: string,
): Effect.Effect<(line: string) => Effect.Effect<void>, RecordUnusable, FileSystem.FileSystem | Scope> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const unusable = (error: PlatformError) => new RecordUnusable({ file, reason: error.message })
    const record = yield* Effect.mapError(fs.open(file, { flag: "a", mode: 0o600 }), unusable)
    const turn = yield* Effect.makeSemaphore(1)
    const encoder = new TextEncoder()
    return (line) =>
      record.writeAll(encoder.encode(`${line}\n`)).pipe(
        turn.withPermits(1),
        // The request has been carried out, and its client is owed an answer.
        Effect.catchAll((error) => Effect.logError(unusable(error).message)),
        Effect.uninterruptible,
      )
  })

/** The newest lines, as texts: objects by the thousand would keep the garbage collector busy. */
const newest = () => {
  const lines = new Array<string>(most).fill("")
  let first = 0
  let count = 0
  let bytes = 0
  const drop = (): void => {
    bytes -= lines[first]?.length ?? 0
    lines[first] = ""
    first = (first + 1) % most
    count -= 1
  }
  return {
    add: (line: string): void => {
      if (count === most) drop()
      lines[(first + count) % most] = line
      count += 1
      bytes += line.length
      while (bytes > mostBytes && count > 1) drop()
    },
    all: (): ReadonlyArray<string> =>
      Array.from({ length: count }, (_, index) => lines[(first + index) % most] ?? ""),
  }
}

const make = (file: string | undefined) =>
  Effect.map(
    file === undefined ? Effect.succeed(() => Effect.void) : writer(file),
    (write: (line: string) => Effect.Effect<void>): Service => {
      const kept = newest()
      return {
        add: (entry) =>
          Effect.suspend(() => {
            const line = JSON.stringify(entry)
            kept.add(line)
            return write(line)
          }),
        entries: Effect.sync(() => kept.all().map((line) => JSON.parse(line) as JournalEntry)),
      }
    },
  )

export class Journal extends Context.Tag("@pipewright/emulator/internal/Journal")<Journal, Service>() {
  /** With a file, every request is also a line of JSON at its end. */
  static readonly layer = (
    file: string | undefined,
  ): Layer.Layer<Journal, RecordUnusable, FileSystem.FileSystem> => Layer.scoped(Journal, make(file))
}
