/** What the command printed in JSON beside the schemas that are published of it. */
import { join } from "node:path"
import * as OutputSchemas from "@pipewright/testing/OutputSchemas"
import { asksForJson } from "../src/arguments.ts"
import { commandOf, specs } from "../src/specs.ts"
import type { Result } from "./harness.ts"

export const schemas = OutputSchemas.read(join(import.meta.dirname, "../../../docs/reference/json"))

export interface Line {
  readonly type: string
  readonly [key: string]: unknown
}

/** What a command told as it went. */
export const lines = (stdout: string): ReadonlyArray<Line> =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)

/** What is wrong with what a command printed, if it was called for JSON. */
export const problems = (args: ReadonlyArray<string>, result: Result): ReadonlyArray<string> => {
  if (!asksForJson(args) || args.includes("--help")) return []
  return [...answerProblems(args, result), ...failureProblems(args, result)]
}

const answerProblems = (args: ReadonlyArray<string>, { stdout, code }: Result): ReadonlyArray<string> => {
  const command = commandOf(args)
  if (command === undefined || stdout === "") return []
  const printed = args.includes("--print-config") ? "-print-config" : ""
  const name = `${command.replace(" ", "-")}${printed}`
  // Who watches prints an object on a line each.
  if (args.includes("--watch")) return lines(stdout).flatMap((line) => schemas.problems(name, line))
  if (specs[command].streams !== true) return schemas.problems(name, JSON.parse(stdout))
  const told = lines(stdout)
  const ends = told.filter(({ type }) => type === "end")
  return [
    ...told.flatMap((line) => schemas.problems(name, line)),
    ...(ends.length === 1 && ends[0] === told.at(-1) && ends[0]?.exit === code
      ? []
      : [`its last line alone says that it ended with ${code}`]),
  ]
}

/** What was asked for with `--log-level`, and one failure. */
const failureProblems = (
  args: ReadonlyArray<string>,
  { stdout, stderr, code }: Result,
): ReadonlyArray<string> => {
  const isLogged = args.some((arg) => arg.startsWith("--log-level"))
  const rest = isLogged ? stderr.replace(/^\{"log":.*\n/gm, "") : stderr
  if (rest === "")
    return code !== 0 && stdout === "" ? [`it ends with ${code} and standard error is empty`] : []
  const failure = JSON.parse(rest) as { readonly error?: { readonly exit?: unknown } }
  const wrong = schemas.problems("failure", failure)
  return failure.error?.exit === code ? wrong : [...wrong, `it ends with ${code} and says something else`]
}
