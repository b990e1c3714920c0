import * as Effect from "effect/Effect"
import { UsageError } from "../failures.ts"
import type { Given } from "../specs.ts"

/** A number of seconds that was given with an option. */
export const seconds = (given: Given, option: string): Effect.Effect<number | undefined, UsageError> => {
  const text = given.texts.get(option)
  if (text === undefined) return Effect.succeed(undefined)
  return /^[1-9][0-9]{0,5}$/.test(text)
    ? Effect.succeed(Number(text))
    : Effect.fail(
        new UsageError({ message: `--${option} is a number of seconds from 1 to 999999, not ${text}` }),
      )
}
