/** What is counted and not timed: requests, as the emulator sees them, and memory. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { CountFigure } from "./figure.ts"
import type * as Requests from "./requests.ts"

const words = ({ creates, lists, others }: Requests.Counts): string =>
  [
    ...(creates === 0 ? [] : [`${creates} creates`]),
    `${lists} ${lists === 1 ? "list" : "lists"}`,
    ...(others === 0 ? [] : [`${others} others`]),
  ].join(" + ")

const gibibyte = 1024 ** 3

const memory = (pipes: number): CountFigure => ({
  kind: "count",
  name: `memory of a plan of ${pipes.toLocaleString("en")} pipes`,
  count: async () => {
    const script = fileURLToPath(new URL("./planMemory.ts", import.meta.url))
    const most = Number(execFileSync(process.execPath, ["--conditions=source", script, String(pipes)]))
    const told = `${Math.round(most / 1024 ** 2)} MiB at most`
    if (!(most <= gibibyte)) throw new Error(`${told}, and 1,024 are allowed`)
    return told
  },
})

export const countFigures: ReadonlyArray<CountFigure> = [
  {
    kind: "count",
    name: "requests of a plan of 1,000 pipes",
    count: async () => words(await (await import("./requests.ts")).plan(1_000)),
  },
  {
    kind: "count",
    name: "requests of an apply of 100 new pipes",
    count: async () => {
      const { first, seconds, second } = await (await import("./requests.ts")).apply(100)
      return `${words(first)} in ${seconds} s of the API's time; again ${words(second)}`
    },
  },
  memory(10_000),
]
