/** A claim about any case, tried as often as it is asked for. */
import * as fc from "fast-check"

export interface Property {
  readonly name: string
  /** How many of a hundred runs are its own; what costs more has fewer. */
  readonly share: number
  /** Tries so many cases; with a path, the one that it leads to. */
  readonly check: (given: { readonly seed: number; readonly runs: number; readonly path?: string }) => Outcome
}

export interface Outcome {
  readonly runs: number
  /** Cases that were thrown away because what is claimed does not apply to them. */
  readonly skipped: number
  readonly failure?: { readonly path: string; readonly text: string; readonly message: string }
}

export const property = <A>(
  name: string,
  share: number,
  cases: fc.Arbitrary<A>,
  /** The text that a case is about, for whoever reads of its failure. */
  textOf: (given: A) => string,
  claim: (given: A) => void,
): Property => ({
  name,
  share,
  check: ({ seed, runs, path }) => {
    const parameters = { seed, numRuns: runs, maxSkipsPerRun: 100, ...(path === undefined ? {} : { path }) }
    const details = fc.check(fc.property(cases, claim), parameters)
    if (!details.failed) return { runs: details.numRuns, skipped: details.numSkips }
    const { counterexample, counterexamplePath, errorInstance } = details
    return {
      runs: details.numRuns,
      skipped: details.numSkips,
      failure: {
        path: counterexamplePath ?? "",
        text: counterexample === null ? "" : textOf(counterexample[0]),
        message: errorInstance instanceof Error ? (errorInstance.stack ?? "") : String(errorInstance),
      },
    }
  },
})

export const fail = (message: string, ...shown: ReadonlyArray<unknown>): never => {
  throw new Error([message, ...shown.map((it) => JSON.stringify(it, undefined, 1))].join("\n"))
}
