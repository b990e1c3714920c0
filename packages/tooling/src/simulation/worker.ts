/** One thread of the simulation: runs those of the seeds that it is told of, one after the other. */
import { parentPort } from "node:worker_threads"
import { run, type Told } from "./run.ts"

/** The seeds from the first on. */
export interface Seeds {
  readonly first: number
  readonly count: number
}

parentPort?.on("message", async ({ first, count }: Seeds) => {
  const told: Array<Told> = []
  for (let seed = first; seed < first + count; seed++) told.push(await run(seed))
  parentPort?.postMessage(told)
})
