/** What `init` has to know, from options or from answers. */
import * as Effect from "effect/Effect"
import { UsageError } from "../failures.ts"

/** What a first program is made from. */
export interface Wanted {
  readonly source: string
  readonly name: string
  /** An id that is not given is read from the environment. */
  readonly organization: string | undefined
  readonly service: string | undefined
}

/** What a pipe is called where nobody says. */
export const defaultName = (source: string): string => `my-${source}-pipe`

/** The rule for the name of a pipe, as a failure with the words for it. */
export const validName = (name: string): Effect.Effect<string, UsageError> =>
  name.length > 0 && name.length <= 255
    ? Effect.succeed(name)
    : Effect.fail(new UsageError({ message: "the name of a pipe has 1 to 255 characters" }))
