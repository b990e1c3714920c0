/** One thread of a campaign: tries what it is told to, a batch at a time. */
import { parentPort } from "node:worker_threads"
import { properties } from "./properties.ts"
import type { Outcome } from "./property.ts"

export interface Batch {
  readonly name: string
  readonly seed: number
  readonly runs: number
  readonly path?: string
}

export interface Tried {
  readonly batch: Batch
  readonly outcome: Outcome
}

parentPort?.on("message", (batch: Batch) => {
  const property = properties.find(({ name }) => name === batch.name)
  if (property === undefined) throw new Error(`no property is called ${batch.name}`)
  const tried: Tried = { batch, outcome: property.check(batch) }
  parentPort?.postMessage(tried)
})
