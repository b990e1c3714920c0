/**
 * `npm run schedules`: random schedules of calls to the API and of faults, each of them run by the client against the
 * emulator in a time of its own. It looks for a thing that was made twice, an id that was lost, a write that was told
 * wrong, and a secret in any text.
 *
 *   --count N      so many schedules (10000)
 *   --seed N       the seed of the first; the next one has the next (a new one each time, which is printed)
 *   --workers N    on so many threads (as many as there are processors)
 *   --trace        print what happened in each of them
 */
import { randomInt } from "node:crypto"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as Threads from "./internal/threads.ts"
import type { Told } from "./schedules/run.ts"
import type { Seeds } from "./schedules/worker.ts"

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    trace: { type: "boolean", default: false },
  },
})

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const count = Number(values.count)

/** Few enough that every thread has something to do until the end. */
const atOnce = 50

let calls = 0
let requests = 0
let failed = 0

const tell = (all: ReadonlyArray<Told>): void => {
  for (const told of all) {
    calls += told.calls
    requests += told.requests
    if (values.trace) for (const line of told.trace) console.log(line)
    if (told.problems.length === 0) continue
    failed += 1
    console.log(`\n${told.problems.join("\n")}\nnpm run schedules -- --count 1 --seed ${told.seed} --trace`)
  }
}

const main = async (): Promise<number> => {
  if (!Number.isInteger(count) || !Number.isInteger(seed)) {
    console.error("schedules: --count and --seed take whole numbers")
    return 1
  }
  console.log(`seed ${seed}`)
  const started = Date.now()
  await Threads.run<Seeds, ReadonlyArray<Told>>({
    thread: new URL("./schedules/worker.ts", import.meta.url),
    jobs: Array.from({ length: Math.ceil(count / atOnce) }, (_, nth) => ({
      first: seed + nth * atOnce,
      count: Math.min(atOnce, count - nth * atOnce),
    })),
    threads: Number(values.workers),
    tell,
    show: (seeds) => `--seed ${seeds.first} --count ${seeds.count}`,
  })
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(`${count} schedules, ${calls} calls, ${requests} requests: ${failed} failed, ${seconds} s`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
