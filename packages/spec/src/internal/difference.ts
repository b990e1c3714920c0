/** A deviation with its place in our code. */
import type { Deviation, Fact } from "./compareShapes.ts"

export interface Difference {
  /**
   * What it belongs to: the name of a kind, `settings` or `scaling` whatever kinds they are of, `pipe` for what every
   * pipe has, `endpoints` or `cdcScaling` for what a service has besides, or `operations`.
   */
  readonly area: string
  /** The field as it is on the wire, with dots; of an operation, its method and path. */
  readonly field: string
  readonly fact: Fact
  /** Where the document says it, or where it would. */
  readonly pointer: string
  readonly ours: string
  readonly theirs: string
  /** Where it is said here: a file, and what to look for in it. */
  readonly places: ReadonlyArray<string>
}

/** What a deviation says, without its path. */
export const factsOf = ({ fact, pointer, ours, theirs }: Deviation) => ({ fact, pointer, ours, theirs })
