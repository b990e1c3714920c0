/** What can be measured: a figure is timed together with something that everyone knows and given as a ratio, or counted. */

interface Named {
  readonly name: string
  /** Not more than this is what the project wants: a ratio, or an amount in the figure's unit. */
  readonly goal?: number
}

interface Compared extends Named {
  readonly against: string
  /** Not more runs than these, where one takes seconds. */
  readonly atMost?: number
  /** Takes minutes, or needs what is fetched from afar: not for a quick look. */
  readonly isSlow?: true
}

/** A whole command, measured against another one, such as a Node that starts and does nothing. */
export interface CommandFigure extends Compared {
  readonly kind: "command"
  readonly prepare: () => Promise<Commands> | Commands
}

export interface Commands {
  readonly run: Command
  readonly baseline: Command
  /** Ends what the commands need beside them. */
  readonly close?: () => void
}

export interface Command {
  /** The Node that is asked for, if it is no other. */
  readonly program?: string
  readonly args: ReadonlyArray<string>
  /** The root of the workspace if it is not said. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes other than 0 that mean success. */
  readonly exitCodes?: ReadonlyArray<number>
  /** How often its time counts, where the other does so many times its work. */
  readonly times?: number
}

/** Work within this process, measured against other work on the same content. */
export interface FunctionFigure extends Compared {
  readonly kind: "function"
  /** In a process of its own, after all others: a heap that is full of it would slow them down. */
  readonly isLarge?: true
  /** Called once, when the figure is measured, so that the others do not pay for its modules. */
  readonly prepare: () => Promise<Pair> | Pair
}

export interface Pair {
  readonly run: () => unknown
  readonly baseline: () => unknown
}

/** What a server of ours does, measured against what another does. */
export interface ServedFigure extends Compared {
  readonly kind: "served"
  /** Milliseconds if it is not said. */
  readonly unit?: "MB"
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
export interface CountFigure extends Named {
  readonly kind: "count"
  readonly unit: "MB" | "requests"
  readonly count: () => Promise<Count>
}

export interface Count {
  readonly amount: number
  /** What the amount is made of, or what it is for. */
  readonly words?: string
}

export type Figure = CommandFigure | FunctionFigure | ServedFigure | CountFigure

/** As a row of the table begins. */
export const nameOf = (figure: { readonly name: string; readonly against?: string }): string =>
  figure.against === undefined ? figure.name : `${figure.name} against ${figure.against}`

/**
 * The goal where work is to grow with its size and no faster: ten times the size takes as long as ten runs, and a fifth
 * more at most, since a heap that is larger takes longer to look through.
 */
export const linear = 1.2

/** What it is to be measured with is not on this machine; that is no fault of what is measured. */
export class NotHere extends Error {}
