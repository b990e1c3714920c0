/** The commands that must start fast: they run without the library that reads the other command lines. */
import type { CommandName, Given } from "../specs.ts"
import type { Output } from "./output.ts"

const commands = {
  check: async () => (await import("./check.ts")).run,
  lint: async () => (await import("./lint.ts")).run,
  fmt: async () => (await import("./fmt.ts")).run,
  build: async () => (await import("./build.ts")).run,
  explain: async () => (await import("./explain.ts")).run,
  completions: async () => (await import("./completions.ts")).run,
} satisfies Partial<Record<CommandName, () => Promise<(given: Given) => Output | Promise<Output>>>>

export type FastCommand = keyof typeof commands

export const isFast = (name: string): name is FastCommand => Object.hasOwn(commands, name)

/** Runs one of them; that there is no program at the path is an answer and not a bug. */
export const run = async (name: FastCommand, given: Given): Promise<Output> => {
  const command = await commands[name]()
  try {
    return await command(given)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NoProgram") throw error
    const { output, UsageError } = await import("../failures.ts")
    return output(new UsageError({ message: error.message }), given.texts.get("format"))
  }
}
