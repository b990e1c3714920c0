/**
 * `npm run kills`: kills real runs of the built `apply` against a real emulator, at moments that are drawn over the
 * length of a run that is not killed, and runs `apply` again until it is done. Each pipe has to be there once then, known
 * by its id, running and as declared, and no secret in any file or output.
 *
 *   --count N      so many kills (100)
 *   --seed N       the seed of the first story, which is about three kills; the next has the next (a new one each time)
 *   --workers N    so many stories at a time (as many as there are processors)
 *   --trace        print what happened in each of them
 */
import { randomInt } from "node:crypto"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as Kills from "./kills/kills.ts"

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100" },
    seed: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    trace: { type: "boolean", default: false },
  },
})

const main = async (): Promise<number> => {
  const [count, workers] = [Number(values.count), Number(values.workers)]
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
  if (![count, workers, seed].every(Number.isInteger)) {
    console.error("kills: --count, --seed and --workers take whole numbers")
    return 1
  }
  console.log(`seed ${seed}`)
  const started = Date.now()
  let failed = 0
  const { kills, emulators, runs } = await Kills.run({ count, seed, workers }, (told) => {
    if (values.trace) console.log(`\nseed ${told.seed}\n${told.trace.join("\n")}`)
    if (told.problems.length === 0) return
    failed += 1
    console.log(`\n${told.problems.join("\n")}`)
    if (!values.trace) console.log(told.trace.join("\n"))
    console.log(`npm run kills -- --count 1 --seed ${told.seed} --trace`)
  })
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(
    `${kills} runs of apply killed, ${emulators} emulators, ${runs} runs after that: ${failed} stories failed, ${seconds} s`,
  )
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
