/** Writes the answer of a command. */
import { writeSync } from "node:fs"
import * as Exit from "./exit.ts"

/** Where a command writes to. */
export type Sink = "stdout" | "stderr"

export const descriptors: Readonly<Record<Sink, 1 | 2>> = { stdout: 1, stderr: 2 }

/**
 * Goes around the streams of Node, which take longer to make than most answers. What cannot be written at once goes
 * through them after all. So does everything on Windows, whose terminals know no UTF-8.
 */
export const write = (sink: Sink, text: string): void => {
  const left = process.platform === "win32" ? Buffer.from(text) : writeAtOnce(sink, Buffer.from(text))
  if (left.length === 0) return
  expectEnd(sink)
  process[sink].write(left)
}

/** What was not taken, if the reader is slow and nobody wants to wait for it. */
const writeAtOnce = (sink: Sink, bytes: Buffer): Buffer => {
  let at = 0
  try {
    while (at < bytes.length) at += writeSync(descriptors[sink], bytes, at)
  } catch (error) {
    if (isClosed(error)) process.exit()
    if (!hasCode(error, "EAGAIN")) throw error
  }
  return bytes.subarray(at)
}

/** Whoever reads the output may stop reading, as `head` does; then there is nobody left to tell. */
export const expectEnd = (sink: Sink): void => {
  process[sink].on("error", (error) => {
    if (!isClosed(error)) throw error
    process.exit(process.exitCode ?? Exit.ok)
  })
}

const isClosed = (error: unknown): boolean => hasCode(error, "EPIPE")

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code
