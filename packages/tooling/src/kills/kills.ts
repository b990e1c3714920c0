/** Stories one after the other, until so many runs have been killed. */
import * as Story from "./story.ts"

export interface Options {
  readonly count: number
  readonly seed: number
  readonly workers: number
}

export type Totals = Pick<Story.Told, "kills" | "emulators" | "runs">

export const run = async (
  { count, seed, workers }: Options,
  hear: (told: Story.Told) => void,
): Promise<Totals> => {
  const lengths = await measured(seed, workers)
  let totals: Totals = { kills: 0, emulators: 0, runs: 0 }
  let next = seed
  const work = async (): Promise<void> => {
    while (totals.kills < count) {
      const told = await Story.tell(next++, lengths)
      totals = {
        kills: totals.kills + told.kills,
        emulators: totals.emulators + told.emulators,
        runs: totals.runs + told.runs,
      }
      hear(told)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return totals
}

/** How long each chapter takes with as much going on beside it as there will be. */
const measured = async (seed: number, workers: number): Promise<Story.Lengths> => {
  const told = await Promise.all(Array.from({ length: workers }, () => Story.tell(seed)))
  const problem = told.flatMap(({ problems }) => problems)[0]
  if (problem !== undefined) throw new Error(`a run that nobody kills has a problem: ${problem}`)
  return told[0]!.lengths.map((_, nth) => ({
    quiet: Math.max(...told.map(({ lengths }) => lengths[nth]!.quiet)),
    busy: Math.max(...told.map(({ lengths }) => lengths[nth]!.busy)),
  }))
}
