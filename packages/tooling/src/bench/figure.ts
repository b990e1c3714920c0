/** What can be measured: a figure is timed together with something that everyone knows and given as a ratio, or counted. */

/** A whole command, measured against a Node that starts and does nothing. */
export interface CommandFigure {
  readonly kind: "command"
  readonly name: string
  /** The arguments after `node`; paths are relative to the root of the workspace. */
  readonly args: ReadonlyArray<string>
  /** Exit codes other than 0 that mean success. */
  readonly exitCodes?: ReadonlyArray<number>
}

/** Work within this process, measured against other work on the same content. */
export interface FunctionFigure {
  readonly kind: "function"
  readonly name: string
  readonly against: string
  /** Not more runs than these, where one takes seconds. */
  readonly atMost?: number
  /** Called once, when the figure is measured, so that the others do not pay for its modules. */
  readonly prepare: () => Promise<Pair> | Pair
}

export interface Pair {
  readonly run: () => unknown
  readonly baseline: () => unknown
}

/** What a server of ours does, measured against what another does. */
export interface ServedFigure {
  readonly kind: "served"
  readonly name: string
  readonly against: string
  /** Milliseconds if it is not said. */
  readonly unit?: "MB"
  readonly atMost?: number
  readonly prepare: () => Promise<ServedPair>
}

/** Both take their own samples. */
export interface ServedPair {
  readonly run: () => Promise<number>
  readonly baseline: () => Promise<number>
  /** Ends the servers. */
  readonly close: () => void
}

/** What does not depend on the machine, or hardly, and so is no ratio. */
export interface CountFigure {
  readonly kind: "count"
  readonly name: string
  /** In words. It fails if there is more than there may be. */
  readonly count: () => Promise<string>
}

export type Figure = CommandFigure | FunctionFigure | ServedFigure | CountFigure

/** As a row of the table begins. */
export const nameOf = (figure: Figure): string =>
  "against" in figure ? `${figure.name} against ${figure.against}` : figure.name
