/** What the command printed in JSON beside the schema that is published of it. */
import { join } from "node:path"
import * as OutputSchemas from "@pipewright/testing/OutputSchemas"
import { commandOf } from "../src/specs.ts"

export const schemas = OutputSchemas.read(join(import.meta.dirname, "../../../docs/reference/json"))

const isJson = (args: ReadonlyArray<string>): boolean =>
  args.includes("--format=json") || args[args.indexOf("--format") + 1] === "json"

/** What is wrong with what a command printed to standard output, if it was called for JSON. */
export const problems = (args: ReadonlyArray<string>, stdout: string): ReadonlyArray<string> => {
  const command = commandOf(args)
  if (command === undefined || stdout === "" || args.includes("--help") || !isJson(args)) return []
  // Who watches prints an object on a line each.
  const printed = args.includes("--watch") ? stdout.trimEnd().split("\n") : [stdout]
  return printed.flatMap((text) => schemas.problems(command.replace(" ", "-"), JSON.parse(text)))
}
