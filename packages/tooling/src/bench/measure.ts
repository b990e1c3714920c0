/** Times a figure and its baseline by turns, so that whatever slows the machine down slows both. */
import { spawnSync } from "node:child_process"
import type { CommandFigure, Figure, FunctionFigure, ServedFigure } from "./figure.ts"
import { NotFetched } from "./peers.ts"
import { type Statistics, statisticsOf } from "./statistics.ts"

export interface Options {
  readonly root: string
  /** The Node that commands are run with. */
  readonly node: string
  readonly runs: number
  readonly env: NodeJS.ProcessEnv
}

export interface Measured {
  readonly state: "measured"
  readonly name: string
  readonly against: string
  /** Milliseconds if it is not said. */
  readonly unit?: "MB"
  readonly ours: Statistics
  readonly baseline: Statistics
  /** Median by median. */
  readonly ratio: number
}

export interface Failed {
  readonly state: "failed"
  readonly name: string
  readonly reason: string
}

/** What it is to be measured against cannot be had here. */
export interface Absent {
  readonly state: "absent"
  readonly name: string
  readonly against: string
  readonly reason: string
}

export interface Counted {
  readonly state: "counted"
  readonly name: string
  readonly words: string
}

export type Result = Measured | Counted | Failed | Absent

export const measure = async (figure: Figure, options: Options): Promise<Result> => {
  try {
    switch (figure.kind) {
      case "command":
        return await measureCommand(figure, options)
      case "function":
        return await measureFunction(figure, options)
      case "served":
        return await measureServed(figure, options)
      case "count":
        return { state: "counted", name: figure.name, words: await figure.count() }
    }
  } catch (error) {
    if (error instanceof NotFetched && figure.kind === "function")
      return { state: "absent", name: figure.name, against: figure.against, reason: error.message }
    return {
      state: "failed",
      name: figure.name,
      reason: error instanceof Error ? error.message : String(error),
    }
  }
}

const measureCommand = (figure: CommandFigure, options: Options): Promise<Measured> => {
  const run = () => timeCommand(figure.args, options, [0, ...(figure.exitCodes ?? [])])
  const baseline = () => timeCommand(["-e", "0"], options, [0])
  return inTurns(figure.name, "node -e 0", options.runs, run, baseline)
}

const timeCommand = (
  args: ReadonlyArray<string>,
  options: Options,
  exitCodes: ReadonlyArray<number>,
): number => {
  const started = performance.now()
  const result = spawnSync(options.node, args, {
    cwd: options.root,
    env: options.env,
    encoding: "utf8",
    timeout: 60_000,
  })
  const elapsed = performance.now() - started
  if (result.error !== undefined) throw result.error
  if (result.status === null || !exitCodes.includes(result.status)) {
    const lastWords = (result.stderr || result.stdout).trim().split("\n").slice(-8).join("\n")
    throw new Error(`ended with ${result.status ?? result.signal}: ${lastWords}`)
  }
  return elapsed
}

/** Long enough that the clock is exact, short enough that a figure takes a second or two. */
const batchMilliseconds = 20

const measureFunction = async (figure: FunctionFigure, options: Options): Promise<Measured> => {
  const { run, baseline } = await figure.prepare()
  const times = (work: () => unknown): (() => number) => {
    warmUp(work)
    const repeats = repeatsOf(work)
    return () => timeRepeats(work, repeats) / repeats
  }
  const runs = Math.min(options.runs, figure.atMost ?? options.runs)
  return inTurns(figure.name, figure.against, runs, times(run), times(baseline))
}

/** Long enough for all of it to be compiled with optimisation, which a program of 100 pipes takes most of a second for. */
const warmMilliseconds = 1_000

const warmUp = (work: () => unknown): void => {
  const started = performance.now()
  do work()
  while (performance.now() - started < warmMilliseconds)
}

/** How often work fits into a batch; finding out also warms it up. */
const repeatsOf = (work: () => unknown): number => {
  let repeats = 1
  while (timeRepeats(work, repeats) < batchMilliseconds && repeats < 1_000_000) repeats *= 2
  return repeats
}

const timeRepeats = (work: () => unknown, repeats: number): number => {
  let result: unknown
  const started = performance.now()
  for (let index = 0; index < repeats; index += 1) result = work()
  const elapsed = performance.now() - started
  // The result is looked at, so that the work cannot be optimised away.
  if (result instanceof Promise) throw new Error("a figure measures work that is done when it returns")
  return elapsed
}

const measureServed = async (figure: ServedFigure, options: Options): Promise<Measured> => {
  const { run, baseline, close } = await figure.prepare()
  try {
    const runs = Math.min(options.runs, figure.atMost ?? options.runs)
    const measured = await inTurns(figure.name, figure.against, runs, run, baseline)
    return figure.unit === undefined ? measured : { ...measured, unit: figure.unit }
  } finally {
    close()
  }
}

const inTurns = async (
  name: string,
  against: string,
  runs: number,
  run: () => number | Promise<number>,
  baseline: () => number | Promise<number>,
): Promise<Measured> => {
  // Once each without counting: the disk and the compile cache are warm for every run that counts.
  await run()
  await baseline()
  const samples: Array<number> = []
  const baselineSamples: Array<number> = []
  for (let index = 0; index < runs; index += 1) {
    samples.push(await run())
    baselineSamples.push(await baseline())
  }
  const ours = statisticsOf(samples)
  const baselineStatistics = statisticsOf(baselineSamples)
  return {
    state: "measured",
    name,
    against,
    ours,
    baseline: baselineStatistics,
    ratio: ours.median / baselineStatistics.median,
  }
}
