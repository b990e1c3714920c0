/** The middle of some samples, and how far they lie apart. */

export interface Statistics {
  readonly median: number
  /** A tenth of the samples lies below. */
  readonly low: number
  /** A tenth of the samples lies above. */
  readonly high: number
}

export const statisticsOf = (samples: ReadonlyArray<number>): Statistics => ({
  median: quantile(samples, 0.5),
  low: quantile(samples, 0.1),
  high: quantile(samples, 0.9),
})

const quantile = (samples: ReadonlyArray<number>, fraction: number): number => {
  const sorted = samples.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * fraction
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
