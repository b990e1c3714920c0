/** The figures of `pnpm bench`. Add one here: nothing else knows their names. */
import { countFigures } from "./counted.ts"
import type { CommandFigure, Figure } from "./figure.ts"
import { servedFigures } from "./served.ts"
import { stageFigures } from "./stages.ts"

const bin = "apps/cli/bin/pipewright.js"

const command = (...args: ReadonlyArray<string>): CommandFigure => ({
  kind: "command",
  name: `pipewright ${args.join(" ")}`,
  args: [bin, ...args],
})

export const figures: ReadonlyArray<Figure> = [
  command("--version"),
  command("--help"),
  command("check", "examples/guide"),
  command("build", "examples/guide"),
  command("plan", "examples/guide", "--target", "local"),
  ...countFigures,
  ...stageFigures,
  ...servedFigures,
]
