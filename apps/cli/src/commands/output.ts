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
}

/** What a command ends with that could look, and found that something differs or nothing does. */
export const looked = ({ flags }: Given, differs: boolean): number =>
  differs && flags.has("exit-code") ? Exit.differs : Exit.ok
