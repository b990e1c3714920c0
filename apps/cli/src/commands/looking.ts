/**
 * The commands that ask the API and change nothing. They are called again and again, by people, timers and jobs, so
 * they do without the library that reads the command lines of the others, which takes longer to load than they take.
 */
import type * as Effect from "effect/Effect"
import type { Options } from "../running.ts"
import type { CommandName, Given } from "../specs.ts"
import type { Output } from "./output.ts"

const commands = {
  plan: async () => (await import("./plan.ts")).run,
  drift: async () => (await import("./drift.ts")).run,
  status: async () => (await import("./status.ts")).run,
  list: async () => (await import("./list.ts")).run,
} satisfies Partial<Record<CommandName, () => Promise<(given: Given) => Effect.Effect<Output>>>>

export type LookingCommand = keyof typeof commands

export const isLooking = (name: string): name is LookingCommand => Object.hasOwn(commands, name)

export const run = async (
  name: LookingCommand,
  given: Given,
  finish: (output: Output) => void,
): Promise<void> => {
  const [Running, command] = await Promise.all([import("../running.ts"), commands[name]()])
  const json = given.texts.get("format") === "json"
  // A machine is told what it asks for.
  const level = given.texts.get("log-level") ?? (json ? "none" : "warning")
  Running.print(command(given), {
    level: level as Options["level"],
    json,
    tellsStop: json && !given.flags.has("watch"),
    finish,
  })
}
