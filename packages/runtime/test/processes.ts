/** Real processes that live, die and are killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import * as Effect from "effect/Effect"

/** A process that is gone, and its number. */
export const dead: Effect.Effect<number> = Effect.promise(async () => {
  const child = spawn(process.execPath, ["-e", ""])
  await once(child, "exit")
  return child.pid!
})

/** A process that lives for as long as the scope does. */
export const living = Effect.acquireRelease(
  Effect.promise(async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])
    await once(child, "spawn")
    return child
  }),
  (child) => Effect.promise(() => kill(child)),
)

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill("SIGKILL")
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}

/** Runs a script of this folder until it has printed so many lines, kills it, and gives all that it printed. */
export const killedAfter = (
  lines: number,
  script: string,
  ...args: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.promise(async () => {
    const file = new URL(script, import.meta.url).pathname
    const child = spawn(process.execPath, ["--conditions=source", file, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    const printed: Array<string> = []
    for await (const line of createInterface(child.stdout)) {
      printed.push(line)
      if (printed.length === lines) child.kill("SIGKILL")
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
    return printed
  })
