/** What is counted and not timed: requests, as the emulator sees them, and memory. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { workspaceRoot } from "../internal/workspace.ts"
import type { CountFigure } from "./figure.ts"
import { peakOf } from "./memory.ts"
import type * as Requests from "./requests.ts"

const amount = ({ creates, lists, others }: Requests.Counts): number => creates + lists + others

const words = ({ creates, lists, others }: Requests.Counts): string =>
  [
    ...(creates === 0 ? [] : [`${creates} creates`]),
    `${lists} ${lists === 1 ? "list" : "lists"}`,
    ...(others === 0 ? [] : [`${others} others`]),
  ].join(" + ")

const planMemory = fileURLToPath(new URL("./planMemory.ts", import.meta.url))

let made: Promise<Requests.Applied> | undefined

/** One run tells of both applies. */
const applied = async (): Promise<Requests.Applied> => {
  made ??= import("./requests.ts").then(({ apply }) => apply(100))
  return made
}

export const countFigures: ReadonlyArray<CountFigure> = [
  {
    kind: "count",
    name: "requests of a plan of 1,000 pipes",
    unit: "requests",
    goal: 1,
    count: async () => {
      const counts = await (await import("./requests.ts")).plan(1_000)
      return { amount: amount(counts), words: words(counts) }
    },
  },
  {
    kind: "count",
    name: "requests of an apply of 100 new pipes",
    unit: "requests",
    // The creates, a list of what is there, and one for each 15 s of waiting, of which there are 15.
    goal: 102,
    count: async () => {
      const { first, seconds } = await applied()
      return { amount: amount(first), words: `${words(first)} in ${seconds} s of the API's time` }
    },
  },
  {
    kind: "count",
    name: "requests of the same apply again",
    unit: "requests",
    goal: 1,
    count: async () => {
      const { second } = await applied()
      return { amount: amount(second), words: words(second) }
    },
  },
  {
    kind: "count",
    name: "peak memory of a plan of 10,000 pipes",
    unit: "MB",
    goal: 1_000,
    count: async () => ({ amount: peakOf({ args: ["--conditions=source", planMemory, "10000"] }) }),
  },
  {
    kind: "count",
    name: "size of the unpacked package",
    unit: "MB",
    goal: 2,
    count: async () => {
      const cwd = join(workspaceRoot, "apps/cli")
      const told = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd, encoding: "utf8" })
      const [packed] = JSON.parse(told) as [{ readonly unpackedSize: number }]
      return { amount: packed.unpackedSize / 1e6 }
    },
  },
]
