/** What a command prints and ends with. */
import * as Exit from "../exit.ts"
import type { Told } from "../schemas/failure.ts"
import type { Given } from "../specs.ts"

export interface Output {
  readonly stdout?: string
  readonly stderr?: string
  readonly code: number
  /** The failure in it, for who has to tell it once more. */
  readonly failed?: Told
  /** There if it would be the same again for as long as the program is. */
  readonly timed?: Timed
}

/** How long a run took, which is part of what it prints, and what is printed of one that took another time. */
export interface Timed {
  readonly milliseconds: number
  readonly again: (milliseconds: number) => Promise<Pick<Output, "stdout" | "stderr">>
}

/** What a command ends with that could look, and found that something differs or nothing does. */
export const looked = ({ flags }: Given, differs: boolean): number =>
  differs && flags.has("exit-code") ? Exit.differs : Exit.ok
