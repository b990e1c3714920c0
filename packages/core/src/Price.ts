/** The public list price of compute, for what has one. Regions and discounts are not in it. */
import type { Json } from "./Evaluate.ts"
import type * as Field from "./Field.ts"
import * as Normalise from "./Normalise.ts"
import * as Scaling from "./Scaling.ts"

/** US dollars for one compute unit (2 cores, 8 GiB) and hour. */
const perUnitHour = 0.2
const unitGiB = 8
const hoursPerMonth = 730

/** What so many replicas of so much memory cost in a month of 730 hours, in US dollars and whole cents. */
export const perMonth = (replicas: number, memoryGiB: number): number =>
  Math.round(hoursPerMonth * replicas * perUnitHour * (memoryGiB / unitGiB) * 100) / 100

/** What a size costs, as far as it is known; of a size that is not told the memory may follow from the CPU. */
export const ofSize = (all: Field.Fields, size: { readonly [key: string]: Json }): number | undefined => {
  const read = (key: string) => {
    const field = all[key] ?? Scaling.fields[key]!
    const value = Normalise.scalar(field, size[key])
    return typeof value === "number" && value > 0 ? value : undefined
  }
  const memory = read("replicaMemoryGb")
  return memory === undefined ? undefined : perMonth(read("replicas") ?? 1, memory)
}
