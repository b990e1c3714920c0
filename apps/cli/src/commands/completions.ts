/** `pipewright completions`: what makes a shell complete command lines. */
import * as Exit from "../exit.ts"
import type { Given } from "../specs.ts"
import * as View from "../views/completions.ts"
import type { Output } from "./output.ts"

export const run = async ({ argument }: Given): Promise<Output> => {
  if (argument !== undefined && View.isShell(argument))
    return { stdout: View.script(argument), code: Exit.ok }
  const { output, UsageError } = await import("../failures.ts")
  return output(
    new UsageError({
      message:
        argument === undefined ? "completions needs SHELL" : `there are no completions for \`${argument}\``,
      help: `give one of ${View.shells.join(", ")}`,
    }),
    undefined,
  )
}
