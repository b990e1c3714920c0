/** Where an answer is written, and how. */
import { fstatSync, writeSync } from "node:fs"
import type { WriteStream } from "node:tty"
import * as Exit from "./exit.ts"

/** Where a command writes to. */
export type Sink = "stdout" | "stderr"

const descriptors: Readonly<Record<Sink, 1 | 2>> = { stdout: 1, stderr: 2 }

/** The stream of a terminal. To make a stream takes longer than most answers, and nothing else needs one to be told apart. */
export const terminalOf = (sink: Sink): WriteStream | undefined =>
  isCharacterDevice(descriptors[sink]) && process[sink].isTTY ? process[sink] : undefined

const isCharacterDevice = (descriptor: number): boolean => {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    // It is closed.
    return false
  }
}

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
