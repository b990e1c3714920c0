/** What the shells ask at every press of Tab. It is offline, and what cannot be found out is left out. */
import { complete, type Lookup } from "../completions.ts"
import * as Exit from "../exit.ts"
import type { Values } from "../specs.ts"
import * as View from "../views/completions.ts"
import type { Output } from "./output.ts"

export const run = async (words: ReadonlyArray<string>): Promise<Output> => ({
  stdout: View.candidates(await complete(words[0] === "--" ? words.slice(1) : words, lookup)),
  code: Exit.ok,
})

const lookup: Lookup = async (values, path) => {
  if (values === "sources") {
    const { catalog } = await import("@pipewright/sources/Kinds")
    return [...catalog.byType.keys()].sort()
  }
  const Program = await import("../program/program.ts")
  try {
    return await ofProgram(Program, values, path ?? ".")
  } catch (error) {
    // There is no program there, and that is no reason to disturb who is typing.
    if (error instanceof Program.NoProgram) return []
    throw error
  }
}

const ofProgram = async (
  Program: typeof import("../program/program.ts"),
  values: Exclude<Values, "sources">,
  path: string,
): Promise<ReadonlyArray<string>> => {
  const loaded = Program.load(path)
  if (values === "targets") return [...new Set([...Program.targets(loaded), "local"])]
  const { program } = Program.bound(loaded, Program.defaultTarget(loaded))
  if (values === "pipes") return program.pipes.map(({ name }) => name)
  const { subjects } = await import("@pipewright/core/Explain")
  return subjects(program).map(({ name }) => name)
}
