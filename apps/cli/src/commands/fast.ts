/** The commands that must start fast: they run without the library that reads the other command lines. */
import type { CommandName, Given } from "../specs.ts"
import * as Writing from "../writing.ts"
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

/** Whether its results may be kept and printed again. */
export const isKept = (name: string): boolean => name === "lint"

/**
 * Runs one of them; that there is no program at the path is an answer and not a bug. `args` is the command line by
 * which a result is known again; without it none is kept.
 */
export const run = async (name: FastCommand, given: Given, args?: ReadonlyArray<string>): Promise<Output> => {
  const command = await commands[name]()
  if (given.flags.has("watch")) {
    const { watch } = await import("../watch.ts")
    // It writes as it goes, by the streams of Node.
    Writing.expectEnd("stdout")
    Writing.expectEnd("stderr")
    return telling(given, () => watch(given, () => telling(given, () => command(given))))
  }
  const keeps = args !== undefined && isKept(name) && !given.flags.has("no-cache")
  const cache = keeps ? await import("../cache.ts") : undefined
  return telling(given, async () => {
    cache?.begin()
    const output = await command(given)
    await cache?.remember(cache.place(), args!, output)
    return output
  })
}

const telling = async (given: Given, run: () => Output | Promise<Output>): Promise<Output> => {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NoProgram") throw error
    const { output, UsageError } = await import("../failures.ts")
    return output(new UsageError({ message: error.message }), given.texts.get("format"))
  }
}
