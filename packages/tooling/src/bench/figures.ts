/** The figures of `pnpm bench`. Add one to a list here: nothing else knows their names. */
import { commandFigures } from "./commands.ts"
import { countFigures } from "./counted.ts"
import type { Figure } from "./figure.ts"
import { peakFigures, scaleFigures } from "./scale.ts"
import { servedFigures } from "./served.ts"
import { stageFigures } from "./stages.ts"

/** In the order of the table. The commands come first, while this process is small and so starts another one fast. */
export const figures: ReadonlyArray<Figure> = [
  ...commandFigures,
  ...scaleFigures,
  ...stageFigures,
  ...servedFigures,
  ...countFigures,
  ...peakFigures,
]
