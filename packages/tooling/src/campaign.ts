/**
 * `npm run campaign`: tries the properties of the language a million times, on as many threads as there are processors.
 *
 *   --runs N      N runs in all (1000000)
 *   --seed N      the runs of an earlier campaign again (a new seed each time, which is printed)
 *   --workers N   N threads
 *   --only NAME   one property
 *   --path PATH   with --only and --seed, the one case that failed, as it was printed
 */
import { randomInt } from "node:crypto"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { properties } from "./campaign/properties.ts"
import type { Batch, Tried } from "./campaign/worker.ts"
import * as Threads from "./internal/threads.ts"

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    seed: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    only: { type: "string" },
    path: { type: "string" },
  },
})

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const chosen = properties.filter(({ name }) => values.only === undefined || name === values.only)

/** Few enough that a batch which hangs is noticed, and its seed still says where. */
const batchRuns = 1_000

/** The batches of a campaign follow from its seed alone, however many threads take them. */
const batches = (): ReadonlyArray<Batch> => {
  if (values.path !== undefined)
    return chosen.map(({ name }) => ({ name, seed, runs: 1, path: values.path! }))
  const shares = chosen.reduce((sum, { share }) => sum + share, 0)
  return chosen.flatMap(({ name, share }) => {
    const runs = Math.round((Number(values.runs) * share) / shares)
    return Array.from({ length: Math.ceil(runs / batchRuns) }, (_, nth) => ({
      name,
      seed: seed + nth,
      runs: Math.min(batchRuns, runs - nth * batchRuns),
    }))
  })
}

const runs = new Map<string, number>()
const skipped = new Map<string, number>()
const failures: Array<string> = []

const add = (to: Map<string, number>, name: string, by: number): void => {
  to.set(name, (to.get(name) ?? 0) + by)
}

const tell = ({ batch, outcome }: Tried): void => {
  add(runs, batch.name, outcome.runs)
  add(skipped, batch.name, outcome.skipped)
  const { failure } = outcome
  if (failure === undefined) return
  const replay = `npm run campaign -- --only ${batch.name} --seed ${batch.seed} --path ${failure.path}`
  failures.push(replay)
  console.log(
    `\n${batch.name} does not hold for\n${JSON.stringify(failure.text)}\n${failure.message}\n${replay}\n`,
  )
}

const main = async (): Promise<number> => {
  if (chosen.length === 0 || !Number.isInteger(Number(values.runs)) || !Number.isInteger(seed)) {
    const names = properties.map(({ name }) => name).join(", ")
    console.error(`campaign: --runs and --seed take whole numbers, --only one of ${names}`)
    return 1
  }
  console.log(`seed ${seed}`)
  const started = Date.now()
  await Threads.run<Batch, Tried>({
    thread: new URL("./campaign/worker.ts", import.meta.url),
    jobs: batches(),
    threads: Number(values.workers),
    tell,
    show: ({ name, seed, runs }) => `--only ${name} --seed ${seed} --runs ${runs}`,
  })
  for (const { name } of chosen) {
    const thrown = skipped.get(name) ?? 0
    console.log(`${name}: ${runs.get(name) ?? 0} runs${thrown > 0 ? `, ${thrown} more did not apply` : ""}`)
  }
  console.log(`${failures.length} failed, ${Math.round((Date.now() - started) / 1000)} s`)
  return failures.length === 0 ? 0 : 1
}

process.exitCode = await main()
