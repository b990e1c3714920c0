/** The command line of `pnpm bench`. */
import { parseArgs } from "node:util"

export const usage = `npm run bench -- [OPTIONS]

Measures the built CLI and its parts beside what everyone knows, by turns, and prints ratios.
Says which goals are met, and which figures are worse than the recorded ones.

  --quick       3 runs of each, to see that they work, without what takes minutes or is fetched from npm
  --runs N      N runs of each (15)
  --only TEXT   the figures whose name, with what it is measured against, contains TEXT
  --node PATH   run commands with another Node
  --json FILE   also write the results as data
  --record      keep the ratios to compare with, and write docs/reference/benchmarks.md
  --help        print this
`

export interface Asked {
  readonly quick: boolean
  readonly runs: number
  readonly only: string
  readonly node: string
  readonly json?: string
  readonly record: boolean
}

/** The options, or what is to be printed in place of a run. */
export type Parsed =
  | { readonly state: "asked"; readonly asked: Asked }
  | { readonly state: "help" }
  | { readonly state: "wrong"; readonly reason: string }

export const parse = (args: ReadonlyArray<string>): Parsed => {
  const given = read(args)
  if (typeof given === "string") return wrong(given)
  if (given.help) return { state: "help" }
  const { quick, only, node, json, record } = given
  const runs = Number(given.runs ?? (quick ? 3 : 15))
  if (!Number.isInteger(runs) || runs < 1)
    return wrong(`--runs takes a whole number from 1, not "${given.runs}".`)
  if (quick && record)
    return wrong("--record keeps what later runs are compared with, and --quick is too rough for it.")
  return {
    state: "asked",
    asked: { quick, runs, only, node, record, ...(json === undefined ? {} : { json }) },
  }
}

const wrong = (reason: string): Parsed => ({ state: "wrong", reason })

const read = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        runs: { type: "string" },
        only: { type: "string", default: "" },
        node: { type: "string", default: process.execPath },
        json: { type: "string" },
        record: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values
  } catch (error) {
    // What Node says of an option that it does not know ends with an advice that is not ours to give.
    const [first] = error instanceof Error ? error.message.split(". ") : [String(error)]
    return `${first}.`
  }
}
