/** Somebody watches: each report takes the place of the one before on a terminal, and follows it anywhere else. */
import type { Output } from "../commands/output.ts"
import { hasColor, paint } from "./terminal.ts"

/** Everything above is gone, what one could scroll back to as well. */
const clear = "\u001B[2J\u001B[3J\u001B[H"

export const show = ({ stdout = "", stderr = "" }: Output): void => {
  const onTerminal = process.stdout.isTTY === true
  process.stdout.write(onTerminal ? `${clear}${stdout}` : stdout)
  process.stderr.write(stderr)
  if (onTerminal) process.stdout.write(`\n${paint(hasColor()).dim("Waits for changes; Ctrl-C ends it.")}\n`)
}
