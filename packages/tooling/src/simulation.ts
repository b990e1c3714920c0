/**
 * `npm run simulate`: programs of a random author are applied one after the other against the emulator, in a time of
 * their own, while requests go wrong and runs die, and each is applied until it is as declared. It looks for a plan that
 * does not become empty, a pipe that was made twice or is not known, one that rests and should run, and a secret in any
 * text.
 *
 *   --seeds N      so many of them (20000)
 *   --seed N       the first seed; the next one is one more (a new one each time, which is printed)
 *   --workers N    on so many threads (as many as there are processors)
 *   --trace        print what happened in each of them
 */
import { randomInt } from "node:crypto"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as Threads from "./internal/threads.ts"
import type { Told } from "./simulation/run.ts"
import type { Seeds } from "./simulation/worker.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20000" },
    seed: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    trace: { type: "boolean", default: false },
  },
})

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const count = Number(values.seeds)

/** Few enough that every thread has something to do until the end. */
const atOnce = 20

let [requests, deaths, failed] = [0, 0, 0]

const tell = (all: ReadonlyArray<Told>): void => {
  for (const told of all) {
    requests += told.requests
    deaths += told.deaths
    if (values.trace) for (const line of told.trace) console.log(line)
    if (told.problems.length === 0) continue
    failed += 1
    console.log(`\n${told.problems.join("\n")}\nnpm run simulate -- --seeds 1 --seed ${told.seed} --trace`)
  }
}

const main = async (): Promise<number> => {
  if (!Number.isInteger(count) || !Number.isInteger(seed)) {
    console.error("simulate: --seeds and --seed take whole numbers")
    return 1
  }
  console.log(`seed ${seed}`)
  const started = Date.now()
  await Threads.run<Seeds, ReadonlyArray<Told>>({
    thread: new URL("./simulation/worker.ts", import.meta.url),
    jobs: Array.from({ length: Math.ceil(count / atOnce) }, (_, nth) => ({
      first: seed + nth * atOnce,
      count: Math.min(atOnce, count - nth * atOnce),
    })),
    threads: Number(values.workers),
    tell,
    show: (seeds) => `--seed ${seeds.first} --seeds ${seeds.count}`,
  })
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(
    `${count} seeds, ${requests} requests, ${deaths} runs that died: ${failed} failed, ${seconds} s`,
  )
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
