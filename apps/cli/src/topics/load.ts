/** All topics. In the place of this module the bundle has one that holds them: `build.mjs` makes it. */
import { join } from "node:path"
import { topicsIn } from "./folder.ts"
import type { Topic } from "./topic.ts"

export const load = (): ReadonlyArray<Topic> =>
  topicsIn(join(import.meta.dirname, "../../../../docs/reference"))
