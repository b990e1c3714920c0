/**
 * A service from its first pipes to its last edit. In each chapter a run of `apply`, or the emulator under it, is killed
 * at a moment that follows from the seed, and then `apply` is run until it is done.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Random } from "../internal/random.ts"
import * as Chance from "../internal/random.ts"
import * as Checks from "./checks.ts"
import * as Processes from "./processes.ts"
import * as Program from "./program.ts"

/** How long a run of each chapter takes that is not killed, in milliseconds. */
export type Lengths = ReadonlyArray<Pick<Processes.Ended, "quiet" | "busy">>

export interface Told {
  readonly seed: number
  /** Runs of `apply` that were killed, and emulators under one. */
  readonly kills: number
  readonly emulators: number
  /** Runs that it took after that. */
  readonly runs: number
  readonly lengths: Lengths
  readonly problems: ReadonlyArray<string>
  /** What happened, line by line. */
  readonly trace: ReadonlyArray<string>
}

/** Whatever is not done after so many runs never will be. */
const mostRuns = 5

/** Requests take long enough that some are on their way at any moment. */
const faults = [{ method: "POST" }, { method: "PATCH" }, { method: "DELETE" }].map((it, index) => ({
  ...it,
  effect: { delay: 40 + 40 * index },
}))

const apply = [
  "apply",
  "--yes",
  ...["delete", "replace", "resnapshot"].flatMap((it) => [`--allow-${it}`, "*"]),
]

/** Tells a story; without lengths nothing is killed in it. */
export const tell = async (seed: number, lengths?: Lengths): Promise<Told> => {
  const chance = Chance.make(seed)
  const [folder, data] = ["program", "service"].map((it) =>
    mkdtempSync(join(tmpdir(), `pipewright-kills-${it}-`)),
  ) as [string, string]
  const faultFile = join(folder, "faults.json")
  writeFileSync(faultFile, JSON.stringify(faults))
  writeFileSync(join(folder, "targets.pipe"), Program.target)
  const own = { PIPEWRIGHT_EMULATOR_SECRET: Program.secrets.PIPEWRIGHT_EMULATOR_SECRET! }
  const start = (port: string) =>
    Processes.emulator(data, own, ["--port", port, "--pace", "0.001", "--faults", faultFile])
  let api = await start("0")
  const env = {
    ...Program.secrets,
    CLICKHOUSE_API_URL: api.url,
    CLICKHOUSE_CLOUD_API_KEY: "local",
    CLICKHOUSE_CLOUD_API_SECRET: own.PIPEWRIGHT_EMULATOR_SECRET,
  }
  const outputs: Array<string> = []
  const problems: Array<string> = []
  const trace: Array<string> = []
  const taken: Array<Lengths[number]> = []
  let [kills, emulators, runs] = [0, 0, 0]

  const run = async (args: ReadonlyArray<string>, moment?: Processes.Moment) => {
    const ended = await Processes.run(args, folder, env, moment)
    outputs.push(ended.stdout, ended.stderr)
    trace.push(`  ${args[0]} ${ended.code === undefined ? "was killed" : `ended with ${ended.code}`}`)
    if (args[0] === "apply") trace.push(`${ended.stdout}\n${ended.stderr}`.trim().replace(/^(?=.)/gm, "    "))
    return ended
  }

  /** The first run of a chapter, to its end or not. */
  const first = async (length: Lengths[number] | undefined) => {
    if (length === undefined) return run(apply)
    const { of, after, ofEmulator } = drawn(chance, length)
    let restarted: Promise<void> | undefined
    const ended = await run(apply, {
      of,
      after,
      act: (child) => {
        trace.push(
          `  ${ofEmulator ? "the emulator" : "apply"} is killed after ${Math.round(after)} ms (${of})`,
        )
        if (!ofEmulator) return void child.kill("SIGKILL")
        emulators += 1
        restarted = (async () => {
          outputs.push(api.printed())
          await api.kill()
          api = await start(new URL(api.url).port)
        })()
      },
    })
    await restarted
    if (ended.code === undefined) kills += 1
    return ended
  }

  try {
    for (const [nth, chapter] of Program.chapters.entries()) {
      trace.push(chapter.title)
      writeFileSync(join(folder, "main.pipe"), chapter.text)
      let ended = await first(lengths?.[nth])
      taken.push(ended)
      for (let tries = 0; ended.code !== 0 && tries < mostRuns; tries += 1) {
        runs += 1
        ended = await run(apply)
      }
      const plan = await run(["plan", "--format", "json"])
      const pipes = await Checks.live(api.url)
      problems.push(
        ...[
          ...(ended.code === 0 ? [] : [`apply still ended with ${ended.code} after ${mostRuns} more runs`]),
          ...Checks.ofPipes(chapter, pipes),
          ...(await Checks.ofState(folder, pipes)),
          ...Checks.ofPlan(plan.code, plan.stdout),
        ].map((problem) => `${chapter.title}: ${problem}`),
      )
      if (problems.length > 0) break
    }
    problems.push(...Checks.ofSecrets([folder, data], [...outputs, api.printed()]))
  } finally {
    await api.kill()
    for (const path of [folder, data]) rmSync(path, { recursive: true, force: true })
  }
  return { seed, kills, emulators, runs, lengths: taken, problems, trace }
}

/** Most moments are after the plan is shown, where requests go out; now and then the emulator is killed. */
const drawn = (chance: Random, length: Lengths[number]) => {
  const of = chance.chance(15) ? "quiet" : "busy"
  return { of, after: chance.next() * length[of], ofEmulator: of === "busy" && chance.chance(20) } as const
}
