/** What a drift says to people. */
import { note } from "../plan/words.ts"

export const Notes = {
  gone: note("gone", (id: string) => `\`${id}\` is not there any more`),
  another: note("another-of-the-name", (id: string) => `another pipe has its name now: \`${id}\``),
  unrecorded: note(
    "nothing-remembered",
    (id: string) =>
      `the pipe \`${id}\` has this name and nothing is remembered of it, so nobody can say what was changed; \`plan\` compares it with the program`,
  ),
  unreadable: note(
    "source-unknown",
    (arm: string) => `this version knows no source \`${arm}\`, so nothing was compared; a newer one may`,
  ),
  failed: note(
    "failed",
    (state: string) => `the service says \`${state}\`; \`status\` tells where it says why`,
  ),
  leftPaused: note(
    "left-paused",
    () => "a run stopped it for an edit and ended before it was started again; `apply` starts it",
  ),
  rests: note(
    "stopped-by-hand",
    (state: string) =>
      `the pipe is \`${state}\`, and what was applied does not say whether it should be; \`state = running\` would`,
  ),
} as const
