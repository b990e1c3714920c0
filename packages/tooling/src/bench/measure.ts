/** Times a figure and its baseline by turns, so that whatever slows the machine down slows both. */
import { spawnSync } from "node:child_process"
import {
  type Command,
  type CommandFigure,
  type Figure,
  type FunctionFigure,
  NotHere,
  nameOf,
  type ServedFigure,
} from "./figure.ts"
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
  readonly goal?: number
  /** Milliseconds if it is not said. */
  readonly unit?: "MB"
  readonly ours: Statistics
  readonly baseline: Statistics
  /** Median by median. */
  readonly ratio: number
  /** Of the ratios of single turns. */
  readonly spread: Omit<Statistics, "median">
}

export interface Counted {
  readonly state: "counted"
  readonly name: string
  readonly goal?: number
  readonly unit: "MB" | "requests"
  readonly amount: number
  readonly words?: string
}

export interface Failed {
  readonly state: "failed"
  readonly name: string
  readonly reason: string
}

/** What it is to be measured with cannot be had here. */
export interface Absent {
  readonly state: "absent"
  readonly name: string
  readonly reason: string
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
        return { state: "counted", ...goalOf(figure), unit: figure.unit, ...(await figure.count()) }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { state: error instanceof NotHere ? "absent" : "failed", name: nameOf(figure), reason }
  }
}

const goalOf = ({ name, goal }: Figure) => (goal === undefined ? { name } : { name, goal })

const measureCommand = async (figure: CommandFigure, options: Options): Promise<Measured> => {
  const { run, baseline, close } = await figure.prepare()
  try {
    const time = (command: Command) => () => timeCommand(command, options)
    return await inTurns(figure, options, time(run), time(baseline))
  } finally {
    close?.()
  }
}

/** Long enough for what takes seconds on a machine that has other things to do. */
const timeout = 300_000

const timeCommand = (
  { program, args, cwd, env, exitCodes = [], times = 1 }: Command,
  options: Options,
): number => {
  const started = performance.now()
  const result = spawnSync(program ?? options.node, args, {
    cwd: cwd ?? options.root,
    env: { ...options.env, ...env },
    // What a command prints is taken, as by a pipe of a shell; ten thousand pipes make much of it.
    maxBuffer: 1024 ** 3,
    timeout,
  })
  const elapsed = performance.now() - started
  if (result.error !== undefined) throw result.error
  if (result.status !== 0 && !exitCodes.includes(result.status ?? -1)) {
    const words = result.stderr.length > 0 ? result.stderr : result.stdout
    const lastWords = words
      .toString("utf8", Math.max(0, words.length - 4_000))
      .trim()
      .split("\n")
      .slice(-8)
    throw new Error(`ended with ${result.status ?? result.signal}: ${lastWords.join("\n")}`)
  }
  return elapsed * times
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
  return inTurns(figure, options, times(run), times(baseline))
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
    const measured = await inTurns(figure, options, run, baseline)
    return figure.unit === undefined ? measured : { ...measured, unit: figure.unit }
  } finally {
    close()
  }
}

type Sample = () => number | Promise<number>

const inTurns = async (
  figure: Exclude<Figure, { readonly kind: "count" }>,
  options: Options,
  run: Sample,
  baseline: Sample,
): Promise<Measured> => {
  const runs = Math.min(options.runs, figure.atMost ?? options.runs)
  // Once each without counting: the disk and the compile cache are warm for every run that counts. Of what takes
  // seconds they are no part worth the wait.
  if (figure.atMost === undefined) {
    await run()
    await baseline()
  }
  const samples: Array<number> = []
  const baselineSamples: Array<number> = []
  for (let index = 0; index < runs; index += 1) {
    samples.push(await run())
    baselineSamples.push(await baseline())
  }
  const ours = statisticsOf(samples)
  const baselineStatistics = statisticsOf(baselineSamples)
  const { low, high } = statisticsOf(samples.map((sample, turn) => sample / baselineSamples[turn]!))
  return {
    state: "measured",
    ...goalOf(figure),
    against: figure.against,
    ours,
    baseline: baselineStatistics,
    ratio: ours.median / baselineStatistics.median,
    spread: { low, high },
  }
}
